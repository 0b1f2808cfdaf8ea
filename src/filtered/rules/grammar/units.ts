import type { StructureColumn, StructureTable } from '../../structure.ts'
import { nameWords } from '../source/names.ts'
import type { Amount } from '../text/numbers.ts'
import { statedUnit, type Unit, unitsOf } from '../text/units.ts'
import type { Context } from './context.ts'

const money = new Set(
  `price cost amount total fee rate fare salary wage pay income balance value sum freight budget limit revenue sales sale tax discount
   charge credit debit bonus due spent worth expense profit capital gnp gdp deposit refund commission tip subtotal cents rent paid
   earnings allowance premium turnover grand toll price shipping`.split(/\s+/),
)
const notMoney = new Set(
  'date time days hours minutes level count quantity number id year score percent'.split(' '),
)

export function isMoney({ role, name }: StructureColumn): boolean {
  const words = nameWords(name)
  return (
    role === 'NUMBER' && words.some((word) => money.has(word)) && !words.some((word) => notMoney.has(word))
  )
}

/**
 * The numbers of an amount as a column counts them. Where neither name nor comment states the column's unit, it is the one
 * in which the amount lies within what the column holds: "3 hours" in a column from 46 to 185 are 180 minutes.
 */
export function converted(
  context: Context,
  table: StructureTable,
  column: StructureColumn,
  { values, unit }: Amount,
): { values: number[]; cost: number }[] {
  if (!unit) return [{ values: [...values], cost: 0 }]
  if (unit.kind === 'money') {
    const cents = nameWords(column.name).includes('cents') && unit.factor === 1 ? 100 : 1
    return isMoney(column) ? [{ values: values.map((value) => value * cents), cost: 0 }] : []
  }
  if (unit.kind === 'percent') {
    const extremes = context.values.extremes(table, column)
    const share = extremes && extremes.high <= 1 && extremes.low >= 0
    return [{ values: values.map((value) => (share ? value / 100 : value)), cost: 0.2 }]
  }
  const own =
    statedUnit(nameWords(column.name)) ?? statedUnit((column.comment ?? '').toLowerCase().split(/[^a-z]+/))
  if (own?.kind === unit.kind) return [{ values: scaled(values, unit, own), cost: 0 }]
  // "30 days" may be what the column is called by, and "200 pages" says no unit at all.
  if (own || isMoney(column)) return []
  const extremes = context.values.extremes(table, column)
  if (!extremes) return [{ values: [...values], cost: 0.8 }]
  const fitting = unitsOf(unit.kind)
    .map((candidate) => scaled(values, unit, candidate))
    .map((numbers) => ({ values: numbers, off: distance(numbers, extremes.low, extremes.high) }))
    .sort((a, b) => a.off - b.off)
  // Of several that fit, the one that was said.
  const said = fitting.find(
    ({ values: numbers, off }) =>
      off === fitting[0]?.off && numbers.every((number, index) => number === values[index]),
  )
  if (said) return [{ values: said.values, cost: 0.1 }]
  const [best, second] = fitting
  if (!best) return []
  const clear = second === undefined || second.off > best.off
  return clear
    ? [{ values: best.values, cost: 0.1 }]
    : fitting.filter(({ off }) => off === best.off).map(({ values }) => ({ values, cost: 0.1 }))
}

const scaled = (values: number[], from: Unit, to: Unit) =>
  values.map((value) => Number(((value * from.factor) / to.factor).toPrecision(12)))

/** How far numbers are from a range, in orders of magnitude. */
function distance(numbers: number[], low: number, high: number): number {
  const off = (value: number) =>
    value < low
      ? Math.log(Math.max(low, 1e-9) / Math.max(value, 1e-9))
      : value > high
        ? Math.log(value / Math.max(high, 1e-9))
        : 0
  return Math.max(...numbers.map(off))
}
