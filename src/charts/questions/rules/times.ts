import { datesOfVerb, isDate, isOwnDate, isYear, mainDates } from '../../../filtered/rules/source/dates.ts'
import { type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { Token } from '../../../filtered/rules/text/tokens.ts'
import type { StructureColumn } from '../../../filtered/structure.ts'
import type { BucketUnit } from '../question-plan.ts'
import type { Asking, Grouped } from './asking.ts'
import { phrases } from './phrases.ts'
import type { Way } from './ways.ts'

const units: [BucketUnit, ReturnType<typeof phrases>][] = [
  ['DAY_OF_WEEK', phrases('weekday|weekdays', 'day|days of week', 'day|days of the week', 'week day|days')],
  ['HOUR_OF_DAY', phrases('hour|hours of day', 'hour|hours of the day', 'time of day', 'time of the day')],
  ['DAY_OF_MONTH', phrases('day|days of month', 'day|days of the month')],
  [
    'MONTH_OF_YEAR',
    phrases('month|months of year', 'month|months of the year', 'calendar month|months', 'month name'),
  ],
  ['QUARTER_OF_YEAR', phrases('quarter|quarters of year', 'quarter|quarters of the year')],
  ['HOUR', phrases('hour|hours')],
  ['DAY', phrases('day|days', 'date|dates', 'calendar day|days')],
  ['WEEK', phrases('week|weeks', 'calendar week|weeks')],
  ['MONTH', phrases('month|months')],
  ['QUARTER', phrases('quarter|quarters')],
  ['YEAR', phrases('year|years', 'calendar year|years')],
]
const adjectives: [BucketUnit, ReturnType<typeof phrases>][] = [
  ['HOUR', phrases('hourly', 'hour by hour', 'on an hourly basis')],
  ['DAY', phrases('daily', 'day by day', 'on a daily basis')],
  ['WEEK', phrases('weekly', 'week by week', 'on a weekly basis')],
  ['MONTH', phrases('monthly', 'month by month', 'on a monthly basis')],
  ['QUARTER', phrases('quarterly', 'quarter by quarter', 'on a quarterly basis')],
  [
    'YEAR',
    phrases('yearly', 'annual', 'annually', 'year by year', 'on a yearly basis', 'on an annual basis'),
  ],
]
const overTime = phrases(
  'over time',
  'over the years|months|weeks|days|quarters',
  'through time',
  'through the years',
  'across time',
  'along time',
  'by time',
  'on a timeline',
  'as a time series',
  'in the course of time',
  'with time',
)
/** What is to be seen over time. */
export const trendOf = phrases(
  'trend|trends of|in|for',
  'the trend|trends of|in|for',
  'evolution of',
  'the evolution of',
  'development of',
  'the development of',
  'growth of|in',
  'the growth of|in',
  'history of',
  'the history of',
  'change|changes in|of',
  'the change|changes in|of',
  'time series of',
  'a time series of',
  'timeline of',
)
export const trend = phrases('trend', 'trends', 'evolution', 'timeline', 'time series', 'development')

const named = (entries: typeof units, tokens: readonly Token[], at: number): Reading<BucketUnit>[] =>
  entries.flatMap(([unit, phrase]) => phrase(tokens, at).map((end) => reading(end, unit)))

export const unitsAt = (tokens: readonly Token[], at: number) => named(units, tokens, at)
export const unitAdjectivesAt = (tokens: readonly Token[], at: number) => named(adjectives, tokens, at)
export const overTimeAt = (tokens: readonly Token[], at: number): Reading<Grouped>[] =>
  overTime(tokens, at).map((end) => reading(end, { kind: 'time', unit: 'AUTO' }))

/** What begins with a unit or with a date: "month", "order month", "month of birth", "hire date". */
export function timesAt(asking: Asking, at: number): Reading<Grouped>[] {
  const { tokens } = asking.context
  const found: Reading<Grouped>[] = unitsAt(tokens, at).flatMap((one) => [
    reading<Grouped>(one.end, { kind: 'time', unit: one.value }),
    ...of(tokens, one.end).flatMap((start) =>
      datesAt(asking, start, true).map((date) => reading(date.end, inUnit(date.value, one.value), date.cost)),
    ),
  ])
  for (const date of datesAt(asking, at, true))
    for (const unit of unitsAt(tokens, date.end))
      found.push(reading(unit.end, inUnit(date.value, unit.value), date.cost))
  for (const date of datesAt(asking, at, false)) {
    found.push(reading(date.end, { kind: 'date', ...date.value }, date.cost + 0.05))
  }
  return found
}
const of = phrases('of', 'of the', 'of their', 'when they were', 'they were')

const inUnit = ({ way, column }: { way: Way; column: StructureColumn }, unit: BucketUnit): Grouped => ({
  kind: 'column',
  way,
  columns: [column],
  each: false,
  unit: isYear(column) && column.role === 'NUMBER' ? null : unit,
})

/** Dates that are named, by their columns or by what happened then: "order date", "hire" in "hire year". */
function datesAt(
  { context, ways, subject }: Asking,
  at: number,
  deeds: boolean,
): Reading<{ way: Way; column: StructureColumn }>[] {
  const { tokens, vocabulary } = context
  const found = ways.up(subject).flatMap((way) =>
    vocabulary
      .columnsAt(tokens, at, way.table)
      .filter(({ value }) => isDate(value))
      .map(({ end, value, cost }) => reading(end, { way, column: value }, cost + way.cost)),
  )
  const word = tokens[at]?.word
  if (deeds && word && found.length === 0 && !/(ed|en|ing)$/.test(word))
    for (const { column, cost } of datesOfVerb(subject, word.replace(/-?ups?$/, '')))
      found.push(reading(at + 1, { way: ways.up(subject)[0]!, column }, cost + 0.1))
  return found
}

/** A line of an order is as old as the order, not as what was ordered. */
const notItsOwn = 0.3

/** When the rows of the subject happened; of what has no date itself, what it belongs to has one. */
export function datesOf({ ways, subject }: Asking): { way: Way; column: StructureColumn; cost: number }[] {
  const all = ways.up(subject)
  const own = mainDates(subject).filter(({ column }) => !isYear(column))
  if (own.length > 0)
    return own.map(({ column, created }) => ({ way: all[0]!, column, cost: created ? 0.1 : 0 }))
  const above = all.slice(1).flatMap((way) =>
    way.references.some(({ down }) => down)
      ? []
      : mainDates(way.table)
          .filter(({ created, column }) => !created && !isYear(column))
          .map(({ column }) => ({
            way,
            column,
            cost: way.cost + (isOwnDate(way.table, column) ? 0 : notItsOwn),
          })),
  )
  const least = Math.min(...above.map(({ cost }) => cost))
  const nearest = above.filter(({ cost }) => cost < least + 0.05)
  if (nearest.length > 0) return nearest
  return mainDates(subject).map(({ column }) => ({ way: all[0]!, column, cost: 0.3 }))
}
