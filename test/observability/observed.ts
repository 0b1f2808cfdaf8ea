import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { migrate, startApi, startTaskWorker } from '../../src/app.ts'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import { readConfig } from '../../src/config.ts'
import type { Log } from '../../src/platform/log.ts'
import type { Surroundings } from '../../src/surroundings.ts'
import { createDatabase } from '../postgres.ts'
import { register, startTask } from '../server/tasks.ts'
import { type Exposition, scrape } from './scrape.ts'

export type LogLine = Record<string, unknown> & { level: number; msg: string }
export type Observed = Awaited<ReturnType<typeof startObserved>>

/**
 * The API and a worker in this process, with metrics on ports of their own and a log that can be read.
 * @param through replaces the address of the store, as of a relay in front of it
 */
export async function startObserved(
  options: { env?: Record<string, string>; through?: (url: string) => string } = {},
) {
  const database = await createDatabase()
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-observed-'))
  const logged: LogLine[] = []
  const log: Log = pino({ level: 'debug' }, { write: (line) => void logged.push(JSON.parse(line)) })
  const token = randomBytes(24).toString('base64url')
  const direct: Surroundings = {
    config: readConfig({ PORT: '0', METRICS_PORT: '0', DATA_DIR: directory, ...options.env }),
    log,
    databaseUrl: database.connectionString,
    accessToken: token,
    encryptionKey: randomBytes(32),
    logDirectory: path.join(directory, 'logs'),
  }
  await migrate(direct)
  const databaseUrl = options.through?.(database.connectionString) ?? database.connectionString
  const surroundings = { ...direct, databaseUrl }
  const worker = await startTaskWorker(surroundings)
  const api = await startApi(surroundings)
  const client = createQuarryClient({ url: api.url, token })
  return {
    url: api.url,
    token,
    client,
    database,
    logged,
    surroundings,
    metricsUrls: { api: api.metricsUrl, worker: worker.metricsUrl },
    ofApi: (): Promise<Exposition> => scrape(api.metricsUrl!),
    ofWorker: (): Promise<Exposition> => scrape(worker.metricsUrl!),
    register: (name: string, connectionString: string) => register(client, connectionString, name),
    startTask: (databaseId: string) => startTask(client, databaseId),
    /** Keeps runs from writing what they found until the function that it resolves to is called. */
    async holdRuns(): Promise<() => Promise<void>> {
      const holder = new pg.Client({ connectionString: database.connectionString })
      await holder.connect()
      await holder.query('begin; lock table catalog_table in share mode')
      return () => holder.end()
    },
    async stop() {
      await client.close()
      await api.close()
      await worker.stop(1_000)
      await database.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** The events' types up to the end of the task. */
export async function watch(client: QuarryClient, taskId: string): Promise<string[]> {
  const types: string[] = []
  for await (const event of client.watchTask(taskId)) types.push(event.type)
  return types
}

/** As the store has it. */
export const rowIdOf = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1]!
