import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { DatabaseIdentity } from '../databases/postgresql/probe.sql.ts'
import { messageOf, TaskError } from '../platform/errors.ts'
import { scramVerifier } from './scram.ts'
import type { OwnDatabase } from './server.sql.ts'
import * as statements from './server.sql.ts'

/**
 * The server that filtered databases are made on. What is made there is named after the task, so that a repeated attempt finds
 * what a lost one left, and a search finds what no task owns.
 */
export type FilteredServer = {
  /** Where clients connect to. */
  readonly host: string
  readonly port: number
  /**
   * Makes the task's database, empty, and the login that owns it; first drops what an earlier attempt made, and ends what that
   * one may still be doing. `isWanted` is asked once nobody else is at it.
   * @throws TaskError where the server does not let it; null where it is not wanted any more
   */
  create(taskId: string, isWanted: () => Promise<boolean>): Promise<MadeDatabase | null>
  /** Drops both, also while clients are connected; nothing where they are not there, or are wanted after all. */
  drop(taskId: string, isUnwanted: () => Promise<boolean>): Promise<void>
  /** As the database's owner. */
  connect(made: MadeDatabase, purpose: string): Promise<pg.Client>
  connectionStringOf(made: MadeDatabase): string
  /** The tasks that logins on the server are named after, of those that this installation made. */
  taskIds(): Promise<string[]>
  /** Bytes on disk. */
  sizeOf(taskId: string): Promise<number>
}

export type MadeDatabase = { databaseName: string; username: string; password: string }

export type FilteredServerOptions = {
  /** Of a role with CREATEDB and CREATEROLE, or a superuser. */
  url: string
  own(): Promise<OwnDatabase>
  /** Closes that database to all logins that were not let in by name, as far as its own login may. */
  closeOwn(): Promise<void>
}

const passwordBytes = 24
const connectTimeoutMs = 10_000
/** Making and dropping take seconds at most; a process that was frozen over it holds up others no longer than this. */
const lockTimeoutMs = 30_000

/** Says of a login that this installation made it: others may use the same server. */
const markOf = ({ server, database }: DatabaseIdentity) =>
  `Quarry, filtered database of ${server}/${database}`

/** Connects for each call, since calls are rare. */
export function openFilteredServer({ url, own, closeOwn }: FilteredServerOptions): FilteredServer {
  const address = new URL(url)

  async function open(connectionString: string, applicationName: string): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString,
      application_name: applicationName.slice(0, 63),
      connectionTimeoutMillis: connectTimeoutMs,
      keepAlive: true,
    })
    client.on('error', () => {})
    await client.connect()
    return client
  }

  /** Named after the task, so that the session can be found, and no other work is mistaken for it. */
  async function asAdmin<T>(
    purpose: string,
    work: (query: statements.Query, applicationName: string) => Promise<T>,
  ): Promise<T> {
    const applicationName = `quarry filtered ${purpose}`
    const client = await open(url, applicationName)
    try {
      await client.query(`set lock_timeout = ${lockTimeoutMs}`)
      return await work(async (text, values) => {
        try {
          const result = await (values ? client.query(text, values) : client.query(text))
          return result.rows
        } catch (error) {
          // The driver tells of a connection that ended in words alone; others look for a code.
          throw Object.assign(error as Error, { code: (error as { code?: string }).code ?? 'ECONNRESET' })
        }
      }, applicationName)
    } finally {
      await client.end().catch(() => {})
    }
  }

  function connectionStringOf({ databaseName, username, password }: MadeDatabase): string {
    const target = new URL(url)
    target.username = username
    target.password = password
    target.pathname = databaseName
    target.port = String(Number(address.port || 5432))
    // What it says beside sslmode is the operator's own.
    const sslmode = address.searchParams.get('sslmode')
    target.search = sslmode ? `?sslmode=${encodeURIComponent(sslmode)}` : ''
    target.protocol = 'postgresql:'
    return target.href
  }

  /** What the new login is not to see. */
  async function closeOff(query: statements.Query, owner: OwnDatabase): Promise<void> {
    if (!(await statements.isOpen(query, owner))) return
    await closeOwn()
    if (!(await statements.isOpen(query, owner))) return
    await statements.closeDatabase(query, owner)
    if (await statements.isOpen(query, owner)) throw leftOpen()
  }

  return {
    host: address.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(address.port || 5432),
    connectionStringOf,
    connect: (made, purpose) => open(connectionStringOf(made), `quarry ${purpose}`),

    async create(taskId, isWanted) {
      const name = statements.nameOf(taskId)
      const password = randomBytes(passwordBytes).toString('base64url')
      const [verifier, owner] = await Promise.all([scramVerifier(password), own()])
      return asAdmin(taskId, async (query, applicationName) => {
        await statements.endOtherSessions(query, applicationName)
        await statements.lockTask(query, taskId)
        if (!(await isWanted())) return null
        try {
          await closeOff(query, owner)
          await statements.dropBoth(query, name)
          await statements.createRole(query, name, verifier, markOf(owner))
          await statements.createDatabase(query, name)
        } catch (error) {
          throw (error as { code?: string }).code === insufficientPrivilege ? notAllowed(error) : error
        }
        return { databaseName: name, username: name, password }
      })
    },

    drop: (taskId, isUnwanted) =>
      asAdmin(taskId, async (query) => {
        await statements.lockTask(query, taskId)
        if (await isUnwanted()) await statements.dropBoth(query, statements.nameOf(taskId))
      }),

    taskIds: async () => {
      const mark = markOf(await own())
      return asAdmin('leftovers', (query) => statements.markedTasks(query, mark))
    },

    sizeOf: (taskId) => asAdmin(taskId, (query) => statements.sizeOf(query, statements.nameOf(taskId))),
  }
}

/** SQLSTATE insufficient_privilege. Source: PostgreSQL, appendix A. */
const insufficientPrivilege = '42501'

const leftOpen = () =>
  new TaskError(
    'TARGET_OPEN',
    'The new login could connect to the database that Quarry keeps its own data in, and no login of Quarry may close it: ' +
      'revoke CONNECT on it from PUBLIC, or set FILTERED_DATABASE_URL to a server of its own',
    { retryable: false },
  )

const notAllowed = (cause: unknown) =>
  new TaskError(
    'TARGET_PERMISSION',
    `The login of FILTERED_DATABASE_URL may not make databases and logins (${messageOf(cause)}); give it CREATEDB and CREATEROLE`,
    { retryable: false, cause },
  )
