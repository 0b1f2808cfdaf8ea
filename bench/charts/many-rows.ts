import { withClient } from '../filtered/client.ts'
import { median, medianRatio, timed } from '../measure.ts'
import type { BenchQuarry } from '../quarry.ts'
import { type Figure, milliseconds, none, times } from '../report.ts'
import { chartOf, createMessage, drawChart } from './task.ts'

type Case = { what: string; question: string; sql: string; mark: string; byHand: string; notes?: RegExp }

const byRegion = 'select region, sum(amount) as amount from sale group by region'

const cases: Case[] = [
  {
    what: 'SELECT *, the total by name',
    question: 'Total amount by region',
    sql: 'select * from sale',
    mark: 'bar',
    byHand: byRegion,
  },
  {
    what: 'SELECT *, the average by month',
    question: 'Average amount by month of sold_at',
    sql: 'select * from sale',
    mark: 'line',
    byHand: `select date_trunc('month', sold_at), avg(amount) from sale group by 1`,
  },
  {
    what: 'SELECT *, the greatest of many names',
    question: 'Top 10 customers by total amount',
    sql: 'select * from sale',
    mark: 'bar',
    byHand: 'select customer, sum(amount) from sale group by customer order by 2 desc limit 10',
    notes: /^The 10 greatest of [\d,]+ values of Customer/,
  },
  {
    what: 'SELECT *, points',
    question: 'Scatter chart of amount against price',
    sql: 'select * from sale',
    mark: 'point',
    byHand: 'select amount, price from sale order by random() limit 5000',
    notes: /^A random sample of 5,000 of [\d,]+ rows/,
  },
  {
    what: 'an aggregate, its own rows',
    question: 'Total amount by region',
    sql: byRegion,
    mark: 'bar',
    byHand: byRegion,
  },
]

/** So many rows of five columns; there are as many customers as half of the rows. */
export const saleTable = (rows: number) => `
create table sale as
select i as id, timestamptz '2016-01-01' + i * (interval '3650 days' / ${rows}) as sold_at,
  (array['North', 'South', 'East', 'West', 'Centre', 'Islands'])[1 + i * 7919 % 6] as region,
  'Customer ' || i * 48271 % ${Math.max(1, Math.round(rows / 2))} as customer,
  (i * 16807 % 100000 / 100.0)::numeric(10, 2) as amount, (i * 69621 % 1000003 / 997.0)::double precision as price
from generate_series(1::bigint, ${rows}) i;
analyze sale;`

/** Charts of a table of so many rows, beside the same statement typed by hand on the same server. */
export async function manyRowsFigures(
  { client }: BenchQuarry,
  { databaseId, connectionString, rounds }: { databaseId: string; connectionString: string; rounds: number },
): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const { what, question, sql, mark, byHand, notes } of cases) {
    const messageId = await createMessage(client, { question, sql, databaseId })
    const [ours, theirs]: [number[], number[]] = [[], []]
    for (let round = 0; round < rounds; round++) {
      const { taskId, ms } = await drawChart(client, messageId)
      ours.push(ms)
      theirs.push(await withClient(connectionString, (connection) => timed(() => connection.query(byHand))))
      const chart = await chartOf(client, taskId)
      if (chart.mark !== mark || (notes && !chart.notes.some((note) => notes.test(note))))
        throw new Error(`${question} became ${JSON.stringify(chart)}`)
    }
    figures.push({
      what: `${what}: start to COMPLETED`,
      measured: milliseconds(median(ours)),
      comparedWith: `the statement by hand: ${milliseconds(median(theirs))}`,
      ratio: times(medianRatio(ours, theirs)),
      limit: none,
      holds: null,
    })
  }
  return figures
}
