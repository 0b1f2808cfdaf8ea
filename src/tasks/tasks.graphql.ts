import { encodeGlobalID } from '@pothos/plugin-relay'
import { builder } from '../graphql/builder.ts'
import { type PageArguments, pageOf } from '../graphql/connections.ts'
import type { Context } from '../graphql/context.ts'
import { ConflictErrorType, refusals, resultType } from '../graphql/errors.graphql.ts'
import { decodeId, decodeIdOf, inOrder } from '../graphql/nodes.ts'
import { NotFoundError } from '../platform/errors.ts'
import { dbOf } from '../platform/orm.ts'
import { makerOf } from './context.ts'
import { lowestIdAt } from './event-partitions.sql.ts'
import { findTasks } from './find-tasks.sql.ts'
import {
  isSettled,
  type StepState,
  stepStatuses,
  type TaskFailure,
  type TaskKind,
  taskKinds,
  taskStatuses,
} from './states.ts'
import { Task } from './task.entity.ts'

export const TaskKindEnum = builder.enumType('TaskKind', { values: taskKinds })
export const TaskStatusEnum = builder.enumType('TaskStatus', {
  description:
    'CANCELLING: asked to stop and still running. COMPLETED, FAILED and CANCELLED are settled and final.',
  values: taskStatuses,
})
const TaskStepStatus = builder.enumType('TaskStepStatus', { values: stepStatuses })

const TaskStep = builder.objectRef<StepState>('TaskStep').implement({
  description: 'A part of a task. done of total counts in the unit of the step, such as tables.',
  fields: (t) => ({
    name: t.exposeString('name'),
    status: t.expose('status', { type: TaskStepStatus }),
    progress: t.exposeFloat('progress'),
    done: t.expose('done', { type: 'BigInt', nullable: true }),
    total: t.expose('total', { type: 'BigInt', nullable: true }),
    durationMs: t.float({
      nullable: true,
      description: 'How long it took, once it is COMPLETED.',
      resolve: ({ durationMs }) => durationMs ?? null,
    }),
  }),
})

const TaskFailureType = builder.objectRef<TaskFailure>('TaskFailure').implement({
  description:
    'Why the last attempt failed. code is stable; retryable says whether another attempt may succeed.',
  fields: (t) => ({
    code: t.exposeString('code'),
    message: t.exposeString('message'),
    retryable: t.exposeBoolean('retryable'),
  }),
})

/** ELEMENT_CREATION is an ElementCreationTask. */
export const taskTypeName = (kind: TaskKind) =>
  `${kind.replace(/_?([A-Z])([A-Z]*)/g, (_, first: string, rest: string) => first + rest.toLowerCase())}Task`

/** The tasks of the viewer's workspace, in the order of the ids. */
export async function loadTasks(ids: readonly string[], { em, viewer }: Context): Promise<Task[]> {
  return inOrder(ids, await findTasks(dbOf(em.fork()), viewer.workspaceId, ids))
}

export const TaskInterface = builder.loadableInterfaceRef('Task', { load: loadTasks })

TaskInterface.implement({
  description: 'A piece of long-running work, whatever its kind.',
  resolveType: (task) => taskTypeName((task as Task).kind),
  fields: (t) => ({
    id: t.id({ resolve: ({ id, kind }) => encodeGlobalID(taskTypeName(kind), id) }),
    kind: t.expose('kind', { type: TaskKindEnum }),
    status: t.expose('status', { type: TaskStatusEnum }),
    progress: t.exposeFloat('progress', { description: 'From 0 to 1; never goes back within an attempt.' }),
    currentStep: t.exposeString('currentStep', {
      description: 'The name of the step in work; queued before the first.',
    }),
    steps: t.field({ type: [TaskStep], resolve: ({ steps }) => steps }),
    message: t.exposeString('message', { description: 'What it is doing, in words.' }),
    priority: t.exposeInt('priority', {
      description: 'Higher ones are taken first; 0 unless it was started with another.',
    }),
    attempt: t.exposeInt('attempt', { description: '0 until a worker takes it, then 1, 2, 3 …' }),
    maxAttempts: t.exposeInt('maxAttempts'),
    createdBy: t.exposeString('createdBy'),
    createdAt: t.expose('createdAt', { type: 'DateTime' }),
    startedAt: t.expose('startedAt', { type: 'DateTime', nullable: true }),
    completedAt: t.expose('completedAt', { type: 'DateTime', nullable: true }),
    estimatedCompletionAt: t.expose('estimatedCompletionAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'From its own rate once there is one, before that from tasks like it; null when nothing is known.',
    }),
    durationMs: t.float({
      nullable: true,
      description: 'From the start of the first attempt until its end, or until now.',
      resolve: ({ startedAt, completedAt }) =>
        startedAt && (completedAt ?? new Date()).getTime() - startedAt.getTime(),
    }),
    isSettled: t.boolean({ resolve: ({ status }) => isSettled(status) }),
    cancelRequestedAt: t.expose('cancelRequestedAt', { type: 'DateTime', nullable: true }),
    cancelReason: t.exposeString('cancelReason', { nullable: true }),
    retryOf: t.field({
      type: TaskInterface,
      nullable: true,
      description: 'The settled task that this one repeats.',
      resolve: ({ retryOfId }) => retryOfId,
    }),
    error: t.field({ type: TaskFailureType, nullable: true, resolve: ({ error }) => error }),
  }),
})

builder.objectField(ConflictErrorType, 'task', (t) =>
  t.field({
    type: TaskInterface,
    nullable: true,
    description: 'The task that is in the way, where it is one.',
    resolve: ({ taskId }) => taskId,
  }),
)

const TaskFilter = builder.inputType('TaskFilter', {
  description: 'All of what is given must hold.',
  fields: (t) => ({
    kinds: t.field({ type: [TaskKindEnum] }),
    statuses: t.field({ type: [TaskStatusEnum] }),
    databaseId: t.id(),
    createdBy: t.string(),
    createdAfter: t.field({ type: 'DateTime' }),
    createdBefore: t.field({ type: 'DateTime' }),
  }),
})

export { TaskFilter as TaskFilterInput }
export type TaskFilter = typeof TaskFilter.$inferInput

const clocksApartMs = 3_600_000
const shifted = (at: Date, ms: number) => new Date(Math.max(0, at.getTime() + ms))

function whereOf(filter: TaskFilter | null | undefined) {
  const { kinds, statuses, databaseId, createdBy, createdAfter, createdBefore } = filter ?? {}
  return {
    ...(kinds && { kind: { $in: kinds } }),
    ...(statuses && { status: { $in: statuses } }),
    // An ID that is none of a database matches nothing, as one that does not exist.
    ...(databaseId != null && { databaseId: decodeIdOf('Database', databaseId) ?? { $in: [] } }),
    ...(createdBy != null && { createdBy }),
    // Ids begin with the time of their making, by the clock of another machine: by them the list is read where these tasks are.
    ...((createdAfter || createdBefore) && {
      $and: [
        ...(createdAfter ? [{ id: { $gte: lowestIdAt(shifted(createdAfter, -clocksApartMs)) } }] : []),
        ...(createdBefore ? [{ id: { $lt: lowestIdAt(shifted(createdBefore, clocksApartMs)) } }] : []),
      ],
      createdAt: { ...(createdAfter && { $gt: createdAfter }), ...(createdBefore && { $lt: createdBefore }) },
    }),
  }
}

builder.queryFields((t) => ({
  task: t.field({
    type: TaskInterface,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: async (_, args, context) => {
      const decoded = decodeId(args.id)
      const [task] = decoded ? await loadTasks([decoded.id], context) : []
      return task && taskTypeName(task.kind) === decoded?.typename ? task : null
    },
  }),
  tasks: t.connection(
    {
      type: TaskInterface,
      description: 'The tasks of the workspace, newest first.',
      args: { filter: t.arg({ type: TaskFilter }) },
      resolve: (_, args, { em, viewer }) =>
        pageOf(em, Task, args as PageArguments, {
          where: { workspaceId: viewer.workspaceId, ...whereOf(args.filter) },
          orderBy: [{ id: 'DESC' }],
        }),
    },
    {
      name: 'TaskConnection',
      fields: (t) => ({ totalCount: t.int({ resolve: ({ totalCount }) => totalCount() }) }),
    },
    { name: 'TaskEdge' },
  ),
}))

const TaskPayload = builder.objectRef<{ task: Task }>('TaskPayload').implement({
  fields: (t) => ({ task: t.field({ type: TaskInterface, resolve: ({ task }) => task }) }),
})

const CancelTaskResult = resultType('CancelTaskResult', TaskPayload, [refusals.ConflictError])
const RetryTaskResult = resultType('RetryTaskResult', TaskPayload, [refusals.ConflictError])

export function taskIdOf(id: string): string {
  const decoded = decodeId(id)
  if (!decoded?.typename.endsWith('Task')) throw new NotFoundError('There is no such task')
  return decoded.id
}

builder.mutationFields((t) => ({
  cancelTask: t.field({
    type: CancelTaskResult,
    description: `Asks a task to stop. A waiting one is CANCELLED at once. A running one is CANCELLING: its worker is told within
a second, cancels what runs on other servers, clears up, and the task is CANCELLED; its effect does not happen. Where
the task completes before the request is in its row, it stays COMPLETED and the answer is a ConflictError, as for every
settled task. A second request changes nothing and answers with the task. Where the worker is dead, the task is
CANCELLED as soon as that is noticed.`,
    args: { taskId: t.arg.id({ required: true }), reason: t.arg.string() },
    resolve: async (_, { taskId, reason }, context) => ({
      task: await context.tasks.cancel(context.em, makerOf(context), taskIdOf(taskId), reason ?? null),
    }),
  }),
  retryTask: t.field({
    type: RetryTaskResult,
    description:
      'Starts a settled task again, as a new task with the same input; its retryOf is the settled one.',
    args: { taskId: t.arg.id({ required: true }) },
    resolve: async (_, { taskId }, context) => ({
      task: await context.tasks.retry(context.em, makerOf(context), taskIdOf(taskId)),
    }),
  }),
}))
