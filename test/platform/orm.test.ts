import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { entities } from '../../src/app.ts'
import { dbOf, openOrm } from '../../src/platform/orm.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.drop())

it.each([0, 1, 2, 4, 8])('closes while a connection is made, %i ms after it was begun', async (ms) => {
  const url = database.connectionString
  const orm = await openOrm({ url, entities, applicationName: 'quarry test', poolSize: 1 })
  const asked = sql`select 1`.execute(dbOf(orm.em.fork())).catch(() => {})
  await sleep(ms)
  const closed = orm.close().then(() => 'closed')
  expect(await Promise.race([closed, sleep(5_000, 'open', { ref: false })])).toBe('closed')
  await asked
})
