import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  DatabasesQuery,
  RegisterDatabaseMutation,
  TestConnectionMutation,
  UpdateDatabaseMutation,
} from '../../src/client/operations.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { makeDirectory, runInFile } from './sqlite-files.ts'
import { startWriter } from './sqlite-writer.ts'

let quarry: TestQuarry
/** SQLITE_DIR, with a secret beside it. */
let directory: string
let remove: () => Promise<void>
const at = (name: string) => path.join(directory, name)
const shop =
  'CREATE TABLE sale (id INTEGER PRIMARY KEY, amount REAL); INSERT INTO sale (amount) VALUES (1), (2)'

beforeAll(async () => {
  const made = await makeDirectory()
  remove = made.remove
  directory = path.join(made.directory, 'files')
  mkdirSync(at('reports of May'), { recursive: true })
  runInFile(path.join(made.directory, 'secret.db'), 'CREATE TABLE secret (a)')
  runInFile(at('shop.db'), `${shop}; CREATE VIEW total AS SELECT sum(amount) AS total FROM sale`)
  runInFile(at('reports of May/50% #1?.db'), shop)
  quarry = await startQuarry({ env: { SQLITE_DIR: directory } })
})
afterAll(async () => {
  await quarry?.stop()
  await remove?.()
})

const test = async (connectionString: string) =>
  (await quarry.client.request(TestConnectionMutation, { input: { connectionString } })).testConnection
const testOf = async (databaseId: string) =>
  (await quarry.client.request(TestConnectionMutation, { input: { databaseId } })).testConnection
const register = async (name: string, connectionString: string) =>
  (await quarry.client.request(RegisterDatabaseMutation, { input: { name, connectionString } }))
    .registerDatabase
async function registered(name: string, connectionString: string) {
  const answer = await register(name, connectionString)
  if (answer.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(answer))
  return answer.database
}
const failure = (reason: string, ...words: string[]) => ({
  __typename: 'ConnectionFailedError',
  reason,
  message: expect.stringMatching(new RegExp(words.map((word) => `(?=.*${word})`).join(''))),
})
const answers = (tableCount: number) => ({
  __typename: 'TestConnectionPayload',
  serverVersion: expect.stringMatching(/^3\.\d+/),
  latencyMs: expect.any(Number),
  tableCount,
  readOnly: true,
})

describe('a connection to a file of SQLite', () => {
  it.each(['sqlite:shop.db', 'SQLite:shop.db', 'sqlite://shop.db', 'sqlite:./reports%20of%20May/../shop.db'])(
    'is tested as %s, and says what is there',
    async (connectionString) => {
      expect(await test(connectionString)).toEqual(answers(2))
    },
  )

  it('is tested by its whole path, and with signs that stand for others in it', async () => {
    expect(await test(`sqlite:${at('shop.db')}`)).toEqual(answers(2))
    expect(await test('sqlite:reports%20of%20May/50%25%20%231%3F.db')).toEqual(answers(1))
  })

  it('is tested without a trace beside the file', async () => {
    const before = readdirSync(directory)
    await test('sqlite:shop.db')
    expect(readdirSync(directory)).toEqual(before)
  })

  it('says what is wrong where there is no such file, or one that is none', async () => {
    writeFileSync(at('letter.db'), 'Dear reader, this is no database')
    writeFileSync(at('sealed.db'), randomBytes(8_192))
    writeFileSync(at('short.db'), 'SQLite format 3\0')
    expect(await test('sqlite:missing.db')).toEqual({
      ...failure('DATABASE_MISSING', 'no file missing\\.db'),
      code: 'CONNECTION_FAILED',
    })
    for (const name of ['letter.db', 'sealed.db', 'short.db'])
      expect(await test(`sqlite:${name}`), name).toMatchObject(
        failure('UNSUPPORTED', `${name} is no file of SQLite 3`, 'encrypted'),
      )
    expect(await test('sqlite:reports%20of%20May')).toMatchObject(failure('UNSUPPORTED', 'is no file'))
  })

  it('says that a file is damaged where what it has of its tables is', async () => {
    const tables = Array.from({ length: 200 }, (_, at) => `CREATE TABLE t${at} (a, b, c);`).join('')
    runInFile(at('damaged.db'), `BEGIN; ${tables} COMMIT`)
    const bytes = readFileSync(at('damaged.db'))
    writeFileSync(
      at('damaged.db'),
      Buffer.concat([bytes.subarray(0, 4_096), randomBytes(bytes.length - 4_096)]),
    )
    expect(await test('sqlite:damaged.db')).toMatchObject(failure('UNSUPPORTED', 'damaged'))
  })

  it('to an empty file is one to a database without tables', async () => {
    writeFileSync(at('empty.db'), '')
    expect(await test('sqlite:empty.db')).toEqual(answers(0))
    expect(readFileSync(at('empty.db'))).toHaveLength(0)
  })

  it.each([
    '../secret.db',
    '%2e%2e/secret.db',
    'reports%20of%20May/../../secret.db',
    '../no-such-file.db',
    '/etc/passwd',
    '///etc/passwd',
    '/proc/self/environ',
    'way-out.db',
    'ways/secret.db',
    'long-way-out.db',
    '.',
    '..',
  ])('that leads out of the directory is refused, and nothing is said of what is there: %s', async (name) => {
    rmSync(at('way-out.db'), { force: true })
    rmSync(at('ways'), { force: true })
    rmSync(at('long-way-out.db'), { force: true })
    symlinkSync(path.join(directory, '../secret.db'), at('way-out.db'))
    symlinkSync('way-out.db', at('long-way-out.db'))
    symlinkSync('..', at('ways'))
    const refusal = { ...failure('HOST_NOT_ALLOWED', 'is not below SQLITE_DIR'), code: 'CONNECTION_FAILED' }
    expect(await test(`sqlite:${name}`)).toEqual(refusal)
    expect(await register('out', `sqlite:${name}`)).toMatchObject(refusal)
  })

  it('has no options, such as one that would let it be written', async () => {
    for (const connectionString of [
      'sqlite:shop.db?mode=rwc',
      'sqlite:shop.db#x',
      'sqlite:',
      'sqlite:%00',
      'file:shop.db',
    ])
      expect(await test(connectionString), connectionString).toMatchObject({
        __typename: 'InvalidInputError',
        fields: [{ path: ['connectionString'] }],
      })
  })

  it('is closed where the operator named no directory', async () => {
    const other = await startQuarry({ worker: false })
    try {
      const input = { connectionString: `sqlite:${at('shop.db')}` }
      const { testConnection } = await other.client.request(TestConnectionMutation, { input })
      expect(testConnection).toMatchObject(failure('HOST_NOT_ALLOWED', 'SQLITE_DIR'))
    } finally {
      await other.stop()
    }
  })
})

describe('a file that another program writes at the moment', () => {
  it('is tested as it was before its change, in the midst of it', async () => {
    runInFile(at('written.db'), shop)
    const writer = await startWriter(at('written.db'))
    try {
      await writer.run('BEGIN IMMEDIATE; CREATE TABLE more (a); INSERT INTO sale (amount) VALUES (3)')
      expect(await test('sqlite:written.db')).toEqual(answers(1))
      await writer.run('COMMIT')
      expect(await test('sqlite:written.db')).toEqual(answers(2))
    } finally {
      await writer.kill()
    }
  })

  it('is said to be locked while it lets nobody read', async () => {
    runInFile(at('locked.db'), shop)
    const writer = await startWriter(at('locked.db'))
    try {
      await writer.run('BEGIN EXCLUSIVE')
      expect(await test('sqlite:locked.db')).toMatchObject(
        failure('TIMEOUT', 'locked\\.db is locked', 'try again'),
      )
      // It waits some time for the end of a short change.
      const waiting = test('sqlite:locked.db')
      const released = setTimeout(700).then(() => writer.run('ROLLBACK'))
      expect(await waiting).toEqual(answers(1))
      await released
    } finally {
      await writer.kill()
    }
  })

  it('is read again and again while it is changed again and again, in WAL mode even without a pause', async () => {
    for (const [mode, pause] of [
      ['DELETE', 50],
      ['WAL', 0],
    ] as const) {
      const name = `busy-${mode}.db`
      runInFile(at(name), `PRAGMA journal_mode = ${mode}; ${shop}`)
      const writer = await startWriter(at(name))
      let over = false
      const writing = (async () => {
        while (!over) {
          await writer.run('INSERT INTO sale (amount) VALUES (1)')
          await setTimeout(pause)
        }
      })()
      try {
        for (let round = 0; round < 5; round++) expect(await test(`sqlite:${name}`), mode).toEqual(answers(1))
      } finally {
        over = true
        await writing
        await writer.kill()
      }
    }
  })

  it('in WAL mode is tested with what is not in the file itself yet, also after its writer died', async () => {
    runInFile(at('wal.db'), `PRAGMA journal_mode = WAL; ${shop}`)
    const writer = await startWriter(at('wal.db'))
    await writer.run('PRAGMA wal_autocheckpoint = 0; CREATE TABLE two (a); CREATE TABLE three (a)')
    expect(await test('sqlite:wal.db')).toEqual(answers(3))
    await writer.run('BEGIN; CREATE TABLE four (a)')
    expect(await test('sqlite:wal.db')).toEqual(answers(3))
    await writer.kill()
    expect(await test('sqlite:wal.db')).toEqual(answers(3))
  })
})

describe('a registered file of SQLite', () => {
  it('is kept with its path alone, and found by it', async () => {
    const database = await registered('shop', 'sqlite:shop.db')
    expect(database).toMatchObject({
      engine: 'SQLITE',
      name: 'shop',
      databaseName: 'shop.db',
      host: null,
      port: null,
      username: null,
    })
    expect(await testOf(database.id)).toEqual(answers(2))
    const { databases } = await quarry.client.request(DatabasesQuery, { search: 'shop.d' })
    expect(databases.nodes.map(({ id }) => id)).toEqual([database.id])
  })

  it('is not registered where it cannot be read, nor under a name that is taken', async () => {
    await registered('taken', 'sqlite:shop.db')
    expect(await register('not there', 'sqlite:missing.db')).toMatchObject(failure('DATABASE_MISSING'))
    expect(await register('taken', 'sqlite:shop.db')).toMatchObject({ __typename: 'ConflictError' })
    const { databases } = await quarry.client.request(DatabasesQuery, { search: 'not there' })
    expect(databases.nodes).toEqual([])
  })

  it('can be changed for another one, and not for one that cannot be read', async () => {
    const { id } = await registered('changes', 'sqlite:shop.db')
    const update = async (connectionString: string) =>
      (await quarry.client.request(UpdateDatabaseMutation, { input: { id, connectionString } }))
        .updateDatabase
    expect(await update('sqlite:../secret.db')).toMatchObject(failure('HOST_NOT_ALLOWED'))
    expect(await testOf(id)).toEqual(answers(2))
    expect(await update('sqlite:reports%20of%20May/50%25%20%231%3F.db')).toMatchObject({
      database: { databaseName: 'reports of May/50% #1?.db' },
    })
    expect(await testOf(id)).toEqual(answers(1))
  })

  it('that becomes a link to what is outside is refused from then on, and is there again when it is back', async () => {
    runInFile(at('turns.db'), shop)
    const { id } = await registered('turns', 'sqlite:turns.db')
    renameSync(at('turns.db'), at('turns-away.db'))
    expect(await testOf(id)).toMatchObject(failure('DATABASE_MISSING'))
    symlinkSync(path.join(directory, '../secret.db'), at('turns.db'))
    expect(await testOf(id)).toMatchObject(failure('HOST_NOT_ALLOWED'))
    renameSync(at('turns-away.db'), at('turns.db'))
    expect(await testOf(id)).toEqual(answers(1))
  })
})
