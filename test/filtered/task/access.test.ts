import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import {
  DropFilteredDatabaseMutation,
  FilteredDatabaseQuery,
  FilteredDatabasesQuery,
  RetryTaskMutation,
  StartFilteredDatabaseMutation,
  TaskHistoryQuery,
  ViewerQuery,
} from '../../../src/client/operations.ts'
import { decodeId } from '../../../src/graphql/nodes.ts'
import { waitUntil } from '../../../src/platform/processes.ts'
import { asSuperuser, createRole, type TestRole, withParts } from '../../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { register } from '../../server/tasks.ts'
import { databaseOf, left, nameOf, ofTen, rowsOf, settled, shop, start, traces } from './installation.ts'

const canary = 'cAnArY-8462-wörd'
let quarry: TestQuarry
let source: TestDatabase
let role: TestRole
let databaseId: string
let ownName: string
beforeAll(async () => {
  source = await createDatabase({ sql: shop })
  role = await createRole('', undefined, canary)
  await asSuperuser(`grant select on all tables in schema public to ${role.user}`, source.name)
  quarry = await startQuarry({ env: { LOG_LEVEL: 'silent' } })
  ownName = new URL(quarry.surroundings.databaseUrl).pathname.slice(1)
  databaseId = await register(quarry.client, source.connectionString, 'shop')
})
afterAll(async () => {
  await quarry?.stop()
  await source?.drop()
  await role?.drop()
})

const make = async (more: object = {}) => {
  const taskId = await start(quarry.client, { source: { databaseId }, plan: ofTen, ...more })
  return { taskId, database: await databaseOf(quarry.client, taskId) }
}
const drop = async (id: string) =>
  (await quarry.client.request(DropFilteredDatabaseMutation, { id })).dropFilteredDatabase

describe('the login of a filtered database', () => {
  it('owns it, and can connect to nothing else, nor make anything on the server', async () => {
    const [one, other] = [await make(), await make()]
    const { connectionString, username } = one.database
    expect(await rowsOf(connectionString, 'select count(*)::int from customer')).toEqual([{ count: 10 }])
    await rowsOf(connectionString, 'create table mine (id int); drop table mine')
    for (const database of [other.database.databaseName, ownName])
      await expect(rowsOf(withParts(connectionString, { database }), 'select 1')).rejects.toThrow(
        `permission denied for database "${database}"`,
      )
    for (const statement of ['create database more', 'create role more', `alter role ${username} superuser`])
      await expect(rowsOf(connectionString, statement)).rejects.toThrow('permission denied')
    const [attributes] = await asSuperuser(
      `select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls from pg_roles where rolname = '${username}'`,
    )
    expect(Object.values(attributes!)).toEqual([false, false, false, false, false])
    // Quarry itself still gets in.
    expect((await quarry.client.request(ViewerQuery, {})).viewer.role).toBe('ADMIN')
    for (const { database } of [one, other]) await drop(database.id)
  })

  it('has a password of its own that stands sealed in its row', async () => {
    const { taskId, database } = await make()
    const [row] = await asSuperuser<{ text: string }>(
      `select t::text as text from filtered_database t`,
      ownName,
    )
    expect(row!.text).toContain(database.username)
    expect(row!.text).not.toContain(Buffer.from(database.password).toString('hex'))
    expect(decodeURIComponent(new URL(database.connectionString).password)).toBe(database.password)
    expect(database.password).toMatch(/^[\w-]{32}$/)
    await drop(database.id)
    expect(await left(taskId)).toEqual([])
  })

  it('is for the role EDITOR on; a VIEWER sees what is there', async () => {
    const { database } = await make()
    const change = (role: string) => asSuperuser(`update workspace_member set role = '${role}'`, ownName)
    const viewer = await startApiAs('VIEWER')
    const list = await viewer.client.request(FilteredDatabasesQuery, {})
    expect(list.filteredDatabases.nodes.map(({ id }) => id)).toEqual([database.id])
    await expect(viewer.client.request(FilteredDatabaseQuery, { id: database.id })).rejects.toThrow(
      'Your role in the workspace does not permit this',
    )
    await expect(viewer.client.request(DropFilteredDatabaseMutation, { id: database.id })).rejects.toThrow(
      'Your role in the workspace does not permit this',
    )
    await viewer.close()
    await drop(database.id)

    async function startApiAs(role: string) {
      await change(role)
      const { startApi } = await import('../../../src/app.ts')
      const { createQuarryClient } = await import('../../../src/client/client.ts')
      const api = await startApi(quarry.surroundings)
      const client = createQuarryClient({ url: api.url, token: quarry.token })
      await client.request(ViewerQuery, {})
      return {
        client,
        async close() {
          await client.close()
          await api.close()
          await change('ADMIN')
        },
      }
    }
  })

  it('is found by nobody of another workspace', async () => {
    const { taskId, database } = await make()
    const [{ id: mine }] = (await asSuperuser<{ id: string }>('select id from workspace', ownName)) as [
      { id: string },
    ]
    const other = randomUUID()
    await asSuperuser(
      `insert into workspace (id, slug, name, created_at) values ('${other}', 'other', 'Other', now());
       update filtered_database set workspace_id = '${other}'; update task set workspace_id = '${other}'`,
      ownName,
    )
    const seen = async () => ({
      one: (await quarry.client.request(FilteredDatabaseQuery, { id: database.id })).filteredDatabase,
      all: (await quarry.client.request(FilteredDatabasesQuery, {})).filteredDatabases.totalCount,
    })
    expect(await seen()).toEqual({ one: null, all: 0 })
    await expect(drop(database.id)).rejects.toThrow('There is no such filtered database')
    expect(await traces(taskId)).toEqual([`database ${nameOf(taskId)}`, `role ${nameOf(taskId)}`])
    await asSuperuser(
      `update filtered_database set workspace_id = '${mine}'; update task set workspace_id = '${mine}'`,
      ownName,
    )
    expect(await seen()).toMatchObject({ one: { id: database.id }, all: 1 })
    await drop(database.id)
  })
})

describe('dropping', () => {
  it('ends the clients that are connected, also those that come back again and again', async () => {
    const { taskId, database } = await make()
    let coming = true
    const stubborn = Array.from({ length: 3 }, async () => {
      while (coming) {
        const client = new pg.Client({ connectionString: database.connectionString })
        client.on('error', () => {})
        await client.connect().then(
          () => client.query('select pg_sleep(10)').catch(() => {}),
          () => new Promise((resolve) => setTimeout(resolve, 5)),
        )
        await client.end().catch(() => {})
      }
    })
    const connected = async () => (await traces(taskId)).some((trace) => trace.startsWith('session'))
    expect(await waitUntil(connected, 5_000)).toBe(true)
    expect(await drop(database.id)).toEqual({ __typename: 'RemovedPayload', id: database.id })
    expect(await left(taskId, [], 3_000)).toEqual([])
    coming = false
    await Promise.all(stubborn)
    await expect(drop(database.id)).rejects.toThrow('There is no such filtered database')
    const task = await settled(quarry.client, taskId)
    expect(task).toMatchObject({ status: 'COMPLETED', filteredDatabase: null })
  })

  it('happens by itself at expiresAt, also while a client is connected', async () => {
    const { taskId, database } = await make({ expiresAt: new Date(Date.now() + 6_000).toISOString() })
    const client = new pg.Client({ connectionString: database.connectionString })
    client.on('error', () => {})
    await client.connect()
    expect(await left(taskId, [], 25_000)).toEqual([])
    expect(
      (await quarry.client.request(FilteredDatabaseQuery, { id: database.id })).filteredDatabase,
    ).toBeNull()
    await client.end().catch(() => {})
    const { retryTask } = await quarry.client.request(RetryTaskMutation, { taskId })
    if (retryTask.__typename !== 'TaskPayload') throw new Error(JSON.stringify(retryTask))
    expect(await settled(quarry.client, retryTask.task.id)).toMatchObject({
      status: 'FAILED',
      error: { code: 'EXPIRED', retryable: false },
    })
  }, 60_000)
})

describe('starting', () => {
  it('with the same key again gives the same task, also where the source is gone meanwhile', async () => {
    const gone = await createDatabase({ sql: 'create table a (id int primary key)' })
    const input = {
      source: { connectionString: gone.connectionString },
      plan: { subjects: [{ table: { name: 'a' } }] },
      idempotencyKey: randomUUID(),
      priority: 7,
      maxAttempts: 2,
      name: 'gone',
    }
    const first = await start(quarry.client, input)
    const task = await settled(quarry.client, first)
    expect(task).toMatchObject({ status: 'COMPLETED', priority: 7, maxAttempts: 2, source: null })
    expect(task.filteredDatabase).toMatchObject({ name: 'gone' })
    await gone.drop()
    expect(await start(quarry.client, input)).toBe(first)
    await drop(task.filteredDatabase!.id)
  })

  it('tells what is unclear in a prompt, and starts nothing', async () => {
    const before = await asSuperuser('select count(*)::int from task', ownName)
    const { startFilteredDatabase } = await quarry.client.request(StartFilteredDatabaseMutation, {
      input: { source: { databaseId }, prompt: 'customers with a frobnicated quux' },
    })
    expect(startFilteredDatabase).toMatchObject({ __typename: 'UnclearPromptError', code: 'UNCLEAR_PROMPT' })
    expect(await asSuperuser('select count(*)::int from task', ownName)).toEqual(before)
  })

  it('follows a prompt', async () => {
    const taskId = await start(quarry.client, { source: { databaseId }, prompt: 'customers in country 3' })
    const database = await databaseOf(quarry.client, taskId)
    const task = await settled(quarry.client, taskId)
    expect(task).toMatchObject({ prompt: 'customers in country 3', plan: { planner: 'RULES' } })
    expect(
      await rowsOf(database.connectionString, `select array_agg(distinct name) as names from country`),
    ).toEqual([{ names: ['country 3'] }])
    await drop(database.id)
  })

  it('refuses what cannot be', async () => {
    for (const [more, message] of [
      [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt lies in the future'],
      [{ maxAttempts: 0 }, 'maxAttempts is from 1 to 20'],
      [{ priority: 5_000 }, 'priority is from -1000 to 1000'],
      [{ name: ' ' }, 'A name has at least one character'],
      [{ prompt: 'customers' }, 'Give one of prompt and plan'],
    ] as const) {
      const { startFilteredDatabase } = await quarry.client.request(StartFilteredDatabaseMutation, {
        input: { source: { databaseId }, plan: ofTen, ...more },
      })
      expect(startFilteredDatabase).toMatchObject({ __typename: 'InvalidInputError', message })
    }
  })

  it('waits until startAfter, with the periods of the moment at which it was started', async () => {
    const startAfter = new Date(Date.now() + 3_000)
    const { taskId, database } = await make({ startAfter: startAfter.toISOString() })
    const task = await settled(quarry.client, taskId)
    const { task: past } = await quarry.client.request(TaskHistoryQuery, { id: taskId, first: 10 })
    const started = past!.events.nodes.find(({ type }) => type === 'STARTED')
    expect(Date.parse(started!.at)).toBeGreaterThanOrEqual(startAfter.getTime())
    expect(Date.parse(task.plan!.asOf)).toBeLessThan(startAfter.getTime())
    await drop(database.id)
  })
})

it('leaves no trace of a password of the source or of the new login in rows, events, log files or activity', async () => {
  const connectionString = withParts(source.connectionString, { user: role.user, password: canary })
  const taskId = await start(quarry.client, { source: { connectionString }, plan: ofTen })
  const activity = JSON.stringify(await asSuperuser('select * from pg_stat_activity'))
  const database = await databaseOf(quarry.client, taskId)
  await asSuperuser(`alter role ${role.user} password 'another'`)
  const failed = await start(quarry.client, { source: { connectionString }, plan: ofTen }).catch(
    (error) => error,
  )
  expect(String(failed)).toContain('AUTHENTICATION')
  const history = await quarry.client.request(TaskHistoryQuery, { id: taskId, first: 100 })
  const tables = await asSuperuser<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    ownName,
  )
  const rows = await asSuperuser<{ row: string }>(
    tables.map(({ name }) => `select t::text as row from ${name} t`).join(' union all '),
    ownName,
  )
  const directory = path.join(quarry.directory, 'logs')
  const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  )
  const logs = await Promise.all(
    files.map(({ parentPath, name }) => readFile(path.join(parentPath, name), 'utf8')),
  )
  const kept = [activity, JSON.stringify(history), ...rows.map(({ row }) => row), ...logs].join('\n')
  expect(kept).toContain(decodeId(taskId)!.id)
  expect(logs.join()).toContain('Attempt 1 of 3 starts')
  for (const secret of [canary, database.password])
    for (const trace of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret).toString('hex'),
      Buffer.from(secret).toString('base64').slice(0, 20),
    ])
      expect(kept.includes(trace), trace).toBe(false)
  await drop(database.id)
})

it('what no task owns is found and dropped', async () => {
  const { dropLeftovers } = await import('../../../src/filtered/filtered-databases.ts')
  const { openFilteredServer } = await import('../../../src/filtered/server.ts')
  const { ownDatabase } = await import('../../../src/filtered/store.sql.ts')
  const { entities } = await import('../../../src/app.ts')
  const { openOrm } = await import('../../../src/platform/orm.ts')
  const orm = await openOrm({
    url: quarry.surroundings.databaseUrl,
    entities,
    applicationName: 'test',
    poolSize: 2,
  })
  const server = openFilteredServer({
    url: inject('postgresUrl'),
    own: () => ownDatabase(orm.em),
    closeOwn: async () => {},
  })
  const { taskId, database } = await make()
  const ownerless = randomUUID()
  await server.create(ownerless, async () => true)
  // Of another installation, which shares the server.
  const foreign = openFilteredServer({
    url: inject('postgresUrl'),
    own: async () => ({ server: '1', database: '1', login: 'nobody' }),
    closeOwn: async () => {},
  })
  const theirs = randomUUID()
  await foreign.create(theirs, async () => true)
  await dropLeftovers(orm, server, quarry.surroundings.log)
  expect(await server.taskIds()).toEqual([decodeId(taskId)!.id])
  expect(await foreign.taskIds()).toEqual([theirs])
  await foreign.drop(theirs, async () => true)
  await drop(database.id)
  await orm.close()
})
