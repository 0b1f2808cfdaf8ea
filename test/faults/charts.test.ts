import { describe, expect, it } from 'vitest'
import { CancelTaskMutation, MessageChartsQuery } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { message, sales, settled, start, taskOf, totals } from '../charts/task/installation.ts'
import { asSuperuser } from '../databases/sources.ts'
import { useTrapped } from './trapped.ts'

const trapped = useTrapped(sales)

/** Moments of a task, by what is said to which server at them. */
const moments = [
  { step: 'data_extraction', side: 'own', text: 'from "database"' },
  { step: 'data_extraction', side: 'source', text: 'AS q LIMIT' },
  { step: 'commit', side: 'own', text: '"$schema"' },
  { step: 'commit', side: 'own', text: '"type":"COMPLETED"' },
] as const
const named = moments.map((moment) => [`${moment.step}, at ${moment.text}`, moment] as const)

/** A task that is caught at the moment, and the process that runs it. */
async function caughtAt(moment: (typeof moments)[number]) {
  const { client, databaseId } = trapped
  const messageId = await message(client, { question: 'Total by region', databaseId, sql: totals })
  const { task } = await start(client, { messageId })
  const worker = await trapped.startWorkerUntil(moment)
  expect((await taskOf(client, task!.id)).status).toBe('RUNNING')
  return { messageId, taskId: task!.id, worker }
}

const chartsOf = async (messageId: string) =>
  (await trapped.client.request(MessageChartsQuery, { messageId })).messageCharts.charts

const sourceIsLeft = () =>
  waitUntil(async () => {
    const sessions = await asSuperuser(
      `select from pg_stat_activity where datname = '${trapped.sourceName}' and application_name like 'quarry chart%'`,
    )
    return sessions.length === 0
  }, 10_000)

describe('kill -9 of the worker that makes a chart', () => {
  it.each(named)(
    'costs seconds, and the next attempt makes one chart: %s',
    async (_, moment) => {
      const { taskId, messageId, worker } = await caughtAt(moment)
      worker.signal('SIGKILL')
      await worker.ended
      await trapped.startWorker()
      const task = await settled(trapped.client, taskId)
      expect(task).toMatchObject({ status: 'COMPLETED', attempt: 2 })
      expect((await chartsOf(messageId)).map(({ id }) => id)).toEqual([task.chart!.id])
      expect(await sourceIsLeft()).toBe(true)
    },
    60_000,
  )
})

describe('a chart that is cancelled', () => {
  it.each(named)(
    'is not there, wherever its task was: %s',
    async (_, moment) => {
      const { taskId, messageId } = await caughtAt(moment)
      await trapped.client.request(CancelTaskMutation, { taskId })
      trapped.release(moment.side)
      expect(await settled(trapped.client, taskId)).toMatchObject({ status: 'CANCELLED', chart: null })
      expect(await chartsOf(messageId)).toEqual([])
      expect(await sourceIsLeft()).toBe(true)
    },
    60_000,
  )
})
