import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { StepState, TaskKind, TaskStatus } from './states.ts'
import { freshSteps, heldBy } from './store.sql.ts'

/** Who runs which task: taking one, keeping it, and noticing that its worker is gone or takes too long. */

/** A process that freezes, or vanishes without a word, while others wait for it, is given up by the database after this. */
const longestPauseMs = 5_000

/** Lets the takers of a kind count what runs one after the other, so that together they keep its limit. */
export async function lockKind(db: Db, kind: TaskKind): Promise<void> {
  await sql`
    select set_config('idle_in_transaction_session_timeout', ${String(longestPauseMs)}, true),
      pg_advisory_xact_lock(hashtextextended('quarry take ' || ${kind}::text, 0))`.execute(db)
}

export type Work = {
  /** How many tasks of the kind run for each workspace that has any. */
  running: Map<string, number>
  /** Whether no more than one workspace has any that wait. */
  oneWorkspaceWaits: boolean
}

export async function lookAtWork(db: Db, kind: TaskKind): Promise<Work> {
  const waits = (order: 'asc' | 'desc') => sql`(
    select workspace_id from task where kind = ${kind} and status = 'PENDING'
    order by kind ${sql.raw(order)}, workspace_id ${sql.raw(order)} limit 1)`
  const { rows } = await sql<{ running: Record<string, number>; alone: boolean }>`
    select coalesce(jsonb_object_agg(workspace_id, count), '{}') as running,
      ${waits('asc')} is not distinct from ${waits('desc')} as alone
    from (
      select workspace_id, count(*)::int as count from task
      where kind = ${kind} and status in ('RUNNING', 'CANCELLING') group by workspace_id
    ) running`.execute(db)
  return { running: new Map(Object.entries(rows[0]!.running)), oneWorkspaceWaits: rows[0]!.alone }
}

/** Those of the kinds that have a task whose time has come. */
export async function dueKinds(db: Db, kinds: TaskKind[]): Promise<TaskKind[]> {
  const { rows } = await sql<{ kind: TaskKind }>`
    select kind from unnest(${kinds}::text[]) as wanted (kind) where exists (
      select from task where task.kind = wanted.kind and status = 'PENDING' and available_at <= now())`.execute(
    db,
  )
  return rows.map(({ kind }) => kind)
}

export type ClaimedTask = {
  id: string
  workspaceId: string
  kind: TaskKind
  input: unknown
  databaseId: string | null
  attempt: number
  maxAttempts: number
  requestId: string | null
  steps: StepState[]
  lastSequence: number
  isolated: boolean
  traceParent: string | null
  /** Since when it could have been taken. */
  waitedSeconds: number
}

/** Takes those of the tasks that are due and still wait for one run each, under their leases. */
export async function claimTasks(db: Db, claims: { taskId: string; lease: string }[], message: string) {
  const { rows } = await sql<ClaimedTask>`
    with claimed as (
      update task set status = 'RUNNING', lease = claim.lease, heartbeat_at = now(), progress = 0, error = null,
        attempt = attempt + 1, started_at = coalesce(started_at, clock_timestamp()), attempt_started_at = clock_timestamp(),
        message = ${message}, last_sequence = last_sequence + 1, current_step = 'queued', steps = ${freshSteps},
        estimated_completion_at = null
      from unnest(${claims.map(({ taskId }) => taskId)}::uuid[], ${claims.map(({ lease }) => lease)}::uuid[])
        as claim (task_id, lease)
      where id = claim.task_id and status = 'PENDING' and available_at <= now()
      returning task.*
    ), written as (
      insert into task_event (task_id, sequence, workspace_id, type, level, message, status, progress, current_step, at)
      select id, last_sequence, workspace_id, 'STARTED', 'INFO', message, status, progress, current_step, clock_timestamp()
      from claimed
    )
    select id, workspace_id as "workspaceId", kind, input, database_id as "databaseId", attempt, steps,
      max_attempts as "maxAttempts", request_id as "requestId", last_sequence as "lastSequence", isolated,
      trace_parent as "traceParent", extract(epoch from attempt_started_at - available_at)::float8 as "waitedSeconds"
    from claimed`.execute(db)
  return rows
}

/** Of the last twenty that completed among the last hundred tasks like this one; null where none did. In milliseconds. */
export async function usualDuration(db: Db, taskId: string): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null }>`
    select percentile_cont(0.5) within group (order by ms) as ms from (
      select extract(epoch from past.completed_at - past.attempt_started_at) * 1000 as ms
      from task this cross join lateral (
        -- By the whole index: by the id alone, the newest tasks of all other databases would be read to find this one's.
        select * from task where (database_id, kind, id) < (this.database_id, this.kind, this.id)
        order by database_id desc, kind desc, id desc limit 100
      ) past
      where this.id = ${taskId} and past.database_id = this.database_id and past.kind = this.kind
        and past.status = 'COMPLETED'
      order by past.id desc limit 20
    ) past`.execute(db)
  return rows[0]!.ms
}

/** How long each step took, in the middle of the last twenty that completed of the same kind and database. In milliseconds. */
export async function usualSteps(db: Db, taskId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ name: string; ms: number }>`
    select step ->> 'name' as name, percentile_cont(0.5) within group (order by (step ->> 'durationMs')::float8) as ms
    from (
      select past.steps from task this cross join lateral (
        select * from task
        where workspace_id = this.workspace_id and kind = this.kind and id < this.id
        order by id desc limit 100
      ) past
      where this.id = ${taskId} and past.database_id is not distinct from this.database_id
        and past.status = 'COMPLETED'
      order by past.id desc limit 20
    ) past cross join lateral jsonb_array_elements(past.steps) as step
    where step ->> 'durationMs' is not null group by 1`.execute(db)
  return new Map(rows.map(({ name, ms }) => [name, ms]))
}

/** Says that these runs are alive; the statuses of those that still hold their task. */
export async function heartbeat(db: Db, leases: string[], taskIds: string[]) {
  const { rows } = await sql<{ lease: string; status: TaskStatus }>`
    update task set heartbeat_at = now()
    where id = any(${taskIds}::uuid[]) and lease = any(${leases}::uuid[]) and status in ('RUNNING', 'CANCELLING')
    returning lease, status`.execute(db)
  return rows
}

export type AbandonedTask = {
  id: string
  status: TaskStatus
  attempt: number
  maxAttempts: number
  kind: TaskKind
  isolated: boolean
}

/** Runs whose worker has not been heard of for `silenceMs`; their rows stay locked until the transaction ends. */
export async function lockAbandoned(db: Db, kinds: TaskKind[], silenceMs: number) {
  const { rows } = await sql<AbandonedTask>`
    select id, status, attempt, kind, isolated, max_attempts as "maxAttempts" from task
    where status in ('RUNNING', 'CANCELLING') and heartbeat_at < now() - ${silenceMs} * interval '1 millisecond'
      and kind = any(${kinds}::text[])
    order by heartbeat_at limit 100 for no key update skip locked`.execute(db)
  return rows
}

/** Matches runs of a kind that have lasted longer than their limit, in the whole installation or for one key. */
export const overdue = (kind: TaskKind, limitMs: number, exclusiveKey: string | null) =>
  sql`kind = ${kind} and status in ('RUNNING', 'CANCELLING')
    and attempt_started_at < now() - ${limitMs} * interval '1 millisecond'
    and (${exclusiveKey}::text is null or exclusive_key = ${exclusiveKey})`

export type WaitingTask = { id: string; kind: TaskKind; workspaceId: string; jobId: string; priority: number }

/** Tasks that could have been taken for longer than `waitedMs`, those that waited longest first. */
export async function overdueStarts(db: Db, kinds: TaskKind[], waitedMs: number): Promise<WaitingTask[]> {
  const { rows } = await sql<WaitingTask>`
    select id, kind, workspace_id as "workspaceId", job_id as "jobId", priority from task
    where status = 'PENDING' and kind = any(${kinds}::text[])
      and available_at < now() - ${waitedMs} * interval '1 millisecond'
    order by available_at limit 200`.execute(db)
  return rows
}

/** Gives a task that still waits with that job another one; false where it does not. */
export async function replaceJob(db: Db, task: WaitingTask, jobId: string): Promise<boolean> {
  const { rows } = await sql`
    update task set job_id = ${jobId} where id = ${task.id} and job_id = ${task.jobId} and status = 'PENDING'
    returning id`.execute(db)
  return rows.length > 0
}

/** Whether the lease is the task's, which no longer runs once it has none. */
export async function isHeld(db: Db, taskId: string, lease: string): Promise<boolean> {
  const { rows } =
    await sql`select from task where ${heldBy(taskId, lease, ['RUNNING', 'CANCELLING'])}`.execute(db)
  return rows.length > 0
}
