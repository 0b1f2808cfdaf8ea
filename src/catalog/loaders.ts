import { createContextCache } from '@pothos/core'
import DataLoader from 'dataloader'
import type { Context } from '../graphql/context.ts'
import { CatalogColumn, CatalogRelationship } from './catalog.entities.ts'

/**
 * What hangs on tables, loaded for all tables of a request at once: a page of a hundred tables costs as many statements
 * as a page of one.
 */

const byTable = <Row extends object>(
  load: (ids: string[], context: Context) => Promise<Row[]>,
  tableOf: (row: Row) => string,
) =>
  createContextCache(
    (context: Context) =>
      new DataLoader<string, Row[]>(async (ids) => {
        const rows = Map.groupBy(await load([...ids], context), tableOf)
        return ids.map((id) => rows.get(id) ?? [])
      }),
  )

/** In their order in the table. */
export const columnsOf = byTable(
  (ids, { em, viewer }) =>
    em
      .fork()
      .find(
        CatalogColumn,
        { tableId: ids, workspaceId: viewer.workspaceId },
        { orderBy: { tableId: 'ASC', position: 'ASC' } },
      ),
  ({ tableId }) => tableId,
)

const resolved = { targetTableId: { $ne: null } } as const
const byName = { orderBy: { name: 'ASC', id: 'ASC' } } as const

/** Relationships in which the table holds the foreign key, by name. */
export const referencesOf = byTable(
  (ids, { em, viewer }) =>
    em
      .fork()
      .find(
        CatalogRelationship,
        { sourceTableId: ids, workspaceId: viewer.workspaceId, ...resolved },
        byName,
      ),
  ({ sourceTableId }) => sourceTableId,
)

/** Relationships that point at the table, by name. */
export const referencedByOf = byTable(
  (ids, { em, viewer }) =>
    em.fork().find(CatalogRelationship, { targetTableId: ids, workspaceId: viewer.workspaceId }, byName),
  ({ targetTableId }) => targetTableId!,
)

/** The columns that `names` name, in the order of the names. */
export async function namedColumns(
  context: Context,
  tableId: string,
  names: string[],
): Promise<CatalogColumn[]> {
  const columns = new Map((await columnsOf(context).load(tableId)).map((column) => [column.name, column]))
  return names.flatMap((name) => columns.get(name) ?? [])
}
