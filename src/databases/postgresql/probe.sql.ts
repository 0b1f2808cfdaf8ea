import { sql } from 'kysely'
import type { Db } from '../../platform/orm.ts'
import type { Probe } from '../source-connection.ts'
import type { PostgresConnection } from './connection.ts'

/** A server and a database within it, however they were addressed. */
const identity = `SELECT system_identifier::text AS server, (SELECT oid::text FROM pg_catalog.pg_database
  WHERE datname = current_database()) AS database FROM pg_catalog.pg_control_system()`

export type DatabaseIdentity = { server: string; database: string }

/** Of the database that this installation keeps its own data in. */
export async function ownIdentity(own: Db): Promise<DatabaseIdentity> {
  const { rows } = await sql<DatabaseIdentity>`${sql.raw(identity)}`.execute(own)
  return rows[0]!
}

export async function identityOf(connection: Pick<PostgresConnection, 'query'>): Promise<DatabaseIdentity> {
  const [row] = await connection.query<DatabaseIdentity>(identity)
  return row!
}

/** How many tables there are, and whether the login can change none of them. */
export async function probe(connection: PostgresConnection): Promise<Probe> {
  const [row] = await connection.query<Probe>(`
    SELECT count(*)::int AS "tableCount",
      pg_is_in_recovery() OR NOT coalesce(bool_or(
        has_table_privilege(c.oid, 'INSERT') OR has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')
        OR has_table_privilege(c.oid, 'TRUNCATE')), has_database_privilege(current_database(), 'CREATE')) AS "readOnly"
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
      AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'`)
  return row!
}
