import { setTimeout as sleep } from 'node:timers/promises'
import { CatalogTablesQuery, DatabaseQuery } from '../src/client/operations.ts'
import { createElements, emptyCatalog, register } from './elements.ts'
import { makeManyTables } from './many-tables.ts'
import { interleave, median, medianRatio, timed } from './measure.ts'
import { type BenchQuarry, startQuarry } from './quarry.ts'
import { type BenchOptions, type Figure, milliseconds, none, type Section, times, within } from './report.ts'
import { readCatalog } from './snapshot.ts'
import { type SourceServer, startSourceServer } from './source-server.ts'
import { benchStore } from './store.ts'

const whole = (count: number) => count.toLocaleString('en-US')
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(0)} MB`

const readingToDump = 0.5
/** Of what as many times the tables would take, were it linear. */
const growth = 1.1
const firstToReading = 2
const firstExtraMs = 1_000
/** The constant part of that limit says something at this size alone. */
const firstLimitAt = 2_000
const unchangedToReading = 1.2
const workerMemory = 400 * 2 ** 20
const eventLoopMs = 50

type Source = { tables: number; name: string; connectionString: string; databaseId: string }

/** Element creation over wide databases: reading alone, whole tasks, and what they cost the processes. */
export async function benchCatalog(stack: AsyncDisposableStack, options: BenchOptions): Promise<Section[]> {
  const server = await startSourceServer(stack)
  const quarry = await startQuarry(stack)
  const sources: Source[] = []
  for (const tables of options.tables) {
    const name = `tables_${tables}`
    const connectionString = await server.createDatabase(name)
    await makeManyTables(connectionString, tables)
    const databaseId = await register(quarry.client, connectionString, name)
    sources.push({ tables, name, connectionString, databaseId })
  }
  const notes = [
    `Source: PostgreSQL ${server.version}; a table has 15 columns, 3 indexes, 2 foreign keys and 4 comments.`,
    `Medians of ${options.rounds} rounds, in each of which everything ran once; ratios are of the same round.`,
  ]
  const reading = await benchReading(server, quarry, sources, options.rounds)
  const load = await benchLoad(quarry, sources.at(-1)!)
  return [
    { title: 'Catalog', notes, figures: reading },
    {
      title: `Processes while ${whole(sources.at(-1)!.tables)} tables are read`,
      notes: [
        'A first element creation and one of what is unchanged; a client subscribes to both and keeps asking for pages of tables.',
      ],
      figures: load,
    },
    await benchStore(server, quarry, options.rounds),
  ]
}

async function benchReading(
  server: SourceServer,
  quarry: BenchQuarry,
  sources: Source[],
  rounds: number,
): Promise<Figure[]> {
  let rewritten = 0
  const contestants = sources.map(({ tables, name, connectionString, databaseId }) => ({
    [`dump ${tables}`]: () => timed(() => server.dumpSchema(name)),
    [`read ${tables}`]: () => timed(() => readCatalog(connectionString)),
    [`first ${tables}`]: async () => {
      await emptyCatalog(quarry, databaseId)
      const ms = await timed(() => createElements(quarry.client, databaseId))
      await checkCatalog(quarry, databaseId, tables)
      return ms
    },
    [`unchanged ${tables}`]: async () => {
      const before = await rowVersions(quarry, name)
      const ms = await timed(() => createElements(quarry.client, databaseId))
      const after = await rowVersions(quarry, name)
      for (const [id, version] of after) if (before.get(id) !== version) rewritten++
      return ms
    },
  }))
  const results = await interleave(rounds, Object.assign({}, ...contestants))
  const of = (name: string, tables: number): number[] => results[`${name} ${tables}`]!

  const figures = sources.flatMap(({ tables }): Figure[] => {
    const at = `${whole(tables)} tables`
    const [dump, read] = [of('dump', tables), of('read', tables)]
    const [first, unchanged] = [of('first', tables), of('unchanged', tables)]
    const allowed = read.map((ms) => firstToReading * ms + firstExtraMs)
    const toReading = (ms: number[]) => ({
      comparedWith: `reading alone: ${milliseconds(median(read))}`,
      ratio: times(medianRatio(ms, read)),
    })
    return [
      {
        what: `reading the catalog, ${at}`,
        measured: milliseconds(median(read)),
        comparedWith: `pg_dump --schema-only: ${milliseconds(median(dump))}`,
        ratio: times(medianRatio(read, dump)),
        limit: `≤ ${times(readingToDump)}`,
        holds: medianRatio(read, dump) <= readingToDump,
      },
      {
        what: `first element creation, start to COMPLETED, ${at}`,
        measured: milliseconds(median(first)),
        ...toReading(first),
        ...(tables === firstLimitAt
          ? {
              limit: `≤ ${times(firstToReading)} + ${milliseconds(firstExtraMs)}`,
              holds: medianRatio(first, allowed) <= 1,
            }
          : { limit: none, holds: null }),
      },
      {
        what: `element creation of what is unchanged, ${at}`,
        measured: milliseconds(median(unchanged)),
        ...toReading(unchanged),
        limit: `≤ ${times(unchangedToReading)}`,
        holds: medianRatio(unchanged, read) <= unchangedToReading,
      },
    ]
  })
  const [small, large] = [sources[0]!.tables, sources.at(-1)!.tables]
  if (large > small) {
    const grown = medianRatio(of('read', large), of('read', small))
    const allowed = (growth * large) / small
    figures.push({
      what: `growth of reading from ${whole(small)} to ${whole(large)} tables`,
      measured: milliseconds(median(of('read', large))),
      comparedWith: `${whole(small)} tables: ${milliseconds(median(of('read', small)))}`,
      ratio: times(grown),
      limit: `≤ ${times(allowed)}`,
      holds: grown <= allowed,
    })
  }
  figures.push(within('catalog rows rewritten by runs that found nothing changed', rewritten, 0, whole))
  return figures
}

/** Its own round, as the client that asks on and on takes its share of the machine. */
async function benchLoad(quarry: BenchQuarry, { databaseId }: Source): Promise<Figure[]> {
  // A server that has served before: what its first answers compile is not this task's doing.
  await createElements(quarry.client, databaseId)
  for (let page = 0; page < 20; page++)
    await quarry.client.request(CatalogTablesQuery, { id: databaseId, first: 20 })
  await emptyCatalog(quarry, databaseId)
  await quarry.eventLoops()
  const ended = new AbortController()
  const asking = askOnAndOn(quarry, databaseId, ended.signal)
  await createElements(quarry.client, databaseId)
  await createElements(quarry.client, databaseId)
  ended.abort()
  await asking
  const { api, idle } = await quarry.eventLoops()
  const peak = await quarry.workerPeakMemory()
  return [
    {
      ...within('longest that the event loop of the API was blocked', api.maxMs, eventLoopMs, milliseconds),
      comparedWith: `a process that does nothing: ${milliseconds(idle.maxMs)}`,
    },
    peak === null
      ? { what: 'peak memory of the worker', measured: 'no /proc here', ...unlimited }
      : within('peak memory of the worker, over all tasks above', peak, workerMemory, megabytes),
  ]
}

const unlimited = { comparedWith: none, ratio: none, limit: none, holds: null }

async function askOnAndOn({ client }: BenchQuarry, id: string, ended: AbortSignal): Promise<void> {
  while (!ended.aborted) {
    await client.request(DatabaseQuery, { id })
    await client.request(CatalogTablesQuery, { id, first: 20 })
    await sleep(50, undefined, { signal: ended }).catch(() => {})
  }
}

/** Also of what rounds leave behind in the store, so that it does not slow the next one. */
async function checkCatalog({ client }: BenchQuarry, id: string, tables: number): Promise<void> {
  const { database } = await client.request(DatabaseQuery, { id })
  const { tableCount, columnCount, relationshipCount } = database!.catalog
  const counts = [tableCount, columnCount, relationshipCount].join(', ')
  const expected = [tables, tables * 15, (tables - 1) * 2].join(', ')
  if (counts !== expected) throw new Error(`The catalog holds ${counts} elements in place of ${expected}`)
}

/** The transaction that wrote each row of the catalog of the database called `name`, by the row's id. */
async function rowVersions({ store }: BenchQuarry, name: string): Promise<Map<string, string>> {
  const statements = ['catalog_table', 'catalog_column', 'catalog_relationship'].map(
    (table) =>
      `select id::text, xmin::text as version from ${table} where database_id = (select id from database where name = $1)`,
  )
  const { rows } = await store.query<{ id: string; version: string }>(
    `${statements.join(' union all ')}
     union all select 'summary', xmin::text from catalog where database_id = (select id from database where name = $1)`,
    [name],
  )
  return new Map(rows.map(({ id, version }) => [id, version]))
}
