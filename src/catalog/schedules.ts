import { z } from 'zod'
import type { Database } from '../databases/database.entity.ts'
import type { Databases } from '../databases/databases.ts'
import { InvalidInputError, NotFoundError } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import { type Db, dbOf, type EntityManager, type Orm } from '../platform/orm.ts'
import { type Tracing, untraced } from '../platform/tracing.ts'
import type { Queue } from '../tasks/queue.ts'
import type { Maker } from '../tasks/tasks.ts'
import type { Job } from '../tasks/worker-options.ts'
import type { Elements } from './elements.ts'

export const scheduleQueue = 'element-creation-schedule'

export type Schedule = { cron: string; timezone: string; nextRunAt: Date | null }

export type Schedules = {
  /** Replaces the schedule that the database may have. @throws InvalidInputError for what is no cron or no time zone */
  set(
    em: EntityManager,
    maker: Maker,
    databaseId: string,
    cron: string,
    timezone: string | null,
  ): Promise<Database>
  remove(em: EntityManager, maker: Maker, databaseId: string): Promise<Database>
  /** Of all databases, by their ids. */
  all(): Promise<Map<string, Schedule>>
}

/** What the queue keeps of a schedule: who wanted it, and what for. */
const dueSchema = z.object({
  databaseId: z.uuid(),
  workspaceId: z.uuid(),
  userId: z.string(),
  role: z.string(),
})

/** Minute, hour, day of the month, month, day of the week. */
const fiveFields = /^\S+(\s+\S+){4}$/

const invalid = (field: string, message: string) =>
  new InvalidInputError(message, [{ path: [field], message }])

export const unschedule = (queue: Pick<Queue, 'unschedule'>, db: Db, databaseId: string) =>
  queue.unschedule(db, scheduleQueue, databaseId)

export function createSchedules({ queue, databases }: { queue: Queue; databases: Databases }): Schedules {
  const isTimezone = (name: string) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
    } catch {
      return false
    }
  }

  return {
    async set(em, maker, databaseId, cron, timezone) {
      const database = await databases.find(em, maker.workspaceId, databaseId)
      const zone = timezone ?? 'UTC'
      if (!isTimezone(zone)) throw invalid('timezone', 'timezone must be a name such as Europe/Berlin')
      const expression = cron.trim()
      const wrong = invalid('cron', 'cron must have five fields, such as 0 2 * * 0 for Sundays at two')
      if (!fiveFields.test(expression)) throw wrong
      await queue.nextRun(expression, zone).catch(() => {
        throw wrong
      })
      const { workspaceId, userId, role } = maker
      await queue.schedule(scheduleQueue, databaseId, expression, zone, {
        databaseId,
        workspaceId,
        userId,
        role,
      })
      return database
    },

    async remove(em, maker, databaseId) {
      const database = await databases.find(em, maker.workspaceId, databaseId)
      await unschedule(queue, dbOf(em.fork()), databaseId)
      return database
    },

    async all() {
      const schedules = await queue.schedules(scheduleQueue)
      return new Map(
        await Promise.all(
          schedules.map(
            async ({ key, cron, timezone }): Promise<[string, Schedule]> => [
              key,
              { cron, timezone, nextRunAt: await queue.nextRun(cron, timezone) },
            ],
          ),
        ),
      )
    },
  }
}

/** Starts an element creation when its time has come; one that still runs is left to run. */
export const scheduledStart = (options: {
  orm: Orm
  elements: Elements
  log: Log
  tracing?: Tracing
}): Job => ({
  queue: scheduleQueue,
  async handle(data) {
    const { orm, elements, log, tracing = untraced } = options
    const { databaseId, ...maker } = dueSchema.parse(data)
    const span = tracing.start('schedule ELEMENT_CREATION', 'PRODUCER')
    try {
      const started = await elements.start(
        orm.em,
        { ...maker, requestId: `schedule ${databaseId}`, traceParent: span.traceParent },
        { databaseIds: [databaseId] },
      )
      for (const { reason } of started.skipped)
        log.info({ databaseId, reason }, 'A scheduled element creation was skipped')
    } catch (error) {
      // A database that was removed at this moment has nothing to start any more.
      if (!(error instanceof InvalidInputError || error instanceof NotFoundError)) throw error
      log.info({ databaseId }, 'A scheduled element creation found no database')
    } finally {
      span.end()
    }
  },
})
