import { unitOfGrain } from '../arrange/buckets.ts'
import type { Grain } from '../columns/column.ts'
import type { TimeUnit } from '../intent.ts'
import { type TimeLevel, type TimeTicks, timeTicks } from './time-ticks.ts'

const day = 86_400_000

/** No tick is finer than the data: months between years would say that there is something. */
const finest: Partial<Record<TimeUnit, number>> = {
  year: 365 * day,
  yearquarter: 90 * day,
  yearmonth: 28 * day,
  yearweek: 7 * day,
  yearmonthdate: day,
  yearmonthdatehours: 1,
}

const levels: Partial<Record<TimeUnit, TimeLevel>> = {
  year: 'year',
  yearquarter: 'quarter',
  yearmonth: 'month',
  yearweek: 'day',
  yearmonthdate: 'day',
}

const mostTicks = 12

/** What each tick says, and the part of the moment that stands below it where it begins or changes. */
const formats: Record<TimeLevel, { own: string; context: string | null }> = {
  year: { own: '%Y', context: null },
  quarter: { own: 'Q%q', context: '%Y' },
  month: { own: '%b', context: '%Y' },
  day: { own: '%-d %b', context: '%Y' },
  clock: { own: '%H:%M', context: '%-d %b %Y' },
  second: { own: '%H:%M:%S', context: '%-d %b %Y' },
  millisecond: { own: '%H:%M:%S.%L', context: '%-d %b %Y' },
}

/**
 * The axis of moments: round ones, or the moments themselves where they are few. Below the first tick and below each that
 * begins a year (a day, for times of day) stands which one.
 */
export function timeAxis(
  moments: readonly number[],
  unit: TimeUnit | null,
  grain: Grain | null,
  { descending = false }: { descending?: boolean } = {},
): Record<string, unknown> {
  const places = [...new Set(moments)].sort((a, b) => a - b)
  const { level, at } = ticksOf(places, unit ?? unitOfGrain(grain), unit !== null)
  const { own, context } = formats[level]
  const shown = descending ? at.toReversed() : at
  // The interpreter of expressions has no moments before the year 100.
  const isOld = at.some((moment) => new Date(moment).getUTCFullYear() < 100)
  return {
    ...(isOld ? { tickCount: mostTicks } : { values: at.map(momentInUtc) }),
    ...(context === null || isOld
      ? { format: isOld ? '%Y' : own }
      : { labelExpr: labelOf(own, context, shown) }),
    labelFlush: false,
    labelOverlap: 'greedy',
  }
}

function ticksOf(places: readonly number[], unit: TimeUnit, isBuckets: boolean): TimeTicks {
  const level = levels[unit]
  if (places.length <= mostTicks && level && (isBuckets || isEven(places))) return { level, at: [...places] }
  const options = { most: mostTicks, finest: finest[unit] ?? 1, quarters: unit === 'yearquarter' }
  const ticks = timeTicks(places[0]!, places.at(-1)!, options)
  if (ticks.at.length >= 2 || places.length > mostTicks) return ticks
  return { level: level ?? ticks.level, at: [...places] }
}

/** An expression of constants alone: below which ticks, from left to right, their context stands is known here. */
function labelOf(own: string, context: string, at: readonly number[]): string {
  const contexts = at.map((moment) =>
    context === '%Y' ? new Date(moment).getUTCFullYear() : Math.floor(moment / day),
  )
  const changes = at.filter((_, place) => contexts[place] !== contexts[place - 1])
  const label = `utcFormat(datum.value, '${own}')`
  return `indexof([${changes}], time(datum.value)) >= 0 ? [${label}, utcFormat(datum.value, '${context}')] : ${label}`
}

// A number would be read as a year by the interpreter of expressions.
function momentInUtc(at: number) {
  const date = new Date(at)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    date: date.getUTCDate(),
    hours: date.getUTCHours(),
    minutes: date.getUTCMinutes(),
    seconds: date.getUTCSeconds(),
    milliseconds: date.getUTCMilliseconds(),
    utc: true,
  }
}

/** Whether no two moments are so close that their labels would cover one another. */
function isEven(places: readonly number[]): boolean {
  if (places.length < 3) return true
  const gaps = places.slice(1).map((place, at) => place - places[at]!)
  return Math.min(...gaps) * 3 >= (places.at(-1)! - places[0]!) / (places.length - 1)
}
