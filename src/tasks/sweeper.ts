import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { dbOf, type EntityManager, type Orm } from '../platform/orm.ts'
import type { Announce } from './announce.ts'
import { type AbandonedTask, lockAbandoned, overdue, overdueStarts, replaceJob } from './claims.sql.ts'
import type { Definitions, TaskDefinition } from './define.ts'
import type { Measure, SweepReason } from './metrics.ts'
import type { Queue } from './queue.ts'
import type { TaskFailure } from './states.ts'
import { type ChangedTask, changeTasks, set } from './store.sql.ts'

/** A run that has not been heard of for this long has lost its worker; heartbeats come every second. */
const silenceMs = 8_000
/** A task that could have been taken for this long may have lost its job. */
const restoreAfterMs = 30_000

export type SweeperOptions = {
  orm: Orm
  queue: Pick<Queue, 'send' | 'missing'>
  announce: Announce
  definitions: Definitions
  /** Whether silence means anything: after a time in which nobody reached the database, every run has been silent. */
  silenceCounts: boolean
  measure?: Measure
}

const hours = (ms: number) => (ms % 3_600_000 === 0 ? `${ms / 3_600_000}h` : `${Math.round(ms / 60_000)}min`)

/** The words that users of such systems search their logs for. */
export const overdueMessage = (limitMs: number) =>
  `Task auto-reset after exceeding ${hours(limitMs)} runtime.`

/** Settles runs of a kind that outlasted its limit; `exclusiveKey` narrows it to one thing, such as a database. */
export async function settleOverdue(
  em: EntityManager,
  definition: TaskDefinition,
  exclusiveKey: string | null = null,
) {
  const message = overdueMessage(definition.timeLimitMs)
  const error: TaskFailure = { code: 'TIME_LIMIT_EXCEEDED', message, retryable: false }
  return changeTasks(dbOf(em), {
    where: overdue(definition.kind, definition.timeLimitMs, exclusiveKey),
    set: set.failed(message, error),
    events: [
      { type: 'LOG', level: 'ERROR', message },
      { type: 'FAILED', level: 'ERROR', message },
    ],
  })
}

/** Finds the tasks whose worker is gone, gives them to another one, and settles those that have gone on for too long. */
export async function sweep(options: SweeperOptions): Promise<number> {
  const { orm, announce, definitions, silenceCounts } = options
  const reasons = new Map<string, SweepReason>()
  const changed = await orm.em.fork().transactional(async (em) => {
    const settled: ChangedTask[] = []
    for (const definition of definitions.values()) settled.push(...(await settleOverdue(em, definition)))
    for (const { id } of settled) reasons.set(id, 'time_limit')
    if (!silenceCounts) return settled
    // Kinds that this release does not know are left to the workers that run them.
    for (const task of await lockAbandoned(dbOf(em), [...definitions.keys()], silenceMs))
      settled.push(...(await recover(em, task)))
    return settled
  })
  for (const task of changed) {
    announce.events(task)
    if (task.status === 'PENDING') announce.work(task.kind)
    options.measure?.({ of: 'sweep', kind: task.kind, reason: reasons.get(task.id) ?? 'worker_lost' })
  }
  return changed.length

  async function recover(em: EntityManager, task: AbandonedTask): Promise<ChangedTask[]> {
    const definition = definitions.get(task.kind)!
    const where = sql`id = ${task.id}`
    if (task.status === 'CANCELLING') {
      const message = 'Cancelled; its worker had stopped answering'
      return changeTasks(dbOf(em), {
        where,
        set: set.cancelled(message),
        events: [{ type: 'CANCELLED', level: 'WARN', message }],
      })
    }
    const lost = 'The worker stopped answering'
    const error: TaskFailure = { code: 'WORKER_LOST', message: lost, retryable: true }
    // What killed the worker may have been another of its tasks, unless this one was alone.
    if (task.isolated && task.attempt >= task.maxAttempts) {
      const message = `${lost} in attempt ${task.attempt} of ${task.maxAttempts}`
      return changeTasks(dbOf(em), {
        where,
        set: set.failed(message, { ...error, message }),
        events: [{ type: 'FAILED', level: 'ERROR', message }],
      })
    }
    const attempts = Math.max(task.maxAttempts, task.attempt + 1)
    const message = `${lost}; attempt ${task.attempt + 1} of ${attempts} starts now, in a process of its own`
    const waiting = await changeTasks(dbOf(em), {
      where,
      set: set.isolated(message, randomUUID(), error),
      events: [{ type: 'RETRYING', level: 'WARN', message }],
    })
    for (const { id, jobId, workspaceId, priority } of waiting) {
      await options.queue.send(dbOf(em), {
        id: jobId,
        queue: definition.queue,
        taskId: id,
        workspaceId,
        priority,
      })
    }
    return waiting
  }
}

/**
 * Sends jobs for tasks that should have been taken long ago and have none in the queue, as after someone emptied it: the row
 * is the truth. Returns how many there were.
 */
export async function restoreJobs(options: Omit<SweeperOptions, 'silenceCounts'>): Promise<number> {
  const { orm, queue, announce, definitions } = options
  const waiting = await overdueStarts(dbOf(orm.em.fork()), [...definitions.keys()], restoreAfterMs)
  const jobs = waiting.map(({ kind, jobId }) => ({ queue: definitions.get(kind)!.queue, jobId }))
  const missing = jobs.length > 0 ? await queue.missing(dbOf(orm.em.fork()), jobs) : new Set()
  let restored = 0
  for (const task of waiting.filter(({ jobId }) => missing.has(jobId))) {
    const jobId = randomUUID()
    await orm.em.fork().transactional(async (em) => {
      if (!(await replaceJob(dbOf(em), task, jobId))) return
      await queue.send(dbOf(em), {
        ...task,
        id: jobId,
        queue: definitions.get(task.kind)!.queue,
        taskId: task.id,
      })
      restored++
    })
    announce.work(task.kind)
  }
  if (restored > 0) options.measure?.({ of: 'restored jobs', count: restored })
  return restored
}
