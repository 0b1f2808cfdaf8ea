import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { v7 as uuid } from 'uuid'
import { entities, migrate, startApi } from '../../src/app.ts'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { type Orm, openOrm } from '../../src/platform/orm.ts'
import type { Surroundings } from '../../src/surroundings.ts'
import { prepareEventPartitions } from '../../src/tasks/retention.ts'
import { register } from '../elements.ts'
import type { Past } from './past.ts'

/** Quarry with its API in this process, so that its statements can be looked at, on a database that the caller has made. */
export type Installation = {
  client: QuarryClient
  surroundings: Surroundings
  orm: Orm
  /** Statements beside the product's. */
  store: pg.Client
  past: Past
  /** Of the databases on which a task does what the name says. */
  databases: Record<DatabaseName, string>
}

export const databaseNames = ['completes', 'retries', 'fails', 'waits', 'broken', 'former'] as const
export type DatabaseName = (typeof databaseNames)[number]

/** How many weeks one preparation makes partitions for. */
const weeksPrepared = 9
const dayMs = 86_400_000

/** `sourceUrl`: of a database that can be registered; nothing is read from it. */
export async function openInstallation(
  stack: AsyncDisposableStack,
  databaseUrl: string,
  sourceUrl: string,
): Promise<Installation> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-history-'))
  stack.defer(() => rm(directory, { recursive: true, force: true }))
  const accessToken = randomBytes(24).toString('base64url')
  const config = readConfig({
    PORT: '0',
    DATA_DIR: directory,
    LOG_LEVEL: 'silent',
    // So few that a start is always near the limit, and counts.
    MAX_PENDING_TASKS: '20',
  })
  const surroundings: Surroundings = {
    config,
    log: createLog(config.LOG_LEVEL),
    databaseUrl,
    accessToken,
    encryptionKey: randomBytes(32),
    logDirectory: path.join(directory, 'logs'),
  }
  await migrate(surroundings)
  const orm = await openOrm({ url: databaseUrl, entities, applicationName: 'quarry history', poolSize: 10 })
  stack.defer(() => orm.close())
  const store = new pg.Client({ connectionString: databaseUrl })
  await store.connect()
  stack.defer(() => store.end())
  const api = await startApi(surroundings)
  stack.defer(() => api.close())
  const client = createQuarryClient({ url: api.url, token: accessToken })
  stack.defer(() => client.close())

  const databases = {} as Record<DatabaseName, string>
  for (const name of databaseNames) databases[name] = rawId(await register(client, sourceUrl, name))
  const { rows } = await store.query(`select id from workspace where slug = 'default'`)
  await store.query(
    `insert into workspace (id, slug, name, created_at) values ($1, 'neighbours', 'Neighbours', now())`,
    [uuid()],
  )
  const { completes, retries, fails, waits, broken, former } = databases
  const busy = [completes, retries, fails, waits]
  const past = { workspaceId: rows[0].id, busy, broken, former, formerMaker: 'a former user' }
  return { client, surroundings, orm, store, past, databases }
}

/** The part of a global id that the database knows. */
export const rawId = (globalId: string) => Buffer.from(globalId, 'base64').toString().split(':')[1]!

/** Makes the partitions that a stretch of the past needs. */
export async function preparePast(orm: Orm, fromDaysAgo: number, days: number): Promise<void> {
  for (let day = 0; day <= days; day += 7 * weeksPrepared)
    await prepareEventPartitions(orm, new Date(Date.now() + (day - fromDaysAgo) * dayMs))
}
