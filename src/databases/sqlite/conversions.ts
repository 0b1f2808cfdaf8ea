import type { Conversion } from './messages.ts'

const changes: Record<Conversion['to'], (value: unknown) => unknown> = {
  boolean: (value) => value === 1,
  seconds: (value) => new Date(Number(value) * 1000).toISOString(),
  milliseconds: (value) => new Date(Number(value)).toISOString(),
  infinity: (value) => Number(value),
}

/** What became known of a column only with its last value is done to all of them. */
export function convert(rows: unknown[][], conversions: Conversion[]): void {
  for (const { at, to } of conversions) {
    const change = changes[to]
    for (const row of rows) if (row[at] !== null) row[at] = change(row[at])
  }
}
