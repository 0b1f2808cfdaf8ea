import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { DropFilteredDatabaseMutation } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import {
  databaseOf,
  keptIn,
  keptOfTen,
  left,
  look,
  ofTen,
  rowsOf,
  settled,
  shop,
  start,
  traces,
} from '../filtered/task/installation.ts'
import { type Moment, moments, titleOf } from '../filtered/task/traps.ts'
import { type Side, useTrapped } from './trapped.ts'

const trapped = useTrapped(shop)

/** A task that is caught at the moment, and the process that runs it. */
async function caughtAt(moment: { side: Side; text: string }, maxAttempts = 3) {
  const { client, databaseId } = trapped
  const taskId = await start(client, { source: { databaseId }, plan: ofTen, maxAttempts })
  const worker = await trapped.startWorkerUntil(moment)
  expect((await look(client, taskId)).status).toBe('RUNNING')
  return { taskId, worker }
}

async function isWhole(taskId: string) {
  const database = await databaseOf(trapped.client, taskId)
  expect(keptIn(database)).toEqual(keptOfTen)
  expect(
    await rowsOf(
      database.connectionString,
      `select count(*)::int from line union all select count(*)::int from orders`,
    ),
  ).toEqual([{ count: 300 }, { count: 100 }])
  await trapped.client.request(DropFilteredDatabaseMutation, { id: database.id })
}

const commits = { step: 'commit', side: 'own', text: 'insert into "filtered_database"' } as const

describe('kill -9 of the worker that makes a filtered database', () => {
  it.each([...moments, commits].map((moment) => [titleOf(moment as Moment), moment] as const))(
    'costs seconds, leaves nothing, and the next attempt gives the whole result: %s',
    async (_, moment) => {
      const { taskId, worker } = await caughtAt(moment)
      worker.signal('SIGKILL')
      await worker.ended
      await trapped.startWorker()
      expect(await settled(trapped.client, taskId)).toMatchObject({ status: 'COMPLETED', attempt: 2 })
      await isWhole(taskId)
      expect(await left(taskId, [trapped.sourceName], 5_000)).toEqual([])
    },
    60_000,
  )

  it('leaves nothing where it was the last attempt', async () => {
    const { taskId, worker } = await caughtAt({ side: 'target', text: 'PRIMARY KEY' }, 1)
    worker.signal('SIGKILL')
    await worker.ended
    // The first loss is not counted against the task: its next run, in a process of its own, is the last.
    const second = await trapped.startWorkerUntil({ side: 'target', text: 'PRIMARY KEY' })
    expect(await traces(taskId)).not.toEqual([])
    const child = /"pid":(\d+)[^\n]*Attempt 2 of/.exec(second.output())
    process.kill(Number(child![1]), 'SIGKILL')
    expect(await settled(trapped.client, taskId)).toMatchObject({
      status: 'FAILED',
      error: { code: 'WORKER_LOST' },
    })
    expect(await left(taskId, [trapped.sourceName], 15_000)).toEqual([])
  }, 90_000)
})

describe('a worker that is frozen while it makes a filtered database', () => {
  it.each(
    moments.filter(({ side }) => side === 'target').map((moment) => [titleOf(moment), moment] as const),
  )(
    'harms nothing that another one made meanwhile, when it wakes up: %s',
    async (_, moment) => {
      const { taskId, worker } = await caughtAt(moment)
      worker.signal('SIGSTOP')
      await trapped.startWorker()
      expect(await settled(trapped.client, taskId)).toMatchObject({ status: 'COMPLETED', attempt: 2 })
      trapped.release('target')
      worker.signal('SIGCONT')
      expect(await waitUntil(() => worker.output().includes('this run changes nothing more'), 10_000)).toBe(
        true,
      )
      await sleep(500)
      await isWhole(taskId)
      expect(await left(taskId, [trapped.sourceName], 5_000)).toEqual([])
    },
    60_000,
  )
})
