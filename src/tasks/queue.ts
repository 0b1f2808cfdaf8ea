import { sql } from 'kysely'
import { type ConstructorOptions, fromKysely, PgBoss } from 'pg-boss'
import type { Log } from '../platform/log.ts'
import type { Db } from '../platform/orm.ts'

/**
 * Delivery of tasks to workers, by pg-boss. A job says only "look at this task": the task's row decides whether there
 * is anything to do, so a job delivered twice, or late, does no harm.
 */

export const queueBackends = ['postgres', 'citus', 'cockroachdb'] as const
export type QueueBackend = (typeof queueBackends)[number]

export type QueueOptions = {
  url: string
  applicationName: string
  log: Log
  /** What the queue's statements are made for; PostgreSQL where it is left out. */
  backend?: QueueBackend
}
/** What a job says: look at this task. */
export type Delivery = { jobId: string; taskId: string; workspaceId: string }

type JobData = Omit<Delivery, 'jobId'>

const schema = 'pgboss'

const pollSeconds = 2

/** A connection to the queue; whoever opens it starts and stops it. */
export function openBoss(
  { url, applicationName, log, backend }: QueueOptions,
  options: Partial<ConstructorOptions>,
) {
  const boss = new PgBoss({
    connectionString: url,
    application_name: applicationName,
    schema,
    backend: backend ?? 'postgres',
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

export type QueueSchedule = { key: string; cron: string; timezone: string }

export type Queue = {
  /** Sends within the transaction that `db` stands in, so that a task and its job are both there or neither is. */
  send(
    db: Db,
    job: {
      id: string
      queue: string
      taskId: string
      /** Whose turn it is goes by workspaces. */
      workspaceId: string
      priority: number
      /** A time, or seconds from the start of the transaction. */
      startAfter?: Date | number
    },
  ): Promise<void>
  cancel(db: Db, queue: string, jobId: string): Promise<void>
  /**
   * Takes up to `count` waiting jobs, by priority and then by age, within the transaction that `db` stands in: they are back in
   * the queue where that does not commit.
   * @param passedOver the workspaces whose jobs are left where they are
   */
  take(db: Db, queue: string, count: number, passedOver?: string[]): Promise<Delivery[]>
  /** Deletes jobs that were taken; they are delivered once the transaction commits. */
  remove(db: Db, queue: string, jobIds: string[]): Promise<void>
  /** Those of the jobs that are not in the queue. */
  missing(db: Db, jobs: { queue: string; jobId: string }[]): Promise<Set<string>>
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

type Sender = Omit<Queue, 'isReady' | 'stop'>

const senderOf = (boss: PgBoss): Sender => ({
  async send(db, { id, queue, taskId, workspaceId, priority, startAfter }) {
    const sent = await boss.send(queue, { taskId, workspaceId } satisfies JobData, {
      id,
      priority,
      group: { id: workspaceId },
      ...(startAfter !== undefined && { startAfter }),
      db: fromKysely(db),
    })
    if (sent === null) throw new Error(`The queue ${queue} did not take the job of task ${taskId}`)
  },
  async cancel(db, queue, jobId) {
    await boss.deleteJob(queue, jobId, { db: fromKysely(db) })
  },
  async take(db, queue, count, passedOver) {
    const jobs = await boss.fetch<JobData>(queue, {
      db: fromKysely(db),
      batchSize: count,
      ...(passedOver && passedOver.length > 0 && { ignoreGroups: passedOver }),
    })
    return jobs.map(({ id, data }) => ({ jobId: id, ...data }))
  },
  async remove(db, queue, jobIds) {
    await boss.deleteJob(queue, jobIds, { db: fromKysely(db) })
  },
  async missing(db, jobs) {
    const { rows } = await sql<{ jobId: string }>`
      select wanted."jobId" from jsonb_to_recordset(${JSON.stringify(jobs)}::jsonb) as wanted (queue text, "jobId" uuid)
      where not exists (
        select from ${sql.table(`${schema}.job`)} as job where job.name = wanted.queue and job.id = wanted."jobId"
      )`.execute(db)
    return new Set(rows.map(({ jobId }) => jobId))
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
    take: once(sender.take),
    remove: once(sender.remove),
    missing: once(sender.missing),
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
  /** Runs `handle` for the queue's jobs, one at a time in this process. For small jobs beside the tasks. */
  work(queue: string, handle: (data: object) => Promise<void>): Promise<void>
  /** Takes no further jobs; those in hand go on. */
  stopWork(): Promise<void>
}

/** A queue that also receives, and keeps the schedules. Rejects where the queue's schema is missing or old. */
export async function openConsumer(options: QueueOptions): Promise<Consumer> {
  const boss = openBoss(options, { max: 3, supervise: true, schedule: true })
  await boss.start()
  const queues = new Set<string>()
  return {
    ...senderOf(boss),
    isReady: async () => true,
    async work(queue, handle) {
      queues.add(queue)
      await boss.work<object>(queue, { batchSize: 1, pollingIntervalSeconds: pollSeconds }, async ([job]) => {
        if (job) await handle(job.data)
      })
    },
    async stopWork() {
      for (const queue of queues) await boss.offWork(queue, { wait: false })
    },
    stop: () => boss.stop({ graceful: false, close: true }),
  }
}
