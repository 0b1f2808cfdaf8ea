import type { SqliteConnection } from '../../databases/sqlite/connection.ts'
import { type InclusionRow, inclusionsOf, inclusionText } from '../candidates/inclusion.sql.ts'
import type { CatalogReader, ReadOptions, SourceTable, TableSelection } from '../source.ts'
import { definitionOf } from './definition.ts'
import { fold, quoted } from './names.ts'
import * as sql from './queries.sql.ts'
import { columnOf, constraintsOf, indexesOf, relationshipOf, type TakenNames, tableOf } from './rows.ts'
import { type Schema, schemaOf } from './schema.ts'
import { upToNul } from './tokens.ts'

const schema = 'main'
/** Of all statements of a file together: some 13,000 tables of 15 columns. What is known of them stays in memory while they are read. */
const mostBytes = 8 * 2 ** 20

/**
 * Reads one file, in one snapshot that lasts until `close`. SQLite compares names without regard to case, and so does the selection. The
 * ids of tables are their names.
 *
 * What the file's own statements say plainly is taken from them, which is much faster; the pragmas are asked for the rest, and for all of
 * a file that has too many of them.
 */
export async function openSqliteReader(
  connection: SqliteConnection,
  { selection, include }: ReadOptions,
): Promise<CatalogReader> {
  await connection.query(sql.begin)
  const [overview] = await connection.query<sql.OverviewRow>(sql.overview)
  const [listed] = await connection.query<{ tables: string }>(
    sql.tables({ statistics: overview?.statistics === 1 }),
  )
  const all: sql.TableRow[] = JSON.parse(listed!.tables)
  /** As the file has them: references may write them in other cases. */
  const names = new Map(all.map(({ name }) => [fold(name), name]))
  const written = (overview?.bytes ?? 0) <= mostBytes ? await readSchema(connection) : null

  /** @param known what is known without asking */
  async function grouped<Row extends { table_id: string }>(
    text: string,
    tableIds: string[],
    known?: (of: Schema) => (table: string) => Row[] | null,
  ) {
    const found = new Map(tableIds.map((id) => [id, (written && known?.(written)(id)) ?? null]))
    const asked = tableIds.filter((id) => !found.get(id))
    const rows = asked.length > 0 ? await connection.query<Row>(text, [JSON.stringify(asked)]) : []
    const byTable = Map.groupBy(rows, ({ table_id }) => table_id)
    return (id: string) => found.get(id) ?? byTable.get(id) ?? []
  }

  async function declared(tableIds: string[]) {
    if (written) return (id: string) => written.definition(id).constraints
    const definitions = await grouped<sql.DefinitionRow>(sql.definitions, tableIds)
    return (id: string) => definitions(id).flatMap(({ sql }) => definitionOf(upToNul(sql ?? '')).constraints)
  }

  const answer = <Part>(tableIds: string[], partsOf: (id: string) => Part[]) =>
    new Map(tableIds.map((id) => [id, partsOf(id)]))

  return {
    async tables() {
      const wanted = selected(selection)
      const tables: SourceTable[] = all
        .filter(({ name }) => wanted.has(name))
        .map((row) => tableOf(row, { schema, comments: include.has('COMMENTS') }))
      return {
        tables,
        partitionsLeftOut: 0,
        schemasWithoutUsage: [],
        missing: (selection ?? []).flatMap((one): { schema: string; name: string | null }[] => {
          if (one.schema !== schema) return [{ schema: one.schema, name: null }]
          return (one.tables ?? [])
            .filter((name) => !names.has(fold(name)))
            .map((name) => ({ schema: one.schema, name }))
        }),
      }
    },

    async columns(tableIds) {
      const columns = await grouped<sql.ColumnRow>(sql.columns, tableIds, (of) => of.columns)
      return answer(tableIds, (id) => {
        const shown = columns(id).filter(({ hidden }) => hidden !== 1)
        return shown.map((row, at) => columnOf(row, { position: at + 1, key: shown, include }))
      })
    },

    async constraints(tableIds) {
      const keys = await grouped<sql.PrimaryKeyRow>(sql.primaryKeys, tableIds, (of) => of.primaryKey)
      const uniques = await grouped<sql.UniqueRow>(sql.uniques, tableIds, (of) => of.uniques)
      const written = await declared(tableIds)
      return answer(tableIds, (id) =>
        constraintsOf(
          keys(id).map(({ column }) => column),
          uniques(id),
          written(id),
        ),
      )
    },

    async indexes(tableIds) {
      const indexes = await grouped<sql.IndexRow>(sql.indexes, tableIds, (of) => of.indexes)
      return answer(tableIds, (id) => indexesOf(indexes(id)))
    },

    async relationships(tableIds) {
      const keys = await grouped<sql.KeyRow>(sql.foreignKeys, tableIds, (of) => of.foreignKeys)
      const written = await declared(tableIds)
      return answer(tableIds, (id) => {
        const open = [...written(id)]
        const taken: TakenNames = new Map()
        return [...Map.groupBy(keys(id), (row) => row.id).values()].map((rows) => {
          const name = names.get(fold(rows[0]!.target)) ?? rows[0]!.target
          return relationshipOf(rows, { target: { schema, name }, written: open, taken })
        })
      })
    },

    async inclusion(questions, limits) {
      const text = inclusionText(questions, limits, quoted)
      return inclusionsOf(await connection.query<InclusionRow>(text))
    },

    async close() {
      await connection.query(sql.rollback).catch(() => {})
    },
  }
}

/** Null where one cannot be told from the next: the separator is within one. */
async function readSchema(connection: SqliteConnection): Promise<Schema | null> {
  const [row] = await connection.query<sql.StatementsRow>(sql.statements)
  const split = (all: string | null) => all?.split(sql.separator) ?? []
  const { count, types, names, statements } = row!
  const columns = [split(types), split(names), split(statements)]
  const [type, name, text] = columns as [sql.SchemaRow['type'][], string[], string[]]
  if (columns.some(({ length }) => length !== count)) return null
  return schemaOf(type.map((type, at) => ({ type, name: name[at]!, sql: upToNul(text[at]!) || null })))
}

function selected(selection: TableSelection[] | null): { has(name: string): boolean } {
  const own = selection?.filter((one) => one.schema === schema)
  if (!own || own.some(({ tables }) => !tables)) return { has: () => !own || own.length > 0 }
  const names = new Set(own.flatMap(({ tables }) => tables!.map(fold)))
  return { has: (name) => names.has(fold(name)) }
}
