import { isIP } from 'node:net'
import type { Readable } from 'node:stream'
import { checkServerIdentity } from 'node:tls'
import pg from 'pg'
import { ConnectionFailedError } from '../../platform/errors.ts'
import { resolveHost } from '../../platform/hosts.ts'
import { type Attempts, connectToOneOf, withinDeadline } from '../attempts.ts'
import type { SslMode } from '../engine.ts'
import { type ReadColumn, TooLargeToRead } from '../rows.ts'
import type { SourceConnection, SourceOptions } from '../source-connection.ts'
import type { ServerTarget } from '../target.ts'
import { copyRowsOut } from './copy-stream.ts'
import { connectionFailure, isTlsRefusal } from './failure.ts'
import { describe, readRows } from './read-rows.ts'

export type PostgresConnection = SourceConnection & {
  readonly engine: 'POSTGRESQL'
  /**
   * The columns that one statement would give; none where it gives no rows. The server parses it and runs nothing, but what the types
   * of its literals check them by.
   */
  describe(text: string): Promise<ReadColumn[]>
  /**
   * The rows of a query in COPY's text format, a line a row. The statement timeout of the session holds, this process sets no
   * limit of its own. A stream that is destroyed before its end cancels the query, and takes the connection along.
   */
  copyTo(query: string): Readable
}

const oldestVersion = 120_000
/** A lock that another session holds is waited for this long: Quarry is a guest. */
const lockTimeoutMs = 2_000
const cancelPatienceMs = 2_000
const closePatienceMs = 2_000
/** Past its own statement timeout, a server that is there has said so by then. */
const answerPatienceMs = 5_000

/** What every connection that belongs to one `PostgresConnection` has in common. */
type Login = Pick<SourceOptions, 'applicationName' | 'statementTimeoutMs'> & Attempts

/**
 * Connects to one of the checked addresses of the target.
 * @throws ConnectionFailedError with the reason; the signal's reason where it aborted
 */
export async function connectPostgres(
  target: ServerTarget,
  options: SourceOptions,
): Promise<PostgresConnection> {
  const { signal, connectTimeoutMs: timeoutMs, applicationName, statementTimeoutMs } = options
  signal?.throwIfAborted()
  const deadline = Date.now() + timeoutMs
  const login = { target, timeoutMs, deadline, applicationName, statementTimeoutMs, signal }
  const addresses = await withinDeadline(resolveHost(target.host, options.hosts), login)
  const { client, address } = await connectToOneOf(addresses, login, connectAs)
  try {
    const { version, pid } = await withinDeadline(setUp(client, statementTimeoutMs), login)
    return guard(client, version, login, () => cancelStatement(login, address, pid))
  } catch (error) {
    await end(client)
    signal?.throwIfAborted()
    throw connectionFailure(error, target, timeoutMs)
  }
}

async function setUp(client: pg.Client, statementTimeoutMs: number) {
  await client.query(
    `SET default_transaction_read_only = on; SET statement_timeout = ${Number(statementTimeoutMs)};
     SET lock_timeout = ${lockTimeoutMs}; SET idle_in_transaction_session_timeout = '10min';
     SET client_encoding = 'UTF8'; SET datestyle = 'ISO'; SET timezone = 'UTC'`,
  )
  const { rows } = await client.query<{ number: number; version: string; pid: number }>(`
    SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS version,
      pg_backend_pid() AS pid`)
  const { number, version, pid } = rows[0]!
  if (number < oldestVersion) {
    throw new ConnectionFailedError(
      'UNSUPPORTED',
      `PostgreSQL ${version} is too old; 12 is the oldest that can be read`,
    )
  }
  return { version, pid }
}

function guard(
  client: pg.Client,
  serverVersion: string,
  { signal, statementTimeoutMs }: Login,
  cancel: () => Promise<void>,
): PostgresConnection {
  let lost: Error | null = null
  client.on('error', (error) => {
    lost ??= error
  })
  /** Over sessions of their own, which must not outlast this one. */
  const cancelling: Promise<void>[] = []
  const cancelNow = () => {
    const done = cancel().catch(() => {})
    cancelling.push(done)
    return done
  }
  const onAbort = () => {
    cancelNow().finally(() => client.end().catch(() => {}))
    // Where the server does not answer either, the socket goes: nothing of ours may hang on it.
    setTimeout(() => client.connection.stream.destroy(), cancelPatienceMs).unref()
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  async function ask<T>(work: () => Promise<T>): Promise<T> {
    signal?.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof TooLargeToRead) throw error
      if ((error as Error).message === 'Query read timeout') {
        const seconds = (statementTimeoutMs + answerPatienceMs) / 1000
        const mute = new Error(`The database did not answer within ${seconds} s`, { cause: error })
        lost = Object.assign(mute, { code: 'ETIMEDOUT' })
        client.connection.stream.destroy()
      }
      throw withCode(lost ?? (error as Error))
    }
  }
  const abandon = () => {
    cancelNow()
    client.connection.stream.destroy()
  }
  return {
    engine: 'POSTGRESQL',
    serverVersion,
    query: (text, values) =>
      ask(async () => (values ? await client.query(text, values) : await client.query(text)).rows),
    read: (text, values, options = {}) => ask(() => readRows(client, text, values, options, abandon)),
    describe: (text) => ask(() => describe(client, text)),
    copyTo: (query) =>
      copyRowsOut(client, query, {
        translate: (error) => (signal?.aborted ? signal.reason : withCode(lost ?? error)),
        abandon,
      }),
    async close() {
      signal?.removeEventListener('abort', onAbort)
      await Promise.all([end(client), ...cancelling])
    },
  }
}

/** The driver tells of a connection that ended in words alone; others look for a code. */
const withCode = (error: Error) => ('code' in error ? error : Object.assign(error, { code: 'ECONNRESET' }))

/** Says goodbye; a server that does not take notice must not keep the caller waiting. */
async function end(client: pg.Client): Promise<void> {
  const destroy = setTimeout(() => client.connection.stream.destroy(), closePatienceMs)
  await client.end().catch(() => {})
  clearTimeout(destroy)
}

/** Over a connection of its own, since the first one is busy with the statement. */
async function cancelStatement(login: Login, address: string, pid: number): Promise<void> {
  const deadline = Date.now() + cancelPatienceMs
  const client = await connectAs({ ...login, deadline, signal: undefined }, address)
  try {
    await client.query('SELECT pg_cancel_backend($1)', [pid])
  } finally {
    await end(client)
  }
}

async function connectAs(login: Login, address: string): Promise<pg.Client> {
  const { target, timeoutMs } = login
  const failed = (error: unknown) => {
    login.signal?.throwIfAborted()
    throw connectionFailure(error, target, timeoutMs)
  }
  try {
    return await attempt(login, address, tlsOptions(target.sslMode, target.host))
  } catch (error) {
    if (target.sslMode !== 'prefer' || !isTlsRefusal(error)) return failed(error)
    return attempt(login, address, false).catch(failed)
  }
}

async function attempt(login: Login, address: string, ssl: pg.ClientConfig['ssl']): Promise<pg.Client> {
  const { target, signal } = login
  const client = new pg.Client({
    host: address,
    port: target.port,
    database: target.databaseName,
    user: target.username,
    // As a function: for an empty string the driver would look in PGPASSWORD and ~/.pgpass, which are the operator's.
    password: () => target.password ?? '',
    ssl,
    application_name: login.applicationName,
    connectionTimeoutMillis: Math.max(1, login.deadline - Date.now()),
    query_timeout: login.statementTimeoutMs + answerPatienceMs,
    keepAlive: true,
  })
  client.on('error', () => {})
  const abandon = () => client.connection.stream.destroy(new Error('The connection is not needed any more'))
  signal?.addEventListener('abort', abandon, { once: true })
  try {
    await client.connect()
    return client
  } catch (error) {
    client.connection.stream.destroy()
    throw error
  } finally {
    signal?.removeEventListener('abort', abandon)
  }
}

/** As libpq reads sslmode: only the verify modes check whom they talk to. The name is sent in each, for those who route by it. */
function tlsOptions(mode: SslMode, host: string): pg.ClientConfig['ssl'] {
  const servername = isIP(host) ? undefined : host
  switch (mode) {
    case 'disable':
      return false
    case 'prefer':
    case 'require':
      return { rejectUnauthorized: false, servername }
    case 'verify-ca':
      return { rejectUnauthorized: true, servername, checkServerIdentity: () => undefined }
    case 'verify-full':
      return {
        rejectUnauthorized: true,
        servername,
        checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
      }
  }
}
