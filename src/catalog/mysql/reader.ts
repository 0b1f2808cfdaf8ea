import type { MysqlConnection } from '../../databases/mysql/connection.ts'
import { MysqlError } from '../../databases/mysql/failure.ts'
import { type InclusionRow, inclusionsOf, inclusionText } from '../candidates/inclusion.sql.ts'
import type { CatalogReader, ReadOptions, SourceTable, TableSelection } from '../source.ts'
import { quoted } from './names.ts'
import * as sql from './queries.sql.ts'
import { type Rule, rulesIn } from './references.ts'
import { checkOf, columnOf, indexOf, keyConstraintsOf, relationshipOf, tableOf } from './rows.ts'

/** Warnings that a table's rows are missing: it is being changed, cannot be opened, or is a view over what is not there. */
const missingRows = new Set([1033, 1142, 1143, 1146, 1194, 1205, 1286, 1356, 1449, 1684, 1932])

type Named = { table_schema: string; table_name: string }

/**
 * Reads the database of the connection string, and others where the selection names them. Neither engine has its structure in
 * transactions: a table that is changed meanwhile is read as it is before or after, and one that is dropped has no entry.
 */
export async function openMysqlReader(
  connection: MysqlConnection,
  { selection, include }: ReadOptions,
): Promise<CatalogReader> {
  const comments = include.has('COMMENTS')
  const wanted = selection ?? [{ schema: connection.databaseName }]
  const known = new Map<string, SourceTable>()
  const otherwise = unsaid[connection.engine]

  /** A row for each table asked for, one statement a schema: nearly always there is but one. */
  async function ofTables<Row extends Named>(
    tableIds: string[],
    statement: (names: readonly string[]) => string,
    options: { views?: boolean } = {},
  ): Promise<(id: string) => Row[]> {
    const asked = tableIds.flatMap((id) => known.get(id) ?? [])
    const filled = options.views ? asked : asked.filter(({ kind }) => kind !== 'VIEW')
    const found = new Map<string, Row[]>()
    for (const [schema, tables] of Map.groupBy(filled, (table) => table.schema)) {
      const names = tables.map(({ name }) => name)
      const rows = await connection.query<Row>(statement(names), [schema, ...names])
      await refuseMissingRows()
      for (const [id, ofTable] of Map.groupBy(rows, idOf)) found.set(id, ofTable)
    }
    return (id) => found.get(id) ?? []
  }

  async function refuseMissingRows(): Promise<void> {
    const warnings = await connection.query<sql.WarningRow>(sql.warnings)
    const [first] = warnings.filter(({ Code }) => missingRows.has(Code))
    if (first) throw new MysqlError(`MYSQL_${first.Code}`, first.Message)
  }

  const answer = <Part>(tableIds: string[], partsOf: (id: string) => Part[]) =>
    new Map(tableIds.map((id) => [id, partsOf(id)]))

  async function indexesOf(tableIds: string[]) {
    const rows = await ofTables<sql.IndexRow>(tableIds, (names) => sql.indexes(connection, names))
    return (id: string) => [...inGroups(rows(id)).values()]
  }

  /** A login that has no right but SELECT is not told the rules of foreign keys, and yet may ask for the statement that has them. */
  async function rulesOf(tableIds: string[]): Promise<Map<string, Map<string, Rule>>> {
    const rows = await ofTables<sql.RuleRow>(tableIds, sql.rules)
    const statements = await statementsOf(tableIds.filter((id) => rows(id).length === 0))
    return new Map(
      tableIds.flatMap((id): [string, Map<string, Rule>][] => {
        const told = rows(id)
        if (told.length > 0) return [[id, new Map(told.map((row) => [row.name, row]))]]
        const statement = statements.get(id)
        return statement === undefined ? [] : [[id, rulesIn(statement, otherwise)]]
      }),
    )
  }

  /** The CREATE TABLE of each that is still there. */
  async function statementsOf(tableIds: string[]): Promise<Map<string, string>> {
    const tables = tableIds.map((id) => known.get(id)!).map(({ schema, name }) => ({ schema, table: name }))
    const found = new Map<string, string>()
    const keep = (schema: string, row: sql.CreateRow) =>
      found.set(idOf({ table_schema: schema, table_name: row.Table }), row['Create Table'])
    if (connection.engine === 'MYSQL' || connection.sqlModes.has('ORACLE')) {
      for (const table of tables)
        for (const row of await connection.query<sql.CreateRow>(sql.createTable(table)))
          keep(table.schema, row)
      return found
    }
    for (const [schema, ofSchema] of Map.groupBy(tables, (table) => table.schema)) {
      const results = await connection.query<sql.CreateRow[] | object>(sql.createTables(ofSchema))
      // The last one is how the block ended.
      for (const rows of results) if (Array.isArray(rows)) for (const row of rows) keep(schema, row)
    }
    return found
  }

  return {
    async tables() {
      const schemas = [...new Set(wanted.map(({ schema }) => schema))]
      const there = await connection.query<sql.SchemaRow>(sql.schemas(schemas), schemas)
      const rows = await connection.query<sql.TableRow>(sql.tables(schemas), schemas)
      const readable = new Set(
        (await connection.query<sql.ReadableRow>(sql.readable(schemas), schemas)).map(idOf),
      )
      const fold = (name: string) => (connection.tellsCase ? name : name.toLowerCase())
      const folded = ({ table_schema, table_name }: Named) =>
        idOf({ table_schema: fold(table_schema), table_name: fold(table_name) })
      const whole = new Set(wanted.filter(({ tables }) => !tables).map(({ schema }) => fold(schema)))
      const single = new Set(wanted.flatMap(namesIn).map(folded))
      for (const row of rows) {
        if (!whole.has(fold(row.table_schema)) && !single.has(folded(row))) continue
        const id = idOf(row)
        known.set(id, tableOf(row, { id, readable: readable.has(id), comments }))
      }
      const schemasThere = new Set(there.map(({ schema }) => fold(schema)))
      const tablesThere = new Set(rows.map(folded))
      return {
        tables: [...known.values()].toSorted(byName),
        partitionsLeftOut: 0,
        schemasWithoutUsage: [],
        missing: wanted.flatMap((one): { schema: string; name: string | null }[] =>
          schemasThere.has(fold(one.schema))
            ? namesIn(one)
                .filter((name) => !tablesThere.has(folded(name)))
                .map(({ table_name: name }) => ({ schema: one.schema, name }))
            : [{ schema: one.schema, name: null }],
        ),
      }
    },

    async columns(tableIds) {
      const columns = await ofTables<sql.ColumnRow>(tableIds, sql.columns, { views: true })
      // One that was dropped meanwhile has none; where the login may select from none, it is told of none.
      const there = tableIds.filter((id) => columns(id).length > 0 || !known.get(id)?.readable)
      return answer(there, (id) =>
        columns(id)
          .toSorted((a, b) => Number(a.position) - Number(b.position))
          .map((row, at) => columnOf(row, { position: at + 1, session: connection, include })),
      )
    },

    async constraints(tableIds) {
      const indexes = await indexesOf(tableIds)
      const checks = await ofTables<sql.CheckRow>(
        tableIds,
        connection.engine === 'MARIADB' ? sql.checksOfMariaDb : sql.checksOfMySql,
      )
      return answer(tableIds, (id) => [
        ...keyConstraintsOf(indexes(id)),
        ...checks(id)
          .toSorted((a, b) => compare(a.name, b.name))
          .map(checkOf),
      ])
    },

    async indexes(tableIds) {
      const indexes = await indexesOf(tableIds)
      return answer(tableIds, (id) => indexes(id).map(indexOf))
    },

    async relationships(tableIds) {
      const keys = await ofTables<sql.KeyRow>(tableIds, sql.keys)
      const foreign = (id: string) => keys(id).filter(({ target_name }) => target_name !== null)
      const rules = await rulesOf(tableIds.filter((id) => foreign(id).length > 0))
      // One that has keys and no rules was dropped in between.
      const there = tableIds.filter((id) => foreign(id).length === 0 || rules.has(id))
      return answer(there, (id) =>
        [...inGroups(foreign(id))].map(([name, rows]) =>
          relationshipOf(rows, rules.get(id)?.get(name) ?? { on_delete: otherwise, on_update: otherwise }),
        ),
      )
    },

    async inclusion(questions, limits) {
      const text = inclusionText(questions, limits, quoted)
      const rows = await connection.query<InclusionRow>(sql.within(connection, limits.timeoutMs, text))
      return inclusionsOf(rows)
    },

    async close() {},
  }
}

/** What a foreign key has that says nothing of it. */
const unsaid = { MARIADB: 'RESTRICT', MYSQL: 'NO ACTION' }

const idOf = ({ table_schema, table_name }: Named) => JSON.stringify([table_schema, table_name])

const byName = (a: SourceTable, b: SourceTable) => compare(a.schema, b.schema) || compare(a.name, b.name)
/** By name, since the servers promise no order; within each by position. */
function inGroups<Row extends { name: string; position: number | string }>(rows: Row[]): Map<string, Row[]> {
  const sorted = rows.toSorted((a, b) => compare(a.name, b.name) || Number(a.position) - Number(b.position))
  return Map.groupBy(sorted, ({ name }) => name)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const namesIn = ({ schema, tables }: TableSelection): Named[] =>
  (tables ?? []).map((name) => ({ table_schema: schema, table_name: name }))
