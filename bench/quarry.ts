import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { createQuarryClient, type QuarryClient } from '../src/client/client.ts'
import { startEmbeddedPostgres } from '../src/platform/embedded.ts'
import { workerFlags } from '../src/standalone.ts'
import type { EventLoopDelay } from './event-loop.ts'

/** Quarry as it runs in production: an embedded PostgreSQL, a process for the API, and one for the worker. */
export type BenchQuarry = {
  client: QuarryClient
  /** Of Quarry's own database. */
  databaseUrl: string
  /** A connection to it. */
  store: pg.Client
  /** A new database on Quarry's own server, in which `sql` was run. */
  createDatabase(name: string, sql?: string): Promise<string>
  /** Since the last time that this was asked: of the API, and of a process that does nothing, on the same machine. */
  eventLoops(): Promise<{ api: EventLoopDelay; idle: EventLoopDelay }>
  /** The most memory that the worker's process ever had, in bytes; null where the system does not say. */
  workerPeakMemory(): Promise<number | null>
  worker: ChildProcess
  /** One more process of the API, of the same database; its address. */
  startApi(): Promise<string>
  api: ChildProcess & { url: string; token: string }
}

const { scripts } = createRequire(import.meta.url)('../package.json') as { scripts: Record<'serve', string> }
const mainFile = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const eventLoopFile = new URL('./event-loop.ts', import.meta.url)
const stopTimeoutMs = 15_000
/** Of Node, as `npm run serve` has them. */
const serveFlags = scripts.serve.split(' ').filter((word) => word.startsWith('--'))

/**
 * Everything ends with `stack`. `workerFile` runs in place of Quarry's own worker, in the same surroundings; `apiFlags` are
 * further ones of Node for the API's process; `configuration` is set beside what every bench has.
 */
export async function startQuarry(
  stack: AsyncDisposableStack,
  {
    workerFile,
    apiFlags = [],
    configuration = {},
  }: { workerFile?: URL; apiFlags?: string[]; configuration?: Record<string, string> } = {},
): Promise<BenchQuarry> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-bench-'))
  stack.defer(() => rm(directory, { recursive: true, force: true }))
  const postgres = await startEmbeddedPostgres({ directory: path.join(directory, 'postgres') })
  stack.defer(() => postgres.stop())
  const createDatabase = (name: string, sql?: string) =>
    createDatabaseOn(postgres.connectionString, name, sql)
  const databaseUrl = await createDatabase('quarry')
  const token = randomBytes(24).toString('base64url')
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    FILTERED_DATABASE_URL: postgres.connectionString('postgres'),
    DATA_DIR: path.join(directory, 'data'),
    ACCESS_TOKEN: token,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
    ...configuration,
  }
  await startProcess(stack, quarryCommand('migrate'), env, [], /The database was migrated/)
  const work = workerFile ? [fileURLToPath(workerFile)] : quarryCommand('work')
  const worker = await startProcess(stack, work, env, workerFlags, /The worker is ready/)
  const flags = [...serveFlags, '--import', eventLoopFile.href, ...apiFlags]
  const api = await startProcess(stack, quarryCommand('serve'), env, flags, /The API is ready/)
  const idle = fork(fileURLToPath(eventLoopFile))
  stack.defer(() => void idle.kill())
  const { url } = JSON.parse(api.readyLine)
  const client = createQuarryClient({ url, token })
  stack.defer(() => client.close())
  const store = new pg.Client({ connectionString: databaseUrl })
  await store.connect()
  stack.defer(() => store.end())
  return {
    client,
    databaseUrl,
    store,
    createDatabase,
    eventLoops: async () => ({ api: await eventLoopOf(api.child), idle: await eventLoopOf(idle) }),
    async workerPeakMemory() {
      const status = await readFile(`/proc/${worker.child.pid}/status`, 'utf8').catch(() => '')
      const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
      return kilobytes === undefined ? null : Number(kilobytes) * 1024
    },
    worker: worker.child,
    async startApi() {
      const { readyLine } = await startProcess(
        stack,
        quarryCommand('serve'),
        env,
        serveFlags,
        /The API is ready/,
      )
      return JSON.parse(readyLine).url
    },
    api: Object.assign(api.child, { url, token }),
  }
}

async function eventLoopOf(child: ChildProcess): Promise<EventLoopDelay> {
  const answer = once(child, 'message')
  child.send('event-loop')
  const [delay] = await answer
  return delay
}

const quarryCommand = (name: string) => [mainFile, name]

/** Starts a file with its arguments and resolves once it logs that it is ready. */
export async function startProcess(
  stack: AsyncDisposableStack,
  [file, ...args]: string[],
  env: NodeJS.ProcessEnv,
  execArgv: string[],
  ready: RegExp,
): Promise<{ child: ChildProcess; readyLine: string }> {
  const child = fork(file!, args, { env, execArgv, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const ended = once(child, 'exit')
  stack.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    const killer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
    await ended
    clearTimeout(killer)
  })
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let last = ''
  for (const stream of [child.stdout!, child.stderr!]) {
    createInterface({ input: stream }).on('line', (line) => {
      last = line
      if (ready.test(line)) resolve(line)
    })
  }
  ended.then(([code]) =>
    reject(new Error(`${path.basename(file!)} ${args.join(' ')} ended with code ${code}: ${last}`)),
  )
  return { child, readyLine: await promise }
}

async function createDatabaseOn(
  connectionString: (database: string) => string,
  name: string,
  sql?: string,
): Promise<string> {
  for (const [database, text] of [
    ['postgres', `create database ${name}`],
    [name, sql],
  ] as const) {
    if (!text) continue
    const client = new pg.Client({ connectionString: connectionString(database) })
    await client.connect()
    await client.query(text).finally(() => client.end())
  }
  return connectionString(name)
}
