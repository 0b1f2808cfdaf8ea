import type { SqliteConnection } from '../../databases/sqlite/connection.ts'
import { type InclusionRow, inclusionsOf, inclusionText } from '../candidates/inclusion.sql.ts'
import type { CatalogReader, ReadOptions, SourceTable, TableSelection } from '../source.ts'
import { constraintsIn } from './definition.ts'
import * as sql from './queries.sql.ts'
import { columnOf, constraintsOf, indexOf, relationshipOf, tableOf } from './rows.ts'

const schema = 'main'

/**
 * Reads one file, in one snapshot that lasts until `close`. SQLite compares names without regard to case, and so does the selection. The
 * ids of tables are their names.
 */
export async function openSqliteReader(
  connection: SqliteConnection,
  { selection, include }: ReadOptions,
): Promise<CatalogReader> {
  await connection.query(sql.begin)
  const [statistics] = await connection.query(sql.hasStatistics)
  const all = await connection.query<sql.TableRow>(sql.tables({ statistics: statistics !== undefined }))
  /** As the file has them: references may write them in other cases. */
  const names = new Map(all.map(({ name }) => [fold(name), name]))

  async function grouped<Row extends { table_id: string }>(text: string, tableIds: string[]) {
    const rows = await connection.query<Row>(text, [JSON.stringify(tableIds)])
    const byTable = Map.groupBy(rows, ({ table_id }) => table_id)
    return (id: string) => byTable.get(id) ?? []
  }

  async function declared(tableIds: string[]) {
    const definitions = await grouped<sql.DefinitionRow>(sql.definitions, tableIds)
    return (id: string) => definitions(id).flatMap((row) => (row.sql === null ? [] : constraintsIn(row.sql)))
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
      const columns = await grouped<sql.ColumnRow>(sql.columns, tableIds)
      return answer(tableIds, (id) => {
        const shown = columns(id).filter(({ hidden }) => hidden !== 1)
        return shown.map((row, at) => columnOf(row, { position: at + 1, key: shown, include }))
      })
    },

    async constraints(tableIds) {
      const keys = await grouped<sql.PrimaryKeyRow>(sql.primaryKeys, tableIds)
      const uniques = await grouped<sql.UniqueRow>(sql.uniques, tableIds)
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
      const indexes = await grouped<sql.IndexRow>(sql.indexes, tableIds)
      return answer(tableIds, (id) =>
        [...Map.groupBy(indexes(id), ({ name }) => name).values()].map((rows) => indexOf(rows)),
      )
    },

    async relationships(tableIds) {
      const keys = await grouped<sql.KeyRow>(sql.foreignKeys, tableIds)
      const written = await declared(tableIds)
      return answer(tableIds, (id) => {
        const open = written(id)
        const taken = new Set<string>()
        return [...Map.groupBy(keys(id), (row) => row.id).values()].map((rows) => {
          const name = names.get(fold(rows[0]!.target)) ?? rows[0]!.target
          return relationshipOf(rows, { target: { schema, name }, written: open, taken })
        })
      })
    },

    async inclusion(questions, limits) {
      const text = inclusionText(questions, limits, sql.quoted)
      return inclusionsOf(await connection.query<InclusionRow>(text))
    },

    async close() {
      await connection.query(sql.rollback).catch(() => {})
    },
  }
}

/** As SQLite folds names: the letters of ASCII alone. */
const fold = (name: string) => name.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())

function selected(selection: TableSelection[] | null): { has(name: string): boolean } {
  const own = selection?.filter((one) => one.schema === schema)
  if (!own || own.some(({ tables }) => !tables)) return { has: () => !own || own.length > 0 }
  const names = new Set(own.flatMap(({ tables }) => tables!.map(fold)))
  return { has: (name) => names.has(fold(name)) }
}
