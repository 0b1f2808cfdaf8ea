import { manyRowsFigures, saleTable } from './charts/many-rows.ts'
import { startPeer } from './charts/peer.ts'
import { benchPictures } from './charts/pictures.ts'
import { createMessage, drawChart } from './charts/task.ts'
import { register } from './elements.ts'
import { concurrently, quantile } from './measure.ts'
import { type BenchQuarry, startQuarry } from './quarry.ts'
import { type BenchOptions, type Figure, milliseconds, none, type Section, times, within } from './report.ts'

const chartP50 = 150
const chartP95 = 400
const inFlight = 8
const rowsOfOne = 1_000
/** In so many parts each of the two that are compared draws its charts. */
const turns = 4
/** What a process that is flat may differ by between two runs. */
const memoryGrowth = 1.15
/** More than are read, so that the database puts them together here as well. */
const fewRows = 30_000

const questions = [
  { question: 'Total amount by region', sql: `select * from sale where id <= ${rowsOfOne}` },
  { question: 'Number of sales by month of sold_at', sql: `select * from sale where id <= ${rowsOfOne}` },
  { question: 'Scatter chart of amount against price', sql: `select * from sale where id <= ${rowsOfOne}` },
  {
    question: 'Average price by region and year',
    sql: `select region, extract(year from sold_at)::int as year, price from sale where id <= ${rowsOfOne}`,
  },
]

const whole = (count: number) => Math.round(count).toLocaleString('en-US')
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`

/** Charts over the API with a worker of their own process; pictures; and tables too large to be read. */
export async function benchCharts(
  stack: AsyncDisposableStack,
  { rounds, starts, rows }: BenchOptions,
): Promise<Section[]> {
  const sections = [await benchPictures(stack, rounds)]
  const quarry = await startQuarry(stack)
  sections.push(await benchTasksOfOne(stack, quarry, starts))
  // A worker of its own for each size: the most that a process had does not fall again.
  const peaks: { rows: number; bytes: number }[] = []
  for (const size of [fewRows, Math.max(...rows)]) {
    await using own = new AsyncDisposableStack()
    const section = await benchManyRows(await startQuarry(own), size, rounds, peaks)
    if (size !== fewRows) sections.push(section)
  }
  return sections
}

async function benchTasksOfOne(
  stack: AsyncDisposableStack,
  quarry: BenchQuarry,
  starts: number,
): Promise<Section> {
  const { client } = quarry
  const connectionString = await quarry.createDatabase('sales', saleTable(fewRows))
  const databaseId = await register(client, connectionString, 'Sales')
  const messages: string[] = []
  for (const { question, sql } of questions)
    messages.push(await createMessage(client, { question, sql, databaseId }))
  let next = 0
  const draw = async () => (await drawChart(client, messages[next++ % messages.length]!)).ms
  // Whatever is compiled or opened once.
  await concurrently(inFlight * 5, inFlight, draw)
  const peer = await startPeer(stack, quarry, { source: connectionString, slots: inFlight })
  await concurrently(inFlight * 5, inFlight, peer.draw)
  const [alone, took, theirs]: [number[], number[], number[]] = [[], [], []]
  for (let start = 0; start < Math.ceil(starts / 4); start++) alone.push(await draw())
  // In turns, so that what disturbs the machine disturbs both alike.
  for (let turn = 0; turn < turns; turn++) {
    const many = Math.ceil(starts / turns)
    await concurrently(many, inFlight, async () => theirs.push(await peer.draw()))
    await concurrently(many, inFlight, async () => took.push(await draw()))
  }
  return {
    title: 'Charts of 1,000 rows',
    notes: [
      `${whole(starts)} charts of ${questions.length} kinds, by the rules, of rows that a query gives; ${inFlight} of them at a time unless it says otherwise.`,
      'From the request to start the task to its event COMPLETED, over the API and a WebSocket; the picture is drawn by then.',
      'Compared with raw pg-boss and Vega alone, which is the least that such a task can be: the bench sends a job, a slot reads the same rows over a pool, Vega draws the same specification, and the SVG is kept. It checks, chooses and reports nothing, and has no API.',
    ],
    figures: [
      beside('p50', 0.5, chartP50, took, theirs),
      beside('p95', 0.95, chartP95, took, theirs),
      alone50(alone),
    ],
  }
}

const beside = (name: string, q: number, limit: number, took: number[], theirs: number[]): Figure => ({
  ...within(`start to COMPLETED, ${name}`, quantile(took, q), limit, milliseconds),
  comparedWith: `pg-boss and Vega alone: ${milliseconds(quantile(theirs, q))}`,
  ratio: times(quantile(took, q) / quantile(theirs, q)),
})

const alone50 = (alone: number[]): Figure => ({
  what: 'start to COMPLETED, one at a time, p50',
  measured: milliseconds(quantile(alone, 0.5)),
  comparedWith: none,
  ratio: none,
  limit: none,
  holds: null,
})

async function benchManyRows(
  quarry: BenchQuarry,
  size: number,
  rounds: number,
  peaks: { rows: number; bytes: number }[],
): Promise<Section> {
  const idle = await quarry.workerPeakMemory()
  const connectionString = await quarry.createDatabase('sales', saleTable(size))
  const databaseId = await register(quarry.client, connectionString, 'Sales')
  const figures = await manyRowsFigures(quarry, { databaseId, connectionString, rounds })
  const peak = await quarry.workerPeakMemory()
  if (peak !== null) peaks.push({ rows: size, bytes: peak })
  const [few] = peaks
  if (few && peak !== null && idle !== null)
    figures.push({
      what: `peak memory of the worker over all of these (idle: ${megabytes(idle)})`,
      measured: megabytes(peak),
      comparedWith: `the same of ${whole(few.rows)} rows: ${megabytes(few.bytes)}`,
      ratio: times(peak / few.bytes),
      limit: `≤ ${times(memoryGrowth)}`,
      holds: peak / few.bytes <= memoryGrowth,
    })
  return {
    title: `Charts of ${whole(size)} rows`,
    notes: [
      'The worker reads the first 20,000 rows to choose a chart, and lets the database put all of them together; by hand it is one statement, without a chart.',
      `Both on the same server (PostgreSQL 18, embedded). Medians of ${rounds} rounds in which both ran; ratios are of the same round.`,
    ],
    figures,
  }
}
