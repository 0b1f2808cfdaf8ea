import pg from 'pg'
import { afterEach, describe, expect, inject, it } from 'vitest'
import { migrate } from '../../src/app.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { type Serving, startServing } from './serving.ts'

let serving: Serving
afterEach(() => serving.stop())

const ask = async (path: string) => {
  const response = await fetch(serving.url + path)
  return { status: response.status, body: await response.json() }
}

async function run(connectionString: string, sql: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

const becomesReady = () => waitUntil(async () => (await ask('/health/ready')).status === 200, 15_000)

describe('/health/ready', () => {
  it('is 200 without a token where the database is there, migrated, and has the queue', async () => {
    serving = await startServing()
    expect(await ask('/health/ready')).toEqual({
      status: 200,
      body: {
        status: 'ok',
        checks: { database: { ok: true }, migrations: { ok: true }, queue: { ok: true } },
      },
    })
  })

  it('is 503 while migrations are pending and the queue is missing, and 200 as soon as both are there', async () => {
    serving = await startServing({ migrated: false })
    const { status, body } = await ask('/health/ready')
    expect(status).toBe(503)
    expect(body).toMatchObject({
      status: 'unavailable',
      checks: {
        database: { ok: true },
        migrations: {
          ok: false,
          message: expect.stringMatching(/^[1-9]\d* are pending; run: npm run migrate$/),
        },
        queue: { ok: false, message: expect.stringContaining('npm run migrate') },
      },
    })
    await migrate(serving.surroundings)
    expect(await becomesReady()).toBe(true)
  })

  it('names the queue alone where only its schema is missing', async () => {
    serving = await startServing({ migrated: false })
    await migrate(serving.surroundings)
    await run(serving.database.connectionString, 'drop schema pgboss cascade')
    const { status, body } = await ask('/health/ready')
    expect(status).toBe(503)
    expect(body.checks).toMatchObject({
      database: { ok: true },
      migrations: { ok: true },
      queue: { ok: false },
    })
  })

  it('is 503 while the database is away and 200 when it is back, without a restart', async () => {
    serving = await startServing()
    const { name } = serving.database
    expect((await ask('/health/ready')).status).toBe(200)
    await run(
      inject('postgresUrl'),
      `alter database ${name} allow_connections false;
       select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`,
    )
    const { status, body } = await ask('/health/ready')
    expect(status).toBe(503)
    expect(body.checks.database).toMatchObject({ ok: false })
    expect((await ask('/health/live')).status).toBe(200)
    await run(inject('postgresUrl'), `alter database ${name} allow_connections true`)
    expect(await becomesReady()).toBe(true)
  })

  it('tells the log, and nobody without a token, where the database is and why it is away', async () => {
    const DATABASE_URL = 'postgresql://someone:secret@127.0.0.1:1/somewhere'
    serving = await startServing({ migrated: false, env: { DATABASE_URL } })
    const { status, body } = await ask('/health/ready')
    expect(status).toBe(503)
    expect(Object.values(body.checks)).toMatchObject([{ ok: false }, { ok: false }, { ok: false }])
    expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|ECONNREFUSED|someone|secret|somewhere/)
    const line = serving.logged.find(({ msg }) => msg.includes('the check of database failed'))
    expect(line?.err?.message).toContain('ECONNREFUSED 127.0.0.1:1')
    expect(JSON.stringify(serving.logged)).not.toContain('secret')
  })
})

describe('/health/live', () => {
  it('is 200 as long as the process answers, whatever its database does', async () => {
    const DATABASE_URL = 'postgresql://someone:secret@127.0.0.1:1/somewhere'
    serving = await startServing({ migrated: false, env: { DATABASE_URL } })
    expect(await ask('/health/live')).toEqual({ status: 200, body: { status: 'ok' } })
  })
})
