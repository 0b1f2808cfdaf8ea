import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import type { Databases } from '../databases/databases.ts'
import { checked } from '../platform/checked.ts'
import { InvalidInputError } from '../platform/errors.ts'
import { dbOf, type EntityManager } from '../platform/orm.ts'
import type { Sealer } from '../platform/secrets.ts'
import { startOptions } from '../tasks/start-options.ts'
import { findByIdempotencyKey } from '../tasks/starts.sql.ts'
import { Task } from '../tasks/task.entity.ts'
import type { Maker, Tasks } from '../tasks/tasks.ts'
import { candidatesOf } from './candidates.ts'
import { checkRequest, describePlan, type FilterPlanRequest, planRequest } from './filter-plan.ts'
import { filteredDatabase } from './filtered-database.task.ts'
import type { PromptPlanner } from './planner.ts'
import { createTargetSealer } from './sealed-target.ts'
import { openSnapshot, sourceFailure, targetOf } from './source.ts'

export type StartFilteredDatabase = FilterPlanRequest & {
  name?: string | null
  expiresAt?: Date | null
  priority?: number | null
  maxAttempts?: number | null
  startAfter?: Date | null
  idempotencyKey?: string | null
}

/** Starts the task once its plan is clear. @throws InvalidInputError, UnclearPromptError, ConnectionFailedError, LimitExceededError */
export type StartsFilteredDatabases = {
  start(em: EntityManager, maker: Maker, request: StartFilteredDatabase): Promise<Task>
}

const options = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'A name has at least one character')
    .max(200, 'A name has at most 200 characters')
    .nullish(),
  expiresAt: z
    .date()
    .refine((at) => at.getTime() > Date.now(), 'expiresAt lies in the future')
    .nullish(),
  startAfter: z.date().nullish(),
  ...startOptions,
})

export function createStartsFilteredDatabases(parts: {
  tasks: Tasks
  databases: Databases
  sealer: Sealer
  planPrompt: PromptPlanner
  statementTimeoutMs: number
  /** Whether there is a server to make them on. */
  hasServer: boolean
}): StartsFilteredDatabases {
  const { tasks, databases, sealer, planPrompt, statementTimeoutMs, hasServer } = parts
  const targets = createTargetSealer(sealer)
  return {
    async start(em, maker, request) {
      const { name, expiresAt, priority, maxAttempts, startAfter, idempotencyKey } = checked(options, request)
      if (!hasServer)
        throw new InvalidInputError(
          'There is no server to make filtered databases on; the operator can set FILTERED_DATABASE_URL',
        )
      checkRequest(request)
      const { workspaceId } = maker
      // Before the source is asked, which may be away, or another one by now.
      const earlier =
        idempotencyKey &&
        (await findByIdempotencyKey(dbOf(em.fork()), workspaceId, filteredDatabase.kind, idempotencyKey))
      if (earlier) return em.fork().findOneOrFail(Task, { id: earlier })
      const { source } = request
      const target = await targetOf(databases, em, workspaceId, source)
      const candidates = request.useCandidates ? await candidatesOf(em, workspaceId, source) : []
      const connection = await databases.connect(em, target, 'filter plan')
      let planned: {
        plan: Awaited<ReturnType<typeof planRequest>>['plan']
        shown: Awaited<ReturnType<typeof describePlan>>
      }
      try {
        await openSnapshot(connection)
        const checked = await planRequest(connection, { ...request, candidates }, planPrompt)
        planned = { plan: checked.plan, shown: await describePlan(connection, checked) }
      } catch (error) {
        throw sourceFailure(error, target, statementTimeoutMs)
      } finally {
        await connection.close()
      }
      if (expiresAt && startAfter && expiresAt <= startAfter)
        throw new InvalidInputError('expiresAt lies after startAfter', [
          { path: ['expiresAt'], message: 'expiresAt lies after startAfter' },
        ])
      const databaseId = 'databaseId' in source ? source.databaseId : null
      const id = uuid()
      return tasks.start(em, maker, filteredDatabase, {
        id,
        input: {
          source: databaseId ? { databaseId } : { sealedTarget: targets.seal(target, { id, workspaceId }) },
          prompt: request.prompt,
          ...planned,
          name: name ?? `${target.databaseName} filtered`,
          expiresAt: expiresAt?.toISOString() ?? null,
        },
        databaseId,
        idempotencyKey,
        priority,
        maxAttempts,
        startAfter,
      })
    },
  }
}
