import type { StartFilteredDatabaseInput } from '../src/client/generated/graphql.ts'
import { register } from './elements.ts'
import { type Copied, copyBare, makeTables } from './filtered/bare-copy.ts'
import { withClient } from './filtered/client.ts'
import { copyRowWise } from './filtered/row-wise.ts'
import { aTenth, everything, type Selects } from './filtered/selects.ts'
import { joinedSince, makeShop, type Shop } from './filtered/shop.ts'
import { dropFiltered, type Made, makeFiltered } from './filtered/task.ts'
import { median, medianRatio, timed } from './measure.ts'
import { type BenchQuarry, startQuarry } from './quarry.ts'
import { type BenchOptions, type Figure, milliseconds, none, type Section, times, within } from './report.ts'
import { type SourceServer, startSourceServer } from './source-server.ts'

const whole = (count: number) => Math.round(count).toLocaleString('en-US')
const aSecond = (rows: number) => `${whole(rows)} rows/s`
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`

const copyingToBare = 0.6
const taskToBare = 2
const taskExtraMs = 5_000
const workerMemory = 300 * 2 ** 20
/** What a process that is flat may differ by between two runs. */
const memoryGrowth = 1.15
/** So many rows a table are enough to see how slow one INSERT a row is. */
const rowByRow = 3_000

type Plan = NonNullable<StartFilteredDatabaseInput['plan']>
type Case = { what: string; plan: Plan; scope: 'RELATED' | 'REST'; selects: Selects }

const cases: Case[] = [
  {
    what: 'all rows',
    plan: { subjects: [{ table: { name: 'customer' } }] },
    scope: 'REST',
    selects: everything,
  },
  {
    what: 'a tenth',
    plan: {
      subjects: [
        {
          table: { name: 'customer' },
          where: { compare: { column: 'joined', operator: 'GE', values: [joinedSince] } },
        },
      ],
    },
    scope: 'RELATED',
    selects: aTenth,
  },
]

type Setting = { server: SourceServer; quarry: BenchQuarry; shop: Shop; databaseId: string }
type Round = { bare: Copied; made: Made }
type RowWise = { insertsOf: number; rowsPerSecond: number }

/** Filtered databases of a generated shop against the same copied by hand, with the same two servers. */
export async function benchFiltered(
  stack: AsyncDisposableStack,
  { rounds, rows }: BenchOptions,
): Promise<Section[]> {
  const server = await startSourceServer(stack)
  const figures: Figure[] = []
  const peaks: { rows: number; bytes: number }[] = []
  let rowWise: Figure[] = []
  for (const [index, size] of rows.toSorted((a, b) => a - b).entries()) {
    await using own = new AsyncDisposableStack()
    // A worker of its own for each size: the most that a process had does not fall again.
    const quarry = await startQuarry(own)
    const shop = await makeShop(await server.createDatabase(`shop_${size}`), size)
    const databaseId = await register(quarry.client, shop.connectionString, `Shop ${size}`)
    const setting = { server, quarry, shop, databaseId }
    for (const one of cases) {
      const results: Round[] = []
      for (let round = 0; round < rounds; round++) results.push(await runRound(setting, one))
      figures.push(...figuresOf(shop, one, results))
      if (index === 0 && one.selects === aTenth) rowWise = await rowWiseFigures(setting, one, results)
    }
    const peak = await quarry.workerPeakMemory()
    if (peak !== null) peaks.push({ rows: shop.rows, bytes: peak })
  }
  return [
    {
      title: 'Filtered databases',
      notes: [
        `Source: PostgreSQL ${server.version}; the new database is on Quarry's own server (PostgreSQL 18), for both sides.`,
        'A shop of 11 tables with 24 indexes, 17 foreign keys and 3 self references.',
        'By hand: pg_dump for tables and keys, `psql COPY … TO STDOUT | psql COPY … FROM STDIN` table by table; the settings are the engine’s.',
        'All rows by hand are SELECT * of each table; Quarry looks up for each row whether what it refers to is kept.',
        'A tenth: the customers who joined in the last year, all that is theirs and all that this refers to, as a typed plan.',
        'Both must have copied as many rows of each table. A whole task: from the request to start it to its last event.',
        'Steps of a task are timed by its events, which may be 200 ms late.',
        `Medians of ${rounds} rounds in which both ran; ratios are of the same round.`,
      ],
      figures: [...figures, ...rowWise, ...memoryFigures(peaks)],
    },
  ]
}

/** One after the other, each from a server that has nothing left to write. */
async function runRound({ server, quarry, shop, databaseId }: Setting, one: Case): Promise<Round> {
  const { programs } = server
  const target = await quarry.createDatabase('by_hand')
  await quarry.store.query('checkpoint')
  const bare = await copyBare({ programs, source: shop.connectionString, target }, one.selects)
  const counts = await countRows(target, Object.keys(one.selects))
  await quarry.store.query('drop database by_hand')
  await quarry.store.query('checkpoint')
  const made = await makeFiltered(quarry.client, {
    source: { databaseId },
    plan: one.plan,
    scope: one.scope,
    name: `Shop, ${one.what}`,
  })
  await dropFiltered(quarry.client, made.id)
  for (const [table, rows] of counts)
    if (made.rows.get(table) !== rows)
      throw new Error(`Of ${table} Quarry copied ${made.rows.get(table)} rows, and by hand it was ${rows}`)
  return { bare, made }
}

const countRows = (connectionString: string, tables: string[]): Promise<Map<string, number>> =>
  withClient(connectionString, async (client) => {
    const counts = new Map<string, number>()
    for (const table of tables) {
      const { rows } = await client.query<{ rows: number }>(`select count(*)::float8 as rows from ${table}`)
      counts.set(table, rows[0]!.rows)
    }
    return counts
  })

/** The steps that do what is done by hand as well; choosing is part of copying there. */
const copying = ({ stepMs }: Made) =>
  ['select', 'copy', 'keys'].reduce((sum, step) => sum + (stepMs.get(step) ?? 0), 0)

function figuresOf(shop: Shop, { what }: Case, rounds: Round[]): Figure[] {
  const rows = rounds[0]!.made.totalRows
  const of = `${what} of ${whole(shop.rows)}`
  const byHand = rounds.map(({ bare }) => bare.rowsMs + bare.keysMs)
  const ours = rounds.map(({ made }) => copying(made))
  const toBare = medianRatio(byHand, ours)
  const tasks = rounds.map(({ made }) => made.ms)
  const allowed = byHand.map((ms) => taskToBare * ms + taskExtraMs)
  const steps = (name: string) => median(rounds.map(({ made }) => made.stepMs.get(name) ?? 0))
  return [
    {
      what: `copying ${whole(rows)} rows and building keys, ${of}`,
      measured: aSecond((rows / median(ours)) * 1000),
      comparedWith: `by hand: ${aSecond((rows / median(byHand)) * 1000)}`,
      ratio: times(toBare),
      limit: `≥ ${times(copyingToBare)}`,
      holds: toBare >= copyingToBare,
    },
    {
      what: `the same, of that the rows alone`,
      measured: milliseconds(steps('copy')),
      comparedWith: `by hand: ${milliseconds(median(rounds.map(({ bare }) => bare.rowsMs)))}`,
      ratio: times(
        medianRatio(
          rounds.map(({ bare }) => bare.rowsMs),
          rounds.map(({ made }) => made.stepMs.get('copy') ?? 0),
        ),
      ),
      limit: none,
      holds: null,
    },
    {
      what: `a whole task, start to COMPLETED, ${of}`,
      measured: milliseconds(median(tasks)),
      comparedWith: `by hand: ${milliseconds(median(byHand))}`,
      ratio: times(medianRatio(tasks, byHand)),
      limit: `≤ ${times(taskToBare)} + ${milliseconds(taskExtraMs)}`,
      holds: medianRatio(tasks, allowed) <= 1,
    },
  ]
}

/** The way that programs write by themselves: kinder than they are, as the rows go into tables without keys. */
async function rowWiseFigures(
  { quarry, shop, server }: Setting,
  one: Case,
  rounds: Round[],
): Promise<Figure[]> {
  const ours = median(rounds.map(({ made }) => (made.totalRows / (made.stepMs.get('copy') ?? 1)) * 1000))
  const results: RowWise[] = []
  for (const { insertsOf, most } of [{ insertsOf: 1_000 }, { insertsOf: 1, most: rowByRow }]) {
    const target = await quarry.createDatabase('row_wise')
    const { programs } = server
    await makeTables({ programs, source: shop.connectionString, target })
    let rows = 0
    const ms = await timed(async () => {
      rows = await copyRowWise(shop.connectionString, target, one.selects, { insertsOf, most })
    })
    results.push({ insertsOf, rowsPerSecond: (rows / ms) * 1000 })
    await quarry.store.query('drop database row_wise')
  }
  return results.map(({ insertsOf, rowsPerSecond }) => ({
    what: `rows alone, ${one.what} of ${whole(shop.rows)}`,
    measured: aSecond(ours),
    comparedWith: `a cursor and INSERTs of ${whole(insertsOf)}: ${aSecond(rowsPerSecond)}`,
    ratio: times(ours / rowsPerSecond),
    limit: none,
    holds: null,
  }))
}

function memoryFigures(peaks: { rows: number; bytes: number }[]): Figure[] {
  const [small, large] = [peaks[0], peaks.at(-1)]
  if (!small || !large) return []
  const figures = peaks.map(({ rows, bytes }) =>
    within(
      `peak memory of the worker, over all tasks of ${whole(rows)} rows`,
      bytes,
      workerMemory,
      megabytes,
    ),
  )
  if (small === large) return figures
  const growth = large.bytes / small.bytes
  return [
    ...figures,
    {
      what: `growth of it from ${whole(small.rows)} to ${whole(large.rows)} rows`,
      measured: megabytes(large.bytes),
      comparedWith: `${whole(small.rows)} rows: ${megabytes(small.bytes)}`,
      ratio: times(growth),
      limit: `≤ ${times(memoryGrowth)}`,
      holds: growth <= memoryGrowth,
    },
  ]
}
