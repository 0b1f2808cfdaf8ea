import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { migrate, startApi } from './app.ts'
import type { Config } from './config.ts'
import { openDataDirectory } from './platform/data-dir.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './platform/embedded.ts'
import type { Log } from './platform/log.ts'
import { findSurroundings } from './surroundings.ts'

export type Standalone = {
  url: string
  accessToken: string
  /** Null where DATABASE_URL leads to a server that is not ours. */
  embedded: EmbeddedPostgres | null
  /** Resolves when something that everything needs has ended by itself. */
  failed: Promise<Error>
  stop(): Promise<void>
}

export const ownDatabase = 'quarry'
const mainFile = fileURLToPath(new URL('./main.ts', import.meta.url))

/**
 * Everything on one machine: PostgreSQL (embedded where DATABASE_URL is not set), the API, and a worker process.
 * @throws the reason of `signal` where it aborts during the start, once what had begun is stopped
 */
export async function startStandalone(config: Config, log: Log, signal?: AbortSignal): Promise<Standalone> {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const one of stops.splice(0).reverse())
      await one().catch((error) => log.error({ err: error }, 'A part did not stop well'))
  }
  try {
    const directory = await openDataDirectory(config.DATA_DIR)
    stops.push(directory.release)
    const embedded = config.DATABASE_URL
      ? null
      : await startEmbeddedPostgres({
          directory: path.join(directory.path, 'postgres'),
          port: config.EMBEDDED_POSTGRES_PORT,
          onLog: (line) => log.debug({ from: 'postgres' }, line),
          signal,
        })
    if (embedded) {
      stops.push(embedded.stop)
      await ensureDatabase(embedded, ownDatabase)
    }
    const databaseUrl = config.DATABASE_URL ?? embedded?.connectionString(ownDatabase)
    const filteredUrl = config.FILTERED_DATABASE_URL ?? embedded?.connectionString('postgres')
    const surroundings = await findSurroundings(config, log, databaseUrl, filteredUrl ?? null)
    signal?.throwIfAborted()
    const applied = await migrate(surroundings)
    signal?.throwIfAborted()
    if (applied.length > 0) log.info({ migrations: applied }, 'The database was migrated')
    const worker = superviseWorker(
      {
        DATABASE_URL: databaseUrl,
        FILTERED_DATABASE_URL: filteredUrl,
        DATA_DIR: directory.path,
        ACCESS_TOKEN: surroundings.accessToken,
        ENCRYPTION_KEY: surroundings.encryptionKey.toString('base64'),
        ...(config.METRICS_PORT !== undefined && {
          METRICS_PORT: String(workerMetricsPort(config.METRICS_PORT)),
        }),
      },
      config,
      log,
    )
    stops.push(worker.stop)
    const api = await startApi(surroundings)
    stops.push(api.close)
    const failed = embedded ? embedded.died : new Promise<Error>(() => {})
    return { url: api.url, accessToken: surroundings.accessToken, embedded, failed, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The port itself is the API's; 0 stands for any that is free. */
const workerMetricsPort = (port: number) => (port === 0 ? 0 : port + 1)

async function ensureDatabase(embedded: EmbeddedPostgres, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: embedded.connectionString('postgres') })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(name)}`)
    // Logins of filtered databases have no business in these.
    await client.query('revoke connect on database postgres, template1 from public')
  } finally {
    await client.end()
  }
}

/**
 * What a reading passes through memory is soon forgotten, but by default only cleared away when there is much of it: the
 * small young generation halves a worker's peak, and makes it no slower. `npm run work` has the same.
 */
export const workerFlags = ['--max-semi-space-size=2']

const firstRestartMs = 200
const lastRestartMs = 10_000

/**
 * Keeps one worker process running. It is a process of its own, so that whatever a task does (a long computation, all
 * memory, an exit) leaves the API as it was.
 */
function superviseWorker(environment: Record<string, string | undefined>, config: Config, log: Log) {
  let child: ChildProcess
  let stopping = false
  let restartMs = firstRestartMs

  function start() {
    const startedAt = Date.now()
    // In a process group of its own: a Ctrl-C in the terminal is for this process, which then stops the worker.
    child = fork(mainFile, ['work'], {
      env: { ...process.env, ...environment },
      execArgv: [...process.execArgv, ...workerFlags],
      detached: true,
    })
    child.on('error', (error) => log.warn({ err: error }, 'The worker process could not be started or told'))
    child.once('exit', async (code, signal) => {
      if (stopping) return
      restartMs =
        Date.now() - startedAt > lastRestartMs ? firstRestartMs : Math.min(restartMs * 2, lastRestartMs)
      log.warn({ code, signal }, `The worker process ended; another one is started in ${restartMs} ms`)
      await sleep(restartMs)
      if (!stopping) start()
    })
  }
  start()

  return {
    async stop() {
      stopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      const killer = setTimeout(() => child.kill('SIGKILL'), config.SHUTDOWN_GRACE_SECONDS * 1_000 + 5_000)
      await ended
      clearTimeout(killer)
    },
  }
}
