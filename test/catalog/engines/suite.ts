import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReader } from '../../../src/catalog/readers.ts'
import {
  metadataKinds,
  type ReadOptions,
  type SourceColumn,
  type SourceConstraint,
  type SourceIndex,
  type SourceRelationship,
  type SourceTable,
} from '../../../src/catalog/source.ts'
import { parseConnectionString } from '../../../src/databases/connection-string.ts'
import { connectSource } from '../../../src/databases/drivers.ts'
import { counts, useCatalogs } from '../catalogs.ts'

export type EngineSource = {
  connectionString: string
  /** What the catalog calls the place of its tables. */
  schema: string
  /** Runs statements in it, as someone who may change it. */
  run(sql: string): Promise<unknown>
  drop(): Promise<void>
}

/** What the reader must say of one table; what a case leaves out it does not care about. */
export type Case = {
  /** Ends the name of a test that begins with "reads". */
  reads: string
  table: string
  is?: Partial<SourceTable>
  /** Some of its columns by their names. */
  columns?: Record<string, Partial<SourceColumn>>
  /** All of them, in their order. */
  columnNames?: string[]
  constraints?: Partial<SourceConstraint>[]
  indexes?: Partial<SourceIndex>[]
  relationships?: Partial<SourceRelationship>[]
}

export type Engine = {
  name: string
  isInstalled: boolean
  /** Below SQLITE_DIR and the like. */
  env?: Record<string, string>
  sqliteDirectory?(): string
  /** A new source with what makes its catalogs hard to read, or with these statements. */
  createSource(sql?: string): Promise<EngineSource>
  /** All tables of the first, with their kinds, sorted by name. */
  kinds: [name: string, kind: SourceTable['kind']][]
  cases(schema: string): Case[]
  /** Statements that change a table that is there, one after the other. */
  changes: { begin: string; addColumn: string; dropTable: string }
}

export async function readCatalog(
  connectionString: string,
  { sqliteDirectory, ...options }: Partial<ReadOptions> & { sqliteDirectory?: string } = {},
) {
  const connection = await connectSource(parseConnectionString(connectionString), {
    hosts: { allowed: null, servesLoopback: true },
    sqliteDirectory,
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 30_000,
    applicationName: 'quarry test',
  })
  try {
    const all = { selection: null, include: new Set(metadataKinds), includePartitions: false }
    const reader = await openReader(connection, { ...all, ...options })
    const read = await reader.tables()
    const ids = read.tables.map(({ id }) => id)
    const failed: string[] = []
    /** As a task does it: what one table spoils, the others do not feel. */
    async function each<Part>(read: (ids: string[]) => Promise<Map<string, Part[]>>) {
      const found = new Map<string, Part[]>()
      for (const id of ids)
        for (const [key, parts] of await read([id]).catch((error) => {
          failed.push(error.message)
          return new Map<string, Part[]>()
        }))
          found.set(key, parts)
      return found
    }
    const whole = <Part>(read: (ids: string[]) => Promise<Map<string, Part[]>>) =>
      read(ids).catch(() => each(read))
    const columns = await whole(reader.columns)
    const constraints = await whole(reader.constraints)
    const indexes = await whole(reader.indexes)
    const relationships = await whole(reader.relationships)
    await reader.close()
    return {
      ...read,
      failed,
      of(name: string, schema?: string) {
        const table = read.tables.find((one) => one.name === name && (!schema || one.schema === schema))
        if (!table) throw new Error(`No table ${name} was read`)
        const { id } = table
        return {
          ...table,
          columns: columns.get(id) ?? [],
          constraints: constraints.get(id) ?? [],
          indexes: indexes.get(id) ?? [],
          relationships: relationships.get(id) ?? [],
        }
      },
    }
  } finally {
    await connection.close()
  }
}

/** What every engine's catalog must be, as far as the engine has a counterpart. */
export function describeCatalogOf(engine: Engine): void {
  describe.skipIf(!engine.isInstalled)(`the catalog of ${engine.name}`, () => {
    const catalogs = useCatalogs(engine.env)
    let source: EngineSource
    let read: Awaited<ReturnType<typeof readCatalog>>
    const others: EngineSource[] = []
    const sqliteDirectory = () => engine.sqliteDirectory?.()

    beforeAll(async () => {
      source = await engine.createSource()
      read = await readCatalog(source.connectionString, { sqliteDirectory: sqliteDirectory() })
    })
    afterAll(async () => {
      for (const other of [source, ...others]) await other?.drop()
    })

    it('has every table with its kind, and nothing else', () => {
      const found = read.tables.map(({ name, kind }) => [name, kind] as const)
      expect(found.toSorted(([a], [b]) => (a < b ? -1 : 1))).toEqual(engine.kinds)
      expect(read.tables.every(({ schema }) => schema === source.schema)).toBe(true)
    })

    it.each(engine.cases('').map(({ reads }, at) => [reads, at] as const))('reads %s', (_, at) => {
      const { table, is, columns, columnNames, constraints, indexes, relationships } = engine.cases(
        source.schema,
      )[at]!
      const found = read.of(table)
      if (is) expect(found).toMatchObject(is)
      if (columnNames) expect(found.columns.map(({ name }) => name)).toEqual(columnNames)
      for (const [name, column] of Object.entries(columns ?? {}))
        expect(found.columns.find((one) => one.name === name)).toMatchObject(column)
      if (constraints) expect(found.constraints).toMatchObject(constraints)
      if (indexes) expect(found.indexes).toMatchObject(indexes)
      if (relationships) expect(found.relationships).toMatchObject(relationships)
    })

    it('numbers the columns of each table without a gap', () => {
      for (const { name } of read.tables) {
        const { columns } = read.of(name)
        expect(columns.map(({ position }) => position)).toEqual(columns.map((_, at) => at + 1))
      }
    })

    it('leaves out types and comments that were not asked for', async () => {
      const { tables, of } = await readCatalog(source.connectionString, {
        sqliteDirectory: sqliteDirectory(),
        include: new Set(['COLUMNS']),
      })
      expect(tables.length).toBe(engine.kinds.length)
      for (const { name, comment } of tables) {
        expect(comment).toBeUndefined()
        for (const column of of(name).columns)
          expect(column).toMatchObject({ dataType: undefined, comment: undefined, enumValues: undefined })
      }
    })

    it('reads only what was selected, and says what is not there', async () => {
      const [[first]] = engine.kinds as [[string, string]]
      const { tables, missing } = await readCatalog(source.connectionString, {
        sqliteDirectory: sqliteDirectory(),
        selection: [
          { schema: source.schema, tables: [first, 'not there'] },
          { schema: 'no such place', tables: null },
        ],
      })
      expect(tables.map(({ name }) => name)).toEqual([first])
      expect(missing).toEqual([
        { schema: source.schema, name: 'not there' },
        { schema: 'no such place', name: null },
      ])
    })

    it('is the same after a second run, which changes no row', async () => {
      const id = await catalogs.register(`edge cases of ${engine.name}`, source.connectionString)
      const first = await catalogs.createElements(id)
      expect(first.tables.created).toBe(engine.kinds.length)
      expect(first.columns.created).toBeGreaterThan(0)
      const before = await catalogs.rowVersions(id)
      const { tables, columns, relationships } = await catalogs.createElements(id)
      expect(tables).toEqual(counts(0, first.tables.created, 0, 0))
      expect(columns).toEqual(counts(0, first.columns.created, 0, 0))
      expect(relationships).toEqual(counts(0, first.relationships.created, 0, 0))
      expect(await catalogs.rowVersions(id)).toEqual(before)
    })

    it('follows what changes in the source', async () => {
      const { begin, addColumn, dropTable } = engine.changes
      const other = await engine.createSource(begin)
      others.push(other)
      const id = await catalogs.register(`changes of ${engine.name}`, other.connectionString)
      await catalogs.createElements(id)
      await other.run(addColumn)
      expect(await catalogs.createElements(id)).toMatchObject({
        tables: { created: 0, removed: 0 },
        columns: { created: 1, removed: 0 },
      })
      await other.run(dropTable)
      expect(await catalogs.createElements(id)).toMatchObject({ tables: { created: 0, removed: 1 } })
    })
  })
}
