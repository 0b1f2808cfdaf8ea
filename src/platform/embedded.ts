import { mkdir, realpath } from 'node:fs/promises'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { createCluster, superuser } from './embedded/cluster.ts'
import { findLauncher } from './embedded/launcher.ts'
import { readPostmasterFile, shutDown, stopEarlierServer } from './embedded/postmaster.ts'
import { findPrograms } from './embedded/programs.ts'
import { type ServerProcess, spawnServer } from './embedded/server-process.ts'
import { processStart, waitUntil } from './processes.ts'
import { readOrCreateSecret } from './secret-file.ts'

export type EmbeddedPostgres = {
  port: number
  /** Such as `18.4`. */
  version: string
  /** As the superuser, password included. */
  connectionString(database: string): string
  /** Resolves once the server has ended; what is still connected to it loses its connection. */
  stop(): Promise<void>
  /** Resolves when the server process ends without having been stopped. */
  died: Promise<Error>
}

export type EmbeddedPostgresOptions = {
  /** Holds the cluster, the superuser's password and the log. The caller must be the only one who uses it. */
  directory: string
  /** A free one where it is 0 or left out. */
  port?: number
  /** PostgreSQL's own, by their names in `postgresql.conf`; they override `defaultSettings`. */
  settings?: Record<string, string>
  onLog?: (line: string) => void
  /** Ends the start, which then rejects with the signal's reason once nothing of it runs any more. */
  signal?: AbortSignal
}

const defaultSettings: Record<string, string> = {
  max_connections: '200',
  shared_buffers: '128MB',
  max_wal_size: '512MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // Failing statements are their clients' business, and would put users' data in the log.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
}

const startTimeoutMs = 120_000
const strayBackendsTimeoutMs = 15_000
const portAttempts = 5

/**
 * Starts a PostgreSQL server of our own on 127.0.0.1, making its cluster on first use. A server that a killed process left
 * behind on the same directory is stopped first. The server is a process group of its own, so that a Ctrl-C in the
 * terminal leaves it running until it is stopped.
 * @throws with the server's last log lines where it does not start
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  // Where this process is root, others may pass, so that PostgreSQL's user needs no capabilities; all inside is closed.
  await mkdir(options.directory, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 })
  const directory = await realpath(options.directory)
  const cluster = path.join(directory, 'cluster')
  const settings = { ...defaultSettings, ...options.settings }
  const { postgres, initdb } = await findPrograms()
  const launcher = await findLauncher(directory, cluster, postgres)
  const password = await readOrCreateSecret(path.join(directory, 'password'), 24)

  const { signal } = options
  const sync = settings.fsync !== 'off'
  await createCluster({ directory, cluster, initdb, launcher, password, sync, signal })
  const earlier = await stopEarlierServer(cluster)
  if (earlier !== null)
    options.onLog?.(`Stopped the server (process ${earlier}) that an earlier run left behind`)

  const strayBackendsDeadline = Date.now() + strayBackendsTimeoutMs
  for (let attempt = 1; ; attempt++) {
    const port = options.port || (await freePort())
    signal?.throwIfAborted()
    const server = await spawnServer({
      command: launcher.command(postgres, ['-D', cluster, ...serverArguments(port, settings)]),
      logFile: path.join(directory, 'server.log'),
      onLog: options.onLog,
    })
    if (await isReady(server, cluster, signal))
      return await toEmbeddedPostgres(server, port, password, directory)
    const said = server.lastLines()
    if (said.includes('Address already in use')) {
      if (options.port)
        throw new Error(`The embedded PostgreSQL did not start: port ${port} is in use by another program`)
      if (attempt < portAttempts) continue
    }
    if (said.includes('shared memory block') && Date.now() < strayBackendsDeadline) {
      await sleep(250)
      continue
    }
    throw new Error(`The embedded PostgreSQL did not start: ${said}`)
  }
}

/** How to connect to the server that runs on this directory now; null where none does. */
export async function runningEmbeddedUrl(directory: string, database: string): Promise<string | null> {
  const file = await readPostmasterFile(path.join(directory, 'cluster'))
  if (!file?.ready || (await processStart(file.pid)) === null) return null
  return connectionStringOf(file.port, await readOrCreateSecret(path.join(directory, 'password')), database)
}

const connectionStringOf = (port: number, password: string, database: string) =>
  `postgresql://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${encodeURIComponent(database)}`

function serverArguments(port: number, settings: Record<string, string>): string[] {
  const fixed = { listen_addresses: '127.0.0.1', port: String(port), unix_socket_directories: '' }
  return Object.entries({ ...settings, ...fixed }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** False once the server has ended instead. The status in its file is its own word, whoever else answers on the port. */
async function isReady(server: ServerProcess, cluster: string, signal?: AbortSignal): Promise<boolean> {
  const answered = await waitUntil(async () => {
    if (server.hasEnded() || signal?.aborted) return true
    const file = await readPostmasterFile(cluster)
    return file !== null && file.pid === server.pid && file.ready
  }, startTimeoutMs)
  if (answered && !signal?.aborted) return !server.hasEnded()
  await shutDown(server.send, server.ended)
  signal?.throwIfAborted()
  throw new Error(
    `The embedded PostgreSQL was not ready within ${startTimeoutMs / 1000} s: ${server.lastLines()}`,
  )
}

async function toEmbeddedPostgres(
  server: ServerProcess,
  port: number,
  password: string,
  directory: string,
): Promise<EmbeddedPostgres> {
  const connectionString = (database: string) => connectionStringOf(port, password, database)
  let stopping: Promise<void> | null = null
  const stop = () => {
    stopping ??= shutDown(server.send, server.ended)
    return stopping
  }
  const version = await serverVersion(connectionString('postgres')).catch(async (cause) => {
    await stop()
    const reason =
      cause.code === '28P01' ? `its password is not the one in ${directory}/password` : cause.message
    throw new Error(`The embedded PostgreSQL did not accept a connection: ${reason}`, { cause })
  })
  const died = new Promise<Error>((resolve) => {
    server.ended.then((how) => {
      if (stopping === null)
        resolve(new Error(`The embedded PostgreSQL ended (${how}): ${server.lastLines()}`))
    })
  })
  return { port, version, connectionString, stop, died }
}

async function serverVersion(connectionString: string): Promise<string> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000 })
  // Where the server goes away meanwhile, the failing query says so already.
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ server_version: string }>('show server_version')
    return rows[0]!.server_version
  } finally {
    await client.end().catch(() => {})
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
