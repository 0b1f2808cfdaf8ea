import { sql } from 'kysely'
import type { Db } from '../../platform/orm.ts'
import type { SourceConstraint, SourceIndex, SourceRelationship, TableName } from '../source.ts'
import { type Owner, rowsOf } from '../store.sql.ts'
import type { KnownTable } from './candidate.ts'
import { knownTable } from './known.ts'

/** All tables of a database's catalog, with their columns and declared keys. */
export async function knownTables(db: Db, databaseId: string): Promise<KnownTable[]> {
  type TableRow = Parameters<typeof knownTable>[0] & {
    constraints: SourceConstraint[]
    indexes: SourceIndex[]
  }
  const { rows: tables } = await sql<TableRow>`
    select id, schema, name, kind, partition_of as "partitionOf", inherits, readable, constraints, indexes
    from catalog_table where database_id = ${databaseId} order by schema, name`.execute(db)
  type ColumnRow = KnownTable['columns'][number] & { tableId: string }
  const { rows: columns } = await sql<ColumnRow>`
    select c.table_id as "tableId", c.name, c.data_type as "dataType", c.nullable, c.is_generated as "isGenerated"
    from catalog_table t join catalog_column c on c.table_id = t.id
    where t.database_id = ${databaseId} order by c.table_id, c.position`.execute(db)
  type KeyRow = Pick<SourceRelationship, 'columns' | 'target' | 'targetColumns'> & { tableId: string }
  const { rows: keys } = await sql<KeyRow>`
    select source_table_id as "tableId", source_columns as columns,
      json_build_object('schema', target_schema, 'name', target_name) as target, target_columns as "targetColumns"
    from catalog_relationship where database_id = ${databaseId} and origin = 'DECLARED'`.execute(db)
  const columnsOf = Map.groupBy(columns, ({ tableId }) => tableId)
  const keysOf = Map.groupBy(keys, ({ tableId }) => tableId)
  return tables.map(({ constraints, indexes, ...table }) =>
    knownTable(table, {
      constraints,
      indexes,
      columns: columnsOf.get(table.id) ?? [],
      relationships: keysOf.get(table.id) ?? [],
    }),
  )
}

export type StoredCandidate = {
  id: string
  sourceTableId: string
  name: string
  sourceColumns: string[]
  targetSchema: string
  targetName: string
  targetTableId: string
  targetColumns: string[]
  score: number
  reason: string
}

const candidateColumns = `id uuid, "sourceTableId" uuid, name text, "sourceColumns" jsonb, "targetSchema" text,
  "targetName" text, "targetTableId" uuid, "targetColumns" jsonb, score float8, reason text`

export async function storedCandidates(db: Db, tableIds: string[]): Promise<StoredCandidate[]> {
  const { rows } = await sql<StoredCandidate>`
    select id, source_table_id as "sourceTableId", name, source_columns as "sourceColumns", target_schema as "targetSchema",
      target_name as "targetName", target_table_id as "targetTableId", target_columns as "targetColumns", score, reason
    from catalog_relationship where source_table_id = any(${tableIds}::uuid[]) and origin = 'CANDIDATE'`.execute(
    db,
  )
  return rows
}

export async function insertCandidates(db: Db, owner: Owner, candidates: StoredCandidate[]): Promise<void> {
  await sql`
    insert into catalog_relationship (id, workspace_id, database_id, name, origin, source_table_id, source_columns,
      target_schema, target_name, target_table_id, target_columns, on_delete, on_update, is_deferrable, validated, score, reason,
      created_at, updated_at)
    select row.id, ${owner.workspaceId}, ${owner.databaseId}, row.name, 'CANDIDATE', row."sourceTableId", row."sourceColumns",
      row."targetSchema", row."targetName", row."targetTableId", row."targetColumns", null, null, false, false, row.score,
      row.reason, now(), now()
    from ${rowsOf(candidates, candidateColumns)}`.execute(db)
}

export async function updateCandidates(db: Db, candidates: StoredCandidate[]): Promise<void> {
  await sql`
    update catalog_relationship r set source_columns = row."sourceColumns", target_schema = row."targetSchema",
      target_name = row."targetName", target_table_id = row."targetTableId", target_columns = row."targetColumns",
      score = row.score, reason = row.reason, updated_at = now()
    from ${rowsOf(candidates, candidateColumns)} where r.id = row.id`.execute(db)
}

/**
 * Deletes candidates whose key is declared by now, or whose target or columns are gone.
 * @returns how many
 */
export async function deleteStrayCandidates(db: Db, databaseId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from catalog_relationship r
    where r.database_id = ${databaseId} and r.origin = 'CANDIDATE' and (
      r.target_table_id is null
      or exists (select from catalog_relationship d where d.source_table_id = r.source_table_id and d.origin = 'DECLARED'
        and d.source_columns @> r.source_columns)
      or exists (select from jsonb_array_elements_text(r.source_columns) as named (name)
        where not exists (select from catalog_column c where c.table_id = r.source_table_id and c.name = named.name))
      or exists (select from jsonb_array_elements_text(r.target_columns) as named (name)
        where not exists (select from catalog_column c where c.table_id = r.target_table_id and c.name = named.name)))`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}

/** Where it is another number than before. */
export async function countCandidates(db: Db, databaseId: string): Promise<void> {
  await sql`
    with counted as (
      select t.id, count(r.id)::int as count from catalog_table t
      left join catalog_relationship r on r.source_table_id = t.id and r.origin = 'CANDIDATE'
      where t.database_id = ${databaseId} group by t.id
    )
    update catalog_table t set candidate_count = counted.count
    from counted where t.id = counted.id and t.candidate_count <> counted.count`.execute(db)
}

type KnownCandidate = {
  table: TableName
  columns: string[]
  target: TableName
  targetColumns: string[]
  score: number
}

/** Of a database of the workspace, by table and name: what refers to what. */
export async function knownCandidates(
  db: Db,
  workspaceId: string,
  databaseId: string,
): Promise<KnownCandidate[]> {
  const { rows } = await sql<KnownCandidate>`
    select json_build_object('schema', t.schema, 'name', t.name) as "table", r.source_columns as columns,
      json_build_object('schema', r.target_schema, 'name', r.target_name) as target, r.target_columns as "targetColumns",
      r.score
    from catalog_relationship r join catalog_table t on t.id = r.source_table_id
    where r.database_id = ${databaseId} and r.workspace_id = ${workspaceId} and r.origin = 'CANDIDATE'
      and r.target_table_id is not null
    order by t.schema, t.name, r.name`.execute(db)
  return rows
}
