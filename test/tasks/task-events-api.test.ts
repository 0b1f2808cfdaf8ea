import { readFile } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RequestError } from '../../src/client/client.ts'
import type { EventStart } from '../../src/client/generated/graphql.ts'
import {
  CancelTaskMutation,
  ElementCreationTaskQuery,
  TaskEventsSubscription,
} from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register, startTask } from '../server/tasks.ts'

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string

beforeAll(async () => {
  quarry = await startQuarry()
  source = await createDatabase({
    sql: `create table a (id int primary key); comment on table a is 'A table'`,
  })
  databaseId = await register(quarry.client, source.connectionString, 'source')
})
afterAll(async () => {
  await quarry.stop()
  await source.drop()
})

async function start(): Promise<string> {
  return startTask(quarry.client, databaseId)
}

async function watch(variables: { taskId: string; from?: EventStart; after?: string }) {
  const events = []
  for await (const { taskEvents } of quarry.client.subscribe(TaskEventsSubscription, variables))
    events.push(taskEvents)
  return events
}
const sequences = (events: { sequence: number }[]) => events.map(({ sequence }) => sequence)

describe('taskEvents', () => {
  it('gives all from the first event, the state from the latest, and exactly the rest after each cursor', async () => {
    const taskId = await start()
    const all = await watch({ taskId, from: 'FIRST' })
    expect(all.at(-1)).toMatchObject({ type: 'COMPLETED', status: 'COMPLETED', progress: 1 })
    expect(sequences(all)).toEqual(all.map((_, index) => index + 1))
    expect(await watch({ taskId })).toEqual([all.at(-1)])
    for (const [index, { cursor }] of all.entries())
      expect(sequences(await watch({ taskId, after: cursor }))).toEqual(sequences(all.slice(index + 1)))
  })

  it('says so where the events of a settled task have outlived their retention', async () => {
    const taskId = await start()
    const all = await watch({ taskId, from: 'FIRST' })
    const store = new pg.Client({ connectionString: quarry.surroundings.databaseUrl })
    await store.connect()
    const [, id] = JSON.parse(Buffer.from(all[0]!.cursor, 'base64url').toString())
    await store.query('delete from task_event where task_id = $1', [id]).finally(() => store.end())
    const gone = /have outlived their retention; it is COMPLETED/
    await expect(watch({ taskId })).rejects.toThrow(gone)
    await expect(watch({ taskId, after: all[0]!.cursor })).rejects.toThrow(gone)
    expect(await watch({ taskId, after: all.at(-1)!.cursor })).toEqual([])
  })

  it('refuses a cursor of another task, one from the future, and what is no cursor at all', async () => {
    const one = await start()
    const all = await watch({ taskId: one, from: 'FIRST' })
    const another = await start()
    await watch({ taskId: another, from: 'FIRST' })
    const [list, id] = JSON.parse(Buffer.from(all[0]!.cursor, 'base64url').toString())
    const ahead = Buffer.from(JSON.stringify([list, id, 10_000])).toString('base64url')
    for (const [taskId, after] of [
      [another, all[0]!.cursor],
      [one, ahead],
      [one, 'nonsense'],
      [one, ''],
    ] as const)
      await expect(watch({ taskId, after })).rejects.toBeInstanceOf(RequestError)
    await expect(watch({ taskId: one, after: ahead })).rejects.toThrow('ahead of the events')
  })

  it('shows the task as it is now with each event', async () => {
    const taskId = await start()
    const all = await watch({ taskId, from: 'FIRST' })
    expect(all.at(-1)!.task).toMatchObject({ id: taskId, status: 'COMPLETED', progress: 1 })
  })
})

describe('cancelling an element creation', () => {
  it('cancels its statement on the source within a second, and leaves the catalog as it was', async () => {
    const blocker = new pg.Client({ connectionString: source.connectionString })
    const observer = new pg.Client({ connectionString: source.connectionString })
    await Promise.all([blocker.connect(), observer.connect()])
    try {
      await blocker.query('begin; lock table pg_catalog.pg_description in access exclusive mode')
      const taskId = await start()
      const waiting = async () => {
        const { rows } = await observer.query(
          `select from pg_stat_activity
          where datname = $1 and application_name like '%element creation%' and wait_event_type = 'Lock'`,
          [source.name],
        )
        return rows.length > 0
      }
      expect(await waitUntil(waiting, 5_000, 5)).toBe(true)
      const askedAt = Date.now()
      await quarry.client.request(CancelTaskMutation, { taskId, reason: 'not now' })
      expect(await waitUntil(async () => !(await waiting()), 1_000, 5)).toBe(true)
      const all = await watch({ taskId, from: 'FIRST' })
      expect(Date.now() - askedAt).toBeLessThan(1_500)
      expect(all.at(-1)).toMatchObject({ type: 'CANCELLED', status: 'CANCELLED' })
      const { task } = await quarry.client.request(ElementCreationTaskQuery, { id: taskId })
      expect(task).toMatchObject({ status: 'CANCELLED', cancelReason: 'not now', result: null, attempt: 1 })
    } finally {
      await blocker.query('rollback')
      await Promise.all([blocker.end(), observer.end()])
    }
  })
})

describe("an element creation's log file", () => {
  it('is LOG_DIR/element-creation/<database>-<task>.log', async () => {
    const taskId = await start()
    await watch({ taskId })
    const [, id] = Buffer.from(taskId, 'base64').toString().split(':')
    const file = path.join(quarry.surroundings.logDirectory, 'element-creation', `source-${id}.log`)
    const whole = async () => (await readFile(file, 'utf8').catch(() => '')).split('\n').length >= 3
    expect(await waitUntil(whole, 3_000)).toBe(true)
    expect(await readFile(file, 'utf8')).toContain('Attempt 1 of 3 starts')
  })
})
