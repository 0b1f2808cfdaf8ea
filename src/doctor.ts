import { constants } from 'node:fs'
import { access, mkdir, statfs } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { entities, inWords, openSealer, sealedRows, whatToDo } from './app.ts'
import type { Config } from './config.ts'
import { runningEmbeddedUrl } from './platform/embedded.ts'
import { messageOf } from './platform/errors.ts'
import type { Log } from './platform/log.ts'
import { dbOf, type Orm, openOrm } from './platform/orm.ts'
import { examineSealed } from './platform/reseal.ts'
import { ownDatabase } from './standalone.ts'
import { findSurroundings, type Surroundings } from './surroundings.ts'
import { eventPartitions } from './tasks/event-partitions.sql.ts'
import { queueDrift } from './tasks/queue-schema.ts'

/** Some of the checks failed; what they said is printed already. */
export class ChecksFailed extends Error {}

/** Resolves to what is well, in words; rejects with what is not, and what to do. */
type Check = () => Promise<string>

const oldestServer = 130_000
const leastFreeBytes = 2 ** 30
const mostSkewMs = 1_000
const notificationPatienceMs = 2_000
const leastAheadMs = 7 * 86_400_000

/**
 * Checks everything that Quarry stands on, and prints a line for each. No data is changed.
 * @throws ChecksFailed where one is not as it should be
 */
export async function examine(config: Config, log: Log): Promise<void> {
  const databaseUrl = config.DATABASE_URL ?? (await embeddedUrl(config))
  const checks: Record<string, Check> = {
    configuration: async () => 'every variable that is set is as it should be',
    'data directory': () => writable(config.DATA_DIR),
    'log directory': () => writable(config.LOG_DIR ?? path.join(config.DATA_DIR, 'logs')),
    disk: () => freeSpace(config.DATA_DIR),
  }
  let failed = await report(checks)
  if (databaseUrl === null) {
    failed += await report({
      database: async () => {
        throw new Error(
          'DATABASE_URL is not set, and no embedded PostgreSQL runs in DATA_DIR; start one with: npm start',
        )
      },
    })
  } else {
    const applicationName = 'quarry doctor'
    const orm = await openOrm({ url: databaseUrl, entities, applicationName, poolSize: 1 })
    try {
      failed += await report({
        secrets: async () => {
          await findSurroundings(config, log, databaseUrl)
          return 'the access token and the encryption key are there'
        },
        sealed: async () => sealedValues(orm, await findSurroundings(config, log, databaseUrl)),
        database: () => serverVersion(orm),
        clock: () => clockSkew(orm),
        migrations: () => migrations(orm),
        queue: async () => {
          const drift = await queueDrift({
            url: databaseUrl,
            applicationName,
            log,
            backend: config.QUEUE_BACKEND,
          })
          if (drift.length > 0) throw new Error(`${drift.join('; ')}; run: npm run migrate`)
          return 'its schema is that of this release'
        },
        notifications: async () =>
          config.NOTIFICATIONS === 'off' ? 'switched off; everything is polled' : notifications(databaseUrl),
        partitions: () => partitions(orm),
        filtered: () => filteredServer(config),
        workers: () => workers(orm),
      })
    } finally {
      await orm.close()
    }
  }
  if (failed > 0) throw new ChecksFailed(`${failed} ${failed === 1 ? 'check' : 'checks'} failed`)
}

/** Of Quarry's own database, where an embedded PostgreSQL runs in DATA_DIR. */
export const embeddedUrl = (config: Config): Promise<string | null> =>
  runningEmbeddedUrl(path.join(config.DATA_DIR, 'postgres'), ownDatabase)

/** @returns how many failed */
async function report(checks: Record<string, Check>): Promise<number> {
  let failed = 0
  for (const [name, check] of Object.entries(checks)) {
    const [word, text] = await check().then(
      (text) => ['ok', text],
      (error) => ['FAILED', messageOf(error)],
    )
    if (word !== 'ok') failed++
    process.stdout.write(`${word!.padEnd(7)} ${name.padEnd(15)} ${text}\n`)
  }
  return failed
}

async function writable(directory: string): Promise<string> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  await access(directory, constants.W_OK | constants.X_OK)
  return directory
}

async function freeSpace(directory: string): Promise<string> {
  const { bavail, bsize } = await statfs(directory)
  const free = bavail * bsize
  const text = `${(free / 2 ** 30).toFixed(1)} GiB are free at ${directory}`
  if (free < leastFreeBytes) throw new Error(`${text}; make room`)
  return text
}

/** SQLSTATE undefined_table. Source: PostgreSQL, appendix A. */
const undefinedTable = '42P01'

async function sealedValues(orm: Orm, surroundings: Surroundings): Promise<string> {
  const results = await examineSealed({
    db: dbOf(orm.em.fork()),
    sealer: openSealer(surroundings),
    kinds: sealedRows,
  }).catch((error) => {
    // What the migrations have not made yet holds nothing.
    if (error.code !== undefinedTable) throw error
    return []
  })
  const closed = inWords(results)
  if (closed) throw new Error(`${closed}; ${whatToDo}`)
  const count = results.reduce((sum, result) => sum + result.count, 0)
  const earlier = results.reduce((sum, result) => sum + result.earlier, 0)
  return earlier > 0
    ? `all ${count} open, ${earlier} of them with an earlier key or form; run: npm run rotate-keys`
    : `all ${count} open with the encryption key`
}

async function serverVersion(orm: Orm): Promise<string> {
  const { rows } = await sql<{ number: number; version: string }>`
    select current_setting('server_version_num')::int as number, current_setting('server_version') as version`.execute(
    dbOf(orm.em.fork()),
  )
  const { number, version } = rows[0]!
  if (number < oldestServer)
    throw new Error(`PostgreSQL ${version} is too old; 13 is the oldest that will do`)
  return `PostgreSQL ${version} answers`
}

/** Between this machine and the database, whose clock decides what is due. */
async function clockSkew(orm: Orm): Promise<string> {
  const before = Date.now()
  const { rows } = await sql<{ ms: number }>`
    select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`.execute(dbOf(orm.em.fork()))
  const skewMs = Math.round(rows[0]!.ms - (before + Date.now()) / 2)
  const text = `this machine and the database differ by ${Math.abs(skewMs)} ms`
  if (Math.abs(skewMs) > mostSkewMs) throw new Error(`${text}; set their clocks by NTP`)
  return text
}

async function migrations(orm: Orm): Promise<string> {
  const pending = await orm.migrator.getPending()
  if (pending.length > 0) throw new Error(`${pending.length} are pending; run: npm run migrate`)
  return 'all have run'
}

/** Sends one to itself; behind a pooler in transaction mode it does not arrive, and polling takes its place. */
async function notifications(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    const heard = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => heard.resolve(false), notificationPatienceMs)
    client.on('notification', () => heard.resolve(true))
    await client.query('listen quarry_doctor')
    await client.query(`select pg_notify('quarry_doctor', '')`)
    const arrived = await heard.promise
    clearTimeout(timer)
    if (!arrived)
      throw new Error(
        'they do not arrive; connect to PostgreSQL itself, not to a pooler in transaction mode, or set NOTIFICATIONS=off',
      )
    return 'they arrive'
  } finally {
    await client.end()
  }
}

/** Events find a place without one too, but not one that can be dropped at once. */
async function partitions(orm: Orm): Promise<string> {
  const last = (await eventPartitions(dbOf(orm.em.fork()))).at(-1)
  if (!last || last.to.getTime() < Date.now() + leastAheadMs)
    throw new Error(
      'those of the next weeks are missing; a worker makes them by night, and npm run migrate at once',
    )
  return `there until ${last.to.toISOString().slice(0, 10)}`
}

/** The server that filtered databases are made on, and what its login may do there. */
async function filteredServer(config: Config): Promise<string> {
  const url =
    config.FILTERED_DATABASE_URL ??
    (await runningEmbeddedUrl(path.join(config.DATA_DIR, 'postgres'), 'postgres'))
  if (url === null) return 'no server is set, so none are made; set FILTERED_DATABASE_URL for them'
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  await client.connect()
  try {
    const { rows } = await client.query<{ able: boolean; version: string }>(
      `select rolsuper or rolcreatedb and rolcreaterole as able, current_setting('server_version') as version
      from pg_roles where rolname = current_user`,
    )
    const { able, version } = rows[0]!
    if (!able)
      throw new Error('the login of FILTERED_DATABASE_URL needs CREATEDB and CREATEROLE; grant it both')
    return `PostgreSQL ${version} makes databases and logins`
  } finally {
    await client.end()
  }
}

async function workers(orm: Orm): Promise<string> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from task_worker where heartbeat_at > now() - interval '10 seconds'`.execute(
    dbOf(orm.em.fork()),
  )
  const { count } = rows[0]!
  if (count === 0) throw new Error('none is there, so tasks wait; start one with: npm run work')
  return count === 1 ? 'one is there' : `${count} are there`
}
