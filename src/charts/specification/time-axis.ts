import { unitOfGrain } from '../arrange/buckets.ts'
import type { Grain } from '../columns/column.ts'
import type { TimeUnit } from '../intent.ts'

const formats: Partial<Record<TimeUnit, string>> = {
  year: '%Y',
  yearquarter: 'Q%q %Y',
  yearmonth: '%b %Y',
  yearweek: '%-d %b %Y',
  yearmonthdate: '%-d %b %Y',
  yearmonthdatehours: '%-d %b, %H:%M',
}

const mostTicks = 12

/**
 * The axis of moments. With few buckets each has a tick of its own, so that no label comes twice and none stands between;
 * with many, Vega's own labels tell years, months and days apart.
 */
export function timeAxis(
  moments: readonly number[],
  unit: TimeUnit | null,
  grain: Grain | null,
): Record<string, unknown> {
  const places = [...new Set(moments)].sort((a, b) => a - b)
  const shown = unit ?? unitOfGrain(grain)
  const format = formats[shown]
  if (places.length <= mostTicks && format && (unit !== null || isEven(places)))
    return { values: places.map(momentInUtc), format, labelOverlap: 'greedy' }
  return shown === 'year'
    ? { format: '%Y', tickCount: mostTicks, labelOverlap: 'greedy' }
    : { tickCount: mostTicks, labelOverlap: 'greedy' }
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
    utc: true,
  }
}

/** Whether no two moments are so close that their labels would cover one another. */
function isEven(places: readonly number[]): boolean {
  if (places.length < 3) return true
  const gaps = places.slice(1).map((place, at) => place - places[at]!)
  return Math.min(...gaps) * 3 >= (places.at(-1)! - places[0]!) / (places.length - 1)
}
