import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest'
import { DropFilteredDatabaseMutation, RegisterDatabaseMutation } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { withParts } from '../databases/sources.ts'
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
import { type Moment, moments, startTrap, type Trap, titleOf } from '../filtered/task/traps.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { startQuarry, type TestQuarry } from '../quarry.ts'
import { type QuarryProcess, useProcesses } from '../start/processes.ts'

const processes = useProcesses()
let quarry: TestQuarry
let source: TestDatabase
let traps: { source: Trap; target: Trap; own: Trap }
let databaseId: string
let environment: Record<string, string>
const workers: QuarryProcess[] = []

beforeAll(async () => {
  source = await createDatabase({ sql: shop })
  const port = Number(new URL(inject('postgresUrl')).port)
  traps = { source: await startTrap(port), target: await startTrap(port), own: await startTrap(port) }
  quarry = await startQuarry({ worker: false })
  const connectionString = withParts(source.connectionString, { port: traps.source.port })
  const { registerDatabase } = await quarry.client.request(RegisterDatabaseMutation, {
    input: { name: 'shop', connectionString },
  })
  if (registerDatabase.__typename !== 'DatabasePayload') throw new Error(JSON.stringify(registerDatabase))
  databaseId = registerDatabase.database.id
  environment = {
    DATABASE_URL: withParts(quarry.surroundings.databaseUrl, { port: traps.own.port }),
    FILTERED_DATABASE_URL: withParts(inject('postgresUrl'), { port: traps.target.port }),
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

/** A task that is caught at the moment, and the process that runs it. */
async function caughtAt({ side, text }: { side: keyof typeof traps; text: string }, maxAttempts = 3) {
  const taskId = await start(quarry.client, { source: { databaseId }, plan: ofTen, maxAttempts })
  const { caught } = traps[side].arm(text)
  const worker = await startWorker()
  await caught
  expect((await look(quarry.client, taskId)).status).toBe('RUNNING')
  return { taskId, worker }
}

async function isWhole(taskId: string) {
  const database = await databaseOf(quarry.client, taskId)
  expect(keptIn(database)).toEqual(keptOfTen)
  expect(
    await rowsOf(
      database.connectionString,
      `select count(*)::int from line union all select count(*)::int from orders`,
    ),
  ).toEqual([{ count: 300 }, { count: 100 }])
  await quarry.client.request(DropFilteredDatabaseMutation, { id: database.id })
}

const commits = { step: 'commit', side: 'own', text: 'insert into "filtered_database"' } as const

describe('kill -9 of the worker that makes a filtered database', () => {
  it.each([...moments, commits].map((moment) => [titleOf(moment as Moment), moment] as const))(
    'costs seconds, leaves nothing, and the next attempt gives the whole result: %s',
    async (_, moment) => {
      const { taskId, worker } = await caughtAt(moment)
      worker.signal('SIGKILL')
      await worker.ended
      await startWorker()
      expect(await settled(quarry.client, taskId)).toMatchObject({ status: 'COMPLETED', attempt: 2 })
      await isWhole(taskId)
      expect(await left(taskId, [source.name], 5_000)).toEqual([])
    },
    60_000,
  )

  it('leaves nothing where it was the last attempt', async () => {
    const { taskId, worker } = await caughtAt({ side: 'target', text: 'PRIMARY KEY' }, 1)
    worker.signal('SIGKILL')
    await worker.ended
    // The first loss is not counted against the task: its next run, in a process of its own, is the last.
    const { caught } = traps.target.arm('PRIMARY KEY')
    const second = await startWorker()
    await caught
    expect(await traces(taskId)).not.toEqual([])
    const child = /"pid":(\d+)[^\n]*Attempt 2 of/.exec(second.output())
    process.kill(Number(child![1]), 'SIGKILL')
    expect(await settled(quarry.client, taskId)).toMatchObject({
      status: 'FAILED',
      error: { code: 'WORKER_LOST' },
    })
    expect(await left(taskId, [source.name], 15_000)).toEqual([])
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
      await startWorker()
      expect(await settled(quarry.client, taskId)).toMatchObject({ status: 'COMPLETED', attempt: 2 })
      traps.target.release()
      worker.signal('SIGCONT')
      expect(await waitUntil(() => worker.output().includes('this run changes nothing more'), 10_000)).toBe(
        true,
      )
      await sleep(500)
      await isWhole(taskId)
      expect(await left(taskId, [source.name], 5_000)).toEqual([])
    },
    60_000,
  )
})
