import { openReader } from '../src/catalog/readers.ts'
import { metadataKinds } from '../src/catalog/source.ts'
import { parseConnectionString } from '../src/databases/connection-string.ts'
import { connectSource } from '../src/databases/drivers.ts'
import { createElements, emptyCatalog, register } from './elements.ts'
import { mariaDbOfMany } from './engines/mariadb.ts'
import type { EngineSource } from './engines/source.ts'
import { sqliteOfMany } from './engines/sqlite.ts'
import { interleave, median, medianRatio, timed } from './measure.ts'
import { startQuarry } from './quarry.ts'
import { type BenchOptions, type Figure, milliseconds, none, type Section, times } from './report.ts'

/** Each makes its sources with so many tables, which end with the stack. */
const engines: ((stack: AsyncDisposableStack, tables: number) => Promise<EngineSource[]>)[] = [
  mariaDbOfMany,
  sqliteOfMany,
]

const readingToDump = 2

/** Catalogs of the other engines, next to what the engine's own program takes for the same structure. */
export async function benchEngines(stack: AsyncDisposableStack, options: BenchOptions): Promise<Section[]> {
  const [tables] = options.tables as [number]
  const sources: EngineSource[] = []
  for (const make of engines) sources.push(...(await make(stack, tables)))
  const figures: Figure[] = []
  for (const source of sources) figures.push(...(await compare(stack, source, tables, options.rounds)))
  const notes = [
    `Sources: ${[...new Set(sources.map(({ engine }) => engine))].join(', ')}; a table has 15 columns, a primary key, 2 indexes and 2 foreign keys, and 4 comments; of SQLite 3 indexes and no comments.`,
    'A whole task is one of an own process, from the request to start it to its last event; what it wrote before was removed, or is there unchanged.',
    `Medians of ${options.rounds} rounds, in each of which everything ran once; ratios are of the same round.`,
  ]
  return [{ title: 'Engines', notes, figures }]
}

async function compare(
  stack: AsyncDisposableStack,
  source: EngineSource,
  tables: number,
  count: number,
): Promise<Figure[]> {
  const { sqliteDirectory, connectionString } = source
  const quarry = await startQuarry(stack, {
    configuration: sqliteDirectory ? { SQLITE_DIR: sqliteDirectory } : {},
  })
  const databaseId = await register(quarry.client, source.as, connectionString)
  const { read, dump, first, unchanged } = await interleave(count, {
    read: () => timed(() => readAll(source, tables)),
    dump: () => timed(source.dump),
    first: async () => {
      await emptyCatalog(quarry, databaseId)
      return timed(() => createElements(quarry.client, databaseId))
    },
    unchanged: () => timed(() => createElements(quarry.client, databaseId)),
  })
  const of = `${tables.toLocaleString('en-US')} tables of ${source.engine}, ${source.as}`
  const figure = (what: string, measured: number[]) => ({
    what: `${what} ${of}`,
    measured: milliseconds(median(measured)),
    comparedWith: `${source.dumpedBy}: ${milliseconds(median(dump!))}`,
    ratio: times(medianRatio(measured, dump!)),
  })
  return [
    {
      ...figure('reading', read!),
      limit: `≤ ${times(readingToDump)}`,
      holds: medianRatio(read!, dump!) <= readingToDump,
    },
    { ...figure('first whole task of', first!), limit: none, holds: null },
    { ...figure('whole task of unchanged', unchanged!), limit: none, holds: null },
  ]
}

const chunkSize = 1_000

/** Connects, and reads everything in chunks, as a task does. */
async function readAll({ connectionString, sqliteDirectory }: EngineSource, tables: number): Promise<void> {
  const connection = await connectSource(parseConnectionString(connectionString), {
    hosts: { allowed: null, servesLoopback: true },
    sqliteDirectory,
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 60_000,
    applicationName: 'quarry bench',
  })
  try {
    const reader = await openReader(connection, {
      selection: null,
      include: new Set(metadataKinds),
      includePartitions: false,
    })
    const ids = (await reader.tables()).tables.map(({ id }) => id)
    let columns = 0
    let relationships = 0
    for (let at = 0; at < ids.length; at += chunkSize) {
      const chunk = ids.slice(at, at + chunkSize)
      for (const found of (await reader.columns(chunk)).values()) columns += found.length
      await reader.constraints(chunk)
      await reader.indexes(chunk)
      for (const found of (await reader.relationships(chunk)).values()) relationships += found.length
    }
    await reader.close()
    if (ids.length !== tables || columns !== tables * 15 || relationships !== (tables - 1) * 2)
      throw new Error(`Read ${ids.length} tables, ${columns} columns, ${relationships} relationships`)
  } finally {
    await connection.close()
  }
}
