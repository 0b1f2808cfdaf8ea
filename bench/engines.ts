import { openReader } from '../src/catalog/readers.ts'
import { metadataKinds } from '../src/catalog/source.ts'
import { parseConnectionString } from '../src/databases/connection-string.ts'
import { connectSource } from '../src/databases/drivers.ts'
import { mariaDbOfMany } from './engines/mariadb.ts'
import type { EngineSource } from './engines/source.ts'
import { sqliteOfMany } from './engines/sqlite.ts'
import { interleave, median, medianRatio, timed } from './measure.ts'
import { type BenchOptions, type Figure, milliseconds, type Section, times } from './report.ts'

/** Each makes its sources with so many tables, which end with the stack. */
const engines: ((stack: AsyncDisposableStack, tables: number) => Promise<EngineSource[]>)[] = [
  mariaDbOfMany,
  sqliteOfMany,
]

const readingToDump = 2

/** Catalogs of the other engines, next to what the engine's own program takes for the same structure. */
export async function benchEngines(stack: AsyncDisposableStack, options: BenchOptions): Promise<Section[]> {
  const [tables] = options.tables
  const figures: Figure[] = []
  const versions: string[] = []
  for (const make of engines)
    for (const source of await make(stack, tables!)) {
      versions.push(source.engine)
      const [read, dump] = await rounds(source, tables!, options.rounds)
      figures.push({
        what: `reading ${tables!.toLocaleString('en-US')} tables of ${source.engine}, ${source.as}`,
        measured: milliseconds(median(read)),
        comparedWith: `${source.dumpedBy}: ${milliseconds(median(dump))}`,
        ratio: times(medianRatio(read, dump)),
        limit: `≤ ${times(readingToDump)}`,
        holds: medianRatio(read, dump) <= readingToDump,
      })
    }
  const notes = [
    `Sources: ${[...new Set(versions)].join(', ')}; a table has 15 columns, a primary key, 2 indexes and 2 foreign keys, and 4 comments.`,
    `Medians of ${options.rounds} rounds, in each of which everything ran once; ratios are of the same round.`,
  ]
  return [{ title: 'Engines', notes, figures }]
}

async function rounds(source: EngineSource, tables: number, count: number): Promise<[number[], number[]]> {
  const { read, dump } = await interleave(count, {
    read: () => timed(() => readAll(source, tables)),
    dump: () => timed(source.dump),
  })
  return [read, dump]
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
