import type { Connection } from 'mysql2'
import { ConnectionFailedError } from '../../platform/errors.ts'
import { resolveHost } from '../../platform/hosts.ts'
import { withinDeadline } from '../attempts.ts'
import { TooLargeToRead } from '../rows.ts'
import type { SourceConnection, SourceOptions } from '../source-connection.ts'
import type { ServerTarget } from '../target.ts'
import { connectionFailure, MysqlError, statementFailure } from './failure.ts'
import { type Login, logIn, logInAt } from './login.ts'
import { readRows } from './read-rows.ts'
import { type Session, setUp } from './session.ts'
import { prepared, rowsOf } from './statements.ts'

export type MysqlConnection = SourceConnection &
  Session & {
    /** The one that the connection string names. */
    readonly databaseName: string
    /**
     * How many columns one statement would give, and how many parameters it has. The server parses it and runs nothing; several
     * statements are none that it can prepare.
     */
    prepare(text: string): Promise<{ columns: number; parameters: number }>
  }

const cancelPatienceMs = 2_000
const closePatienceMs = 2_000
/** Past its own limit of time, a server that is there has said so by then. */
const answerPatienceMs = 5_000

/**
 * Connects to one of the checked addresses of the target. The session only reads, and sees one state of the data.
 * @throws ConnectionFailedError with the reason; the signal's reason where it aborted
 */
export async function connectMysql(target: ServerTarget, options: SourceOptions): Promise<MysqlConnection> {
  const { signal, connectTimeoutMs: timeoutMs, applicationName, statementTimeoutMs } = options
  signal?.throwIfAborted()
  const deadline = Date.now() + timeoutMs
  const login: Login = { target, timeoutMs, deadline, applicationName, signal }
  const addresses = await withinDeadline(resolveHost(target.host, options.hosts), login)
  const { client, address } = await logIn(addresses, login)
  try {
    const session = await withinDeadline(setUp(client, statementTimeoutMs), login)
    return guard(client, session, login, statementTimeoutMs + answerPatienceMs, () =>
      killStatement(login, address, client.threadId!),
    )
  } catch (error) {
    await end(client)
    signal?.throwIfAborted()
    throw connectionFailure(
      error instanceof ConnectionFailedError ? error : statementFailure(error),
      target,
      timeoutMs,
    )
  }
}

function guard(
  client: Connection,
  session: Session,
  { target, signal }: Login,
  patienceMs: number,
  kill: () => Promise<void>,
): MysqlConnection {
  let lost: Error | null = null
  const lose = (error: Error) => {
    lost ??= error
    destroy(client)
  }
  client.on('error', (error) => lose(statementFailure(error)))
  /** Over sessions of their own, which must not outlast this one. */
  const killing: Promise<void>[] = []
  const killNow = () => {
    const done = kill().catch(() => {})
    killing.push(done)
    return done
  }
  const onAbort = () => {
    killNow().finally(() => end(client))
    // Where the server does not answer either, the socket goes: nothing of ours may hang on it.
    setTimeout(() => destroy(client), cancelPatienceMs).unref()
  }
  signal?.addEventListener('abort', onAbort, { once: true })

  async function ask<T>(work: () => Promise<T>): Promise<T> {
    signal?.throwIfAborted()
    if (lost) throw lost
    const { promise: mute, reject } = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      killNow()
      lose(new MysqlError('ETIMEDOUT', `The database did not answer within ${patienceMs / 1_000} s`))
      reject(lost)
    }, patienceMs)
    try {
      return await Promise.race([work(), mute])
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof TooLargeToRead) throw error
      throw lost ?? statementFailure(error)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    ...session,
    databaseName: target.databaseName,
    query: (text, values) => ask(() => rowsOf(client, text, values)),
    read: (text, _values, options = {}) =>
      ask(async () => {
        // A block of statements may end the transaction that only reads, as CALL and EXECUTE IMMEDIATE may: they have no columns.
        const { columns } = await prepared(client, text)
        if (columns === 0)
          throw new MysqlError('SQL_REFUSED', 'The statement is not run, since it would give no columns')
        // The server stops by itself, unless the statement has a limit of its own.
        const limit = options.rows === undefined ? 'DEFAULT' : String(Math.trunc(options.rows) + 1)
        await rowsOf(client, `SET SESSION sql_select_limit = ${limit}`)
        try {
          return await readRows(client, text, options, { stop: killNow, abandon: () => abandon() })
        } finally {
          // What ends the one statement must not meet the next one.
          await Promise.all(killing)
          if (!lost) await rowsOf(client, 'SET SESSION sql_select_limit = DEFAULT')
        }
      }),
    prepare: (text) => ask(() => prepared(client, text)),
    async close() {
      signal?.removeEventListener('abort', onAbort)
      await Promise.all([end(client), ...killing])
    },
  }

  function abandon() {
    killNow()
    lose(new MysqlError('ECONNRESET', 'The connection was given up'))
  }
}

/** The driver's own way to end a connection waits for the server. */
const destroy = (client: Connection) =>
  (client as unknown as { stream: { destroy(): void } }).stream.destroy()

/** Says goodbye; a server that does not take notice must not keep the caller waiting. */
function end(client: Connection): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, closePatienceMs)
  client.end(() => resolve())
  return promise.finally(() => {
    clearTimeout(timer)
    destroy(client)
  })
}

/** Over a connection of its own, since the first one is busy with the statement. */
async function killStatement(login: Login, address: string, threadId: number): Promise<void> {
  const deadline = Date.now() + cancelPatienceMs
  const client = await logInAt({ ...login, deadline, signal: undefined }, address)
  try {
    await withinDeadline(rowsOf(client, `KILL QUERY ${Number(threadId)}`), {
      ...login,
      deadline,
      signal: undefined,
    })
  } finally {
    await end(client)
  }
}
