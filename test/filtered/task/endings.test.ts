import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { startTaskWorker } from '../../../src/app.ts'
import {
  CancelTaskMutation,
  DropFilteredDatabaseMutation,
  TaskHistoryQuery,
} from '../../../src/client/operations.ts'
import { waitUntil } from '../../../src/platform/processes.ts'
import type { TaskWorker } from '../../../src/tasks/worker.ts'
import { asSuperuser, withParts } from '../../databases/sources.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { register } from '../../server/tasks.ts'
import {
  databaseOf,
  keptIn,
  keptOfTen,
  left,
  look,
  nameOf,
  ofTen,
  settled,
  shop,
  start,
} from './installation.ts'
import { type Moment, moments, startTrap, type Trap, titleOf } from './traps.ts'

let quarry: TestQuarry
let source: TestDatabase
let traps: { source: Trap; target: Trap }
let databaseId: string
const workers: TaskWorker[] = []
beforeAll(async () => {
  source = await createDatabase({ sql: shop })
  const port = Number(new URL(inject('postgresUrl')).port)
  traps = { source: await startTrap(port), target: await startTrap(port) }
  quarry = await startQuarry({
    worker: false,
    filteredDatabaseUrl: withParts(inject('postgresUrl'), { port: traps.target.port }),
  })
  const connectionString = withParts(source.connectionString, { port: traps.source.port })
  databaseId = await register(quarry.client, connectionString, 'shop')
})
afterEach(async () => {
  for (const trap of Object.values(traps)) trap.release()
  for (const worker of workers.splice(0)) await worker.stop(0)
})
afterAll(async () => {
  await quarry?.stop()
  await traps?.source.close()
  await traps?.target.close()
  await source?.drop()
})

/** A task that is caught at the moment, and the worker that runs it. */
async function caughtAt({ side, text }: Pick<Moment, 'side' | 'text'>, surroundings = quarry.surroundings) {
  const taskId = await start(quarry.client, { source: { databaseId }, plan: ofTen })
  const { caught } = traps[side].arm(text)
  const worker = await startTaskWorker(surroundings)
  workers.push(worker)
  await caught
  expect((await look(quarry.client, taskId)).status).toBe('RUNNING')
  return { taskId, worker }
}

const ended = (condition: string) =>
  asSuperuser(
    `select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and ${condition}`,
  )

it('a task tells of each step how much is done, and when it will be over', async () => {
  const { taskId } = await caughtAt({ side: 'target', text: 'FOREIGN KEY' })
  const atKeys = async () => {
    const { steps } = await look(quarry.client, taskId)
    return steps.find(({ name }) => name === 'keys')!.status === 'RUNNING'
  }
  // What a task says is written a few times a second.
  expect(await waitUntil(atKeys, 5_000)).toBe(true)
  const { steps, progress, estimatedCompletionAt, message } = await look(quarry.client, taskId)
  const of = (name: string) => steps.find((step) => step.name === name)!
  expect(of('plan')).toMatchObject({ status: 'COMPLETED', done: 5, total: 5 })
  expect(of('schema')).toMatchObject({ status: 'COMPLETED', done: 5, total: 5 })
  expect(of('select')).toMatchObject({ status: 'COMPLETED', done: 3, total: 3 })
  expect(of('copy')).toMatchObject({ status: 'COMPLETED', done: 420, total: 420 })
  expect(of('keys')).toMatchObject({ status: 'RUNNING' })
  expect(progress).toBeGreaterThan(0.6)
  expect(progress).toBeLessThan(0.9)
  expect(Date.parse(estimatedCompletionAt!)).toBeGreaterThan(Date.now() - 60_000)
  expect(message).not.toBe('')
  traps.target.release()
  const { id } = await databaseOf(quarry.client, taskId)
  await quarry.client.request(DropFilteredDatabaseMutation, { id })
})

describe('a task that is cancelled', () => {
  it.each(moments.map((moment) => [titleOf(moment), moment] as const))(
    'leaves nothing on either server: %s',
    async (_, moment) => {
      const { taskId } = await caughtAt(moment)
      const cancelled = quarry.client.request(CancelTaskMutation, { taskId })
      await cancelled
      traps[moment.side].release()
      const task = await settled(quarry.client, taskId)
      expect(task).toMatchObject({ status: 'CANCELLED', filteredDatabase: null })
      expect(await left(taskId, [source.name], 2_000)).toEqual([])
    },
  )
})

const copying = moments.find(({ text }) => text === 'WITH (FREEZE)')!
/** One a step: another try waits for two seconds. */
const firstOfSteps = moments.filter(({ step }, at) => moments.findIndex((one) => one.step === step) === at)

describe('a task that loses a server', () => {
  it.each([...firstOfSteps, copying].map((moment) => [titleOf(moment), moment] as const))(
    'is tried again, and gives the whole result: %s',
    async (_, moment) => {
      const { taskId } = await caughtAt(moment)
      await ended(
        moment.side === 'source'
          ? `datname = '${source.name}' and application_name like 'quarry filtered%'`
          : `application_name like 'quarry filtered%' and (usename = '${nameOf(taskId)}' or usename = current_user and datname = 'postgres')`,
      )
      traps[moment.side].release()
      const task = await settled(quarry.client, taskId)
      expect(task).toMatchObject({ status: 'COMPLETED', attempt: 2 })
      const { task: past } = await quarry.client.request(TaskHistoryQuery, { id: taskId, first: 100 })
      const retrying = past!.events.nodes.find(({ type }) => type === 'RETRYING')
      expect(retrying!.message).toMatch(
        moment.side === 'source'
          ? /^The connection to the source 127\.0\.0\.1:\d+ was lost: /
          : /^The connection to the new database was lost: /,
      )
      const database = await databaseOf(quarry.client, taskId)
      expect(keptIn(database)).toEqual(keptOfTen)
      await quarry.client.request(DropFilteredDatabaseMutation, { id: database.id })
      expect(await left(taskId, [source.name], 2_000)).toEqual([])
    },
  )
})

describe('a worker that is told to stop', () => {
  it('drops what it has made so far; the next one makes it anew, in the same attempt', async () => {
    const { taskId, worker } = await caughtAt(copying)
    const stopped = worker.stop(0)
    traps.target.release()
    await stopped
    const { task: past } = await quarry.client.request(TaskHistoryQuery, { id: taskId, first: 100 })
    expect(past!.events.nodes.at(-1), JSON.stringify(past)).toMatchObject({
      type: 'RETRYING',
      status: 'PENDING',
    })
    expect(await left(taskId, [source.name], 2_000)).toEqual([])
    workers.push(await startTaskWorker(quarry.surroundings))
    expect(await settled(quarry.client, taskId)).toMatchObject({ status: 'COMPLETED', attempt: 1 })
    const { id } = await databaseOf(quarry.client, taskId)
    await quarry.client.request(DropFilteredDatabaseMutation, { id })
  })
})

describe('a task that takes longer than it may', () => {
  it('fails, and what it has made is dropped', async () => {
    const { config } = quarry.surroundings
    const hasty = { ...quarry.surroundings, config: { ...config, FILTERED_DATABASE_LIMIT_MINUTES: 0.03 } }
    const { taskId } = await caughtAt(copying, hasty)
    expect(await settled(quarry.client, taskId)).toMatchObject({
      status: 'FAILED',
      error: { code: 'TIME_LIMIT_EXCEEDED' },
    })
    traps.target.release()
    expect(await left(taskId, [source.name], 15_000)).toEqual([])
  })
})
