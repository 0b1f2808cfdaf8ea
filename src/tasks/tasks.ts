import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { ConflictError, LimitExceededError, NotFoundError } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import { dbOf, type EntityManager } from '../platform/orm.ts'
import type { Announce } from './announce.ts'
import type { Definitions, TaskDefinition } from './define.ts'
import { findTasks } from './find-tasks.sql.ts'
import { initialSteps } from './progress.ts'
import type { Queue } from './queue.ts'
import {
  countLive,
  findByIdempotencyKey,
  findLiveByExclusiveKey,
  insertTask,
  lockStarts,
} from './starts.sql.ts'
import { isSettled, type TaskKind, type TaskStatus } from './states.ts'
import { changeTasks, lockTask, set, waitingJob } from './store.sql.ts'
import { settleOverdue } from './sweeper.ts'
import { Task } from './task.entity.ts'

export type Maker = {
  workspaceId: string
  userId: string
  role: string
  requestId: string
  /** The trace that the request belongs to, as the W3C's traceparent header has it. */
  traceParent?: string | null
}

export type StartRequest<Input> = {
  input: Input
  /** The new task's, where something in the input is bound to it. */
  id?: string
  databaseId?: string | null
  /** At most one live task of the kind has this key. */
  exclusiveKey?: string | null
  /** The same key again, in the same workspace, answers with the task that it started the first time. */
  idempotencyKey?: string | null
  retryOfId?: string | null
  priority?: number | null
  maxAttempts?: number | null
  startAfter?: Date | null
}

/** More transactions that start a task than there are connections for, in all API processes. */
const startsAtOnce = 500

/** Rolls a start back where a live task, or an idempotency key, stands in its way. */
const taken = new Error('Another task stands in the way')

/** The error's code of a task that was settled by a reset. */
export const resetCode = 'RESET'

export type Tasks = {
  /**
   * Inserts the task, its first event and its job in one transaction.
   * @throws ConflictError with the live task that holds the exclusive key
   * @throws LimitExceededError where the workspace has too many live tasks
   */
  start<Input>(
    em: EntityManager,
    maker: Maker,
    definition: TaskDefinition<Input>,
    request: StartRequest<Input>,
  ): Promise<Task>
  /** The live task that holds the key, once any that outlasted its limit is settled; null where the way is free. */
  liveTask(em: EntityManager, kind: TaskKind, exclusiveKey: string): Promise<Task | null>
  /**
   * A waiting task is CANCELLED at once; a running one is CANCELLING until its worker has cleared up, at most a second
   * and the clearing later. A second request changes nothing and answers with the task.
   * @throws ConflictError for a settled task, NotFoundError for one of another workspace
   */
  cancel(em: EntityManager, maker: Maker, taskId: string, reason: string | null): Promise<Task>
  /**
   * Settles the live task that holds the key as FAILED, whatever its worker does; `message` is told its status. Null where
   * there is none.
   */
  reset(
    em: EntityManager,
    kind: TaskKind,
    exclusiveKey: string,
    message: (status: TaskStatus) => string,
  ): Promise<Task | null>
  /** The new task that repeats a settled one. */
  retry(em: EntityManager, maker: Maker, taskId: string): Promise<Task>
}

export type TasksOptions = {
  queue: Pick<Queue, 'send' | 'cancel'>
  announce: Announce
  definitions: Definitions
  maxPendingTasks: number
  log?: Log
}

export function createTasks({ queue, announce, definitions, maxPendingTasks, log }: TasksOptions): Tasks {
  const definitionOf = (kind: TaskKind) => {
    const definition = definitions.get(kind)
    if (!definition) throw new Error(`No definition of ${kind}`)
    return definition
  }

  async function find(em: EntityManager, workspaceId: string, taskId: string): Promise<Task> {
    const [task] = await findTasks(dbOf(em.fork()), workspaceId, [taskId])
    if (!task) throw new NotFoundError('There is no such task')
    return task
  }

  const tasks: Tasks = {
    async start(em, maker, definition, request) {
      const input = definition.input.parse(request.input)
      const { workspaceId } = maker
      const id = request.id ?? uuid()
      const priority = request.priority ?? 0
      const startAfter = request.startAfter ?? undefined
      const insertion = async (em: EntityManager) => {
        const db = dbOf(em)
        // One behind the other on the connection: the second does not wait for the answer of the first.
        const [liveBefore] = await Promise.all([
          insertTask(db, {
            id,
            workspaceId,
            kind: definition.kind,
            input,
            databaseId: request.databaseId ?? null,
            exclusiveKey: request.exclusiveKey ?? null,
            idempotencyKey: request.idempotencyKey ?? null,
            retryOfId: request.retryOfId ?? null,
            steps: initialSteps(definition),
            priority,
            maxAttempts: request.maxAttempts ?? definition.maxAttempts,
            createdBy: maker.userId,
            createdRole: maker.role,
            requestId: maker.requestId,
            traceParent: maker.traceParent ?? null,
            startAfter: request.startAfter ?? null,
            message: request.startAfter
              ? `Waits until ${request.startAfter.toISOString()}`
              : 'Waiting for a worker',
          }),
          queue.send(db, { id, queue: definition.queue, taskId: id, workspaceId, priority, startAfter }),
        ])
        if (liveBefore === null) throw taken
        // Others may be starting at this moment, unseen: near the limit they count one after the other.
        if (liveBefore + startsAtOnce > maxPendingTasks) await lockStarts(db, workspaceId)
        if (
          liveBefore + startsAtOnce > maxPendingTasks &&
          (await countLive(db, workspaceId)) > maxPendingTasks
        ) {
          throw new LimitExceededError(
            `The workspace has ${maxPendingTasks} tasks that wait or run; wait for some to end, or cancel them`,
            maxPendingTasks,
          )
        }
      }
      const started = await em
        .fork()
        .transactional(insertion)
        .then(
          () => true,
          (error) => {
            if (error !== taken) throw error
            return false
          },
        )
      if (started) {
        log?.info({ requestId: maker.requestId, taskId: id, kind: definition.kind }, 'A task was started')
        if (!startAfter) announce.work(definition.kind)
        announce.events({ id, workspaceId, lastSequence: 1 })
        return find(em, workspaceId, id)
      }
      const db = dbOf(em.fork())
      const earlier =
        request.idempotencyKey &&
        (await findByIdempotencyKey(db, workspaceId, definition.kind, request.idempotencyKey))
      if (earlier) return find(em, workspaceId, earlier)
      const live = request.exclusiveKey && (await tasks.liveTask(em, definition.kind, request.exclusiveKey))
      // It has ended, or had outlasted its limit: the way is free now.
      if (!live) return tasks.start(em, maker, definition, request)
      throw new ConflictError(`A task of this kind is ${live.status.toLowerCase()} for it already`, live.id)
    },

    async liveTask(em, kind, exclusiveKey) {
      const definition = definitionOf(kind)
      const settled = await settleOverdue(em.fork(), definition, exclusiveKey)
      settled.forEach(announce.events)
      const live = await findLiveByExclusiveKey(dbOf(em.fork()), definition.kind, exclusiveKey)
      return live && em.fork().findOne(Task, { id: live.id })
    },

    async cancel(em, maker, taskId, reason) {
      const { workspaceId } = maker
      const because = reason ? `: ${reason}` : ''
      const { found, changed } = await em.fork().transactional(async (em) => {
        const db = dbOf(em)
        const where = sql`id = ${taskId}`
        // The job before the task, as whoever takes it: the other way round the two could wait for each other.
        const waiting = await waitingJob(db, workspaceId, taskId)
        if (waiting) await queue.cancel(db, definitionOf(waiting.kind).queue, waiting.jobId)
        const found = await lockTask(db, workspaceId, taskId)
        if (found === 'PENDING') {
          const message = `Cancelled before it ran${because}`
          const [cancelled] = await changeTasks(db, {
            where,
            set: set.cancelledBeforeStart(message, reason),
            events: [{ type: 'CANCELLED', level: 'WARN', message }],
          })
          return { found, changed: cancelled }
        }
        if (found !== 'RUNNING') return { found }
        const message = `Cancel requested${because}`
        const [running] = await changeTasks(db, {
          where,
          set: set.cancelling(message, reason),
          events: [{ type: 'CANCELLING', level: 'WARN', message }],
        })
        return { found, changed: running }
      })
      const task = await find(em, workspaceId, taskId)
      if (changed) {
        announce.events(changed)
        if (changed.status === 'CANCELLING') announce.cancel(taskId)
      } else if (found && isSettled(found)) {
        throw new ConflictError(`The task is ${task.status} already; a settled task does not change`, taskId)
      }
      return task
    },

    async reset(em, kind, exclusiveKey, describe) {
      const changed = await em.fork().transactional(async (em) => {
        const db = dbOf(em)
        const live = await findLiveByExclusiveKey(db, kind, exclusiveKey)
        if (!live) return null
        await queue.cancel(db, definitionOf(kind).queue, live.jobId)
        const message = describe(live.status)
        const [settled] = await changeTasks(db, {
          where: sql`id = ${live.id} and status in ('PENDING', 'RUNNING', 'CANCELLING')`,
          set: set.failed(message, { code: resetCode, message, retryable: false }),
          events: [
            { type: 'LOG', level: 'WARN', message },
            { type: 'FAILED', level: 'ERROR', message },
          ],
        })
        return settled ?? null
      })
      if (!changed) return null
      announce.events(changed)
      announce.cancel(changed.id)
      return find(em, changed.workspaceId, changed.id)
    },

    async retry(em, maker, taskId) {
      const task = await find(em, maker.workspaceId, taskId)
      if (!isSettled(task.status)) {
        throw new ConflictError(`The task is ${task.status}; only a settled task can be repeated`, taskId)
      }
      const definition = definitionOf(task.kind)
      const id = uuid()
      return tasks.start(em, maker, definition, {
        id,
        input: definition.inputFor?.({ id, workspaceId: task.workspaceId }, task.input, task) ?? task.input,
        databaseId: task.databaseId,
        exclusiveKey: task.exclusiveKey,
        priority: task.priority,
        maxAttempts: task.maxAttempts,
        retryOfId: task.id,
      })
    },
  }
  return tasks
}
