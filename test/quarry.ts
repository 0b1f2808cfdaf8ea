import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { inject } from 'vitest'
import { migrate, startApi, startTaskWorker } from '../src/app.ts'
import { createQuarryClient, type QuarryClient } from '../src/client/client.ts'
import { readConfig } from '../src/config.ts'
import { createLog } from '../src/platform/log.ts'
import type { Surroundings } from '../src/surroundings.ts'
import { createDatabase } from './postgres.ts'

export type TestQuarry = {
  url: string
  token: string
  client: QuarryClient
  surroundings: Surroundings
  /** Where LOG_DIR and DATA_DIR are. */
  directory: string
  /** Another client of the same server, which the caller closes. */
  connect(token?: string): QuarryClient
  stop(): Promise<void>
}

/**
 * Quarry on a database of its own on the tests' server: the API and, unless `worker` is false, a worker, both in this
 * process and through the functions that the commands call.
 */
export async function startQuarry(
  options: { env?: Record<string, string>; worker?: boolean; filteredDatabaseUrl?: string | null } = {},
): Promise<TestQuarry> {
  const database = await createDatabase()
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-test-'))
  const token = randomBytes(24).toString('base64url')
  const config = readConfig({ PORT: '0', DATA_DIR: directory, LOG_LEVEL: 'silent', ...options.env })
  const surroundings: Surroundings = {
    config,
    log: createLog(config.LOG_LEVEL),
    databaseUrl: database.connectionString,
    filteredDatabaseUrl:
      options.filteredDatabaseUrl === undefined ? inject('postgresUrl') : options.filteredDatabaseUrl,
    accessToken: token,
    encryptionKey: randomBytes(32),
    logDirectory: path.join(directory, 'logs'),
  }
  await migrate(surroundings)
  const worker = options.worker === false ? null : await startTaskWorker(surroundings)
  const api = await startApi(surroundings)
  const connect = (as = token) => createQuarryClient({ url: api.url, token: as })
  const client = connect()
  return {
    url: api.url,
    token,
    client,
    surroundings,
    directory,
    connect,
    async stop() {
      await client.close()
      await api.close()
      await worker?.stop(1_000)
      await database.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
