import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { CancelTaskMutation, MessageChartsQuery } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { message, register, sales, settled, start, taskOf, totals } from '../charts/task/installation.ts'
import { asSuperuser, withParts } from '../databases/sources.ts'
import { startTrap, type Trap } from '../filtered/task/traps.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { type QuarryProcess, useProcesses } from '../start/processes.ts'

const processes = useProcesses()
let quarry: TestQuarry
let source: TestDatabase
let traps: { source: Trap; own: Trap }
let databaseId: string
let environment: Record<string, string>
const workers: QuarryProcess[] = []

beforeAll(async () => {
  source = await createDatabase({ sql: sales })
  const port = Number(new URL(inject('postgresUrl')).port)
  traps = { source: await startTrap(port), own: await startTrap(port) }
  quarry = await startQuarry({ worker: false })
  databaseId = await register(quarry.client, withParts(source.connectionString, { port: traps.source.port }))
  environment = {
    DATABASE_URL: withParts(quarry.surroundings.databaseUrl, { port: traps.own.port }),
    ENCRYPTION_KEY: quarry.surroundings.encryptionKey.toString('base64'),
    DATA_DIR: await processes.newDirectory(),
  }
})
afterEach(async () => {
  for (const worker of workers.splice(0)) worker.signal('SIGKILL')
})
afterAll(async () => {
  await quarry?.stop()
  for (const trap of Object.values(traps ?? {})) await trap.close()
  await source?.drop()
})

async function startWorker(): Promise<QuarryProcess> {
  const worker = processes.start(environment, ['work'])
  workers.push(worker)
  await worker.says('The worker is ready')
  return worker
}

/** Moments of a task, by what is said to which server at them. */
const moments = [
  { step: 'data_extraction', side: 'own', text: 'from "database"' },
  { step: 'data_extraction', side: 'source', text: 'AS q LIMIT' },
  { step: 'commit', side: 'own', text: '"$schema"' },
  { step: 'commit', side: 'own', text: '"type":"COMPLETED"' },
] as const
const named = moments.map((moment) => [`${moment.step}, at ${moment.text}`, moment] as const)

/** A task that is caught at the moment, and the process that runs it. */
async function caughtAt({ side, text }: (typeof moments)[number]) {
  const messageId = await message(quarry.client, { question: 'Total by region', databaseId, sql: totals })
  const { task } = await start(quarry.client, { messageId })
  const { caught } = traps[side].arm(text)
  const worker = await startWorker()
  await caught
  expect((await taskOf(quarry.client, task!.id)).status).toBe('RUNNING')
  return { messageId, taskId: task!.id, worker }
}

const chartsOf = async (messageId: string) =>
  (await quarry.client.request(MessageChartsQuery, { messageId })).messageCharts.charts

const sourceIsLeft = () =>
  waitUntil(async () => {
    const sessions = await asSuperuser(
      `select from pg_stat_activity where datname = '${source.name}' and application_name like 'quarry chart%'`,
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
      await startWorker()
      const task = await settled(quarry.client, taskId)
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
      await quarry.client.request(CancelTaskMutation, { taskId })
      traps[moment.side].release()
      expect(await settled(quarry.client, taskId)).toMatchObject({ status: 'CANCELLED', chart: null })
      expect(await chartsOf(messageId)).toEqual([])
      expect(await sourceIsLeft()).toBe(true)
    },
    60_000,
  )
})
