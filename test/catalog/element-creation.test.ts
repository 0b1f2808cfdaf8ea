import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ElementCreationTaskQuery } from '../../src/client/operations.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register, startTask } from '../server/tasks.ts'

let quarry: TestQuarry
let source: TestDatabase

beforeAll(async () => {
  quarry = await startQuarry()
  source = await createDatabase({
    sql: 'create table a (id int primary key); create table b (id int primary key, a int references a)',
  })
})
afterAll(async () => {
  await quarry.stop()
  await source.drop()
})

describe('element creation', () => {
  it('brings the tables, columns and relationships of a database into its catalog', async () => {
    const databaseId = await register(quarry.client, source.connectionString, 'small')
    const id = await startTask(quarry.client, databaseId)
    const types: string[] = []
    for await (const event of quarry.client.watchTask(id)) types.push(event.type)
    expect(types[0]).toBe('QUEUED')
    expect(types.at(-1)).toBe('COMPLETED')
    const { task } = await quarry.client.request(ElementCreationTaskQuery, { id })
    expect(task).toMatchObject({
      status: 'COMPLETED',
      result: { tables: { created: 2 }, columns: { created: 3 }, relationships: { created: 1 } },
    })
  })
})
