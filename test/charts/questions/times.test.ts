import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { compileQuestion } from '../../../src/charts/questions/compile-question.ts'
import { planQuestion } from '../../../src/charts/questions/plan-question.ts'
import { openSource, type Source } from './source.ts'

/** Which time is meant, and how it is put into buckets. */

const now = new Date('2025-05-10T09:30:00Z')
let source: Source
beforeAll(async () => {
  source = await openSource(
    `CREATE TABLE rides (id int PRIMARY KEY, ride_date date NOT NULL);
     INSERT INTO rides SELECT n, date '2010-01-01' + n * 100 FROM generate_series(1, 50) n;
     CREATE TABLE calls (id int PRIMARY KEY, called_at timestamptz NOT NULL);
     INSERT INTO calls SELECT n, timestamptz '2025-01-01' + n * interval '1 day' FROM generate_series(1, 100) n;
     CREATE TABLE clicks (id int PRIMARY KEY, clicked_at timestamptz NOT NULL);
     INSERT INTO clicks SELECT n, timestamptz '2025-05-09 00:10+00' + n * interval '20 minutes' FROM generate_series(1, 100) n;
     CREATE TABLE empties (id int PRIMARY KEY, happened_at timestamptz NOT NULL);
     CREATE TABLE parcels (id int PRIMARY KEY, status text NOT NULL, sent_at timestamp NOT NULL, delivered_at timestamp, returned_at timestamp);
     INSERT INTO parcels SELECT n, 'x', timestamp '2024-11-20' + n * interval '3 days', CASE WHEN n % 2 = 0 THEN timestamp '2024-12-20' + n * interval '3 days' END, NULL
       FROM generate_series(1, 60) n;`,
  )
})
afterAll(() => source?.close())

async function ask(question: string, signal?: AbortSignal) {
  const plan = await planQuestion(question, {
    structure: source.structure,
    query: source.query,
    asOf: now,
    signal,
  })
  const { text, values } = compileQuestion(plan, source.structure)
  return { plan, rows: (await source.table(text, values)).rows }
}

describe('time without a unit', () => {
  it.each([
    ['rides over time', 'YEAR'],
    ['the trend of calls', 'WEEK'],
    ['how did the number of clicks develop over time?', 'HOUR'],
    ['empties over time', 'MONTH'],
    ['rides by ride date', 'YEAR'],
  ])('is put into the unit that suits the span of the data: %s by %s', async (question, unit) => {
    const { plan } = await ask(question)
    expect(plan.groups).toMatchObject([{ unit }])
  })

  it('is that of the rows that are asked about, not of all', async () => {
    const { plan } = await ask('calls in February 2025 over time')
    expect(plan.groups).toMatchObject([{ unit: 'DAY' }])
  })
})

describe('the time that a verb names', () => {
  it('is its own date, of those rows that have one', async () => {
    const { plan, rows } = await ask('parcels delivered per month')
    expect(plan.groups).toMatchObject([{ columns: ['delivered_at'], unit: 'MONTH' }])
    expect(rows.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(30)
  })

  it('says only that it was done where another group is asked for', async () => {
    const { plan, rows } = await ask('number of parcels delivered by status')
    expect(plan.where).toEqual({ compare: { column: 'delivered_at', operator: 'IS_NOT_NULL', values: [] } })
    expect(rows).toEqual([['x', '30']])
  })
})

describe('a period in the unit of the buckets', () => {
  it('begins where a bucket does: the last 6 months are six bars', async () => {
    const { rows } = await ask('parcels sent per month in the last 6 months')
    expect(rows.map(([month]) => month)).toEqual([
      '2024-12-01',
      '2025-01-01',
      '2025-02-01',
      '2025-03-01',
      '2025-04-01',
      '2025-05-01',
    ])
  })

  it('is counted back to the moment where the buckets are of another unit', async () => {
    const { plan } = await ask('parcels sent per week in the last 6 months')
    expect(plan.where).toEqual({ period: { column: 'sent_at', amount: 6, unit: 'MONTH' } })
  })
})

it('stops when nobody waits for the plan any more', async () => {
  await expect(ask('rides over time', AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone')
})
