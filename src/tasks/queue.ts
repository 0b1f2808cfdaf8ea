import { type ConstructorOptions, fromKysely, PgBoss } from 'pg-boss'
import type { Log } from '../platform/log.ts'
import type { Db } from '../platform/orm.ts'
import type { TaskDefinition } from './define.ts'

/**
 * Delivery of tasks to workers, by pg-boss. A job says only "look at this task": the task's row decides whether there
 * is anything to do, so a job delivered twice, or late, does no harm.
 */

export type QueueOptions = { url: string; applicationName: string; log: Log }
export type Delivery = { taskId: string }

const schema = 'pgboss'

/** A job whose worker went silent is delivered again, as often as it takes; the task counts its own attempts. */
const jobOptions = { retryLimit: 1_000, retryDelay: 1, heartbeatSeconds: 10, expireInSeconds: 86_000 }
const finishedJobsKeptSeconds = 3_600
/** Polling behind NOTIFY, so that a job is found soon where a notification was missed. */
const pollSeconds = 1

function openBoss({ url, applicationName, log }: QueueOptions, options: Partial<ConstructorOptions>) {
  const boss = new PgBoss({
    connectionString: url,
    application_name: applicationName,
    schema,
    migrate: false,
    createSchema: false,
    supervise: false,
    schedule: false,
    ...options,
  })
  boss.on('error', (error) => log.warn({ err: error }, 'The task queue had an error; it goes on by itself'))
  boss.on('warning', ({ message, data }) => log.warn({ data }, message))
  return boss
}

/** Creates or updates the queue's own schema, and a queue for each kind. */
export async function migrateQueue(
  options: QueueOptions,
  definitions: Iterable<TaskDefinition>,
): Promise<void> {
  const boss = openBoss(options, { migrate: true, createSchema: true, max: 2 })
  await boss.start()
  try {
    for (const { queue } of definitions) {
      await boss.createQueue(queue, {
        ...jobOptions,
        notify: true,
        deleteAfterSeconds: finishedJobsKeptSeconds,
      })
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}

export type Queue = {
  /** Sends within the transaction that `db` stands in, so that a task and its job are both there or neither is. */
  send(
    db: Db,
    job: {
      id: string
      queue: string
      taskId: string
      priority: number
      /** A time, or seconds from the start of the transaction. */
      startAfter?: Date | number
    },
  ): Promise<void>
  cancel(db: Db, queue: string, jobId: string): Promise<void>
  /** Whether the queue's schema is there and of the version that this release needs. */
  isReady(): Promise<boolean>
  stop(): Promise<void>
}

const senderOf = (boss: PgBoss): Pick<Queue, 'send' | 'cancel'> => ({
  async send(db, { id, queue, taskId, priority, startAfter }) {
    const sent = await boss.send(queue, { taskId } satisfies Delivery, {
      id,
      priority,
      ...(startAfter !== undefined && { startAfter }),
      db: fromKysely(db),
    })
    if (sent === null) throw new Error(`The queue ${queue} did not take the job of task ${taskId}`)
  },
  async cancel(db, queue, jobId) {
    await boss.cancel(queue, jobId, { db: fromKysely(db) })
  },
})

/** A queue that only sends. Connects in the background, so that a server answers before its database does. */
export function openSender(options: QueueOptions): Queue {
  const boss = openBoss(options, { max: 2 })
  let started: Promise<unknown> | null = null
  const start = () => {
    started ??= boss.start().catch((error) => {
      started = null
      throw error
    })
    return started
  }
  const sender = senderOf(boss)
  return {
    send: async (...job) => {
      await start()
      await sender.send(...job)
    },
    cancel: async (...job) => {
      await start()
      await sender.cancel(...job)
    },
    isReady: () =>
      start().then(
        () => true,
        () => false,
      ),
    stop: () => boss.stop({ graceful: false, close: true }),
  }
}

export type Consumer = Queue & {
  /** Runs `handle` for at most `concurrency` deliveries of the queue at a time in this process. */
  work(queue: string, concurrency: number, handle: (taskId: string) => Promise<void>): Promise<void>
  /** Takes no further deliveries; those in hand go on. */
  stopWork(): Promise<void>
}

/** A queue that also receives. Rejects where the queue's schema is missing or old. */
export async function openConsumer(options: QueueOptions): Promise<Consumer> {
  const boss = openBoss(options, {
    max: 5,
    supervise: true,
    // A worker that died between fetching a job and claiming its task is only missed here.
    superviseIntervalSeconds: 3,
    monitorIntervalSeconds: 3,
    useListenNotify: true,
  })
  await boss.start()
  const queues = new Set<string>()
  return {
    ...senderOf(boss),
    isReady: async () => true,
    async work(queue, concurrency, handle) {
      queues.add(queue)
      // One worker a slot, each of which wakes itself: a notification fetches one job, and those behind it would
      // otherwise wait for the next poll.
      for (let slot = 0; slot < concurrency; slot++) {
        const worker: string = await boss.work<Delivery>(
          queue,
          { batchSize: 1, pollingIntervalSeconds: pollSeconds, notifyPollingIntervalSeconds: pollSeconds },
          async ([job]) => {
            try {
              if (job) await handle(job.data.taskId)
            } finally {
              boss.notifyWorker(worker)
            }
          },
        )
      }
    },
    async stopWork() {
      for (const queue of queues) await boss.offWork(queue, { wait: false })
    },
    stop: () => boss.stop({ graceful: false, close: true }),
  }
}
