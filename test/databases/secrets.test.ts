import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApi, startTaskWorker } from '../../src/app.ts'
import { createQuarryClient } from '../../src/client/client.ts'
import {
  ElementCreationTaskQuery,
  RegisterDatabaseMutation,
  TestConnectionMutation,
  UpdateDatabaseMutation,
} from '../../src/client/operations.ts'
import { createSealer, parseKey } from '../../src/platform/secrets.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register, startTask } from '../server/tasks.ts'
import { asSuperuser } from './sources.ts'

const key = randomBytes(32)
const { seal, open } = createSealer(key)

const context = { what: 'password', row: '1', workspace: 'a', earlier: 'row:1' }

/** As releases before the rotation of keys sealed. */
function sealEarlier(secret: string, context: string, key: Buffer): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context))
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  const keyId = createHash('sha256').update(key).digest().subarray(0, 4)
  return Buffer.concat([keyId, nonce, cipher.getAuthTag(), text])
}

describe('a sealed secret', () => {
  it.each(['', 'p', 'pässwörd 🔑', 'x'.repeat(10_000)])('opens to what was sealed', (secret) => {
    expect(open(seal(secret, context), context)).toBe(secret)
  })

  it('holds nothing of the secret, and is another one each time', () => {
    const [one, other] = [seal('canary', context), seal('canary', context)]
    expect(one.includes('canary')).toBe(false)
    expect(one.equals(other)).toBe(false)
  })

  it.each([
    ['as it is sealed now', seal('canary', context)],
    ['as earlier releases sealed it', sealEarlier('canary', context.earlier, key)],
  ])('does not open where any of its bits was changed, or where it was cut off, %s', (_, sealed) => {
    expect(open(sealed, context)).toBe('canary')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const tampered = Buffer.from(sealed)
      tampered[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => open(tampered, context)).toThrow()
    }
    for (let length = 0; length < sealed.length; length++)
      expect(() => open(sealed.subarray(0, length), context)).toThrow()
  })

  it.each([
    ['another kind of secret', { what: 'token' }],
    ['another row', { row: '2' }],
    ['another workspace', { workspace: 'b' }],
    ['parts that only read alike', { what: 'password","1', row: 'a', workspace: '' }],
  ])('does not open as that of %s', (_, other) => {
    const sealed = seal('canary', context)
    expect(() => open(sealed, { ...context, ...other })).toThrow()
  })

  it('does not open with another key, and says that it is another one', () => {
    for (const sealed of [seal('canary', context), sealEarlier('canary', context.earlier, key)])
      expect(() => createSealer(randomBytes(32)).open(sealed, context)).toThrow(
        'neither ENCRYPTION_KEY nor in ENCRYPTION_KEY_PREVIOUS',
      )
  })

  it('opens with any of the earlier keys, and is sealed with the newest one alone', () => {
    const [newest, before] = [randomBytes(32), randomBytes(32)]
    const both = createSealer(newest, [before, key])
    for (const sealed of [
      seal('canary', context),
      sealEarlier('canary', context.earlier, key),
      sealEarlier('canary', context.earlier, before),
      createSealer(before).seal('canary', context),
    ])
      expect(both.open(sealed, context)).toBe('canary')
    const sealed = both.seal('canary', context)
    expect(sealed.subarray(0, both.current.length)).toEqual(both.current)
    expect(createSealer(newest).open(sealed, context)).toBe('canary')
    expect(() => createSealer(before, [key]).open(sealed, context)).toThrow()
  })

  it('is read in its own form where the first bytes of a key look like the other one', () => {
    for (const first of [0, 1]) {
      const odd = keyWithId((id) => id[0] === 2 && id[1]! % 2 === first)
      const sealer = createSealer(odd)
      expect(sealer.open(sealEarlier('canary', context.earlier, odd), context)).toBe('canary')
      expect(sealer.open(sealer.seal('canary', context), context)).toBe('canary')
    }
  })
})

function keyWithId(isWanted: (id: Buffer) => boolean): Buffer {
  for (let n = 0; ; n++) {
    const key = createHash('sha256').update(`key ${n}`).digest()
    if (isWanted(createHash('sha256').update(key).digest())) return key
  }
}

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
    databaseId = await register(quarry.client, source.connectionString, 'source')
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
      const id = await startTask(client, databaseId)
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
