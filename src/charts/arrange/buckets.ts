import type { Grain } from '../columns/column.ts'
import { months, weekdays } from '../columns/orders.ts'
import type { TimeUnit } from '../intent.ts'

const day = 86_400_000

const cycles: Partial<Record<TimeUnit, readonly string[]>> = {
  quarter: ['Q1', 'Q2', 'Q3', 'Q4'],
  month: months,
  day: weekdays,
  date: Array.from({ length: 31 }, (_, at) => String(at + 1)),
  hours: Array.from({ length: 24 }, (_, at) => String(at).padStart(2, '0')),
}

/** The names of a unit's parts in their order where they come again and again; null for units that go on. */
export const cycleOf = (unit: TimeUnit | null): readonly string[] | null => (unit && cycles[unit]) ?? null

const places: Partial<Record<TimeUnit, (at: Date) => number>> = {
  quarter: (at) => Math.floor(at.getUTCMonth() / 3),
  month: (at) => at.getUTCMonth(),
  day: (at) => (at.getUTCDay() + 6) % 7,
  date: (at) => at.getUTCDate() - 1,
  hours: (at) => at.getUTCHours(),
}

/** The bucket of a moment: its start in milliseconds, or the name of a part of a cycle. Weeks begin on Monday. */
export function bucketOf(at: number, unit: TimeUnit): number | string {
  const date = new Date(at)
  const cycle = cycles[unit]
  if (cycle) return cycle[places[unit]!(date)]!
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  switch (unit) {
    case 'year':
      return start(year, 0)
    case 'yearquarter':
      return start(year, month - (month % 3))
    case 'yearmonth':
      return start(year, month)
    case 'yearweek':
      return Math.floor(at / day) * day - places.day!(date) * day
    case 'yearmonthdate':
      return Math.floor(at / day) * day
    default:
      return Math.floor(at / 3_600_000) * 3_600_000
  }
}

export function nextBucket(at: number, unit: TimeUnit): number {
  const date = new Date(at)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
  if (unit === 'year') return start(year + 1, 0)
  if (unit === 'yearquarter') return start(year, month + 3)
  if (unit === 'yearmonth') return start(year, month + 1)
  return at + (unit === 'yearweek' ? 7 * day : unit === 'yearmonthdate' ? day : 3_600_000)
}

function start(year: number, month: number): number {
  return new Date(0).setUTCFullYear(year, month, 1)
}

/** The unit that shows a span of time well: some tens of buckets, never finer than the data. */
export function unitForSpan(from: number, to: number, grain: Grain | null): TimeUnit {
  const days = (to - from) / day
  const wanted: TimeUnit =
    days > 6 * 366
      ? 'year'
      : days > 366
        ? 'yearmonth'
        : days > 60
          ? 'yearweek'
          : days > 2
            ? 'yearmonthdate'
            : 'yearmonthdatehours'
  return noFiner(wanted, grain)
}

const fineness: readonly TimeUnit[] = [
  'year',
  'yearquarter',
  'yearmonth',
  'yearweek',
  'yearmonthdate',
  'yearmonthdatehours',
]
const finestOf: Record<Grain, TimeUnit> = {
  year: 'year',
  quarter: 'yearquarter',
  month: 'yearmonth',
  day: 'yearmonthdate',
  time: 'yearmonthdatehours',
}
const finestCycles: Record<Grain, readonly TimeUnit[]> = {
  year: [],
  quarter: ['quarter'],
  month: ['quarter', 'month'],
  day: ['quarter', 'month', 'day', 'date'],
  time: ['quarter', 'month', 'day', 'date', 'hours'],
}

/** The unit itself, or the finest that the data has: years know no months. */
export function noFiner(unit: TimeUnit, grain: Grain | null): TimeUnit {
  const finest = finestOf[grain ?? 'time']
  if (cycles[unit]) return finestCycles[grain ?? 'time'].includes(unit) ? unit : finest
  return fineness.indexOf(unit) > fineness.indexOf(finest) ? finest : unit
}

/** Whether the buckets of the unit are wider than the values themselves. */
export const isCoarser = (unit: TimeUnit, grain: Grain | null) => unit !== finestOf[grain ?? 'time']

/** How a bucket's start is written where it stands as a word. */
export function bucketLabel(at: number, unit: TimeUnit | null): string {
  const date = new Date(at)
  const year = date.getUTCFullYear()
  const month = months[date.getUTCMonth()]!
  if (unit === 'year') return String(year)
  if (unit === 'yearquarter') return `${year} Q${Math.floor(date.getUTCMonth() / 3) + 1}`
  if (unit === 'yearmonth') return `${month} ${year}`
  const iso = date.toISOString()
  if (at % day === 0) return iso.slice(0, iso.indexOf('T'))
  return iso.replace('T', ' ').slice(0, iso.indexOf('T') + (at % 60_000 === 0 ? 6 : 9))
}

export const unitOfGrain = (grain: Grain | null): TimeUnit => finestOf[grain ?? 'time']
