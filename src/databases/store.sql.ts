import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { SourceConnection } from './postgresql.ts'

/** Holds the row until the transaction ends; false where the workspace has no such database. */
export async function lockDatabase(db: Db, workspaceId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    select id from database where id = ${id} and workspace_id = ${workspaceId} and removed_at is null
    for update`.execute(db)
  return rows.length > 0
}

export async function liveTaskOf(db: Db, databaseId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from task where database_id = ${databaseId} and status in ('PENDING', 'RUNNING', 'CANCELLING')
    limit 1`.execute(db)
  return rows[0]?.id ?? null
}

/** A server and a database within it, however they were addressed. */
const identity = `SELECT system_identifier::text AS server, (SELECT oid::text FROM pg_catalog.pg_database
  WHERE datname = current_database()) AS database FROM pg_catalog.pg_control_system()`

export type DatabaseIdentity = { server: string; database: string }

/** Of the database that this installation keeps its own data in. */
export async function ownIdentity(own: Db): Promise<DatabaseIdentity> {
  const { rows } = await sql<DatabaseIdentity>`${sql.raw(identity)}`.execute(own)
  return rows[0]!
}

export async function identityOf(connection: Pick<SourceConnection, 'query'>): Promise<DatabaseIdentity> {
  const [row] = await connection.query<DatabaseIdentity>(identity)
  return row!
}

/** How many tables there are, and whether the login can change none of them. */
export async function probe(
  connection: SourceConnection,
): Promise<{ tableCount: number; readOnly: boolean }> {
  const [row] = await connection.query<{ tableCount: number; readOnly: boolean }>(`
    SELECT count(*)::int AS "tableCount",
      pg_is_in_recovery() OR NOT coalesce(bool_or(
        has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')
        OR has_table_privilege(c.oid, 'TRUNCATE')), has_database_privilege(current_database(), 'CREATE')) AS "readOnly"
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
      AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`)
  return row!
}
