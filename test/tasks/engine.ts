import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import pg from 'pg'
import pino from 'pino'
import { v7 as uuid } from 'uuid'
import { entities } from '../../src/app.ts'
import type { Log } from '../../src/platform/log.ts'
import { dbOf, openOrm } from '../../src/platform/orm.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createAnnounce } from '../../src/tasks/announce.ts'
import { definitionsOf } from '../../src/tasks/define.ts'
import type { RetryPolicy } from '../../src/tasks/failure.ts'
import { openFeed } from '../../src/tasks/feed.ts'
import { openSender } from '../../src/tasks/queue.ts'
import { migrateQueue } from '../../src/tasks/queue-schema.ts'
import { cleanUpQueue, prepareEventPartitions } from '../../src/tasks/retention.ts'
import { type EventRow, eventsAfter } from '../../src/tasks/store.sql.ts'
import { Task } from '../../src/tasks/task.entity.ts'
import { createTasks, type Maker, type StartRequest } from '../../src/tasks/tasks.ts'
import { startWorker, type TaskWorker } from '../../src/tasks/worker.ts'
import type { WorkerOptions } from '../../src/tasks/worker-options.ts'
import { createDatabase } from '../postgres.ts'
import { type Handlers, implementTestTask, type TestInput, testTask } from './kinds.ts'

export const quickRetry: RetryPolicy = { delayMs: () => 50 }

export type EngineOptions = {
  maxPendingTasks?: number
  maxAttempts?: number
  timeLimitMs?: number
  poolSize?: number
  /** Whether changes are notified. */
  listen?: boolean
}
export type Engine = Awaited<ReturnType<typeof startEngine>>

/** The task engine on a database of its own: tasks, feeds and workers, without the API around them. */
export async function startEngine(options: EngineOptions = {}) {
  const database = await createDatabase()
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-test-'))
  const url = database.connectionString
  const logged: Record<string, unknown>[] = []
  const log = pino(
    { level: 'debug', base: {} },
    new Writable({
      write(line, _, next) {
        logged.push(JSON.parse(line))
        next()
      },
    }),
  ) as Log
  const applicationName = 'quarry test'
  const definition = {
    ...testTask,
    maxAttempts: options.maxAttempts ?? testTask.maxAttempts,
    timeLimitMs: options.timeLimitMs ?? testTask.timeLimitMs,
  }
  const definitions = definitionsOf([definition])
  const orm = await openOrm({ url, entities, applicationName, poolSize: options.poolSize ?? 10 })
  await orm.migrator.up()
  await prepareEventPartitions(orm)
  await migrateQueue({ url, applicationName, log }, [definition.queue, cleanUpQueue])
  const observer = new pg.Pool({ connectionString: url, max: 5, application_name: 'quarry observer' })
  observer.on('error', () => {})
  const maker: Maker = { workspaceId: uuid(), userId: 'tester', role: 'ADMIN', requestId: uuid() }
  await observer.query('create table effect (task_id uuid not null, attempt int not null)')
  await observer.query(
    `insert into workspace (id, slug, name, created_at) values ($1, 'test', 'Test', now())`,
    [maker.workspaceId],
  )
  const queue = openSender({ url, applicationName, log })
  const announce = createAnnounce(orm, { notify: options.listen ?? true })
  const tasks = createTasks({
    queue,
    announce,
    definitions,
    maxPendingTasks: options.maxPendingTasks ?? 1_000,
  })
  const closing: (() => Promise<unknown>)[] = []
  const em = () => orm.em.fork()

  return {
    url,
    name: database.name,
    directory,
    orm,
    queue,
    announce,
    definition,
    definitions,
    tasks,
    maker,
    log,
    /** Every line that the process's own log got. */
    logged,
    em,
    /** Statements beside the engine. */
    observer,
    start: (does: string, request: Partial<StartRequest<TestInput>> = {}) =>
      tasks.start(em(), maker, definition, { input: { does }, ...request }),
    cancel: (taskId: string, reason: string | null = null) => tasks.cancel(em(), maker, taskId, reason),
    row: (taskId: string): Promise<Task> => em().findOneOrFail(Task, { id: taskId }),
    events: (taskId: string): Promise<EventRow[]> => eventsAfter(dbOf(em()), taskId, 0, 100_000),
    effects: async (taskId: string): Promise<number[]> => {
      const { rows } = await observer.query('select attempt from effect where task_id = $1', [taskId])
      return rows.map(({ attempt }) => attempt)
    },
    async until(taskId: string, status: Task['status'], withinMs = 10_000): Promise<Task> {
      let task = await em().findOneOrFail(Task, { id: taskId })
      const met = await waitUntil(async () => {
        task = await em().findOneOrFail(Task, { id: taskId })
        return task.status === status
      }, withinMs)
      if (!met)
        throw new Error(`The task is ${task.status} after ${withinMs} ms, not ${status}: ${task.message}`)
      return task
    },
    async work(handlers: Handlers, worker: Partial<WorkerOptions> = {}): Promise<TaskWorker> {
      const started = await startWorker({
        orm,
        url,
        applicationName: 'quarry test worker',
        log,
        logDirectory: path.join(directory, 'logs'),
        definitions,
        implementations: [implementTestTask(handlers)],
        concurrency: 4,
        retry: quickRetry,
        ...worker,
      })
      let stopped: Promise<void> | null = null
      const stop = (graceMs: number) => {
        stopped ??= started.stop(graceMs)
        return stopped
      }
      closing.push(() => stop(0))
      return { stop }
    },
    feed({ listen = true, name = 'quarry test feed' } = {}) {
      const feed = openFeed({ orm, url, applicationName: name, log, listen })
      closing.push(feed.close)
      return feed
    },
    async stop() {
      for (const close of closing.reverse()) await close()
      await queue.stop()
      await orm.close()
      await observer.end()
      await database.drop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
