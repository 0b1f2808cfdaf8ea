import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { dbOf, type EntityManager, type Orm } from '../platform/orm.ts'
import type { Announce } from './announce.ts'
import type { Definitions, TaskDefinition } from './define.ts'
import type { Queue } from './queue.ts'
import type { TaskFailure } from './states.ts'
import {
  type AbandonedTask,
  type ChangedTask,
  changeTasks,
  deleteSettledBefore,
  lockAbandoned,
  overdue,
  set,
} from './store.sql.ts'

/** A run that has not been heard of for this long has lost its worker; heartbeats come every second. */
const silenceMs = 8_000
const expiredAtATime = 500

export type SweeperOptions = {
  orm: Orm
  queue: Pick<Queue, 'send'>
  announce: Announce
  definitions: Definitions
  /** Whether silence means anything: after a time in which nobody reached the database, every run has been silent. */
  silenceCounts: boolean
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
  const changed = await orm.em.fork().transactional(async (em) => {
    const settled: ChangedTask[] = []
    for (const definition of definitions.values()) settled.push(...(await settleOverdue(em, definition)))
    if (!silenceCounts) return settled
    // Kinds that this release does not know are left to the workers that run them.
    for (const task of await lockAbandoned(dbOf(em), [...definitions.keys()], silenceMs))
      settled.push(...(await recover(em, task)))
    return settled
  })
  changed.forEach(announce.events)
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
    if (task.attempt >= task.maxAttempts) {
      const message = `${lost} in attempt ${task.attempt} of ${task.maxAttempts}`
      return changeTasks(dbOf(em), {
        where,
        set: set.failed(message, { ...error, message }),
        events: [{ type: 'FAILED', level: 'ERROR', message }],
      })
    }
    const message = `${lost}; attempt ${task.attempt + 1} of ${task.maxAttempts} starts now`
    const waiting = await changeTasks(dbOf(em), {
      where,
      set: set.waiting(message, 0, randomUUID(), error),
      events: [{ type: 'RETRYING', level: 'WARN', message }],
    })
    for (const { id, jobId, priority } of waiting) {
      await options.queue.send(dbOf(em), { id: jobId, queue: definition.queue, taskId: id, priority })
    }
    return waiting
  }
}

/** Deletes settled tasks, with their events, that ended more than `days` ago; in small steps, live ones never. */
export async function expire(orm: Orm, days: number): Promise<number> {
  let deleted = 0
  for (;;) {
    const count = await deleteSettledBefore(dbOf(orm.em.fork()), days, expiredAtATime)
    deleted += count
    if (count < expiredAtATime) return deleted
  }
}
