import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTaskWorker } from '../../src/app.ts'
import {
  CancelTaskMutation,
  QueueStatsQuery,
  QueueStatsSubscription,
  StartElementCreationMutation,
} from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register } from '../server/tasks.ts'

let quarry: TestQuarry
let source: TestDatabase
let databaseId: string

beforeAll(async () => {
  quarry = await startQuarry({ worker: false })
  source = await createDatabase({ sql: 'create table one (id int primary key)' })
  databaseId = await register(quarry.client, source.connectionString, 'one')
})
afterAll(async () => {
  await quarry.stop()
  await source.drop()
})

const ofCreations = <Stats extends { kind: string }>(all: readonly Stats[]) =>
  all.filter(({ kind }) => kind === 'ELEMENT_CREATION')
const stats = async () => ofCreations((await quarry.client.request(QueueStatsQuery, {})).queueStats)
async function start(startAfter?: string) {
  const { startElementCreation } = await quarry.client.request(StartElementCreationMutation, {
    input: { databaseIds: [databaseId], startAfter },
  })
  if (startElementCreation.__typename !== 'StartElementCreationPayload')
    throw new Error(startElementCreation.message)
  return startElementCreation.tasks[0]!.id
}
const idle = { kind: 'ELEMENT_CREATION', pending: 0, running: 0, oldestPendingSeconds: null }

describe('queueStats', () => {
  it('has the kinds that can be started, with or without tasks', async () => {
    const { queueStats } = await quarry.client.request(QueueStatsQuery, {})
    expect(queueStats.map(({ kind }) => kind)).toEqual(['ELEMENT_CREATION', 'FILTERED_DATABASE', 'CHART'])
  })

  it('counts what waits, what ended in the last hour, and the workers that are there', async () => {
    expect(await stats()).toMatchObject([{ ...idle, completedLastHour: 0, failedLastHour: 0, workers: 0 }])

    const later = await start(new Date(Date.now() + 3_600_000).toISOString())
    expect(await stats()).toMatchObject([{ pending: 1, oldestPendingSeconds: null }])
    await quarry.client.request(CancelTaskMutation, { taskId: later })

    const task = await start()
    const [waiting] = await stats()
    expect(waiting).toMatchObject({ pending: 1, oldestPendingSeconds: expect.any(Number) })
    expect(waiting!.oldestPendingSeconds).toBeLessThan(10)

    const worker = await startTaskWorker(quarry.surroundings)
    try {
      for await (const event of quarry.client.watchTask(task)) void event
      expect(await waitUntil(async () => (await stats())[0]!.workers === 1, 10_000)).toBe(true)
      expect(await stats()).toMatchObject([{ ...idle, completedLastHour: 1, failedLastHour: 0 }])
    } finally {
      await worker.stop(1_000)
    }
    expect(await stats()).toMatchObject([{ workers: 0 }])
  })

  it('as a subscription tells how it is, and again when it has changed', async () => {
    const watch = quarry.client.subscribe(QueueStatsSubscription, {})
    const next = async () => ofCreations((await watch.next()).value!.queueStats)
    expect(await next()).toMatchObject([idle])
    const task = await start()
    expect(await next()).toMatchObject([{ pending: 1 }])
    await quarry.client.request(CancelTaskMutation, { taskId: task })
    expect(await next()).toMatchObject([idle])
    await watch.return!()
  })
})
