import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { TaskError } from '../platform/errors.ts'
import { scramVerifier } from './scram.ts'

/**
 * The server that filtered databases are made on. What is made there is named after the task, so that a repeated attempt finds
 * what a lost one left, and a search finds what no task owns.
 */
export type FilteredServer = {
  readonly host: string
  readonly port: number
  /** Makes the task's database, empty, and the login that owns it; first drops what an earlier attempt made. */
  create(taskId: string): Promise<MadeDatabase>
  /** Drops both, also while clients are connected; nothing where they are not there. */
  drop(taskId: string): Promise<void>
  /** The tasks that logins on the server are named after, of those that this installation made. */
  taskIds(): Promise<string[]>
  /** Bytes on disk. */
  sizeOf(taskId: string): Promise<number>
}

export type MadeDatabase = { databaseName: string; username: string; password: string }

export type FilteredServerOptions = {
  /** Of a role with CREATEDB and CREATEROLE, or a superuser. */
  url: string
  applicationName: string
  /** Says of a login that this installation made it: others may use the same server. */
  mark: string
  /** Databases on it that the new logins must not connect to, besides those that it makes. */
  closedDatabases: string[]
}

const passwordBytes = 24
const connectTimeoutMs = 10_000

const nameOf = (taskId: string) => `filtered_${taskId.replaceAll('-', '')}`
const namePattern = '^filtered_[0-9a-f]{32}$'
const taskOf = (name: string) =>
  name.slice('filtered_'.length).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

export const connectionStringOf = (
  { host, port }: Pick<FilteredServer, 'host' | 'port'>,
  { databaseName, username, password }: MadeDatabase,
) =>
  `postgresql://${encodeURIComponent(username)}:${encodeURIComponent(password)}@${host.includes(':') ? `[${host}]` : host}:${port}/${encodeURIComponent(databaseName)}`

/** Connects for each call, since calls are rare. */
export function openFilteredServer(options: FilteredServerOptions): FilteredServer {
  const { url, applicationName, mark, closedDatabases } = options
  const { hostname, port } = new URL(url)

  async function asAdmin<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
    })
    client.on('error', () => {})
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end().catch(() => {})
    }
  }

  async function dropBoth(client: pg.Client, name: string): Promise<void> {
    const quoted = pg.escapeIdentifier(name)
    await client.query(`drop database if exists ${quoted} with (force)`)
    await client.query(`drop role if exists ${quoted}`)
  }

  /** Superusers need no membership; others must be members of the owner that they give a database to. */
  async function ownThrough(client: pg.Client, role: string): Promise<void> {
    const { rows } = await client.query<{ is_superuser: boolean }>(
      'select rolsuper as is_superuser from pg_roles where rolname = current_user',
    )
    if (!rows[0]!.is_superuser) await client.query(`grant ${role} to current_user`)
  }

  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port || 5432),

    async create(taskId) {
      const name = nameOf(taskId)
      const quoted = pg.escapeIdentifier(name)
      const password = randomBytes(passwordBytes).toString('base64url')
      const verifier = pg.escapeLiteral(await scramVerifier(password))
      return asAdmin(async (client) => {
        await dropBoth(client, name)
        try {
          // Together, so that there is none without its mark; the login goes last, and so finds a database that was left behind.
          await client.query(`begin;
            create role ${quoted} login nosuperuser nocreatedb nocreaterole noreplication password ${verifier};
            comment on role ${quoted} is ${pg.escapeLiteral(mark)}; commit`)
          await ownThrough(client, quoted)
          await client.query(`create database ${quoted} owner ${quoted} template template0 encoding 'UTF8'`)
          await client.query(`revoke connect, temporary on database ${quoted} from public`)
          for (const closed of closedDatabases)
            await client.query(`revoke connect on database ${pg.escapeIdentifier(closed)} from public`)
        } catch (error) {
          if ((error as { code?: string }).code !== insufficientPrivilege) throw error
          throw new TaskError(
            'TARGET_PERMISSION',
            `The login of FILTERED_DATABASE_URL may not make databases and logins (${(error as Error).message}); give it CREATEDB and CREATEROLE`,
            { retryable: false, cause: error },
          )
        }
        return { databaseName: name, username: name, password }
      })
    },

    drop: (taskId) => asAdmin((client) => dropBoth(client, nameOf(taskId))),

    taskIds: () =>
      asAdmin(async (client) => {
        const { rows } = await client.query<{ name: string }>(
          `select rolname as name from pg_roles
          where rolname ~ $1 and shobj_description(oid, 'pg_authid') = $2`,
          [namePattern, mark],
        )
        return rows.map(({ name }) => taskOf(name))
      }),

    sizeOf: (taskId) =>
      asAdmin(async (client) => {
        const { rows } = await client.query<{ size: string }>('select pg_database_size($1) as size', [
          nameOf(taskId),
        ])
        return Number(rows[0]!.size)
      }),
  }
}

/** SQLSTATE insufficient_privilege. Source: PostgreSQL, appendix A. */
const insufficientPrivilege = '42501'
