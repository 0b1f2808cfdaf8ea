import type { ComparisonOperator, Condition, Measure, Value } from '../../plan.ts'
import type { StructureColumn, StructureTable } from '../../structure.ts'
import { isYear } from '../source/dates.ts'
import type { Path } from '../source/paths.ts'
import { instantText, type Span } from '../text/calendar.ts'
import type { Amount } from '../text/numbers.ts'
import type { When } from '../text/periods.ts'

/** Conditions of plans, put together and turned round. */

export const compare = (column: string, operator: ComparisonOperator, ...values: Value[]): Condition => ({
  compare: { column, operator, values },
})

export function all(conditions: readonly Condition[]): Condition | null {
  const flat = conditions.flatMap((one) => ('all' in one ? one.all : [one]))
  return flat.length === 0 ? null : flat.length === 1 ? flat[0]! : { all: flat }
}

/** One of them; values of one column become one IN. */
export function any(conditions: readonly Condition[]): Condition {
  const flat = conditions.flatMap((one) => ('any' in one ? one.any : [one]))
  if (flat.length === 1) return flat[0]!
  const compares = flat.map((one) =>
    'compare' in one && ['EQ', 'IN'].includes(one.compare.operator) && !one.compare.other
      ? one.compare
      : null,
  )
  if (compares.every((one) => one !== null) && new Set(compares.map((one) => one.column)).size === 1)
    return {
      compare: {
        column: compares[0]!.column,
        operator: 'IN',
        values: [...new Set(compares.flatMap(({ values }) => values))],
      },
    }
  return { any: flat }
}

const opposites: Partial<Record<ComparisonOperator, ComparisonOperator>> = {
  EQ: 'NE',
  NE: 'EQ',
  IN: 'NOT_IN',
  NOT_IN: 'IN',
  IS_NULL: 'IS_NOT_NULL',
  IS_NOT_NULL: 'IS_NULL',
  LT: 'GE',
  GE: 'LT',
  GT: 'LE',
  LE: 'GT',
}

export function negated(condition: Condition): Condition {
  if ('not' in condition) return condition.not
  const operator = 'compare' in condition ? opposites[condition.compare.operator] : undefined
  return operator && 'compare' in condition
    ? { compare: { ...condition.compare, operator } }
    : { not: condition }
}

/** Rows tied along a path, at least one, or as many or as much as the amount says. */
export function related(
  path: Path,
  where: Condition | null,
  measured?: { measure: Measure; amount: Amount },
): Condition {
  const { steps } = path
  if (!measured) return { related: { path: steps, where, aggregate: null } }
  const { measure, amount } = measured
  const holds = (operator: ComparisonOperator, value: number): Condition => ({
    related: { path: steps, where, aggregate: { ...measure, operator, value } },
  })
  const [low, high] = amount.values as [number, number]
  if (amount.operator === 'BETWEEN')
    return { all: [holds('GE', Math.min(low, high)), holds('LE', Math.max(low, high))] }
  return holds(amount.operator, low)
}

const day = 86_400_000
const roundUp = (time: number) => Math.ceil(time / day) * day
const roundDown = (time: number) => Math.floor(time / day) * day

/** When a column's values are; null where it cannot say so (a year is no month). */
export function during(column: StructureColumn, when: When, asOf: Date): Condition | null {
  if (isYear(column) && column.role === 'NUMBER') return duringYears(column.name, when, asOf)
  const up = column.role === 'DATE' ? roundUp : (time: number) => time
  const down = column.role === 'DATE' ? roundDown : (time: number) => time
  const inSpan = (from: number | null, to: number | null, until: number | null) =>
    all([
      ...(from === null ? [] : [compare(column.name, 'GE', instantText(up(from)))]),
      ...(to === null ? [] : [compare(column.name, 'LT', instantText(up(to)))]),
      ...(until === null ? [] : [compare(column.name, 'LE', instantText(down(until)))]),
    ])
  if (when.kind === 'ROLLING')
    return { period: { column: column.name, amount: when.amount, unit: when.unit } }
  if (when.kind === 'ANY') return any(when.spans.map(({ from, to }) => inSpan(from, to, null)!))
  return inSpan(when.from, when.to, when.until)
}

function duringYears(column: string, when: When, asOf: Date): Condition | null {
  if (when.kind === 'ROLLING')
    return when.unit === 'YEAR' ? compare(column, 'GE', asOf.getUTCFullYear() - when.amount) : null
  if (when.kind === 'ANY') {
    const all = when.spans.map((span) => yearsOf(span, column))
    return all.every((one) => one !== null) ? any(all) : null
  }
  return yearsOf({ from: when.from, to: when.until === null ? when.to : null }, column)
}

function yearsOf(
  { from, to }: Span | { from: number | null; to: number | null },
  column: string,
): Condition | null {
  const year = (time: number) => {
    const date = new Date(time)
    return time === Date.UTC(date.getUTCFullYear(), 0, 1) ? date.getUTCFullYear() : null
  }
  const first = from === null ? null : year(from)
  const end = to === null ? null : year(to)
  if ((from !== null && first === null) || (to !== null && end === null)) return null
  if (first !== null && end !== null)
    return end - first === 1 ? compare(column, 'EQ', first) : compare(column, 'BETWEEN', first, end - 1)
  if (first !== null) return compare(column, 'GE', first)
  return end === null ? null : compare(column, 'LT', end)
}

export const key = (table: StructureTable) =>
  table.primaryKey?.length === 1 ? table.columns.find(({ name }) => name === table.primaryKey![0]) : undefined
