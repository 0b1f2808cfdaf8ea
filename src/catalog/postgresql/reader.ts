import pg from 'pg'
import { type InclusionRow, inclusionsOf, inclusionText } from '../candidates/inclusion.sql.ts'
import type { CatalogReader, ReadOptions, TableSelection } from '../source.ts'
import * as parts from './parts.sql.ts'
import * as sql from './queries.sql.ts'
import { columnOf, constraintOf, indexOf, relationshipOf, tableOf } from './rows.ts'
import { sampling } from './sampling.sql.ts'

/** One connection of the source, for this reader alone while it is open. A text of several statements has no values. */
export type SourceQuery = { query<Row>(text: string, values?: unknown[]): Promise<Row[]> }

/**
 * Begins a read-only snapshot on `client` that lasts until `close`; the reader serves one call at a time. The owner of
 * `client` connects, limits (statement_timeout, lock_timeout) and ends it. What the server refuses is thrown as `client`
 * throws it.
 *
 * The server's functions that print a definition see the catalog as it is now, not as it was in the snapshot. They wait
 * for a table locked in ACCESS EXCLUSIVE mode: expect 55P03 (lock_timeout) of `constraints`, for checks and exclusions, and
 * of `indexes`, for all but plain ones. They fail where a table was dropped since: such a call is repeated once without the
 * tables that are gone, which then have no entry; what fails again is thrown.
 */
export async function openPostgresReader(client: SourceQuery, options: ReadOptions): Promise<CatalogReader> {
  const comments = options.include.has('COMMENTS')
  const types = options.include.has('TYPES')
  const selected = selectionValues(options.selection)
  let typesById: Map<string, parts.TypeRow> | undefined

  /** Rolling back to a savepoint keeps it, and a read leaves nothing behind: the one of the beginning serves every read. */
  async function read<Row>(text: string, values?: unknown[]): Promise<Row[]> {
    try {
      return await client.query<Row>(text, values)
    } catch (error) {
      await client.query(sql.rollbackToSavepoint).catch(() => undefined)
      throw error
    }
  }

  async function readParts<Row extends { table_id: string }, Part>(
    text: string,
    tableIds: string[],
    toPart: (row: Row, position: number) => Part,
  ): Promise<Map<string, Part[]>> {
    try {
      return groupByTable(tableIds, await read<Row>(text, [tableIds]), toPart)
    } catch (error) {
      if (!isConcurrentChange(error)) throw error
      const ids = (await read<{ id: string }>(sql.tablesStillThere, [tableIds])).map(({ id }) => id)
      return groupByTable(ids, await read<Row>(text, [ids]), toPart)
    }
  }

  async function knownTypes(): Promise<Map<string, parts.TypeRow>> {
    if (!typesById) {
      const rows = await read<parts.TypeRow>(parts.types({ labels: types }))
      typesById = new Map(rows.map((row) => [row.id, row]))
    }
    return typesById
  }

  async function close(): Promise<void> {
    await client.query('ROLLBACK').catch(() => undefined)
  }

  async function begin(): Promise<number> {
    try {
      await client.query(sql.begin)
      const [server] = await client.query<{ version: number }>(sql.serverVersion)
      return server!.version
    } catch (error) {
      await close()
      throw error
    }
  }

  const version = await begin()
  return {
    async tables() {
      const { schemas, wholeSchemas, single, entries } = selected
      const values = [wholeSchemas, ...single, options.includePartitions]
      const rows = await read<sql.TableRow>(sql.tables({ comments, version }), values)
      const [partitions] = await read<{ count: number }>(sql.partitionsLeftOut, values)
      const closed = await read<{ schema: string }>(sql.schemasWithoutUsage, [schemas])
      return {
        tables: rows.map((row) => tableOf(row, { comments })),
        partitionsLeftOut: partitions!.count,
        schemasWithoutUsage: closed.map(({ schema }) => schema),
        missing: await read(sql.missing, entries),
      }
    },

    async columns(tableIds) {
      const text = parts.columns({ types, comments })
      const known = await knownTypes()
      return readParts(text, tableIds, (row: parts.ColumnRow, position) =>
        columnOf(row, { position, known, types, comments }),
      )
    },

    constraints: (tableIds) => readParts(parts.constraints, tableIds, constraintOf),

    indexes: (tableIds) => readParts(parts.indexes({ version }), tableIds, indexOf),

    relationships: (tableIds) => readParts(parts.relationships({ version }), tableIds, relationshipOf),

    async inclusion(questions, limits) {
      await client.query(sampling(limits.timeoutMs))
      const rows = await read<InclusionRow>(inclusionText(questions, limits, pg.escapeIdentifier))
      await client.query(sql.rollbackToSavepoint)
      return inclusionsOf(rows)
    },

    close,
  }
}

/** The selection as parallel arrays of schemas and names, as the statements take them. */
function selectionValues(selection: TableSelection[] | null) {
  const entries = (selection ?? []).flatMap(({ schema, tables }) =>
    (tables ?? [null]).map((name) => ({ schema, name })),
  )
  const arrays = (of: typeof entries) => [of.map(({ schema }) => schema), of.map(({ name }) => name)]
  return {
    schemas: selection?.map(({ schema }) => schema) ?? null,
    wholeSchemas: selection?.filter(({ tables }) => !tables).map(({ schema }) => schema) ?? null,
    single: arrays(entries.filter(({ name }) => name !== null)),
    entries: arrays(entries),
  }
}

function groupByTable<Row extends { table_id: string }, Part>(
  tableIds: string[],
  rows: Row[],
  toPart: (row: Row, position: number) => Part,
): Map<string, Part[]> {
  const byTable = new Map<string, Part[]>(tableIds.map((id) => [id, []]))
  for (const row of rows) {
    const ofTable = byTable.get(row.table_id)!
    ofTable.push(toPart(row, ofTable.length + 1))
  }
  return byTable
}

/** "cache lookup failed", "could not open relation with OID" (internal error) or undefined_table. */
function isConcurrentChange(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'XX000' || code === '42P01'
}
