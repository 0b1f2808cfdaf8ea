import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import pino from 'pino'
import { v7 as uuid } from 'uuid'
import { entities, migrate } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import type { Log } from '../../src/platform/log.ts'
import { openOrm } from '../../src/platform/orm.ts'
import { createAnnounce } from '../../src/tasks/announce.ts'
import { definitionsOf } from '../../src/tasks/define.ts'
import { openFeed } from '../../src/tasks/feed.ts'
import { openSender } from '../../src/tasks/queue.ts'
import { migrateQueue } from '../../src/tasks/queue-schema.ts'
import type { Task } from '../../src/tasks/task.entity.ts'
import { createTasks, type Maker, type StartRequest } from '../../src/tasks/tasks.ts'
import { createDatabase } from '../postgres.ts'
import type { Subscriber } from './history.ts'
import { type FaultInput, faultTask } from './kind.ts'
import { type PastOf, readPast } from './past.ts'
import { openWorkers } from './workers.ts'

export type Installation = Awaited<ReturnType<typeof openInstallation>>

/**
 * Quarry's tasks on the database at `url`: one that starts and watches them in this process, workers in others. Everything
 * that the checker of histories asks for is noted down.
 */
export async function openInstallation(url: string) {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-faults-'))
  const log = pino({ level: 'silent' }) as Log
  const applicationName = 'quarry test'
  await migrate({
    config: readConfig({ DATA_DIR: directory }),
    log,
    databaseUrl: url,
    accessToken: '',
    encryptionKey: Buffer.alloc(32),
    logDirectory: directory,
  })
  await migrateQueue({ url, applicationName, log }, [faultTask.queue])
  const orm = await openOrm({ url, entities, applicationName, poolSize: 10 })
  /** Not named as Quarry's are, so that what breaks those spares it. */
  const observer = new pg.Pool({ connectionString: url, max: 4, application_name: 'observer' })
  observer.on('error', () => {})
  const maker: Maker = { workspaceId: uuid(), userId: 'tester', role: 'ADMIN', requestId: uuid() }
  await observer.query('create table effect (task_id uuid not null, run text not null)')
  await observer.query(
    `insert into workspace (id, slug, name, created_at) values ($1, 'default', 'Default', now())`,
    [maker.workspaceId],
  )
  const queue = openSender({ url, applicationName, log })
  const tasks = createTasks({
    queue,
    announce: createAnnounce(orm),
    definitions: definitionsOf([faultTask]),
    maxPendingTasks: 1_000,
  })
  const feed = openFeed({ orm, url, applicationName, log })
  const runs = path.join(directory, 'runs')
  const workers = openWorkers({ url, runs, logDirectory: path.join(directory, 'logs') })
  const acknowledged: string[] = []
  const subscribers: Subscriber[] = []
  const past: PastOf = { observer, runs, workers, acknowledged, subscribers }

  return {
    url,
    directory,
    observer,
    feed,
    workers,
    /** What clients were told they had started. */
    acknowledged,
    /** Notes down what a subscriber of the task receives, from its first event on. */
    watching(name: string, taskId: string) {
      const subscriber: Subscriber = { name, taskId, received: [], ended: false }
      subscribers.push(subscriber)
      return {
        receive({ sequence, type, message }: Subscriber['received'][number]) {
          subscriber.received.push({ sequence, type, message, receivedAt: Date.now() })
        },
        end() {
          subscriber.ended = true
        },
      }
    },
    /** Rejects as a client's request does; a task that is started is one that must end. */
    async start(input: FaultInput, request: Partial<StartRequest<FaultInput>> = {}): Promise<Task> {
      const task = await tasks.start(orm.em.fork(), maker, faultTask, { input, ...request })
      acknowledged.push(task.id)
      return task
    },
    past: () => readPast(past),
    async close() {
      await workers.close()
      await feed.close()
      await queue.stop()
      await orm.close()
      await observer.end()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** On a database of its own, which goes with it. */
export async function openOwnInstallation(): Promise<Installation> {
  const database = await createDatabase()
  const installation = await openInstallation(database.connectionString)
  return {
    ...installation,
    async close() {
      await installation.close()
      await database.drop()
    },
  }
}
