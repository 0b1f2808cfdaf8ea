import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { DatabaseQuery } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { asSuperuser } from '../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { createElements, register } from '../server/tasks.ts'
import { clientOf, leftOver, useProcesses } from './processes.ts'

const processes = useProcesses()
const databases: TestDatabase[] = []
afterAll(async () => {
  for (const database of databases) await database.drop()
})

async function newDatabase(sql?: string): Promise<string> {
  const database = await createDatabase({ sql })
  databases.push(database)
  return database.connectionString
}

const readiness = async (url: string) => {
  const response = await fetch(new URL('/health/ready', url))
  return { status: response.status, checks: (await response.json()).checks }
}

describe('processes of their own for the API, the worker and the migrations', () => {
  it('may be started in any order: what waits says for what, and goes on without a restart', async () => {
    const directory = await processes.newDirectory()
    const environment = { DATABASE_URL: await newDatabase(), DATA_DIR: directory, PORT: '0' }
    const source = await newDatabase('create table a (id int primary key)')

    const worker = processes.start(environment, ['work'])
    const api = processes.start(environment, ['serve'])
    await worker.says(/The worker cannot start yet: \d+ migrations? .*npm run migrate/)
    const url = await api.url()
    expect((await fetch(new URL('/health/live', url))).status).toBe(200)
    expect(await readiness(url)).toMatchObject({
      status: 503,
      checks: { database: { ok: true }, migrations: { ok: false }, queue: { ok: false } },
    })

    const migration = processes.start(environment, ['migrate'])
    expect(await migration.ended).toBe(0)
    expect(migration.output()).toContain('The database was migrated')
    expect(await waitUntil(async () => (await readiness(url)).status === 200, 15_000, 100)).toBe(true)
    await worker.says('The worker is ready')

    const client = await clientOf(url, directory)
    try {
      const id = await register(client, source, 'source')
      await createElements(client, id)
      const { database } = await client.request(DatabaseQuery, { id })
      expect(database?.catalog).toMatchObject({ tableCount: 1 })
    } finally {
      await client.close()
    }

    const again = processes.start(environment, ['migrate'])
    expect(await again.ended).toBe(0)
    expect(again.output()).toContain('The database is up to date')

    for (const part of [api, worker]) part.signal('SIGTERM')
    expect(await Promise.all([api.ended, worker.ended])).toEqual([0, 0])
    expect(await leftOver(directory, 5_000)).toEqual([])
  })

  it('may migrate from several places at once, also while others look whether they can start', async () => {
    const environment = {
      DATABASE_URL: await newDatabase(),
      DATA_DIR: await processes.newDirectory(),
      PORT: '0',
    }
    const worker = processes.start(environment, ['work'])
    const migrations = [1, 2].map(() => processes.start(environment, ['migrate']))
    for (const migration of migrations)
      expect([await migration.ended, migration.output()]).toEqual([
        0,
        expect.stringMatching(/migrated|up to date/),
      ])
    await worker.says('The worker is ready')
    worker.signal('SIGINT')
    expect(await worker.ended).toBe(0)
  })

  it('may migrate while another process, which only looks, is about to make the table of what ran', async () => {
    const DATABASE_URL = await newDatabase()
    const looking = new pg.Client({ connectionString: DATABASE_URL })
    await looking.connect()
    try {
      await looking.query('begin')
      await looking.query(
        'create table migration (id serial primary key, name varchar(255), executed_at timestamptz default now())',
      )
      const migration = processes.start({ DATABASE_URL, DATA_DIR: await processes.newDirectory() }, [
        'migrate',
      ])
      const isHeldUp = async () =>
        (
          await asSuperuser(`select from pg_stat_activity where datname = '${new URL(DATABASE_URL).pathname.slice(1)}'
            and application_name = 'quarry migrate' and wait_event_type = 'Lock'`)
        ).length > 0
      expect(await waitUntil(isHeldUp, 20_000, 50)).toBe(true)
      await looking.query('commit')
      expect([await migration.ended, migration.output()]).toEqual([
        0,
        expect.stringContaining('was migrated'),
      ])
    } finally {
      await looking.end()
    }
  })

  it('a worker that waits for its database says so, and ends when it is told to', async () => {
    const DATABASE_URL = 'postgresql://nobody:canary@127.0.0.1:1/none'
    const worker = processes.start({ DATABASE_URL, DATA_DIR: await processes.newDirectory() }, ['work'])
    await worker.says('The worker cannot start yet')
    worker.signal('SIGTERM')
    expect(await worker.ended).toBe(0)
    expect(worker.output()).not.toContain('canary')
  })
})
