import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ElementCreationTaskQuery } from '../../src/client/operations.ts'
import { ask, drawn } from '../charts/task/installation.ts'
import { asSuperuser, createRole, type TestRole, withParts } from '../databases/sources.ts'
import { shop } from '../filtered/task/installation.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register, startTask } from '../server/tasks.ts'
import { type Relay, startRelay } from '../start/processes.ts'
import { answersTo, type Failure, reasons } from './answers.ts'
import { type Pooler, startPooler } from './pooler.ts'

let quarry: TestQuarry
let source: TestDatabase
let login: TestRole
let relay: Relay
let pooler: Pooler
let databaseId: string
let own: string

beforeAll(async () => {
  source = await createDatabase({ sql: shop })
  login = await createRole()
  quarry = await startQuarry()
  own = quarry.surroundings.databaseUrl
  await asSuperuser(`grant connect on database ${new URL(own).pathname.slice(1)} to ${login.user}`)
  relay = await startRelay(Number(new URL(own).port))
  pooler = await startPooler(source.connectionString)
  databaseId = await register(quarry.client, pooler.connectionString, 'pooled')
})
afterAll(async () => {
  await quarry?.stop()
  await pooler?.close()
  await relay?.close()
  await source?.drop()
  await login?.drop()
})

const refused = 'This is the database that Quarry keeps its own data in; it is never a source'

describe('the database that Quarry keeps its own data in', () => {
  it('is no source by any of its names: another host name, address, port or login, or a pooler before it', async () => {
    const others = [
      own,
      withParts(own, { host: 'localhost' }),
      withParts(own, { host: '127.1' }),
      withParts(own, { host: '[::ffff:127.0.0.1]' }),
      withParts(own, { port: relay.port }),
      withParts(own, { user: login.user, password: login.password }),
    ]
    for (const connectionString of others) {
      const answers = await answersTo(quarry.client, connectionString, databaseId)
      expect(reasons(answers)).toEqual(new Set(['HOST_NOT_ALLOWED']))
      for (const answer of Object.values(answers)) expect((answer as Failure).message).toBe(refused)
    }
    pooler.leadTo(own)
    const answers = await answersTo(quarry.client, pooler.connectionString, databaseId)
    pooler.leadTo(source.connectionString)
    expect(reasons(answers)).toEqual(new Set(['HOST_NOT_ALLOWED']))
    for (const answer of Object.values(answers)) expect((answer as Failure).message).toBe(refused)
  })

  it('is not read where what was registered leads to it afterwards', async () => {
    const run = async () => {
      const id = await startTask(quarry.client, databaseId)
      for await (const _ of quarry.client.watchTask(id));
      return (await quarry.client.request(ElementCreationTaskQuery, { id })).task
    }
    expect(await run()).toMatchObject({ status: 'COMPLETED' })
    const input = { question: 'keys', sql: 'select count(*) from database', databaseId }
    pooler.leadTo(own)
    try {
      expect(await run()).toMatchObject({
        status: 'FAILED',
        error: { code: 'CONNECTION_FAILED', message: refused, retryable: false },
      })
      expect(await ask(quarry.client, input)).toMatchObject({ failure: 'HOST_NOT_ALLOWED', reason: refused })
    } finally {
      pooler.leadTo(source.connectionString)
    }
    const made = await ask(quarry.client, { ...input, sql: 'select count(*) as customers from customer' })
    if (made.__typename !== 'MessagePayload') throw new Error(JSON.stringify(made))
    pooler.leadTo(own)
    try {
      expect(await drawn(quarry.client, { messageId: made.message.id })).toMatchObject({
        status: 'FAILED',
        error: { code: 'CONNECTION_FAILED', message: refused },
      })
    } finally {
      pooler.leadTo(source.connectionString)
    }
  })
})
