import pg from 'pg'
import { ConnectionFailedError, messageOf } from '../platform/errors.ts'
import type { ConnectionTarget, SslMode } from './connection-string.ts'
import { type HostRules, resolveHost } from './hosts.ts'

export type SourceOptions = {
  hosts: HostRules
  connectTimeoutMs: number
  statementTimeoutMs: number
  /** Shown in the source's pg_stat_activity. */
  applicationName: string
  /** Cancels the running statement on its server and closes the connection. */
  signal?: AbortSignal
}

/** One connection to a source, which it can only read. */
export type SourceConnection = {
  readonly serverVersion: string
  query<Row>(text: string, values?: unknown[]): Promise<Row[]>
  close(): Promise<void>
}

const oldestVersion = 120_000
/** A lock that another session holds is waited for this long: Quarry is a guest. */
const lockTimeoutMs = 2_000
const cancelPatienceMs = 2_000

/**
 * Connects to the checked address of the target.
 * @throws ConnectionFailedError with the reason
 */
export async function connectPostgres(
  target: ConnectionTarget,
  options: SourceOptions,
): Promise<SourceConnection> {
  const { signal, connectTimeoutMs } = options
  signal?.throwIfAborted()
  const deadline = Date.now() + connectTimeoutMs
  const address = await withTimeout(resolveHost(target.host, options.hosts), target, connectTimeoutMs)
  const client = await connectAs(target, address, options.applicationName, deadline, connectTimeoutMs)
  try {
    await client.query(
      `SET default_transaction_read_only = on; SET statement_timeout = ${Number(options.statementTimeoutMs)};
       SET lock_timeout = ${lockTimeoutMs}; SET idle_in_transaction_session_timeout = '10min';
       SET client_encoding = 'UTF8'; SET datestyle = 'ISO'; SET timezone = 'UTC'`,
    )
    const { rows } = await client.query(`SELECT current_setting('server_version_num')::int AS number,
      current_setting('server_version') AS version, pg_backend_pid() AS pid`)
    const { number, version, pid } = rows[0]
    if (number < oldestVersion) {
      throw new ConnectionFailedError(
        'UNSUPPORTED',
        `PostgreSQL ${version} is too old; 12 is the oldest that can be read`,
      )
    }
    return guard(client, version, signal, () =>
      cancelStatement(target, address, pid, options.applicationName),
    )
  } catch (error) {
    await client.end().catch(() => {})
    throw connectionFailure(error, target, connectTimeoutMs)
  }
}

function guard(
  client: pg.Client,
  serverVersion: string,
  signal: AbortSignal | undefined,
  cancel: () => Promise<void>,
): SourceConnection {
  let lost: Error | null = null
  client.on('error', (error) => {
    lost = error
  })
  const onAbort = () => {
    cancel()
      .catch(() => {})
      .finally(() => client.end().catch(() => {}))
    // Where the server does not answer either, the socket goes: nothing of ours may hang on it.
    setTimeout(() => client.connection.stream.destroy(), cancelPatienceMs).unref()
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  return {
    serverVersion,
    async query(text, values) {
      signal?.throwIfAborted()
      try {
        const result = values ? await client.query(text, values) : await client.query(text)
        return result.rows
      } catch (error) {
        signal?.throwIfAborted()
        throw lost ?? error
      }
    },
    async close() {
      signal?.removeEventListener('abort', onAbort)
      await client.end().catch(() => {})
    },
  }
}

/** Over a connection of its own, since the first one is busy with the statement. */
async function cancelStatement(
  target: ConnectionTarget,
  address: string,
  pid: number,
  applicationName: string,
) {
  const client = await connectAs(
    target,
    address,
    applicationName,
    Date.now() + cancelPatienceMs,
    cancelPatienceMs,
  )
  try {
    await client.query('SELECT pg_cancel_backend($1)', [pid])
  } finally {
    await client.end().catch(() => {})
  }
}

async function connectAs(
  target: ConnectionTarget,
  address: string,
  applicationName: string,
  deadline: number,
  timeoutMs: number,
) {
  const attempt = async (ssl: pg.ClientConfig['ssl']) => {
    const client = new pg.Client({
      host: address,
      port: target.port,
      database: target.databaseName,
      user: target.username,
      // A missing password must not be looked up in this machine's environment or ~/.pgpass.
      password: target.password ?? '',
      ssl,
      application_name: applicationName,
      connectionTimeoutMillis: Math.max(1, deadline - Date.now()),
      keepAlive: true,
    })
    client.on('error', () => {})
    try {
      await client.connect()
      return client
    } catch (error) {
      await client.end().catch(() => {})
      throw error
    }
  }
  try {
    return await attempt(tlsOptions(target.sslMode, target.host))
  } catch (error) {
    if (target.sslMode === 'prefer' && isTlsRefusal(error)) {
      return attempt(false).catch((error) => {
        throw connectionFailure(error, target, timeoutMs)
      })
    }
    throw connectionFailure(error, target, timeoutMs)
  }
}

/** As libpq reads sslmode: only the verify modes check whom they talk to. */
function tlsOptions(mode: SslMode, host: string): pg.ClientConfig['ssl'] {
  switch (mode) {
    case 'disable':
      return false
    case 'prefer':
    case 'require':
      return { rejectUnauthorized: false }
    case 'verify-ca':
      return { rejectUnauthorized: true, checkServerIdentity: () => undefined }
    case 'verify-full':
      return { rejectUnauthorized: true, servername: host }
  }
}

const isTlsRefusal = (error: unknown) => messageOf(error).includes('does not support SSL')

async function withTimeout<T>(work: Promise<T>, target: ConnectionTarget, timeoutMs: number): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(timedOut(target, timeoutMs)), timeoutMs)
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

const timedOut = (target: ConnectionTarget, timeoutMs: number) =>
  new ConnectionFailedError(
    'TIMEOUT',
    `${target.host}:${target.port} did not answer within ${timeoutMs / 1000} s`,
  )

/** What went wrong, in the words of someone who has to mend it. Source of the codes: PostgreSQL, appendix A. */
export function connectionFailure(error: unknown, target: ConnectionTarget, timeoutMs: number): Error {
  if (error instanceof ConnectionFailedError) return error
  const { code = '' } = error as { code?: string }
  const message = messageOf(error)
  const at = `${target.host}:${target.port}`
  const failed = (reason: ConnectionFailedError['reason'], text: string) =>
    new ConnectionFailedError(reason, text)
  if (isTlsRefusal(error)) return failed('TLS', `${at} refuses TLS, which sslmode=${target.sslMode} asks for`)
  if (/CERT|SSL|TLS|SELF_SIGNED|UNABLE_TO_/.test(code))
    return failed('TLS', `The TLS connection to ${at} failed: ${message}`)
  if (/timeout|ETIMEDOUT/i.test(`${code} ${message}`) && !code.startsWith('5'))
    return timedOut(target, timeoutMs)
  switch (code) {
    case '28P01':
      return failed('AUTHENTICATION', `${at} refuses the password of ${target.username}`)
    case '28000':
      return /no encryption|SSL off/.test(message)
        ? failed('TLS', `${at} takes ${target.username} only over TLS: ${message}`)
        : failed('AUTHENTICATION', `${at} refuses ${target.username}: ${message}`)
    case '3D000':
      return failed('DATABASE_MISSING', `${at} has no database ${target.databaseName}`)
    case '42501':
      return failed('PERMISSION', `${target.username} may not connect to ${target.databaseName}: ${message}`)
    case 'ECONNREFUSED':
      return failed('UNREACHABLE', `Nothing listens on ${at}`)
  }
  if (/password|SASL/i.test(message))
    return failed('AUTHENTICATION', `${at} refuses ${target.username}: ${message}`)
  return failed('UNREACHABLE', `${at} cannot be reached: ${message}`)
}
