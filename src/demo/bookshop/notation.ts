/**
 * How the rows write what they hold: days as `YYYY-MM-DD`, instants in full, both in UTC, so that they compare as text;
 * prices in euros.
 */

export const HOUR = 3_600_000
export const DAY = 24 * HOUR

export function day(time: number): string {
  return instant(time).slice(0, 10)
}

export function instant(time: number): string {
  return new Date(time).toISOString()
}

/** Euros from a number of cents, which it rounds to whole ones. */
export function cents(count: number): number {
  return Math.round(count) / 100
}
