import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { CatalogColumn, CatalogRelationship } from './catalog.entities.ts'

/**
 * What the API shows of columns and relationships. A page of tables has thousands of them, and the ORM would take many times as long
 * to make entities of them as it takes to read them.
 */

export type ShownColumn = Omit<CatalogColumn, 'databaseId' | 'createdAt' | 'updatedAt'>
export type ShownRelationship = Omit<
  CatalogRelationship,
  'databaseId' | 'targetSchema' | 'targetName' | 'createdAt' | 'updatedAt'
>

async function columnsWhere(db: Db, condition: RawBuilder<unknown>): Promise<ShownColumn[]> {
  const { rows } = await sql<ShownColumn>`
    select id, workspace_id as "workspaceId", table_id as "tableId", name, position, data_type as "dataType", nullable,
      default_expression as "default", comment, is_generated as "isGenerated", is_identity as "isIdentity",
      enum_values as "enumValues"
    from catalog_column where ${condition} order by table_id, position`.execute(db)
  return rows
}

/** By their table, in their order there. */
export const columnsOfTables = (db: Db, workspaceId: string, tableIds: readonly string[]) =>
  columnsWhere(db, sql`table_id = any(${tableIds}::uuid[]) and workspace_id = ${workspaceId}`)

export const columnsById = (db: Db, workspaceId: string, ids: readonly string[]) =>
  columnsWhere(db, sql`id = any(${ids}::uuid[]) and workspace_id = ${workspaceId}`)

/** Of those whose target has been read. */
async function relationshipsWhere(db: Db, condition: RawBuilder<unknown>): Promise<ShownRelationship[]> {
  const { rows } = await sql<ShownRelationship>`
    select id, workspace_id as "workspaceId", name, origin, source_table_id as "sourceTableId",
      source_columns as "sourceColumns", target_table_id as "targetTableId", target_columns as "targetColumns",
      on_delete as "onDelete", on_update as "onUpdate", is_deferrable as deferrable, validated, score, reason
    from catalog_relationship where ${condition} and target_table_id is not null order by name, id`.execute(
    db,
  )
  return rows
}

/** In which one of the tables holds the foreign key, by name. */
export const relationshipsFrom = (db: Db, workspaceId: string, tableIds: readonly string[]) =>
  relationshipsWhere(db, sql`source_table_id = any(${tableIds}::uuid[]) and workspace_id = ${workspaceId}`)

/** That point at one of the tables, by name. */
export const relationshipsTo = (db: Db, workspaceId: string, tableIds: readonly string[]) =>
  relationshipsWhere(db, sql`target_table_id = any(${tableIds}::uuid[]) and workspace_id = ${workspaceId}`)

export const relationshipsById = (db: Db, workspaceId: string, ids: readonly string[]) =>
  relationshipsWhere(db, sql`id = any(${ids}::uuid[]) and workspace_id = ${workspaceId}`)

/** The schemas that have a table in the catalog, by name. */
export async function schemasOf(db: Db, databaseId: string): Promise<{ name: string; tableCount: number }[]> {
  const { rows } = await sql<{ name: string; tableCount: number }>`
    select schema as name, count(*)::int as "tableCount"
    from catalog_table where database_id = ${databaseId} group by schema order by schema`.execute(db)
  return rows
}
