import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RequestError } from '../../src/client/client.ts'
import {
  CatalogTablesQuery,
  DatabaseQuery,
  DatabasesQuery,
  ElementCreationTaskQuery,
  RegisterDatabaseMutation,
  RemoveDatabaseMutation,
  TaskHistoryQuery,
  TasksQuery,
  TestConnectionMutation,
  UpdateDatabaseMutation,
} from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { startTask } from '../server/tasks.ts'
import { startRelay } from '../start/processes.ts'
import { asSuperuser, createRole, withParts } from './sources.ts'

let quarry: TestQuarry
let source: TestDatabase

beforeAll(async () => {
  quarry = await startQuarry({ env: { SOURCE_CONNECT_TIMEOUT_SECONDS: '30' } })
  source = await createDatabase({ sql: 'create table a (id int primary key)' })
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
})

async function register(name: string, connectionString = source.connectionString) {
  const { registerDatabase } = await quarry.client.request(RegisterDatabaseMutation, {
    input: { name, connectionString },
  })
  return registerDatabase
}

async function registered(name: string, connectionString?: string) {
  const result = await register(name, connectionString)
  if (result.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(result))
  return result.database
}

async function update(input: { id: string; name?: string; connectionString?: string }) {
  return (await quarry.client.request(UpdateDatabaseMutation, { input })).updateDatabase
}

const remove = async (id: string) =>
  (await quarry.client.request(RemoveDatabaseMutation, { id })).removeDatabase
const findDatabase = async (id: string) => (await quarry.client.request(DatabaseQuery, { id })).database
const listed = async () => (await quarry.client.request(DatabasesQuery, {})).databases
const codeOf = (request: Promise<unknown>) =>
  request.then(
    () => 'answered',
    (error) => (error instanceof RequestError ? error.errors[0]?.extensions?.code : error),
  )

async function startElements(id: string): Promise<string> {
  return startTask(quarry.client, id)
}

async function createElements(id: string): Promise<string> {
  const taskId = await startElements(id)
  for await (const _ of quarry.client.watchTask(taskId));
  return taskId
}

/** The statement's rows in Quarry's own database. */
const inside = (statement: string) =>
  asSuperuser(statement, new URL(quarry.surroundings.databaseUrl).pathname.slice(1))

describe('registerDatabase', () => {
  it('keeps how to connect, and shows all of it but the password', async () => {
    const url = new URL(source.connectionString)
    const database = await registered('kept')
    expect(database).toMatchObject({
      name: 'kept',
      engine: 'POSTGRESQL',
      host: url.hostname,
      port: Number(url.port),
      databaseName: source.name,
      username: url.username,
    })
    const { testConnection } = await quarry.client.request(TestConnectionMutation, {
      input: { databaseId: database.id },
    })
    expect(testConnection).toMatchObject({ __typename: 'TestConnectionPayload', tableCount: 1 })
  })

  it('refuses a name that is taken, also with blanks around it', async () => {
    await registered('taken')
    for (const name of ['taken', '  taken\t'])
      expect(await register(name)).toMatchObject({ __typename: 'ConflictError', code: 'CONFLICT' })
    expect((await listed()).nodes.filter(({ name }) => name === 'taken')).toHaveLength(1)
  })

  it('gives a name to one of several who ask for it at once', async () => {
    const results = await Promise.all(Array.from({ length: 5 }, () => register('contested')))
    expect(results.map(({ __typename }) => __typename).toSorted()).toEqual([
      ...Array(4).fill('ConflictError'),
      'DatabasePayload',
    ])
    expect((await listed()).nodes.filter(({ name }) => name === 'contested')).toHaveLength(1)
  })

  it.each([`o'"dd; drop table database; --`, '名前 🗄️', '%_\\', '<b>&amp;</b>', 'a'.repeat(200)])(
    'takes the name %s as it is',
    async (name) => {
      const database = await registered(name)
      expect((await findDatabase(database.id))?.name).toBe(name)
    },
  )

  it.each([
    ['an empty one', ''],
    ['one of blanks', ' \t '],
    ['one of 201 characters', 'a'.repeat(201)],
    ['one with a line break', 'a\nb'],
    ['one with a NUL', 'a\0b'],
  ])('refuses as a name %s, before it connects', async (_, name) => {
    expect(await register(name, 'postgresql://u:p@no-such-host.invalid/d')).toMatchObject({
      __typename: 'InvalidInputError',
      fields: [{ path: ['name'], message: expect.stringMatching(/^A name has /) }],
    })
  })

  it('points to the connection string where that is what is wrong', async () => {
    expect(await register('wrong', 'postgresql://u:p@db/d?passfile=/etc/passwd')).toMatchObject({
      __typename: 'InvalidInputError',
      code: 'INVALID_INPUT',
      fields: [{ path: ['connectionString'], message: expect.stringContaining('option') }],
    })
  })

  it('refuses the database that Quarry keeps its own data in, however its host is written', async () => {
    const own = quarry.surroundings.databaseUrl
    for (const host of ['127.0.0.1', 'localhost', '127.1', '2130706433', '[::ffff:127.0.0.1]'])
      expect(await register('own', withParts(own, { host }))).toMatchObject({
        __typename: 'ConnectionFailedError',
        reason: 'HOST_NOT_ALLOWED',
        message: expect.stringContaining('its own data'),
      })
  })

  it('refuses its own database through a relay on another port, and takes another of the same server', async () => {
    const relay = await startRelay(Number(new URL(source.connectionString).port))
    try {
      const own = withParts(quarry.surroundings.databaseUrl, { port: relay.port })
      expect(await register('own', own)).toMatchObject({ reason: 'HOST_NOT_ALLOWED' })
      await registered('beside', withParts(source.connectionString, { port: relay.port }))
    } finally {
      await relay.close()
    }
  })

  it('connects to no Unix socket, link-local or private address', async () => {
    expect(await register('socket', 'postgresql://u:p@%2Ftmp/d')).toMatchObject({
      __typename: 'InvalidInputError',
      fields: [{ path: ['connectionString'] }],
    })
    for (const host of ['169.254.169.254', '10.0.0.1', '[fe80::1]', '0.0.0.0'])
      expect(await register('inside', `postgresql://u:p@${host}/d`)).toMatchObject({
        __typename: 'ConnectionFailedError',
        reason: 'HOST_NOT_ALLOWED',
      })
  })
})

describe('updateDatabase', () => {
  it('renames, and leaves how to connect as it was', async () => {
    const { id, updatedAt } = await registered('before')
    const result = await update({ id, name: 'after' })
    expect(result).toMatchObject({ __typename: 'DatabasePayload', database: { id, name: 'after' } })
    if (result.__typename !== 'DatabasePayload') return
    expect(Date.parse(String(result.database.updatedAt))).toBeGreaterThan(Date.parse(String(updatedAt)))
    const { testConnection } = await quarry.client.request(TestConnectionMutation, {
      input: { databaseId: id },
    })
    expect(testConnection.__typename).toBe('TestConnectionPayload')
  })

  it('connects elsewhere once that works, keeps the name and the catalog', async () => {
    const { id } = await registered('moving')
    await createElements(id)
    const role = await createRole()
    try {
      const wrong = withParts(source.connectionString, { user: role.user, password: 'wrong' })
      expect(await update({ id, connectionString: wrong })).toMatchObject({ reason: 'AUTHENTICATION' })
      const right = withParts(source.connectionString, { user: role.user, password: role.password })
      expect(await update({ id, connectionString: right })).toMatchObject({
        database: { name: 'moving', username: role.user },
      })
      const { testConnection } = await quarry.client.request(TestConnectionMutation, {
        input: { databaseId: id },
      })
      expect(testConnection).toMatchObject({ readOnly: true })
      expect((await findDatabase(id))?.catalog).toMatchObject({ tableCount: 1 })
    } finally {
      await role.drop()
    }
  })

  it('refuses a name that is taken, and takes its own', async () => {
    const { id } = await registered('mine')
    await registered('theirs')
    expect(await update({ id, name: 'theirs' })).toMatchObject({ __typename: 'ConflictError' })
    expect(await update({ id, name: 'mine' })).toMatchObject({ __typename: 'DatabasePayload' })
    expect(await update({ id, name: '' })).toMatchObject({ fields: [{ path: ['name'] }] })
  })

  it('says NOT_FOUND for what is not there', async () => {
    const { id } = await registered('short-lived')
    await remove(id)
    expect(await codeOf(update({ id, name: 'again' }))).toBe('NOT_FOUND')
    expect(await codeOf(update({ id: 'none', name: 'again' }))).toBe('NOT_FOUND')
  })

  it('does not give a password back to a database that is removed while the new connection is tested', async () => {
    const relay = await startRelay(Number(new URL(source.connectionString).port))
    try {
      const { id } = await registered('racing')
      relay.hold()
      const updating = codeOf(
        update({ id, connectionString: withParts(source.connectionString, { port: relay.port }) }),
      )
      expect(await waitUntil(() => relay.connections() > 0, 10_000)).toBe(true)
      expect(await remove(id)).toMatchObject({ __typename: 'RemovedPayload' })
      relay.release()
      expect(await updating).toBe('NOT_FOUND')
      expect(
        await inside(
          `select sealed_password, removed_at is null as kept from database where name = 'racing'`,
        ),
      ).toEqual([{ sealed_password: null, kept: false }])
    } finally {
      await relay.close()
    }
  })
})

describe('removeDatabase', () => {
  it('refuses while a task works on it, and names the task', async () => {
    const relay = await startRelay(Number(new URL(source.connectionString).port))
    try {
      const { id } = await registered('busy', withParts(source.connectionString, { port: relay.port }))
      relay.hold()
      const taskId = await startElements(id)
      expect(await remove(id)).toMatchObject({
        __typename: 'ConflictError',
        code: 'CONFLICT',
        inTheWay: { id: taskId },
      })
      expect(await findDatabase(id)).not.toBeNull()
      relay.release()
      for await (const _ of quarry.client.watchTask(taskId));
      expect(await remove(id)).toEqual({ __typename: 'RemovedPayload', id })
    } finally {
      await relay.close()
    }
  })

  it('forgets the database, its password and its catalog, and keeps the history of its tasks', async () => {
    const { id } = await registered('forgotten')
    const taskId = await createElements(id)
    const before = await listed()
    expect(await inside('select 1 from catalog_table limit 1')).toHaveLength(1)
    const [row] = await inside(`select id from database where name = 'forgotten'`)

    expect(await remove(id)).toEqual({ __typename: 'RemovedPayload', id })

    expect(await findDatabase(id)).toBeNull()
    expect((await quarry.client.request(CatalogTablesQuery, { id })).database).toBeNull()
    const after = await listed()
    expect(after.nodes.map(({ name }) => name)).not.toContain('forgotten')
    expect(after.totalCount).toBe(before.totalCount - 1)
    const { testConnection } = await quarry.client.request(TestConnectionMutation, {
      input: { databaseId: id },
    })
    expect(testConnection).toMatchObject({
      __typename: 'InvalidInputError',
      fields: [{ path: ['databaseId'] }],
    })

    const { task } = await quarry.client.request(ElementCreationTaskQuery, { id: taskId })
    expect(task).toMatchObject({ status: 'COMPLETED', database: { id, name: 'forgotten' } })
    const { tasks } = await quarry.client.request(TasksQuery, {})
    expect(tasks.nodes.map(({ id }) => id)).toContain(taskId)
    const history = await quarry.client.request(TaskHistoryQuery, { id: taskId })
    expect(history.task?.events.nodes.at(-1)).toMatchObject({ type: 'COMPLETED' })

    expect(await inside(`select sealed_password from database where id = '${row!.id}'`)).toEqual([
      { sealed_password: null },
    ])
    for (const table of ['catalog', 'catalog_table', 'catalog_column'])
      expect(await inside(`select * from ${table} where database_id = '${row!.id}'`)).toEqual([])
  })

  it('frees the name, and is NOT_FOUND the second time', async () => {
    const { id } = await registered('again')
    await remove(id)
    expect(await codeOf(remove(id))).toBe('NOT_FOUND')
    const next = await registered('again')
    expect(next.id).not.toBe(id)
  })
})
