import { cycleOf, noFiner } from './arrange/buckets.ts'
import { type Column, isEmpty, type TypedResult } from './columns/column.ts'
import type { ChartIntent, Measure } from './intent.ts'

/**
 * What is wrong with an intent for these rows, in sentences without their beginning; none where it can be drawn. The rules
 * are the hard ones of Draco 2 that an intent could break, whoever made it.
 */
export function checkIntent(intent: ChartIntent, typed: TypedResult): string[] {
  const { mark, x, y, also, series, size, stack, top } = intent
  const wrongs: string[] = []
  const find = (name: string | null | undefined) =>
    typed.columns.find((column) => column.name === name) ?? null
  const must = (holds: boolean, wrong: string) => {
    if (!holds) wrongs.push(wrong)
  }
  for (const name of [x?.field, y?.field, series, size, ...also.map(({ field }) => field)])
    if (name != null) must(find(name) !== null, `there is no column ${name}`)
  if (wrongs.length > 0) return wrongs
  const [xColumn, sizeColumn] = [find(x?.field), find(size)]
  for (const name of [x?.field, y?.field, series, size])
    if (name != null) must(!isEmpty(find(name)!), `${find(name)!.label} has no values`)

  must(y !== null, 'nothing is measured')
  for (const measure of [y, ...also])
    if (measure) wrongs.push(...wrongsOfMeasure(measure, find(measure.field), mark))
  if (mark !== 'text' && mark !== 'boxplot') must(x !== null, 'there is nothing that it could be by')
  if (x && y?.field === x.field && y.aggregate !== 'count') wrongs.push(`${xColumn!.label} is on both axes`)
  if (series !== null)
    must(series !== x?.field, `${find(series)!.label} is both what it is by and what it is split by`)
  if (x?.timeUnit) {
    must(xColumn!.kind === 'time', `${xColumn!.label} is not a time`)
    must(
      cycleOf(x.timeUnit) === null || noFiner(x.timeUnit, xColumn!.grain) === x.timeUnit,
      `${xColumn!.label} has no such parts`,
    )
  }
  if (x?.bins) must(xColumn!.kind === 'number', `${xColumn!.label} is not a number, so it has no intervals`)
  if (sizeColumn)
    must(
      sizeColumn.kind === 'number' && sizeColumn.min! >= 0,
      `${sizeColumn.label} cannot be a size: it is not a number from 0 on`,
    )
  if (also.length > 0) {
    must(series === null, 'it cannot be split and measure several things at once')
    must(['bar', 'line', 'area'].includes(mark), 'only bars, lines and areas measure several things')
    const measured = [y, ...also].map((measure) => find(measure?.field)?.label)
    must(!measured.includes(undefined), 'what is measured beside others needs a column of its own')
    must(new Set(measured).size === measured.length, 'it measures the same twice')
  }
  if (mark === 'arc') {
    must(series === null, 'a pie has one kind of slices')
    must(!hasNegative(y, find(y?.field)), 'shares cannot be negative')
    must(hasPositive(y, find(y?.field)), 'there is nothing to share out')
  }
  if ((mark === 'area' || mark === 'bar') && (stack === 'zero' || stack === 'normalize'))
    must(!hasNegative(y, find(y?.field)), 'parts of a whole cannot be negative')
  if (mark === 'boxplot' || mark === 'text') must(series === null, 'it cannot be split')
  if (mark === 'rect') must(series !== null, 'a heat map needs two columns that it is by')
  if (mark === 'point') must(x === null || y?.aggregate === 'none', 'a scatter chart shows rows as they are')
  if (top !== null) must(xColumn !== null, 'there is nothing to take the top of')
  return wrongs
}

function wrongsOfMeasure(
  { field, aggregate }: Measure,
  column: Column | null,
  mark: ChartIntent['mark'],
): string[] {
  if (field === null) return aggregate === 'count' ? [] : [`a ${aggregate} needs a column`]
  if (aggregate === 'count' || column!.kind === 'number') return []
  return mark === 'text' && aggregate === 'none' ? [] : [`${column!.label} is not a number`]
}

const hasNegative = (measure: Measure | null, column: Column | null) =>
  measure?.aggregate !== 'count' && column !== null && (column.min ?? 0) < 0

const hasPositive = (measure: Measure | null, column: Column | null) =>
  measure?.aggregate === 'count' || column === null || (column.max ?? 0) > 0
