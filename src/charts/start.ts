import { createHash } from 'node:crypto'
import { z } from 'zod'
import { checked } from '../platform/checked.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '../platform/errors.ts'
import { dbOf, type EntityManager } from '../platform/orm.ts'
import { startOptions } from '../tasks/start-options.ts'
import { findByIdempotencyKey } from '../tasks/starts.sql.ts'
import { Task } from '../tasks/task.entity.ts'
import type { Maker, Tasks } from '../tasks/tasks.ts'
import { Chart, type ChartVisibility } from './chart.entity.ts'
import { chart } from './chart.task.ts'
import type { Messages } from './messages.ts'
import { sameChart } from './store.sql.ts'

/** `messageId` is the message's own; null where the API was given an ID that is none of a message. */
export type StartChart = {
  messageId: string | null
  visibility?: ChartVisibility | null
  forceCreate?: boolean | null
  adjustmentQuery?: string | null
  priority?: number | null
  maxAttempts?: number | null
  idempotencyKey?: string | null
}

/** `chart`: there was one already, so no task was started. */
export type StartedChart = { task: Task | null; chart: Chart | null }

/** @throws InvalidInputError, LimitExceededError */
export type StartsCharts = {
  start(em: EntityManager, maker: Maker, request: StartChart): Promise<StartedChart>
}

const options = z.object({
  adjustmentQuery: z
    .string()
    .trim()
    .min(1, 'adjustmentQuery is empty; leave it out where nothing is to be changed')
    .max(1_000, 'adjustmentQuery has at most 1,000 characters')
    .refine((text) => !text.includes('\0'), 'adjustmentQuery has no NUL character')
    .nullish(),
  ...startOptions,
})

export function createStartsCharts({ tasks, messages }: { tasks: Tasks; messages: Messages }): StartsCharts {
  return {
    async start(em, maker, request) {
      const { idempotencyKey, priority, maxAttempts, adjustmentQuery = null } = checked(options, request)
      const forceCreate = request.forceCreate ?? false
      const message = await messageOf(em, maker, request.messageId)
      const db = dbOf(em.fork())
      const taskOf = (id: string) => em.fork().findOneOrFail(Task, { id, workspaceId: maker.workspaceId })
      const earlier =
        idempotencyKey && (await findByIdempotencyKey(db, maker.workspaceId, chart.kind, idempotencyKey))
      if (earlier) return { task: await taskOf(earlier), chart: null }

      const visibility = request.visibility ?? null
      const { userId } = maker
      if (!forceCreate) {
        const same = await sameChart(db, { messageId: message.id, adjustmentQuery, visibility, userId })
        const found = same && (await em.fork().findOne(Chart, { id: same }))
        if (found) return { task: null, chart: found }
      }
      const wanted = visibility ?? 'PRIVATE'
      const input = { messageId: message.id, visibility: wanted, forceCreate, adjustmentQuery }
      try {
        const task = await tasks.start(em, maker, chart, {
          input,
          databaseId: message.databaseId,
          exclusiveKey: forceCreate ? null : keyOf({ ...input, userId }),
          idempotencyKey,
          priority,
          maxAttempts,
        })
        return { task, chart: null }
      } catch (error) {
        // The same chart is being made: whoever asks again watches that task.
        if (!forceCreate && error instanceof ConflictError && error.taskId)
          return { task: await taskOf(error.taskId), chart: null }
        throw error
      }
    },
  }

  async function messageOf(em: EntityManager, { workspaceId }: Maker, id: string | null) {
    const message = 'There is no such message'
    const missing = () => new InvalidInputError(message, [{ path: ['messageId'], message }])
    if (id === null) throw missing()
    return messages.find(em, workspaceId, id).catch((error) => {
      throw error instanceof NotFoundError ? missing() : error
    })
  }
}

const keyOf = (same: Record<string, unknown>) =>
  createHash('sha256').update(JSON.stringify(same)).digest('base64url')
