import type { ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import { startEmbeddedPostgres } from '../../src/platform/embedded.ts'
import { workerFlags } from '../../src/standalone.ts'
import { register } from '../elements.ts'
import { startProcess } from '../quarry.ts'
import { parentOf } from './processor-time.ts'

export type SimulatedLoad = {
  workers: number
  tasksPerSecond: number
  /** Of a task, beside the three that every task has. */
  lines: number
  subscribers: number
}

/** An API, workers and subscribers, a process each, on a PostgreSQL server of their own. */
export type Simulated = {
  client: QuarryClient
  databaseIds: string[]
  store: pg.Client
  api: number
  workers: number[]
  postgres: number
  /** Events that all subscribers together have received. */
  received(): Promise<number>
}

/** A task says a line every so often. */
export const apartMs = 25
/** So many that a database's last task has ended before its next one begins, at the highest rate. */
const databases = 200

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))

export async function startSimulated(stack: AsyncDisposableStack, load: SimulatedLoad): Promise<Simulated> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-simulation-'))
  stack.defer(() => rm(directory, { recursive: true, force: true }))
  const server = await startEmbeddedPostgres({
    directory: path.join(directory, 'postgres'),
    settings: { shared_preload_libraries: 'pg_stat_statements' },
  })
  stack.defer(() => server.stop())
  const admin = new pg.Client({ connectionString: server.connectionString('postgres') })
  await admin.connect()
  await admin.query('create database quarry').finally(() => admin.end())
  const store = new pg.Client({ connectionString: server.connectionString('quarry') })
  await store.connect()
  stack.defer(() => store.end())
  await store.query('create extension pg_stat_statements')
  const { rows } = await store.query<{ pid: number }>('select pg_backend_pid() as pid')

  const token = randomBytes(24).toString('base64url')
  const env = {
    ...process.env,
    DATABASE_URL: server.connectionString('quarry'),
    DATA_DIR: path.join(directory, 'data'),
    ACCESS_TOKEN: token,
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    HOST: '127.0.0.1',
    PORT: '0',
    LOG_LEVEL: 'info',
  }
  const main = fileOf('../../src/main.ts')
  await startProcess(stack, [main, 'migrate'], env, [], /The database was migrated/)
  const api = await startProcess(stack, [main, 'serve'], env, [], /The API is ready/)
  const { url } = JSON.parse(api.readyLine)
  const workers: number[] = []
  for (let worker = 0; worker < load.workers; worker++) {
    const program = [fileOf('./worker.ts'), String(load.lines), String(apartMs)]
    const { child } = await startProcess(stack, program, env, workerFlags, /The worker is ready/)
    workers.push(child.pid!)
  }
  const client = createQuarryClient({ url, token })
  stack.defer(() => client.close())
  const databaseIds: string[] = []
  for (let number = 0; number < databases; number++)
    databaseIds.push(await register(client, server.connectionString('postgres'), `Source ${number}`))
  const program = [fileOf('./subscribers.ts'), url, token, String(load.subscribers)]
  const subscribers = await startProcess(stack, program, process.env, [], /The subscribers are ready/)
  return {
    client,
    databaseIds,
    store,
    api: api.child.pid!,
    workers,
    postgres: await parentOf(rows[0]!.pid),
    received: () => receivedBy(subscribers.child),
  }
}

function receivedBy(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once('message', ({ received }: { received: number }) => resolve(received))
    child.send('how many')
  })
}
