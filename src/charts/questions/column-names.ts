import type { CheckedGroup, CheckedMeasure, CheckedQuestion } from './checked-question.ts'
import { isGeneric, property, roleOf, thing, things } from './names.ts'
import type { BucketUnit } from './question-plan.ts'
import { labelOf } from './rules/labels.ts'

/**
 * What a question's columns are called, so that a chart can say it as well: "country", "month", "number of orders", "average
 * salary". The groups come before the measures; no two are called the same.
 */
export function columnNames({ table, groups, measures }: CheckedQuestion): string[] {
  const short = [...groups.map(groupName), ...measures.map((measure) => measureName(measure, table.name))]
  const long = [
    ...groups.map(longGroupName),
    ...measures.map((measure) => measureName(measure, table.name, true)),
  ]
  const taken = new Set<string>()
  return short.map((name, index) => {
    const isShared = short.filter((other) => other === name).length > 1
    const own = cut(isShared ? long[index]! : name, longestName)
    let unique = own
    for (let number = 2; taken.has(unique); number++) unique = `${cut(own, longestName - 4)} ${number}`
    taken.add(unique)
    return unique
  })
}

/** PostgreSQL cuts names off at so many bytes. */
const longestName = 63

function cut(name: string, bytes: number): string {
  let short = name
  while (Buffer.byteLength(short) > bytes) short = [...short].slice(0, -1).join('')
  return short
}

export const unitNames: Record<BucketUnit, string> = {
  HOUR: 'hour',
  DAY: 'day',
  WEEK: 'week',
  MONTH: 'month',
  QUARTER: 'quarter',
  YEAR: 'year',
  HOUR_OF_DAY: 'hour of day',
  DAY_OF_WEEK: 'weekday',
  DAY_OF_MONTH: 'day of month',
  MONTH_OF_YEAR: 'month of year',
  QUARTER_OF_YEAR: 'quarter of year',
}

/** "customer" for each customer, "country", "month". */
export function groupName(group: CheckedGroup): string {
  const { steps, table, columns, each, unit } = group
  if (unit) return unitNames[unit]
  const last = steps.at(-1)
  const role = last ? roleOf(last) : null
  const [first] = columns as [CheckedGroup['columns'][number]]
  if (each || columns.length > 1) return role ?? thing(table)
  if (!isGeneric(first)) return property(first)
  // The name of a category is the category; the title of an employee is none.
  const isName = labelOf(table).columns.some(({ name }) => name === first.name)
  return isName ? (role ?? thing(table)) : longGroupName(group)
}

/** "ship country", "customer country", "month of order date". */
export function longGroupName(group: CheckedGroup): string {
  const { steps, table, columns, unit } = group
  const [first] = columns as [CheckedGroup['columns'][number]]
  if (unit) return `${unitNames[unit]} of ${property(first)}`
  const last = steps.at(-1)
  const whose = (last ? roleOf(last) : null) ?? thing(table)
  const own = property(first)
  return own.startsWith(`${whose} `) ? own : `${whose} ${own}`
}

const adjectives = { SUM: 'total', AVG: 'average', MIN: 'lowest', MAX: 'highest', MEDIAN: 'median' } as const

export function measureName(measure: CheckedMeasure, ownTable: string, long = false): string {
  const { function: name, table, column, per } = measure
  if (name !== 'AVG' && !column) return `number of ${things(table)}`
  if (!column) return `average number of ${things(table)} per ${thing(per!.table)}`
  const what = valueName(measure, long || table.name !== ownTable)
  if (name === 'COUNT') return `number of values of ${what}`
  if (name === 'COUNT_DISTINCT') return `number of different ${what}`
  if (name === null) return what
  if (per) return `average ${what} per ${thing(per.table)}`
  const isTime = column.role === 'DATE' || column.role === 'TIMESTAMP' || column.role === 'TIME'
  if (isTime) return `${name === 'MIN' ? 'earliest' : 'latest'} ${what}`
  const adjective = adjectives[name]
  if (what === `${thing(table)} total` && name === 'SUM') return `total of ${things(table)}`
  return what.startsWith(`${adjective} `) ? what : `${adjective} ${what}`
}

/** Says nothing without what it is of. */
const ofAnything = /^(total|amount|value|sum|number|count|rate|score|size)$/

/** "price", "unit price × quantity", or the word for it. */
export function valueName({ table, column, times, called }: CheckedMeasure, whose = false): string {
  if (called) return called
  const own = property(column!)
  const said =
    (whose || ofAnything.test(own)) && !own.startsWith(thing(table)) ? `${thing(table)} ${own}` : own
  if (!times) return said
  const other = property(times.column)
  return `${own} × ${whose && times.table !== table && !other.startsWith(thing(times.table)) ? `${thing(times.table)} ` : ''}${other}`
}
