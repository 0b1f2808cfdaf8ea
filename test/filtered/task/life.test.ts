import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DropFilteredDatabaseMutation } from '../../../src/client/operations.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { register } from '../../server/tasks.ts'
import { databaseOf, keptIn, keptOfTen, left, ofTen, rowsOf, settled, shop, start } from './installation.ts'

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string
beforeAll(async () => {
  source = await createDatabase({ sql: shop })
  quarry = await startQuarry()
  databaseId = await register(quarry.client, source.connectionString, 'shop')
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

describe('a filtered database', () => {
  it('holds what the plan keeps, is open to any client, and goes when it is dropped', async () => {
    const taskId = await start(quarry.client, { source: { databaseId }, plan: ofTen })
    const task = await settled(quarry.client, taskId)
    expect(task.error).toBeNull()
    expect(task).toMatchObject({ status: 'COMPLETED', progress: 1, attempt: 1 })
    expect(task.steps.map(({ name, status }) => [name, status])).toEqual(
      ['plan', 'provision', 'schema', 'select', 'copy', 'keys', 'proof'].map((name) => [name, 'COMPLETED']),
    )
    for (const { name, done, total } of task.steps) expect([name, done]).toEqual([name, total])
    const database = await databaseOf(quarry.client, taskId)
    expect(keptIn(database)).toEqual(keptOfTen)
    expect(
      await rowsOf(
        database.connectionString,
        'insert into customer (name, country_id) select name, min(id) from country group by 1 limit 1 returning id',
      ),
    ).toEqual([{ id: 301 }])
    await quarry.client.request(DropFilteredDatabaseMutation, { id: database.id })
    expect(await left(taskId, [source.name])).toEqual([])
  })

  it('is one of several that are made at the same time', async () => {
    const tasks = await Promise.all(
      Array.from({ length: 4 }, () => start(quarry.client, { source: { databaseId }, plan: ofTen })),
    )
    const made = await Promise.all(tasks.map((taskId) => databaseOf(quarry.client, taskId)))
    expect(new Set(made.map(({ databaseName }) => databaseName)).size).toBe(4)
    for (const { id, rowCount } of made) {
      expect(rowCount).toBe(420)
      await quarry.client.request(DropFilteredDatabaseMutation, { id })
    }
  })
})
