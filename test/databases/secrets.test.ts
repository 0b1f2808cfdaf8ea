import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi, startTaskWorker } from '../../src/app.ts'
import { createQuarryClient } from '../../src/client/client.ts'
import {
  ElementCreationTaskQuery,
  RegisterDatabaseMutation,
  StartElementCreationMutation,
  TestConnectionMutation,
  UpdateDatabaseMutation,
} from '../../src/client/operations.ts'
import { createSealer, parseKey } from '../../src/platform/secrets.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { asSuperuser } from './sources.ts'

const key = randomBytes(32)
const { seal, open } = createSealer(key)

describe('a sealed secret', () => {
  it.each(['', 'p', 'pässwörd 🔑', 'x'.repeat(10_000)])('opens to what was sealed', (secret) => {
    expect(open(seal(secret, 'row:1'), 'row:1')).toBe(secret)
  })

  it('holds nothing of the secret, and is another one each time', () => {
    const [one, other] = [seal('canary', 'row:1'), seal('canary', 'row:1')]
    expect(one.includes('canary')).toBe(false)
    expect(one.equals(other)).toBe(false)
  })

  it('does not open where any of its bits was changed', () => {
    const sealed = seal('canary', 'row:1')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const tampered = Buffer.from(sealed)
      tampered[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => open(tampered, 'row:1')).toThrow()
    }
  })

  it('does not open where it was cut off', () => {
    const sealed = seal('canary', 'row:1')
    for (let length = 0; length < sealed.length; length++)
      expect(() => open(sealed.subarray(0, length), 'row:1')).toThrow()
  })

  it('does not open in another context, or with another key', () => {
    const sealed = seal('canary', 'row:1')
    expect(() => open(sealed, 'row:2')).toThrow()
    expect(() => createSealer(randomBytes(32)).open(sealed, 'row:1')).toThrow(/another ENCRYPTION_KEY/)
  })
})

describe('an encryption key', () => {
  it.each(['base64', 'base64url', 'hex'] as const)('is 32 bytes in %s', (encoding) => {
    expect(parseKey(key.toString(encoding))).toEqual(key)
  })

  it.each([
    ['a passphrase', 'correct horse battery staple correct horse battery!!'],
    ['31 bytes', randomBytes(31).toString('base64')],
    ['33 bytes', randomBytes(33).toString('hex')],
    ['nothing', ''],
  ])('is not %s', (_, text) => {
    expect(parseKey(text)).toBeNull()
  })
})

describe('where ENCRYPTION_KEY was changed', () => {
  let quarry: TestQuarry
  let source: TestDatabase
  let databaseId: string
  const parts: { close(): Promise<unknown> }[] = []

  beforeAll(async () => {
    source = await createDatabase({ sql: 'create table a (id int)' })
    quarry = await startQuarry({ worker: false })
    const { registerDatabase } = await quarry.client.request(RegisterDatabaseMutation, {
      input: { name: 'source', connectionString: source.connectionString },
    })
    if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(registerDatabase.__typename)
    databaseId = registerDatabase.database.id
  })
  afterAll(async () => {
    for (const part of parts.reverse()) await part.close()
    await quarry?.stop()
    await source?.drop()
  })

  it('a registered database says what to do, a task fails for good, and updating it mends both', async () => {
    const surroundings = { ...quarry.surroundings, encryptionKey: randomBytes(32) }
    const worker = await startTaskWorker(surroundings)
    parts.push({ close: () => worker.stop(0) })
    const api = await startApi(surroundings)
    parts.push(api)
    const client = createQuarryClient({ url: api.url, token: quarry.token })
    parts.push(client)
    const run = async () => {
      const { startElementCreation } = await client.request(StartElementCreationMutation, {
        input: { databaseIds: [databaseId] },
      })
      if (startElementCreation.__typename !== 'StartElementCreationPayload')
        throw new Error(startElementCreation.__typename)
      const { id } = startElementCreation.tasks[0]!
      for await (const _ of client.watchTask(id));
      return (await client.request(ElementCreationTaskQuery, { id })).task
    }

    const { testConnection } = await client.request(TestConnectionMutation, { input: { databaseId } })
    expect(testConnection).toMatchObject({
      __typename: 'ConnectionFailedError',
      reason: 'AUTHENTICATION',
      message: expect.stringContaining('cannot be read with the ENCRYPTION_KEY that is set'),
    })
    expect(await run()).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: {
        code: 'CONNECTION_FAILED',
        message: expect.stringContaining('cannot be read with the ENCRYPTION_KEY that is set'),
        retryable: false,
      },
    })

    await client.request(UpdateDatabaseMutation, {
      input: { id: databaseId, connectionString: source.connectionString },
    })
    expect(await run()).toMatchObject({ status: 'COMPLETED', error: null })
  })

  it('a password moved to another row does not open there', async () => {
    const { client, surroundings } = quarry
    const name = new URL(surroundings.databaseUrl).pathname.slice(1)
    const { registerDatabase } = await client.request(RegisterDatabaseMutation, {
      input: { name: 'other', connectionString: source.connectionString },
    })
    if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(registerDatabase.__typename)
    await asSuperuser(
      `update database set sealed_password = (select sealed_password from database where name = 'source')
       where name = 'other'`,
      name,
    )
    const { testConnection } = await client.request(TestConnectionMutation, {
      input: { databaseId: registerDatabase.database.id },
    })
    expect(testConnection).toMatchObject({ __typename: 'ConnectionFailedError', reason: 'AUTHENTICATION' })
  })
})
