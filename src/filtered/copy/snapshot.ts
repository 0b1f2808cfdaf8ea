import type { PostgresConnection } from '../../databases/postgresql/connection.ts'

/** Several connections that see a source as it was at one moment, and can only read. */
export type Snapshot = {
  /** The first of them, which all others depend on while they are opened. */
  readonly leader: PostgresConnection
  reader(): Promise<PostgresConnection>
  /** Ends the transactions and closes all connections. */
  close(): Promise<void>
}

const keepAliveMs = 20_000

/**
 * Opens a snapshot. A standby gives one as well. Its connections are asked something from time to time while they have nothing
 * to do, so that no server or firewall takes them for forgotten.
 */
export async function openSnapshot(openSource: () => Promise<PostgresConnection>): Promise<Snapshot> {
  const opened: { connection: PostgresConnection; isBusy(): boolean }[] = []
  const timer = setInterval(() => {
    for (const { connection, isBusy } of opened) if (!isBusy()) connection.query('SELECT 1').catch(() => {})
  }, keepAliveMs).unref()

  async function open(begin: (connection: PostgresConnection) => Promise<void>): Promise<PostgresConnection> {
    const tracked = track(await openSource())
    try {
      await tracked.connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
      await begin(tracked.connection)
    } catch (error) {
      await tracked.connection.close()
      throw error
    }
    opened.push(tracked)
    return tracked.connection
  }

  async function close(): Promise<void> {
    clearInterval(timer)
    await Promise.all(opened.map(({ connection }) => connection.close()))
  }

  try {
    let name = ''
    const leader = await open(async (connection) => {
      const [row] = await connection.query<{ name: string }>('SELECT pg_export_snapshot() AS name')
      name = row!.name
    })
    return {
      leader,
      reader: () =>
        open(async (connection) => {
          await connection.query(`SET TRANSACTION SNAPSHOT '${name}'`)
        }),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** What is asked while a statement runs would wait for its end, and might be taken for unanswered. */
function track(connection: PostgresConnection) {
  let busy = 0
  async function during<T>(work: () => Promise<T>): Promise<T> {
    busy++
    try {
      return await work()
    } finally {
      busy--
    }
  }
  const tracked: PostgresConnection = {
    engine: connection.engine,
    serverVersion: connection.serverVersion,
    query: (text, values) => during(() => connection.query(text, values)),
    read: (text, values, options) => during(() => connection.read(text, values, options)),
    describe: (text) => during(() => connection.describe(text)),
    copyTo(query) {
      busy++
      return connection.copyTo(query).once('close', () => busy--)
    },
    close: () => connection.close(),
  }
  return { connection: tracked, isBusy: () => busy > 0 }
}
