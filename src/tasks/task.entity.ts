import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { Workspace } from '../access/access.entities.ts'
import type { LogLevel, StepState, TaskEventType, TaskFailure, TaskKind, TaskStatus } from './states.ts'

const liveStatuses = `status in ('PENDING', 'RUNNING', 'CANCELLING')`

/** One piece of long-running work; the row is the truth, the queue's job only its delivery. */
export const Task = defineEntity({
  name: 'Task',
  tableName: 'task',
  properties: {
    /** Version 7, so that ids sort by their making: lists page by id alone. */
    id: p.uuid().primary(),
    workspaceId: () => p.manyToOne(Workspace).mapToPk().fieldName('workspace_id').deleteRule('cascade'),
    kind: p.text().$type<TaskKind>(),
    status: p.text().$type<TaskStatus>(),
    input: p.json().$type<Record<string, unknown>>(),
    result: p.json().$type<unknown>().nullable(),
    error: p.json().$type<TaskFailure>().nullable(),
    /** The registered database that the task works on, where there is one. */
    databaseId: p.uuid().nullable(),
    /** At most one live task of a kind has this key. */
    exclusiveKey: p.text().nullable(),
    idempotencyKey: p.text().nullable(),
    retryOfId: p.uuid().nullable(),
    progress: p.double().$type<number>(),
    currentStep: p.text(),
    steps: p.json().$type<StepState[]>(),
    message: p.text(),
    priority: p.integer(),
    attempt: p.integer(),
    maxAttempts: p.integer(),
    createdBy: p.text(),
    createdRole: p.text(),
    requestId: p.text().nullable(),
    createdAt: p.datetime(6),
    availableAt: p.datetime(6),
    startedAt: p.datetime(6).nullable(),
    attemptStartedAt: p.datetime(6).nullable(),
    completedAt: p.datetime(6).nullable(),
    estimatedCompletionAt: p.datetime(6).nullable(),
    cancelRequestedAt: p.datetime(6).nullable(),
    cancelReason: p.text().nullable(),
    /** The sequence of the task's newest event. */
    lastSequence: p.integer(),
    /** The claim of the run that may write; a new one for every pick-up, so that a run thought dead changes nothing. */
    lease: p.uuid().nullable(),
    heartbeatAt: p.datetime(6).nullable(),
    jobId: p.uuid(),
    /** Its worker died, perhaps of it: the next run has a process of its own. */
    isolated: p.boolean(),
    /** The trace that the request which made the task belongs to, as the W3C's traceparent header has it. */
    traceParent: p.text().nullable(),
  },
  checks: [
    {
      name: 'task_status_check',
      expression: `status in ('PENDING', 'RUNNING', 'CANCELLING', 'COMPLETED', 'FAILED', 'CANCELLED')`,
    },
  ],
  uniques: [
    { name: 'task_exclusive_key', properties: ['kind', 'exclusiveKey'], where: liveStatuses },
    { name: 'task_idempotency_key', properties: ['workspaceId', 'kind', 'idempotencyKey'] },
  ],
  indexes: [
    { name: 'task_workspace', properties: ['workspaceId', 'id'] },
    { name: 'task_workspace_kind', properties: ['workspaceId', 'kind', 'id'] },
    { name: 'task_workspace_status', properties: ['workspaceId', 'status', 'id'] },
    { name: 'task_workspace_database', properties: ['workspaceId', 'databaseId', 'id'] },
    { name: 'task_workspace_maker', properties: ['workspaceId', 'createdBy', 'id'] },
    { name: 'task_live', properties: ['workspaceId', 'kind'], where: liveStatuses },
    {
      name: 'task_running',
      properties: ['kind', 'heartbeatAt'],
      where: `status in ('RUNNING', 'CANCELLING')`,
    },
    { name: 'task_waiting', properties: ['kind', 'workspaceId'], where: `status = 'PENDING'` },
    { name: 'task_due', properties: ['kind', 'availableAt'], where: `status = 'PENDING'` },
    { name: 'task_database', properties: ['databaseId', 'kind', 'id'] },
    { name: 'task_completed', properties: ['completedAt'], where: 'completed_at is not null' },
  ],
})
export type Task = InferEntity<typeof Task>

/**
 * What happened to a task: 1, 2, 3 … without holes, written in the transaction that changed the row. Partitioned by the
 * task's id, which begins with the time of its making; no foreign key, so that retention drops a partition at once.
 */
export const TaskEvent = defineEntity({
  name: 'TaskEvent',
  tableName: 'task_event',
  properties: {
    taskId: p.uuid().primary(),
    sequence: p.integer().primary(),
    workspaceId: p.uuid(),
    type: p.text().$type<TaskEventType>(),
    level: p.text().$type<LogLevel>(),
    at: p.datetime(6),
    message: p.text(),
    status: p.text().$type<TaskStatus>(),
    progress: p.double().$type<number>(),
    currentStep: p.text(),
  },
})
export type TaskEvent = InferEntity<typeof TaskEvent>

/** A process that runs tasks, as it last said of itself; its row goes when it stops. */
export const Worker = defineEntity({
  name: 'Worker',
  tableName: 'task_worker',
  properties: {
    id: p.uuid().primary(),
    kinds: p.json().$type<TaskKind[]>(),
    concurrency: p.integer(),
    host: p.text(),
    pid: p.integer(),
    startedAt: p.datetime(6),
    heartbeatAt: p.datetime(6),
  },
})

export const taskEntities = [Task, TaskEvent, Worker]
