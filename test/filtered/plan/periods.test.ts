import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TimeUnit } from '../../../src/filtered/plan.ts'
import { openSource, type Source, table } from './source.ts'

let source: Source
beforeAll(async () => {
  source = await openSource(
    'create table stay (id int primary key, day date, moment timestamptz, local timestamp)',
  )
})
afterAll(() => source?.close())

type Column = 'day' | 'moment' | 'local'

/** Those of the times, in UTC, that lie in the period. */
async function within(column: Column, amount: number, unit: TimeUnit, asOf: string, times: string[]) {
  await source.client.query('delete from public.stay')
  for (const [id, time] of times.entries()) {
    const text = column === 'moment' ? `${time}+00` : time
    await source.client.query(`insert into public.stay (id, ${column}) values ($1, $2)`, [id, text])
  }
  const where = { period: { column, amount, unit } }
  const ids = await source.select({ table: table('stay'), where }, asOf)
  return ids.map((id) => times[id as number])
}

describe('a period', () => {
  const days: [amount: number, unit: TimeUnit, asOf: string, first: string, before: string][] = [
    [1, 'MONTH', '2026-03-31T12:00:00Z', '2026-02-28', '2026-02-27'],
    [1, 'MONTH', '2024-03-31T12:00:00Z', '2024-02-29', '2024-02-28'],
    [12, 'MONTH', '2024-02-29T00:00:00Z', '2023-02-28', '2023-02-27'],
    [1, 'YEAR', '2025-02-28T00:00:00Z', '2024-02-28', '2024-02-27'],
    [4, 'YEAR', '2028-02-29T00:00:00Z', '2024-02-29', '2024-02-28'],
    [6, 'MONTH', '1998-05-06T00:00:00Z', '1997-11-06', '1997-11-05'],
    [2, 'QUARTER', '2026-08-31T00:00:00Z', '2026-02-28', '2026-02-27'],
    [2, 'WEEK', '2026-03-15T23:59:59Z', '2026-03-01', '2026-02-28'],
    [30, 'DAY', '2026-03-01T01:00:00Z', '2026-01-30', '2026-01-29'],
    [5, 'HOUR', '2026-03-01T04:59:00Z', '2026-02-28', '2026-02-27'],
    [5, 'MINUTE', '2026-03-01T04:59:00Z', '2026-03-01', '2026-02-28'],
    [1000, 'YEAR', '2026-01-01T00:00:00Z', '1026-01-01', '1025-12-31'],
  ]
  it.each(days)(
    'of %i %s before %s has the days from %s on, and not %s',
    async (amount, unit, asOf, first, before) => {
      const last = asOf.slice(0, 10)
      const after = new Date(Date.parse(last) + 86_400_000).toISOString().slice(0, 10)
      const found = await within('day', amount, unit, asOf, [before, first, last, after])
      expect(found).toEqual([first, last])
    },
  )

  it.each(['moment', 'local'] as const)('has both its ends, to the microsecond, of a %s', async (column) => {
    const times = [
      '2026-02-28 11:59:59.999999',
      '2026-02-28 12:00:00',
      '2026-03-31 12:00:00',
      '2026-03-31 12:00:00.000001',
    ]
    expect(await within(column, 1, 'MONTH', '2026-03-31T12:00:00Z', times)).toEqual(times.slice(1, 3))
    expect(await within(column, 1, 'MONTH', '2026-03-31T14:00:00+02:00', times)).toEqual(times.slice(1, 3))
  })

  it('counts days in UTC, whatever the clocks of the session do', async () => {
    // In New York, the session's zone, the night of 8 March 2026 has 23 hours.
    const times = ['2026-03-07 11:59:59', '2026-03-07 12:00:00', '2026-03-09 12:00:00']
    expect(await within('moment', 2, 'DAY', '2026-03-09T12:00:00Z', times)).toEqual(times.slice(1))
    expect(await within('moment', 48, 'HOUR', '2026-03-09T12:00:00Z', times)).toEqual(times.slice(1))
  })
})
