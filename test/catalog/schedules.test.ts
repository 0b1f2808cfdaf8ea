import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTaskWorker } from '../../src/app.ts'
import {
  RemoveDatabaseMutation,
  ScheduleElementCreationMutation,
  TasksQuery,
  UnscheduleElementCreationMutation,
} from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register } from '../server/tasks.ts'

let quarry: TestQuarry
let source: TestDatabase
let store: pg.Client
let names = 0

beforeAll(async () => {
  quarry = await startQuarry({ worker: false })
  source = await createDatabase({ sql: 'create table one (id int primary key)' })
  store = new pg.Client({ connectionString: quarry.surroundings.databaseUrl })
  await store.connect()
})
afterAll(async () => {
  await store.end()
  await quarry.stop()
  await source.drop()
})

const newDatabase = () => register(quarry.client, source.connectionString, `source ${++names}`)
const schedule = async (databaseId: string, cron: string, timezone?: string) =>
  (await quarry.client.request(ScheduleElementCreationMutation, { databaseId, cron, timezone }))
    .scheduleElementCreation
const unschedule = async (databaseId: string) =>
  (await quarry.client.request(UnscheduleElementCreationMutation, { databaseId })).unscheduleElementCreation
const schedulesKept = async () => (await store.query('select * from pgboss.schedule')).rowCount

describe('the schedule of a database', () => {
  it('has its next run, is replaced by another, and ends', async () => {
    const id = await newDatabase()
    const weekly = await schedule(id, '0 2 * * 0', 'Europe/Berlin')
    expect(weekly).toMatchObject({ database: { schedule: { cron: '0 2 * * 0', timezone: 'Europe/Berlin' } } })
    const next = new Date(
      (weekly as { database: { schedule: { nextRunAt: string } } }).database.schedule.nextRunAt,
    )
    const inBerlin = new Intl.DateTimeFormat('en', {
      timeZone: 'Europe/Berlin',
      weekday: 'short',
      hour: 'numeric',
      hour12: false,
    })
    expect(inBerlin.format(next)).toMatch(/Sun,? 02/)
    expect(next.getTime()).toBeGreaterThan(Date.now())
    expect(next.getTime()).toBeLessThan(Date.now() + 8 * 86_400_000)

    expect(await schedule(id, '30 4 * * *')).toMatchObject({
      database: { schedule: { cron: '30 4 * * *', timezone: 'UTC' } },
    })
    expect(await schedulesKept()).toBe(1)
    expect(await unschedule(id)).toMatchObject({ database: { schedule: null } })
    expect(await unschedule(id)).toMatchObject({ database: { schedule: null } })
    expect(await schedulesKept()).toBe(0)
  })

  it.each(['', '* * * *', '61 * * * *', 'every day at two', 'FREQ=DAILY', '0 2 * * 0 0 0'])(
    'is refused for %j, which is no cron expression',
    async (cron) => {
      expect(await schedule(await newDatabase(), cron)).toMatchObject({
        code: 'INVALID_INPUT',
        fields: [{ path: ['cron'] }],
      })
    },
  )

  it('is refused for a time zone that there is not', async () => {
    expect(await schedule(await newDatabase(), '0 2 * * 0', 'Mars/Olympus')).toMatchObject({
      code: 'INVALID_INPUT',
      fields: [{ path: ['timezone'] }],
    })
  })

  it('goes with its database', async () => {
    const id = await newDatabase()
    await schedule(id, '0 2 * * 0')
    await quarry.client.request(RemoveDatabaseMutation, { id })
    expect(await schedulesKept()).toBe(0)
  })

  it('starts one task for all the times that no worker was there for', async () => {
    const id = await newDatabase()
    await schedule(id, '*/10 * * * *')
    // As if the schedule were old, and the last worker had looked at it two hours ago.
    await store.query(
      `update pgboss.schedule set created_on = now() - interval '1 day', updated_on = now() - interval '1 day'`,
    )
    await store.query(`update pgboss.version set cron_on = now() - interval '2 hours'`)
    const worker = await startTaskWorker(quarry.surroundings)
    try {
      const ran = async () => (await quarry.client.request(TasksQuery, { filter: { databaseId: id } })).tasks
      expect(await waitUntil(async () => (await ran()).nodes[0]?.status === 'COMPLETED', 60_000, 200)).toBe(
        true,
      )
      expect((await ran()).totalCount).toBe(1)
    } finally {
      await worker.stop(1_000)
    }
  }, 90_000)
})
