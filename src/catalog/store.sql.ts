import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { SourceConstraint, SourceIndex, TableKind, TableName, TableSelection } from './source.ts'

/** Set-based statements over the catalog: each takes any number of rows as one JSON document. */

export type StoredTable = TableName & {
  id: string
  kind: TableKind
  comment: string | null
  estimatedRowCount: number | null
  readable: boolean
  inherits: TableName[]
  partitionOf: TableName | null
  columnCount: number
  relationshipCount: number
  candidateCount: number
  columnsHash: string | null
  constraintsHash: string | null
  indexesHash: string | null
  relationshipsHash: string | null
}

/** Rows as a derived table, for a statement to select from. */
export const rowsOf = (rows: readonly object[], columns: string): RawBuilder<unknown> =>
  sql`json_to_recordset(${JSON.stringify(rows)}::json) as row (${sql.raw(columns)})`

/** Whether a table of the catalog lies in what a run was told to look at. */
function selected(selection: TableSelection[] | null): RawBuilder<unknown> {
  if (selection === null) return sql`true`
  const whole = selection.filter(({ tables }) => !tables).map(({ schema }) => schema)
  const single = selection.flatMap(({ schema, tables }) => (tables ?? []).map((name) => ({ schema, name })))
  return sql`(schema = any(${whole}::text[])
    or (schema, name) in (select row.schema, row.name from ${rowsOf(single, 'schema text, name text')}))`
}

/**
 * For the rest of the transaction: what it wrote itself is in no statistics, and tables that look empty would be scanned
 * whole for each row that is joined to them.
 */
export async function preferIndexes(db: Db): Promise<void> {
  await sql`set local enable_seqscan = off`.execute(db)
}

/** One run at a time writes a database's catalog; a second one waits for the transaction of the first. */
export async function lockCatalog(db: Db, databaseId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`quarry catalog ${databaseId}`}, 0))`.execute(db)
}

export async function storedTables(
  db: Db,
  databaseId: string,
  selection: TableSelection[] | null,
): Promise<StoredTable[]> {
  const { rows } = await sql<StoredTable>`
    select id, schema, name, kind, comment, estimated_row_count::float8 as "estimatedRowCount", readable, inherits,
      partition_of as "partitionOf", column_count as "columnCount", relationship_count as "relationshipCount",
      candidate_count as "candidateCount", columns_hash as "columnsHash", constraints_hash as "constraintsHash", indexes_hash as "indexesHash",
      relationships_hash as "relationshipsHash"
    from catalog_table where database_id = ${databaseId} and ${selected(selection)}`.execute(db)
  return rows
}

type TableValues = Pick<
  StoredTable,
  'id' | 'schema' | 'name' | 'kind' | 'readable' | 'inherits' | 'partitionOf' | 'estimatedRowCount'
> & {
  comment: string | null
}
export type Owner = { workspaceId: string; databaseId: string }

export async function insertTables(db: Db, owner: Owner, tables: TableValues[]): Promise<void> {
  await sql`
    insert into catalog_table (id, workspace_id, database_id, schema, name, kind, comment, estimated_row_count, readable,
      inherits, partition_of, primary_key, foreign_key_columns, constraints, indexes, column_count, relationship_count,
      created_at, updated_at)
    select row.id, ${owner.workspaceId}, ${owner.databaseId}, row.schema, row.name, row.kind, row.comment,
      row."estimatedRowCount", row.readable, row.inherits, nullif(row."partitionOf", 'null'), '[]', '[]', '[]', '[]', 0, 0,
      now(), now()
    from ${rowsOf(
      tables,
      'id uuid, schema text, name text, kind text, comment text, "estimatedRowCount" bigint, readable boolean, inherits jsonb, "partitionOf" jsonb',
    )}`.execute(db)
}

/** `changed` says whether the row counts as updated; a fresh estimate alone does not. */
export async function updateTables(db: Db, tables: (TableValues & { changed: boolean })[]): Promise<void> {
  await sql`
    update catalog_table t set kind = row.kind, comment = row.comment, estimated_row_count = row."estimatedRowCount",
      readable = row.readable, inherits = row.inherits, partition_of = nullif(row."partitionOf", 'null'),
      updated_at = case when row.changed then now() else updated_at end
    from ${rowsOf(
      tables,
      'id uuid, kind text, comment text, "estimatedRowCount" bigint, readable boolean, inherits jsonb, "partitionOf" jsonb, changed boolean',
    )} where t.id = row.id`.execute(db)
}

/** Their columns and relationships go with them; relationships that pointed at them become unresolved. */
export async function deleteTables(db: Db, ids: string[]): Promise<void> {
  await sql`delete from catalog_table where id = any(${ids}::uuid[])`.execute(db)
}

export type StoredColumn = {
  id: string
  tableId: string
  name: string
  position: number
  dataType: string
  nullable: boolean
  default: string | null
  comment: string | null
  isGenerated: boolean
  isIdentity: boolean
  enumValues: string[] | null
}

const columnColumns = `id uuid, "tableId" uuid, name text, position int, "dataType" text, nullable boolean, "default" text,
  comment text, "isGenerated" boolean, "isIdentity" boolean, "enumValues" jsonb`

export async function storedColumns(db: Db, tableIds: string[]): Promise<StoredColumn[]> {
  const { rows } = await sql<StoredColumn>`
    select id, table_id as "tableId", name, position, data_type as "dataType", nullable, default_expression as "default",
      comment, is_generated as "isGenerated", is_identity as "isIdentity", enum_values as "enumValues"
    from catalog_column where table_id = any(${tableIds}::uuid[])`.execute(db)
  return rows
}

export async function insertColumns(db: Db, owner: Owner, columns: StoredColumn[]): Promise<void> {
  await sql`
    insert into catalog_column (id, workspace_id, database_id, table_id, name, position, data_type, nullable,
      default_expression, comment, is_generated, is_identity, enum_values, created_at, updated_at)
    select row.id, ${owner.workspaceId}, ${owner.databaseId}, row."tableId", row.name, row.position, row."dataType",
      row.nullable, row."default", row.comment, row."isGenerated", row."isIdentity", nullif(row."enumValues", 'null'),
      now(), now()
    from ${rowsOf(columns, columnColumns)}`.execute(db)
}

export async function updateColumns(db: Db, columns: StoredColumn[]): Promise<void> {
  await sql`
    update catalog_column c set position = row.position, data_type = row."dataType", nullable = row.nullable,
      default_expression = row."default", comment = row.comment, is_generated = row."isGenerated",
      is_identity = row."isIdentity", enum_values = nullif(row."enumValues", 'null'), updated_at = now()
    from ${rowsOf(columns, columnColumns)} where c.id = row.id`.execute(db)
}

export async function deleteColumns(db: Db, ids: string[]): Promise<void> {
  await sql`delete from catalog_column where id = any(${ids}::uuid[])`.execute(db)
}

export type ColumnsRead = { id: string; hash: string | null; count: number }

export async function setColumnsRead(db: Db, tables: ColumnsRead[]): Promise<void> {
  await sql`update catalog_table t set columns_hash = row.hash, column_count = row.count
    from ${rowsOf(tables, 'id uuid, hash text, count int')} where t.id = row.id`.execute(db)
}

export type ConstraintsRead = {
  id: string
  hash: string
  constraints: SourceConstraint[]
  primaryKey: string[]
}

export async function setConstraints(db: Db, tables: ConstraintsRead[]): Promise<void> {
  await sql`update catalog_table t set constraints_hash = row.hash, constraints = row.constraints,
      primary_key = row."primaryKey", updated_at = now()
    from ${rowsOf(tables, 'id uuid, hash text, constraints jsonb, "primaryKey" jsonb')} where t.id = row.id`.execute(
    db,
  )
}

export type IndexesRead = { id: string; hash: string; indexes: SourceIndex[] }

export async function setIndexes(db: Db, tables: IndexesRead[]): Promise<void> {
  await sql`update catalog_table t set indexes_hash = row.hash, indexes = row.indexes, updated_at = now()
    from ${rowsOf(tables, 'id uuid, hash text, indexes jsonb')} where t.id = row.id`.execute(db)
}

export type StoredRelationship = {
  id: string
  sourceTableId: string
  name: string
  sourceColumns: string[]
  targetSchema: string
  targetName: string
  /** Null until the catalog holds the target with its columns. */
  targetTableId: string | null
  targetColumns: string[]
  onDelete: string | null
  onUpdate: string | null
  deferrable: boolean
  validated: boolean
}

const relationshipColumns = `id uuid, "sourceTableId" uuid, name text, "sourceColumns" jsonb, "targetSchema" text,
  "targetName" text, "targetTableId" uuid, "targetColumns" jsonb, "onDelete" text, "onUpdate" text, "deferrable" boolean, validated boolean`

export async function storedRelationships(db: Db, tableIds: string[]): Promise<StoredRelationship[]> {
  const { rows } = await sql<StoredRelationship>`
    select id, source_table_id as "sourceTableId", name, source_columns as "sourceColumns",
      target_schema as "targetSchema", target_name as "targetName", target_table_id as "targetTableId", target_columns as "targetColumns",
      on_delete as "onDelete", on_update as "onUpdate", is_deferrable as "deferrable", validated
    from catalog_relationship where source_table_id = any(${tableIds}::uuid[]) and origin = 'DECLARED'`.execute(
    db,
  )
  return rows
}

export async function insertRelationships(
  db: Db,
  owner: Owner,
  relationships: StoredRelationship[],
): Promise<void> {
  await sql`
    insert into catalog_relationship (id, workspace_id, database_id, name, origin, source_table_id, source_columns,
      target_schema, target_name, target_table_id, target_columns, on_delete, on_update, is_deferrable, validated, created_at, updated_at)
    select row.id, ${owner.workspaceId}, ${owner.databaseId}, row.name, 'DECLARED', row."sourceTableId",
      row."sourceColumns", row."targetSchema", row."targetName", row."targetTableId", row."targetColumns", row."onDelete", row."onUpdate",
      row."deferrable", row.validated, now(), now()
    from ${rowsOf(relationships, relationshipColumns)}`.execute(db)
}

/** The target may be another one now: it is resolved again. */
export async function updateRelationships(db: Db, relationships: StoredRelationship[]): Promise<void> {
  await sql`
    update catalog_relationship r set source_columns = row."sourceColumns", target_schema = row."targetSchema",
      target_name = row."targetName", target_table_id = row."targetTableId", target_columns = row."targetColumns",
      on_delete = row."onDelete", on_update = row."onUpdate", is_deferrable = row."deferrable", validated = row.validated,
      updated_at = now()
    from ${rowsOf(relationships, relationshipColumns)} where r.id = row.id`.execute(db)
}

export async function deleteRelationships(db: Db, ids: string[]): Promise<void> {
  await sql`delete from catalog_relationship where id = any(${ids}::uuid[])`.execute(db)
}

export type RelationshipsRead = { id: string; hash: string; count: number; foreignKeyColumns: string[] }

export async function setRelationshipsRead(db: Db, tables: RelationshipsRead[]): Promise<void> {
  await sql`update catalog_table t set relationships_hash = row.hash, relationship_count = row.count,
      foreign_key_columns = row."foreignKeyColumns"
    from ${rowsOf(tables, 'id uuid, hash text, count int, "foreignKeyColumns" jsonb')} where t.id = row.id`.execute(
    db,
  )
}

/**
 * A database's declared relationships whose target table the catalog holds, and whether it also holds all columns that they name.
 * By joins of whole sets: planned without statistics, a condition for each relationship would scan all columns for it.
 */
const tiesOf = (databaseId: string, state: 'resolved' | 'unresolved') => sql`
  select tie.id, tie.target_id, tie.older, count(c.id) = count(*) as whole
  from (
    select r.id, t.id as target_id, r.updated_at < now() as older, side.table_id,
      jsonb_array_elements_text(side.names) as name
    from catalog_relationship r
    join catalog_table t on t.database_id = r.database_id and t.schema = r.target_schema and t.name = r.target_name
    cross join lateral (values (r.source_table_id, r.source_columns), (t.id, r.target_columns)) as side (table_id, names)
    where r.database_id = ${databaseId} and r.origin = 'DECLARED' and (r.target_table_id is null) = ${state === 'unresolved'}
  ) tie
  left join catalog_column c on c.table_id = tie.table_id and c.name = tie.name
  group by tie.id, tie.target_id, tie.older`

type Tied = { sourceTableId: string; older: boolean }
const olderSources = (rows: Tied[]) =>
  rows.filter(({ older }) => older).map(({ sourceTableId }) => sourceTableId)

/**
 * Ties relationships to the tables that they point at, where the catalog holds tables and columns by now.
 * @returns the source tables of older ones that found their target, unless this run updated them anyway
 */
export async function resolveRelationships(db: Db, databaseId: string): Promise<string[]> {
  const { rows } = await sql<Tied>`
    with tie as (${tiesOf(databaseId, 'unresolved')})
    update catalog_relationship r set target_table_id = tie.target_id, updated_at = now()
    from tie where r.id = tie.id and tie.whole
    returning r.source_table_id as "sourceTableId", tie.older`.execute(db)
  return olderSources(rows)
}

/** Makes those unresolved that name columns which are gone. @returns the source tables of those that this run did not write */
export async function loosenRelationships(db: Db, databaseId: string): Promise<string[]> {
  const { rows } = await sql<Tied>`
    with tie as (${tiesOf(databaseId, 'resolved')})
    update catalog_relationship r set target_table_id = null, updated_at = now()
    from tie where r.id = tie.id and not tie.whole
    returning r.source_table_id as "sourceTableId", tie.older`.execute(db)
  return olderSources(rows)
}

export type NamedColumns = { tableId: string; columns: string[] }

/** Columns that keys name and the catalog does not hold, by table. */
export async function columnsMissingInKeys(db: Db, tableIds: string[]): Promise<NamedColumns[]> {
  const { rows } = await sql<NamedColumns>`
    select named.table_id as "tableId", array_agg(distinct named.name) as columns from (
      select id as table_id, jsonb_array_elements_text(primary_key) as name from catalog_table
      where id = any(${tableIds}::uuid[])
      union select source_table_id, jsonb_array_elements_text(source_columns) from catalog_relationship
      where source_table_id = any(${tableIds}::uuid[])
      union select t.id, jsonb_array_elements_text(r.target_columns)
      from catalog_relationship r
      join catalog_table t on t.database_id = r.database_id and t.schema = r.target_schema and t.name = r.target_name
      where t.id = any(${tableIds}::uuid[])
    ) named
    where not exists (select from catalog_column c where c.table_id = named.table_id and c.name = named.name)
    group by named.table_id`.execute(db)
  return rows
}

export async function addToColumnCount(db: Db, tables: { id: string; count: number }[]): Promise<void> {
  await sql`update catalog_table t set column_count = t.column_count + row.count, columns_hash = null
    from ${rowsOf(tables, 'id uuid, count int')} where t.id = row.id`.execute(db)
}

/** Writes the summary where there is none or `touched` says that the catalog changed; the number of unresolved ones. */
export async function summarize(db: Db, owner: Owner, touched: boolean): Promise<number> {
  const { rows } = await sql<{ unresolved: number }>`
    with counts as (
      select count(*)::int as tables, coalesce(sum(column_count), 0)::int as columns
      from catalog_table where database_id = ${owner.databaseId}
    ), ties as (
      select count(target_table_id)::int as resolved, count(*) filter (where target_table_id is null)::int as unresolved
      from catalog_relationship where database_id = ${owner.databaseId}
    ), written as (
      insert into catalog (database_id, workspace_id, table_count, column_count, relationship_count, updated_at)
      select ${owner.databaseId}, ${owner.workspaceId}, counts.tables, counts.columns, ties.resolved, now() from counts, ties
      on conflict (database_id) do update set table_count = excluded.table_count, column_count = excluded.column_count,
        relationship_count = excluded.relationship_count, updated_at = excluded.updated_at
      where ${touched}
    )
    select unresolved from ties`.execute(db)
  return rows[0]!.unresolved
}

/** Empties the catalog of a database. */
export async function deleteCatalog(db: Db, databaseId: string): Promise<void> {
  await sql`delete from catalog_relationship where database_id = ${databaseId}`.execute(db)
  await sql`delete from catalog_table where database_id = ${databaseId}`.execute(db)
  await sql`delete from catalog where database_id = ${databaseId}`.execute(db)
}
