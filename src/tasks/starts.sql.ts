import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { StepState, TaskKind, TaskStatus } from './states.ts'
import { json, liveStatuses } from './store.sql.ts'

/** Statements that make a task, and those that say what stands in its way. */

export type NewTask = {
  id: string
  workspaceId: string
  kind: TaskKind
  input: unknown
  databaseId: string | null
  exclusiveKey: string | null
  idempotencyKey: string | null
  retryOfId: string | null
  steps: StepState[]
  priority: number
  maxAttempts: number
  createdBy: string
  createdRole: string
  requestId: string | null
  traceParent: string | null
  startAfter: Date | null
  message: string
}

/**
 * Inserts the task and its QUEUED event. Resolves to how many live tasks the workspace had before; null where a live task or an
 * idempotency key stands in the way.
 */
export async function insertTask(db: Db, task: NewTask): Promise<number | null> {
  const { rows } = await sql<{ live: number }>`
    with inserted as (
      insert into task (id, workspace_id, kind, input, database_id, exclusive_key, idempotency_key, retry_of_id, steps,
        current_step, message, priority, max_attempts, created_by, created_role, request_id, trace_parent, available_at, job_id,
        status, progress, attempt, created_at, last_sequence, isolated)
      values (${task.id}, ${task.workspaceId}, ${task.kind}, ${json(task.input)}, ${task.databaseId},
        ${task.exclusiveKey}, ${task.idempotencyKey}, ${task.retryOfId}, ${json(task.steps)}, 'queued',
        ${task.message}, ${task.priority}, ${task.maxAttempts}, ${task.createdBy}, ${task.createdRole},
        ${task.requestId}, ${task.traceParent}, coalesce(${task.startAfter}::timestamptz, now()), ${task.id},
        'PENDING', 0, 0, now(), 1, false)
      on conflict do nothing
      returning *
    ), written as (
      insert into task_event (task_id, sequence, workspace_id, type, level, message, status, progress, current_step, at)
      select id, 1, workspace_id, 'QUEUED', 'INFO', message, status, progress, current_step, clock_timestamp() from inserted
    )
    select (
      select count(*)::int from task where workspace_id = ${task.workspaceId} and status in ${liveStatuses}
    ) as live from inserted`.execute(db)
  return rows[0]?.live ?? null
}

export async function findByIdempotencyKey(db: Db, workspaceId: string, kind: TaskKind, key: string) {
  const { rows } = await sql<{ id: string }>`
    select id from task where workspace_id = ${workspaceId} and kind = ${kind} and idempotency_key = ${key}`.execute(
    db,
  )
  return rows[0]?.id ?? null
}

export async function findLiveByExclusiveKey(db: Db, kind: TaskKind, key: string) {
  const { rows } = await sql<{ id: string; status: TaskStatus; jobId: string }>`
    select id, status, job_id as "jobId" from task
    where kind = ${kind} and exclusive_key = ${key} and status in ${liveStatuses}`.execute(db)
  return rows[0] ?? null
}

/** Lets the workspace's starts count one after the other; none could see what the others have not committed. */
export async function lockStarts(db: Db, workspaceId: string): Promise<void> {
  await sql`
    select set_config('idle_in_transaction_session_timeout', '5000', true),
      pg_advisory_xact_lock(hashtextextended('quarry starts ' || ${workspaceId}::text, 0))`.execute(db)
}

export async function countLive(db: Db, workspaceId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from task
    where workspace_id = ${workspaceId} and status in ${liveStatuses}`.execute(db)
  return rows[0]!.count
}
