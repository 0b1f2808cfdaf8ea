import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entities, migrate } from '../src/app.ts'
import { readConfig } from '../src/config.ts'
import { createLog } from '../src/platform/log.ts'
import { type Orm, openOrm } from '../src/platform/orm.ts'
import type { Surroundings } from '../src/surroundings.ts'
import { createDatabase, type TestDatabase } from './postgres.ts'

let database: TestDatabase
let orm: Orm
let surroundings: Surroundings

beforeAll(async () => {
  database = await createDatabase()
  surroundings = {
    config: readConfig({}),
    log: createLog('silent'),
    databaseUrl: database.connectionString,
    accessToken: '',
    encryptionKey: Buffer.alloc(32),
    logDirectory: '',
  }
  orm = await openOrm({ url: database.connectionString, entities, applicationName: 'test', poolSize: 2 })
})
afterAll(async () => {
  await orm.close()
  await database.drop()
})

describe('migrations', () => {
  it('run once, however many processes start them at the same time', async () => {
    const applied = await Promise.all([migrate(surroundings), migrate(surroundings), migrate(surroundings)])
    expect(applied.flat()).toHaveLength((await orm.migrator.getExecuted()).length)
    expect(await orm.migrator.getPending()).toEqual([])
    expect(await migrate(surroundings)).toEqual([])
  })

  it('bring the database to what the entities say', async () => {
    expect(await orm.schema.getUpdateSchemaSQL({ safe: false })).toBe('')
  })
})
