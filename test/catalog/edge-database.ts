import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { openPostgresReader, type SourceQuery } from '../../src/catalog/postgresql/reader.ts'
import { metadataKinds, type ReadOptions } from '../../src/catalog/source.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'

/** A database of a test file's own with what makes catalogs hard to read; sessions end after each test. */
export function useEdgeDatabase() {
  let database: TestDatabase
  const sessions: pg.Client[] = []

  beforeAll(async () => {
    const fixture = new URL('../fixtures/catalog-edge.sql', import.meta.url)
    database = await createDatabase({ sql: await readFile(fixture, 'utf8') })
  })
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.end()
  })
  afterAll(() => database.drop())

  async function connect(): Promise<pg.Client> {
    const session = new pg.Client({ connectionString: database.connectionString })
    // A session that a test ends on the server says so here, beside failing its queries.
    session.on('error', () => {})
    await session.connect()
    sessions.push(session)
    return session
  }

  return {
    connect,

    /** Reads everything, or what `options` say, as the session's present role. */
    async read(options: Partial<ReadOptions> = {}, session?: pg.Client) {
      return readCatalog(session ?? (await connect()), options)
    },
  }
}

export function sourceQuery(session: pg.Client): SourceQuery {
  return {
    async query<Row>(text: string, values?: unknown[]) {
      const { rows } = await session.query(text, values)
      return rows as Row[]
    },
  }
}

export function openReader(session: pg.Client, options: Partial<ReadOptions> = {}) {
  const all = { selection: null, include: new Set(metadataKinds), includePartitions: false }
  return openPostgresReader(sourceQuery(session), { ...all, ...options })
}

export type Catalog = Awaited<ReturnType<typeof readCatalog>>

/** `of(schema, name)` is a table with all its parts. */
async function readCatalog(session: pg.Client, options: Partial<ReadOptions>) {
  const reader = await openReader(session, options)
  try {
    const tables = await reader.tables()
    const ids = tables.tables.map(({ id }) => id)
    const columns = await reader.columns(ids)
    const constraints = await reader.constraints(ids)
    const indexes = await reader.indexes(ids)
    const relationships = await reader.relationships(ids)
    const described = tables.tables.map((table) => ({
      ...table,
      columns: columns.get(table.id)!,
      constraints: constraints.get(table.id)!,
      indexes: indexes.get(table.id)!,
      relationships: relationships.get(table.id)!,
    }))
    function of(schema: string, name: string) {
      const table = described.find((candidate) => candidate.schema === schema && candidate.name === name)
      if (!table) throw new Error(`No table ${name} in the schema ${schema} was read`)
      return table
    }
    return { ...tables, tables: described, of }
  } finally {
    await reader.close()
  }
}
