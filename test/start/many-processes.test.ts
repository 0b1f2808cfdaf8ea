import { afterAll, describe, expect, it } from 'vitest'
import type { QuarryClient, TaskEvent } from '../../src/client/client.ts'
import { DatabaseQuery, ElementCreationTaskQuery } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { register, startTask } from '../server/tasks.ts'
import { clientOf, type QuarryProcess, startRelay, useProcesses } from './processes.ts'

const processes = useProcesses()
const databases: TestDatabase[] = []
const clients: QuarryClient[] = []
afterAll(async () => {
  await Promise.all(clients.map((client) => client.close()))
  for (const database of databases) await database.drop()
})

async function newDatabase(sql?: string): Promise<string> {
  const database = await createDatabase({ sql })
  databases.push(database)
  return database.connectionString
}

const tables = 20
const schema = Array.from(
  { length: tables },
  (_, n) => `create table t${n} (id int primary key, other int ${n > 0 ? `references t${n - 1}` : ''})`,
).join(';')

/** All of a task's events as one API tells them, from the first to the last. */
async function watch(client: QuarryClient, taskId: string): Promise<TaskEvent[]> {
  const events: TaskEvent[] = []
  for await (const event of client.watchTask(taskId)) events.push(event)
  return events
}

const typesOf = (events: TaskEvent[]) => events.map(({ type }) => type).filter((type) => type !== 'PROGRESS')

describe('two APIs and three workers on one database', () => {
  it('share the work, tell the same of it, and lose nothing when a worker is killed', async () => {
    const directory = await processes.newDirectory()
    const environment = {
      DATABASE_URL: await newDatabase(),
      DATA_DIR: directory,
      PORT: '0',
      WORKER_CONCURRENCY: '2',
    }
    expect(await processes.start(environment, ['migrate']).ended).toBe(0)
    const apis = [1, 2].map(() => processes.start(environment, ['serve']))
    const workers = [1, 2, 3].map(() => processes.start(environment, ['work']))
    for (const worker of workers) await worker.says('The worker is ready')
    for (const api of apis) clients.push(await clientOf(await api.url(), directory))
    const [first, second] = clients as [QuarryClient, QuarryClient]

    // Behind a relay that keeps back what is said, a task runs for as long as the test wants.
    const relays = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const source = new URL(await newDatabase(schema))
        const relay = await startRelay(Number(source.port))
        source.port = String(relay.port)
        return { relay, source: source.href }
      }),
    )
    try {
      const ids: string[] = []
      for (const [index, { source }] of relays.entries())
        ids.push(await register(clients[index % 2]!, source, `source ${index}`))
      for (const { relay } of relays) relay.hold()

      // Half of them are started at one API and all are watched at the other.
      const watched: Promise<TaskEvent[]>[] = []
      const tasks: string[] = []
      for (const [index, id] of ids.entries()) {
        const [here, there] = index % 2 === 0 ? [first, second] : [second, first]
        const taskId = await startTask(here, id)
        tasks.push(taskId)
        watched.push(watch(there, taskId), watch(here, taskId))
      }
      const said = (worker: QuarryProcess) => worker.output().match(/Attempt 1 of 3 starts/g)?.length ?? 0
      expect(
        await waitUntil(() => workers.reduce((sum, worker) => sum + said(worker), 0) === 6, 15_000),
      ).toBe(true)
      // There are as many slots as tasks, so that every worker has its share.
      expect(workers.map(said)).toEqual([2, 2, 2])

      workers[0]!.signal('SIGKILL')
      expect(await workers[0]!.ended).toBe('SIGKILL')
      for (const { relay } of relays) relay.release()
      const told = await Promise.all(watched)

      for (const [index, taskId] of tasks.entries()) {
        const [there, here] = told.slice(2 * index, 2 * index + 2) as [TaskEvent[], TaskEvent[]]
        expect(there.map(({ cursor }) => cursor)).toEqual(here.map(({ cursor }) => cursor))
        expect(there.map(({ sequence }) => sequence)).toEqual(there.map((_, event) => event + 1))
        expect(typesOf(there).at(-1)).toBe('COMPLETED')
        const { task } = await second.request(ElementCreationTaskQuery, { id: taskId })
        expect(task).toMatchObject({ result: { tables: { created: tables }, failedTables: [] } })
      }
      const attempts = told
        .filter((_, index) => index % 2 === 0)
        .map((events) => typesOf(events).filter((type) => type === 'STARTED').length)
      expect(attempts.toSorted()).toEqual([1, 1, 1, 1, 2, 2])
      for (const id of ids) {
        const { database } = await first.request(DatabaseQuery, { id })
        expect(database?.catalog).toMatchObject({ tableCount: tables, relationshipCount: tables - 1 })
      }
    } finally {
      await Promise.all(relays.map(({ relay }) => relay.close()))
    }
    for (const part of [...apis, ...workers.slice(1)]) part.signal('SIGTERM')
    expect(await Promise.all([...apis, ...workers.slice(1)].map(({ ended }) => ended))).toEqual([0, 0, 0, 0])
  }, 120_000)
})
