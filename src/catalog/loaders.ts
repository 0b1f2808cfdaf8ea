import { createContextCache } from '@pothos/core'
import DataLoader from 'dataloader'
import type { Context } from '../graphql/context.ts'
import { type Db, dbOf } from '../platform/orm.ts'
import { columnsOfTables, relationshipsFrom, relationshipsTo, type ShownColumn } from './shown.sql.ts'

/**
 * What hangs on tables, loaded for all tables of a request at once: a page of a hundred tables costs as many statements
 * as a page of one.
 */

const byTable = <Row extends object>(
  load: (db: Db, workspaceId: string, ids: readonly string[]) => Promise<Row[]>,
  tableOf: (row: Row) => string,
) =>
  createContextCache(
    ({ em, viewer, refused }: Context) =>
      new DataLoader<string, Row[]>(async (ids) => {
        const refusal = refused?.()
        if (refusal) throw refusal
        const rows = Map.groupBy(await load(dbOf(em.fork()), viewer.workspaceId, ids), tableOf)
        return ids.map((id) => rows.get(id) ?? [])
      }),
  )

/** In their order in the table. */
export const columnsOf = byTable(columnsOfTables, ({ tableId }) => tableId)

/** Relationships in which the table holds the foreign key, by name. */
export const referencesOf = byTable(relationshipsFrom, ({ sourceTableId }) => sourceTableId)

/** Relationships that point at the table, by name. */
export const referencedByOf = byTable(relationshipsTo, ({ targetTableId }) => targetTableId!)

/** The columns that `names` name, in the order of the names. */
export async function namedColumns(
  context: Context,
  tableId: string,
  names: string[],
): Promise<ShownColumn[]> {
  const columns = await columnsOf(context).load(tableId)
  return names.flatMap((name) => columns.find((column) => column.name === name) ?? [])
}
