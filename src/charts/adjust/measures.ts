import { noFiner, unitForSpan } from '../arrange/buckets.ts'
import type { Column } from '../columns/column.ts'
import { isAdditive } from '../columns/roles.ts'
import type { ChartIntent, Measure, TimeUnit } from '../intent.ts'
import { takeAggregates } from '../words/aggregate-words.ts'
import { type Reading, take } from '../words/reading.ts'
import { takeTimeUnit } from '../words/time-words.ts'
import { word } from '../words/word.ts'
import { columnNamed, type Request, type Wish } from './wish.ts'

export function aggregateWish({ reading, intent, columns }: Request): Wish | null {
  // What is measured so far may be told beside what shall be.
  take(
    reading,
    word(
      '(?:instead of|rather than|not) (?:the )?(?:sums?|totals?|averages?|means?|medians?|counts?|max(?:imum)?|min(?:imum)?)',
    ),
  )
  const [found] = takeAggregates(reading)
  if (!found) return null
  const { aggregate, column } = found
  if (column !== null) take(reading, new RegExp(`§${column}§`))
  if (aggregate === 'count') take(reading, word('(?:the )?(?:rows?|records?|entries)'))
  const usual = intent.y?.field ?? numbersOf(columns, intent)[0]?.name ?? null
  const field = column === null ? usual : columns[column]!.name
  return ({ also }) => ({
    y: { field: aggregate === 'count' && column === null ? null : field, aggregate },
    also: aggregate === 'count' ? [] : also.map((one) => ({ ...one, aggregate })),
  })
}

const numbersOf = (columns: readonly Column[], { x }: ChartIntent) =>
  columns.filter(({ kind, name, distinct }) => kind === 'number' && name !== x?.field && distinct > 0)

/** The measure that a number becomes where it takes the place of another. */
export function measureOf(column: Column, { y, mark }: ChartIntent): Measure {
  const isRaw = mark === 'point' || mark === 'boxplot'
  const made = y && y.field !== null ? y.aggregate : isAdditive(column) ? 'sum' : 'mean'
  return { field: column.name, aggregate: isRaw ? 'none' : made }
}

const formerUnit = word(
  '(?:instead of|rather than|not) (?:by |per )?(?:year|quarter|month|week|day|hour)(?:s|ly)?',
)
const bareUnits = {
  years: 'year',
  quarters: 'yearquarter',
  months: 'yearmonth',
  weeks: 'yearweek',
  days: 'yearmonthdate',
  hours: 'yearmonthdatehours',
} as const

function bareUnit(reading: Reading): TimeUnit | null {
  const found = take(reading, word(`(?:in |as )?(${Object.keys(bareUnits).join('|')})`))
  return found && bareUnits[found[1]!.toLowerCase() as keyof typeof bareUnits]
}

export function timeWish({ reading, intent, columns }: Request): Wish | null {
  const before = reading.text
  take(reading, formerUnit)
  const overTime = take(reading, word('over time|as a time series'))
  const unit = takeTimeUnit(reading) ?? bareUnit(reading) ?? (overTime ? 'over time' : null)
  if (!unit) return null
  const own = columnNamed(columns, intent.x?.field)
  const column =
    own?.kind === 'time' ? own : columns.find(({ kind, distinct }) => kind === 'time' && distinct > 0)
  if (!column || unit === 'by time') {
    reading.text = before
    return null
  }
  const timeUnit =
    unit === 'over time' ? unitForSpan(column.min!, column.max!, column.grain) : noFiner(unit, column.grain)
  return () => ({ x: { field: column.name, timeUnit, bins: null } })
}
