import pg from 'pg'
import type { DatabaseIdentity } from '../databases/postgresql/probe.sql.ts'

/** Statements on the server that filtered databases are made on, as its administrator. Names are those of `nameOf`. */

/** Where an installation keeps its own data, and the login that it has there. */
export type OwnDatabase = DatabaseIdentity & { login: string }

export type Query = <Row>(text: string, values?: unknown[]) => Promise<Row[]>

export const nameOf = (taskId: string) => `filtered_${taskId.replaceAll('-', '')}`
const namePattern = '^filtered_[0-9a-f]{32}$'
const taskOf = (name: string) =>
  name.slice('filtered_'.length).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Until the session ends: whoever makes or drops what belongs to a task is alone with it. */
export async function lockTask(query: Query, taskId: string): Promise<void> {
  await query(`select pg_advisory_lock(hashtextextended('quarry filtered ' || $1::text, 0))`, [taskId])
}

/** Ends what earlier runs of the task may still be doing here, such as one in a process that was frozen. */
export async function endOtherSessions(query: Query, applicationName: string): Promise<void> {
  await query(
    `select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = $1 and usename = current_user and pid <> pg_backend_pid()`,
    [applicationName],
  )
}

/**
 * Of a database whose clients connect again and again it is the login that has to go first; it stays until the database is gone,
 * since what is left behind is found by it.
 */
export async function dropBoth(query: Query, name: string): Promise<void> {
  const quoted = pg.escapeIdentifier(name)
  const [role] = await query('select from pg_roles where rolname = $1', [name])
  if (role) await query(`alter role ${quoted} nologin`)
  await query(`drop database if exists ${quoted} with (force)`)
  await query(`drop role if exists ${quoted}`)
}

/** @param verifier what the server stores of its password */
export async function createRole(query: Query, name: string, verifier: string, mark: string): Promise<void> {
  const quoted = pg.escapeIdentifier(name)
  // Together, so that there is none without its mark.
  await query(`begin;
    create role ${quoted} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
      password ${pg.escapeLiteral(verifier)};
    comment on role ${quoted} is ${pg.escapeLiteral(mark)}; commit`)
}

/** Superusers need no membership; others must be members of the owner that they give a database to. */
export async function createDatabase(query: Query, name: string): Promise<void> {
  const quoted = pg.escapeIdentifier(name)
  const [me] = await query<{ superuser: boolean }>(
    'select rolsuper as superuser from pg_roles where rolname = current_user',
  )
  if (!me!.superuser) await query(`grant ${quoted} to current_user`)
  await query(`create database ${quoted} owner ${quoted} template template0 encoding 'UTF8'`)
  await query(`revoke connect, temporary on database ${quoted} from public`)
}

/** Whether any login may connect to the database; false where it is on another server. */
export async function isOpen(query: Query, { server, database }: DatabaseIdentity): Promise<boolean> {
  const rows = await query(
    `select from pg_database d, pg_control_system() c
    where d.oid = $2::oid and c.system_identifier = $1::bigint and has_database_privilege('public', d.oid, 'CONNECT')`,
    [server, database],
  )
  return rows.length > 0
}

/** Lets the login in by name, and nobody else. Whoever does not own the database is told nothing, and changes nothing. */
export async function closeDatabase(query: Query, { database, login }: OwnDatabase): Promise<void> {
  const [row] = await query<{ name: string; known: boolean }>(
    `select datname as name, exists (select from pg_roles where rolname = $2) as known from pg_database where oid = $1::oid`,
    [database, login],
  )
  const name = pg.escapeIdentifier(row!.name)
  if (row!.known) await query(`grant connect on database ${name} to ${pg.escapeIdentifier(login)}`)
  await query(`revoke connect on database ${name} from public`)
}

export async function markedTasks(query: Query, mark: string): Promise<string[]> {
  const rows = await query<{ name: string }>(
    `select rolname as name from pg_roles where rolname ~ $1 and shobj_description(oid, 'pg_authid') = $2`,
    [namePattern, mark],
  )
  return rows.map(({ name }) => taskOf(name))
}

export async function sizeOf(query: Query, name: string): Promise<number> {
  const [row] = await query<{ size: string }>('select pg_database_size($1) as size', [name])
  return Number(row!.size)
}
