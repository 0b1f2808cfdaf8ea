import { type ConstructorOptions, fromKysely, PgBoss } from 'pg-boss'
import type { Log } from '../platform/log.ts'
import type { Db } from '../platform/orm.ts'

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

/** Creates or updates the queue's own schema, and the queues in it. */
export async function migrateQueue(options: QueueOptions, queues: string[]): Promise<void> {
  const boss = openBoss(options, { migrate: true, createSchema: true, max: 2 })
  await boss.start()
  try {
    for (const queue of queues) {
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

export type QueueSchedule = { key: string; cron: string; timezone: string }

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
  /**
   * Sends `data` to the queue whenever the cron expression says, in its time zone; one run makes up for all that were
   * missed. A second schedule of the same key replaces the first.
   */
  schedule(queue: string, key: string, cron: string, timezone: string, data: object): Promise<void>
  unschedule(db: Db, queue: string, key: string): Promise<void>
  schedules(queue: string): Promise<QueueSchedule[]>
  /** @throws where the expression or the time zone is none */
  nextRun(cron: string, timezone: string): Promise<Date | null>
  /** Whether the queue's schema is there and of the version that this release needs. */
  isReady(): Promise<boolean>
  stop(): Promise<void>
}

/** What of the queue's schema is not as this release makes it, in words; none where all is well. */
export async function queueDrift(options: QueueOptions): Promise<string[]> {
  const boss = openBoss(options, { max: 1 })
  await boss.start()
  try {
    const {
      missingTables,
      missing,
      invalid,
      mismatched,
      missingFunctions,
      mismatchedFunctions,
      columnDrift,
    } = await boss.detectSchemaDrift()
    return [
      ...missingTables.map((table) => `the table ${table} is missing`),
      ...[...missing, ...missingFunctions].map(({ name }) => `${name} is missing`),
      ...[...invalid, ...mismatched, ...mismatchedFunctions].map(
        ({ name }) => `${name} is not as it should be`,
      ),
      ...columnDrift.map(({ table }) => `the columns of ${table} are not as they should be`),
    ]
  } finally {
    await boss.stop({ graceful: false, close: true })
  }
}

type Sender = Omit<Queue, 'isReady' | 'stop'>

const senderOf = (boss: PgBoss): Sender => ({
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
  async schedule(queue, key, cron, timezone, data) {
    await boss.schedule(queue, cron, data, { key, tz: timezone, missed: 'once' })
  },
  async unschedule(db, queue, key) {
    await boss.unschedule(queue, key, { db: fromKysely(db) })
  },
  async schedules(queue) {
    return boss.getSchedules(queue)
  },
  async nextRun(cron, timezone) {
    return boss.previewSchedule(cron, { tz: timezone, count: 1 })[0] ?? null
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
  const once =
    <Arguments extends unknown[], Result>(call: (...given: Arguments) => Promise<Result>) =>
    async (...given: Arguments) => {
      await start()
      return call(...given)
    }
  return {
    send: once(sender.send),
    cancel: once(sender.cancel),
    schedule: once(sender.schedule),
    unschedule: once(sender.unschedule),
    schedules: once(sender.schedules),
    nextRun: once(sender.nextRun),
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
  work<Data extends object>(
    queue: string,
    concurrency: number,
    handle: (data: Data) => Promise<void>,
  ): Promise<void>
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
    schedule: true,
  })
  await boss.start()
  const queues = new Set<string>()
  return {
    ...senderOf(boss),
    isReady: async () => true,
    async work<Data extends object>(
      queue: string,
      concurrency: number,
      handle: (data: Data) => Promise<void>,
    ) {
      queues.add(queue)
      // One worker a slot, each of which wakes itself: a notification fetches one job, and those behind it would
      // otherwise wait for the next poll.
      for (let slot = 0; slot < concurrency; slot++) {
        const worker: string = await boss.work<Data>(
          queue,
          { batchSize: 1, pollingIntervalSeconds: pollSeconds, notifyPollingIntervalSeconds: pollSeconds },
          async ([job]) => {
            try {
              if (job) await handle(job.data)
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
