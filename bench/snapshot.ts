import { readInChunks } from '../src/catalog/chunks.ts'
import { openPostgresReader } from '../src/catalog/postgresql/reader.ts'
import {
  type CatalogReader,
  metadataKinds,
  type SourceColumn,
  type SourceConstraint,
  type SourceIndex,
  type SourceRelationship,
  type SourceTables,
} from '../src/catalog/source.ts'
import { parsePostgres } from '../src/databases/connection-string.ts'
import { connectPostgres } from '../src/databases/postgresql/connection.ts'

/** What a reader yields of a whole database, by the tables' ids. */
export type Snapshot = {
  tables: SourceTables
  columns: Map<string, SourceColumn[]>
  constraints: Map<string, SourceConstraint[]>
  indexes: Map<string, SourceIndex[]>
  relationships: Map<string, SourceRelationship[]>
}

type Keep = <Kind extends Exclude<keyof Snapshot, 'tables'>>(
  kind: Kind,
  parts: Awaited<ReturnType<CatalogReader[Kind]>>,
) => void

/** Connects, and reads everything in the chunks in which an element creation reads it; nothing is stored. */
export async function readCatalog(connectionString: string, keep: Keep = () => {}): Promise<SourceTables> {
  const connection = await connectPostgres(parsePostgres(connectionString), {
    hosts: { allowed: null, servesLoopback: true },
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 60_000,
    applicationName: 'quarry bench',
  })
  try {
    const include = new Set(metadataKinds)
    const reader = await openPostgresReader(connection, {
      selection: null,
      include,
      includePartitions: false,
    })
    const source = await reader.tables()
    for (const kind of ['columns', 'constraints', 'indexes', 'relationships'] as const) {
      await readInChunks(() => source.tables.map(({ id }) => ({ sourceId: id })), {
        async read(ids) {
          const parts = await reader[kind](ids)
          keep(kind, parts as never)
          return parts as Map<string, unknown>
        },
        each: async () => {},
        onFailed(_, message) {
          throw new Error(message)
        },
        onProgress: () => {},
        signal: new AbortController().signal,
      }).run()
    }
    await reader.close()
    return source
  } finally {
    await connection.close()
  }
}

export async function takeSnapshot(connectionString: string): Promise<Snapshot> {
  const snapshot: Omit<Snapshot, 'tables'> = {
    columns: new Map(),
    constraints: new Map(),
    indexes: new Map(),
    relationships: new Map(),
  }
  const tables = await readCatalog(connectionString, (kind, parts) => {
    const kept: Map<string, unknown> = snapshot[kind]
    for (const [id, part] of parts) kept.set(id, part)
  })
  return { ...snapshot, tables }
}

/** A reader that costs nothing, for measuring what comes after it. */
export function readerOf(snapshot: Snapshot): CatalogReader {
  const parts =
    <Part>(all: Map<string, Part>) =>
    async (ids: string[]) =>
      new Map(ids.map((id) => [id, all.get(id)!]))
  return {
    tables: async () => snapshot.tables,
    columns: parts(snapshot.columns),
    constraints: parts(snapshot.constraints),
    indexes: parts(snapshot.indexes),
    relationships: parts(snapshot.relationships),
    close: async () => {},
  }
}
