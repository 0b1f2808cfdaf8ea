import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { StartElementCreationInput } from '../../src/client/generated/graphql.ts'
import {
  CancelTaskMutation,
  CatalogNodesQuery,
  ClearCatalogMutation,
  StartElementCreationMutation,
} from '../../src/client/operations.ts'
import { createDatabase } from '../postgres.ts'
import { counts, useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()
const running = 'An element creation task is currently running'
const schema = 'create table one (id int primary key, check (id > 0))'

const start = async (input: StartElementCreationInput) =>
  (await catalogs.quarry.client.request(StartElementCreationMutation, { input })).startElementCreation
const clear = async (databaseId: string) =>
  (await catalogs.quarry.client.request(ClearCatalogMutation, { databaseId })).clearCatalog

/** A source whose table another session holds, so that its run waits until `release`. */
async function heldSource() {
  const source = await catalogs.source(schema)
  const holder = await catalogs.connect(source.connectionString)
  await holder.query('begin; lock table one in access exclusive mode')
  return { source, release: () => holder.query('rollback') }
}

describe('element creation of several databases', () => {
  it('starts those that can start and skips the others with the reason', async () => {
    const { source: busy, release } = await heldSource()
    const free = await catalogs.source(schema)
    const first = await catalogs.start({ databaseIds: [busy.id] })
    await catalogs.untilWaiting(busy)
    const { tasks, skipped } = await catalogs.start({ databaseIds: [busy.id, free.id, free.id] })
    expect(tasks.map(({ database }) => database.id)).toEqual([free.id])
    expect(skipped).toEqual([{ database: { id: busy.id, name: busy.name }, reason: running }])
    await release()
    expect((await catalogs.settled(tasks[0]!.id)).status).toBe('COMPLETED')
    expect((await catalogs.settled(first.tasks[0]!.id)).status).toBe('COMPLETED')
  })

  it('fails for the one that cannot be reached alone', async () => {
    const database = await createDatabase({ sql: schema })
    const gone = await catalogs.register('gone', database.connectionString)
    await database.drop()
    const there = await catalogs.source(schema)
    const { tasks } = await catalogs.start({ databaseIds: [gone, there.id], maxAttempts: 2 })
    const [failed, completed] = await Promise.all(tasks.map(({ id }) => catalogs.settled(id)))
    expect(failed).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      result: null,
      error: {
        code: 'CONNECTION_FAILED',
        message: expect.stringContaining(database.name),
        retryable: false,
      },
    })
    expect(completed).toMatchObject({ status: 'COMPLETED', result: { tables: counts(1, 0, 0, 0) } })
    expect((await catalogs.database(gone)).elementCreation).toMatchObject({
      status: 'FAILED',
      canStart: true,
      reason: 'The last element creation failed; it can be started again',
      log: expect.stringMatching(/ERROR .*has no database/),
    })
  })

  it('is refused before anything starts where an ID is of no database of the workspace', async () => {
    const source = await catalogs.source(schema)
    const table = Buffer.from('Table:01a0b0c0-0000-7000-8000-000000000000').toString('base64')
    const unknown = Buffer.from('Database:01a0b0c0-0000-7000-8000-000000000000').toString('base64')
    for (const wrong of [table, unknown, 'nonsense', '']) {
      expect(await start({ databaseIds: [source.id, source.id, wrong] })).toMatchObject({
        __typename: 'InvalidInputError',
        message: 'There is no such database',
        fields: [{ path: ['databaseIds', '2'], message: 'There is no such database' }],
      })
    }
    expect(await start({ databaseIds: [] })).toMatchObject({ fields: [{ path: ['databaseIds'] }] })
    expect((await catalogs.database(source.id)).elementCreation.task).toBeNull()
  })

  it('finds nothing of another workspace: neither the database nor what its catalog holds', async () => {
    const source = await catalogs.source(schema)
    await catalogs.createElements(source.id)
    const [table] = await catalogs.tables(source.id)
    const session = await catalogs.connect(catalogs.quarry.surroundings.databaseUrl)
    const workspace = randomUUID()
    await session.query(`insert into workspace values ($1, 'other', 'Other', now())`, [workspace])
    for (const rows of ['catalog_column', 'catalog_table', 'database'])
      await session.query(
        `update ${rows} set workspace_id = $1 where $2 in (id, ${rows === 'database' ? 'id' : 'database_id'})`,
        [workspace, Buffer.from(source.id, 'base64').toString().split(':')[1]],
      )
    expect(await start({ databaseIds: [source.id] })).toMatchObject({ message: 'There is no such database' })
    await expect(clear(source.id)).rejects.toThrow('There is no such database')
    const ids = [source.id, table!.id, table!.columns[0]!.id]
    const { nodes } = await catalogs.quarry.client.request(CatalogNodesQuery, { ids })
    expect(nodes).toEqual([null, null, null])
  })

  it('answers the same idempotency key with the tasks that it started the first time', async () => {
    const [one, two] = [await catalogs.source(schema), await catalogs.source(schema)]
    const input = { databaseIds: [one.id, two.id], idempotencyKey: 'nightly' }
    const first = await catalogs.start(input)
    for (const { id } of first.tasks) await catalogs.settled(id)
    const second = await catalogs.start(input)
    expect(second.tasks.map(({ id }) => id)).toEqual(first.tasks.map(({ id }) => id))
    expect(second.skipped).toEqual([])
    const other = await catalogs.start({ ...input, idempotencyKey: 'another' })
    expect(other.tasks.map(({ id }) => id)).not.toEqual(first.tasks.map(({ id }) => id))
    for (const { id } of other.tasks) await catalogs.settled(id)
  })

  it('takes priorities from -1000 to 1000 and from 1 to 20 attempts', async () => {
    const source = await catalogs.source(schema)
    const wrong: [Partial<StartElementCreationInput>, string][] = [
      [{ priority: 1_001 }, 'priority'],
      [{ priority: -1_001 }, 'priority'],
      [{ maxAttempts: 0 }, 'maxAttempts'],
      [{ maxAttempts: 21 }, 'maxAttempts'],
      [{ idempotencyKey: '' }, 'idempotencyKey'],
      [{ idempotencyKey: 'a\0' }, 'idempotencyKey'],
      [{ idempotencyKey: 'x'.repeat(201) }, 'idempotencyKey'],
    ]
    for (const [input, path] of wrong) {
      expect(await start({ databaseIds: [source.id], ...input })).toMatchObject({
        __typename: 'InvalidInputError',
        fields: [{ path: [path] }],
      })
    }
    for (const [priority, maxAttempts] of [
      [-1_000, 1],
      [1_000, 20],
    ]) {
      const { tasks } = await catalogs.start({ databaseIds: [source.id], priority, maxAttempts })
      expect(await catalogs.settled(tasks[0]!.id)).toMatchObject({
        status: 'COMPLETED',
        priority,
        maxAttempts,
      })
    }
  })
})

describe('the state of a database’s element creation', () => {
  it('says in every state whether another can start, and why', async () => {
    const { source, release } = await heldSource()
    const state = async () => (await catalogs.database(source.id)).elementCreation
    expect(await state()).toEqual({
      status: 'IDLE',
      canStart: true,
      reason: 'No element creation has run yet',
      startedAt: null,
      completedAt: null,
      log: '',
      task: null,
    })

    const startAfter = new Date(Date.now() + 3_600_000).toISOString()
    const waiting = (await catalogs.start({ databaseIds: [source.id], startAfter })).tasks[0]!
    expect(await state()).toMatchObject({
      status: 'PENDING',
      canStart: false,
      reason: 'An element creation task is waiting to run',
      startedAt: null,
      task: { id: waiting.id },
    })
    expect((await catalogs.start({ databaseIds: [source.id] })).skipped).toMatchObject([
      { reason: 'An element creation task is waiting to run' },
    ])
    await catalogs.quarry.client.request(CancelTaskMutation, { taskId: waiting.id, reason: 'not now' })
    expect(await state()).toMatchObject({
      status: 'CANCELLED',
      canStart: true,
      reason: 'The last element creation was cancelled; it can be started again',
      log: expect.stringContaining('Cancelled before it ran: not now'),
    })

    const { tasks } = await catalogs.start({ databaseIds: [source.id] })
    await catalogs.untilWaiting(source)
    expect(await state()).toMatchObject({
      status: 'RUNNING',
      canStart: false,
      reason: running,
      startedAt: expect.any(String),
      completedAt: null,
    })
    await release()
    await catalogs.settled(tasks[0]!.id)
    const completed = await state()
    expect(completed).toMatchObject({
      status: 'COMPLETED',
      canStart: true,
      reason: 'The last element creation completed; another one brings the catalog up to date',
      task: { id: tasks[0]!.id },
    })
    expect(Date.parse(completed.completedAt!)).toBeGreaterThanOrEqual(Date.parse(completed.startedAt!))
    expect(completed.log).toMatch(
      /^\d{4}-\d\d-\d\dT[\d:.]+Z INFO .*\n.*INFO Started\n(.*\n)*.* INFO 1 tables, 1 columns/,
    )
  })

  it('is CANCELLED once a running task was cancelled, and the catalog is as it was', async () => {
    const { source } = await heldSource()
    const { tasks } = await catalogs.start({ databaseIds: [source.id] })
    await catalogs.untilWaiting(source)
    await catalogs.quarry.client.request(CancelTaskMutation, { taskId: tasks[0]!.id })
    expect((await catalogs.settled(tasks[0]!.id)).status).toBe('CANCELLED')
    expect((await catalogs.database(source.id)).elementCreation).toMatchObject({
      status: 'CANCELLED',
      canStart: true,
    })
    expect(await catalogs.tables(source.id)).toEqual([])
  })
})

describe('clearing a catalog', () => {
  it('empties it, and a run fills it again from the beginning', async () => {
    const source = await catalogs.source(schema)
    await catalogs.createElements(source.id)
    expect(await clear(source.id)).toMatchObject({
      __typename: 'DatabasePayload',
      database: { catalog: { tableCount: 0, columnCount: 0, relationshipCount: 0, updatedAt: null } },
    })
    expect(await catalogs.rowVersions(source.id)).toEqual(new Map())
    expect((await clear(source.id)).__typename).toBe('DatabasePayload')
    expect((await catalogs.createElements(source.id)).tables).toEqual(counts(1, 0, 0, 0))
  })

  it('is a conflict with the task that works on it', async () => {
    const { source, release } = await heldSource()
    const { tasks } = await catalogs.start({ databaseIds: [source.id] })
    await catalogs.untilWaiting(source)
    expect(await clear(source.id)).toEqual({
      __typename: 'ConflictError',
      code: 'CONFLICT',
      message: `${running}; cancel it or wait for its end`,
      inTheWay: { id: tasks[0]!.id },
    })
    await release()
    expect((await catalogs.settled(tasks[0]!.id)).result!.tables).toEqual(counts(1, 0, 0, 0))
  })
})
