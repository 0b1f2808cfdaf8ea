import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { StepState, TaskKind, TaskStatus } from './states.ts'
import { freshSteps } from './store.sql.ts'

/** Who runs which task: taking one, keeping it, and noticing that its worker is gone or takes too long. */

/** Lets the takers of a kind count what runs one after the other, so that together they keep its limit. */
export async function lockKind(db: Db, kind: TaskKind): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('quarry take ' || ${kind}::text, 0))`.execute(db)
}

/** How many tasks of the kind run for each workspace that has any. */
export async function countRunning(db: Db, kind: TaskKind): Promise<Map<string, number>> {
  const { rows } = await sql<{ workspaceId: string; count: number }>`
    select workspace_id as "workspaceId", count(*)::int as count from task
    where kind = ${kind} and status in ('RUNNING', 'CANCELLING') group by workspace_id`.execute(db)
  return new Map(rows.map(({ workspaceId, count }) => [workspaceId, count]))
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
  /** Of the last twenty tasks like this one that completed; null where there were none. */
  usualDurationMs: number | null
}

/** Takes a due task for one run under a new lease; null where it is not waiting any more. */
export async function claimTask(db: Db, claim: { taskId: string; lease: string; message: string }) {
  const { rows } = await sql<ClaimedTask>`
    with usual as (
      select percentile_cont(0.5) within group (order by ms) as ms from (
        select extract(epoch from past.completed_at - past.attempt_started_at) * 1000 as ms
        from task past join task this on this.id = ${claim.taskId}
        where past.kind = this.kind and past.database_id = this.database_id and past.status = 'COMPLETED'
        order by past.id desc limit 20
      ) past
    ), claimed as (
      update task set status = 'RUNNING', lease = ${claim.lease}, heartbeat_at = now(), progress = 0, error = null,
        attempt = attempt + 1, started_at = coalesce(started_at, now()), attempt_started_at = now(),
        message = ${claim.message}, last_sequence = last_sequence + 1,
        current_step = 'queued', steps = ${freshSteps},
        estimated_completion_at = now() + (select ms from usual) * interval '1 millisecond'
      where id = ${claim.taskId} and status = 'PENDING' and available_at <= now()
      returning *
    ), written as (
      insert into task_event (task_id, sequence, workspace_id, type, level, message, status, progress, current_step, at)
      select id, last_sequence, workspace_id, 'STARTED', 'INFO', message, status, progress, current_step, clock_timestamp()
      from claimed
    )
    select id, workspace_id as "workspaceId", kind, input, database_id as "databaseId", attempt, steps,
      max_attempts as "maxAttempts", request_id as "requestId", last_sequence as "lastSequence", isolated,
      trace_parent as "traceParent",
      (select ms from usual) as "usualDurationMs" from claimed`.execute(db)
  return rows[0] ?? null
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
    order by heartbeat_at limit 100 for update skip locked`.execute(db)
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
