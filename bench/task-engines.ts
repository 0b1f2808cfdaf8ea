import { fileURLToPath } from 'node:url'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { makeWorkerUtils } from 'graphile-worker'
import { parse } from 'graphql'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import { v7 as uuid } from 'uuid'
import { entities } from '../src/app.ts'
import { elementCreation } from '../src/catalog/element-creation.task.ts'
import { metadataKinds } from '../src/catalog/source.ts'
import { createQuarryClient, type QuarryClient } from '../src/client/client.ts'
import { createLog } from '../src/platform/log.ts'
import { openOrm } from '../src/platform/orm.ts'
import { createAnnounce } from '../src/tasks/announce.ts'
import { definitionsOf, type TaskDefinition } from '../src/tasks/define.ts'
import { openSender } from '../src/tasks/queue.ts'
import { createTasks, type Maker, type StartRequest } from '../src/tasks/tasks.ts'
import { type BenchWorker, benchWorkerOf } from './bench-worker.ts'
import { concurrently } from './measure.ts'
import { measuredWork } from './measured-work.ts'
import { noOpQueue } from './peer-queue.ts'
import { type BenchQuarry, startProcess } from './quarry.ts'

/** What starts tasks that do nothing in this process, and a worker that runs them in another. */
export type TaskEngine = {
  worker: BenchWorker
  /** Starts one; resolves once it is committed. */
  start(): Promise<unknown>
  /** Starts many, in whatever way is the engine's fastest. */
  fill(count: number): Promise<unknown>
  /** How many have not ended yet, as the rows say. */
  unfinished(): Promise<number>
  /** So that each round finds the same statistics. */
  vacuum(): Promise<unknown>
}

export type PgBossEngine = TaskEngine & {
  /** Starts one by a mutation of a bare server. */
  startOverHttp(): Promise<unknown>
}

export type QuarryEngine = TaskEngine & {
  startMeasuredWork(input: { units: number; reports: boolean }): Promise<string>
}

const starters = 8

/** Its tasks are those of the registered databases, in turn. */
export async function openQuarryEngine(
  stack: AsyncDisposableStack,
  quarry: BenchQuarry,
): Promise<QuarryEngine> {
  const { databaseUrl: url, store } = quarry
  const applicationName = 'quarry bench'
  const log = createLog('warn')
  const orm = await openOrm({ url, entities, applicationName, poolSize: starters })
  stack.defer(() => orm.close())
  const queue = openSender({ url, applicationName, log })
  stack.defer(() => queue.stop())
  const tasks = createTasks({
    queue,
    announce: createAnnounce(orm),
    definitions: definitionsOf([elementCreation, measuredWork]),
    maxPendingTasks: 100_000,
  })
  const { rows: databases } = await store.query<{ id: string; name: string; workspaceId: string }>(
    'select id, name, workspace_id as "workspaceId" from database',
  )
  const { workspaceId } = databases[0]!
  const maker: Maker = { workspaceId, userId: 'bench', role: 'ADMIN', requestId: uuid() }
  const startTask = <Input>(definition: TaskDefinition<Input>, request: StartRequest<Input>) =>
    tasks.start(orm.em.fork(), maker, definition, request)
  let next = 0
  const start = () => {
    const { id: databaseId, name: databaseName } = databases[next++ % databases.length]!
    const input = {
      databaseId,
      databaseName,
      selection: null,
      include: [...metadataKinds],
      includePartitions: false,
      sampleValues: false,
    }
    // As an element creation has one, but of its own: a database could not have a second task meanwhile.
    return startTask(elementCreation, { input, databaseId, exclusiveKey: uuid() })
  }
  return {
    worker: benchWorkerOf(quarry.worker),
    start,
    fill: (count) => concurrently(count, starters, start),
    unfinished: () => countOf(store, `task where status not in ('COMPLETED', 'FAILED', 'CANCELLED')`),
    vacuum: () => store.query('vacuum (analyze)'),
    startMeasuredWork: async (input) => (await startTask(measuredWork, { input })).id,
  }
}

/** Raw pg-boss, at its best for one job a handler call: with notifications, and with nothing around a job. */
export async function openPgBoss(stack: AsyncDisposableStack, quarry: BenchQuarry): Promise<PgBossEngine> {
  const { url, client } = await openDatabase(stack, quarry, 'pg_boss')
  const boss = new PgBoss({ connectionString: url, max: starters, supervise: false, schedule: false })
  boss.on('error', () => {})
  await boss.start()
  stack.defer(() => boss.stop({ graceful: false, close: true }))
  await boss.createQueue(noOpQueue, { notify: true })
  const peer = await startPeerServer(stack, url)
  const start = parse('mutation ($taskId: ID!) { start(taskId: $taskId) }') as TypedDocumentNode<
    unknown,
    { taskId: string }
  >
  return {
    worker: await startWorkerProcess(stack, './worker-pg-boss.ts', url),
    startOverHttp: () => peer.request(start, { taskId: uuid() }),
    start: () => boss.send(noOpQueue, { taskId: uuid() }),
    fill: (count) =>
      boss.insert(
        noOpQueue,
        Array.from({ length: count }, () => ({ data: { taskId: uuid() } })),
      ),
    unfinished: () => countOf(client, `pgboss.job where name = '${noOpQueue}' and state <> 'completed'`),
    vacuum: () => client.query('vacuum (analyze)'),
  }
}

/** graphile-worker without its local queue, which takes jobs before there is a slot for them. */
export async function openGraphileWorker(
  stack: AsyncDisposableStack,
  quarry: BenchQuarry,
): Promise<TaskEngine> {
  const { url, client } = await openDatabase(stack, quarry, 'graphile')
  const utils = await makeWorkerUtils({ connectionString: url, maxPoolSize: starters })
  stack.defer(async () => utils.release())
  await utils.migrate()
  return {
    worker: await startWorkerProcess(stack, './worker-graphile.ts', url),
    start: () => utils.addJob(noOpQueue, { taskId: uuid() }),
    fill: (count) =>
      utils.addJobs(
        Array.from({ length: count }, () => ({ identifier: noOpQueue, payload: { taskId: uuid() } })),
      ),
    unfinished: () => countOf(client, 'graphile_worker._private_jobs'),
    vacuum: () => client.query('vacuum (analyze)'),
  }
}

/** On Quarry's server, so under the same settings; a connection to it beside the engine's own. */
async function openDatabase(stack: AsyncDisposableStack, quarry: BenchQuarry, name: string) {
  const url = await quarry.createDatabase(name)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  stack.defer(() => client.end())
  return { url, client }
}

async function startPeerServer(stack: AsyncDisposableStack, databaseUrl: string): Promise<QuarryClient> {
  const program = [fileURLToPath(new URL('./pickup-peer.ts', import.meta.url))]
  const env = { ...process.env, DATABASE_URL: databaseUrl }
  const { readyLine } = await startProcess(stack, program, env, [], /"ready":true/)
  const client = createQuarryClient({ url: JSON.parse(readyLine).url, token: '' })
  stack.defer(() => client.close())
  return client
}

async function startWorkerProcess(
  stack: AsyncDisposableStack,
  file: string,
  url: string,
): Promise<BenchWorker> {
  const program = [fileURLToPath(new URL(file, import.meta.url))]
  const env = { ...process.env, DATABASE_URL: url }
  const { child } = await startProcess(stack, program, env, [], /The worker is ready/)
  return benchWorkerOf(child)
}

async function countOf(client: pg.Client, from: string): Promise<number> {
  const { rows } = await client.query(`select count(*)::int as count from ${from}`)
  return rows[0].count
}
