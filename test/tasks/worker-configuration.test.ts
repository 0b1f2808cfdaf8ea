import { afterEach, describe, expect, it } from 'vitest'
import { startTaskWorker } from '../../src/app.ts'
import {
  ElementCreationTaskQuery,
  QueueStatsQuery,
  StartElementCreationMutation,
} from '../../src/client/operations.ts'
import { readConfig } from '../../src/config.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import type { TaskWorker } from '../../src/tasks/worker.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { register } from '../server/tasks.ts'

let quarry: TestQuarry
const workers: TaskWorker[] = []
const sources: TestDatabase[] = []

afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop(0)
  await quarry.stop()
  for (const source of sources.splice(0)) await source.drop()
})

/** Element creations of as many databases, started in one request; their ids. */
async function startCreations(count: number): Promise<string[]> {
  const databaseIds: string[] = []
  for (let number = 1; number <= count; number++) {
    const source = await createDatabase({ sql: 'create table one (id int primary key)' })
    sources.push(source)
    databaseIds.push(await register(quarry.client, source.connectionString, `source ${number}`))
  }
  const { startElementCreation } = await quarry.client.request(StartElementCreationMutation, {
    input: { databaseIds },
  })
  if (startElementCreation.__typename !== 'StartElementCreationPayload')
    throw new Error(startElementCreation.message)
  return startElementCreation.tasks.map(({ id }) => id)
}

async function work(environment: Record<string, string>) {
  const config = readConfig({ LOG_LEVEL: 'silent', ...environment })
  workers.push(await startTaskWorker({ ...quarry.surroundings, config }))
}

const statusOf = async (id: string) =>
  (await quarry.client.request(ElementCreationTaskQuery, { id })).task?.status
const completed = (ids: string[]) =>
  waitUntil(
    async () => (await Promise.all(ids.map(statusOf))).every((status) => status === 'COMPLETED'),
    15_000,
  )

describe('a worker process', () => {
  it('runs the kinds of WORKER_KINDS alone', async () => {
    quarry = await startQuarry({ worker: false })
    const ids = await startCreations(1)
    await work({ WORKER_KINDS: 'CHART' })
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    expect(await statusOf(ids[0]!)).toBe('PENDING')
    expect((await quarry.client.request(QueueStatsQuery, {})).queueStats).toMatchObject([
      { kind: 'ELEMENT_CREATION', pending: 1, workers: 0 },
      { kind: 'FILTERED_DATABASE', pending: 0, workers: 0 },
      { kind: 'CHART', pending: 0, workers: 1 },
    ])
    await work({ WORKER_KINDS: 'CHART,ELEMENT_CREATION' })
    expect(await completed(ids)).toBe(true)
    expect((await quarry.client.request(QueueStatsQuery, {})).queueStats).toMatchObject([
      { workers: 1 },
      { workers: 0 },
      { workers: 2 },
    ])
  })

  it('keeps ELEMENT_CREATION_CONCURRENCY together with the others', async () => {
    quarry = await startQuarry({ worker: false })
    for (let worker = 0; worker < 3; worker++)
      await work({ ELEMENT_CREATION_CONCURRENCY: '1', WORKER_CONCURRENCY: '4' })
    const ids = await startCreations(8)
    expect(await completed(ids)).toBe(true)
    const runs = []
    for (const id of ids) {
      const { task } = await quarry.client.request(ElementCreationTaskQuery, { id })
      runs.push({ from: Date.parse(task!.startedAt!), to: Date.parse(task!.completedAt!) })
    }
    runs.sort((a, b) => a.from - b.from)
    for (const [index, run] of runs.slice(1).entries())
      expect(run.from).toBeGreaterThanOrEqual(runs[index]!.to)
  })
})

describe('the whole of Quarry', () => {
  it.each([
    ['NOTIFICATIONS', 'off'],
    ['QUEUE_BACKEND', 'citus'],
    ['QUEUE_BACKEND', 'cockroachdb'],
  ])('runs and watches tasks with %s=%s', async (variable, value) => {
    quarry = await startQuarry({ env: { [variable]: value } })
    for (const id of await startCreations(3)) {
      const types: string[] = []
      for await (const { type } of quarry.client.watchTask(id)) types.push(type)
      expect(types.at(-1)).toBe('COMPLETED')
      expect(types.filter((type) => type === 'STARTED')).toEqual(['STARTED'])
    }
  })
})
