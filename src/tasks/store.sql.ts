import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type {
  LogLevel,
  SettledStatus,
  StepState,
  TaskEventType,
  TaskFailure,
  TaskKind,
  TaskStatus,
} from './states.ts'

/** Statements over task and task_event. Each writes the row, its events and the sequence together or not at all. */

export type NewEvent = {
  type: TaskEventType
  level: LogLevel
  message: string
  /** As they were at this event; the row's where left out. */
  progress?: number
  currentStep?: string
}

export type EventRow = Required<NewEvent> & {
  taskId: string
  sequence: number
  workspaceId: string
  at: Date
  status: TaskStatus
}

/** What a change left in the row. */
export type ChangedTask = {
  id: string
  workspaceId: string
  kind: TaskKind
  status: TaskStatus
  attempt: number
  maxAttempts: number
  lastSequence: number
  priority: number
  jobId: string
  isolated: boolean
  /** How many events the change wrote. */
  eventCount: number
}

/** PostgreSQL stores no NUL, and JSONB no half of a surrogate pair: one such letter must not cost a task its events. */
const storable = (text: string) => text.toWellFormed().replaceAll('\0', '\u{fffd}')
export const json = (value: unknown) =>
  JSON.stringify(value, (_, part) => (typeof part === 'string' ? storable(part) : part))

export const liveStatuses = sql`('PENDING', 'RUNNING', 'CANCELLING')`
const eventColumns = sql`
  task_id as "taskId", sequence, workspace_id as "workspaceId", type, level, at, message, status, progress,
  current_step as "currentStep"`

/** Applies `set` to the tasks that `where` matches and appends the same events to each; the changed ones, or none. */
export async function changeTasks(
  db: Db,
  change: { where: RawBuilder<unknown>; set: RawBuilder<unknown>; events: NewEvent[] },
): Promise<ChangedTask[]> {
  const count = change.events.length
  const { rows } = await sql<ChangedTask>`
    with changed as (
      update task set ${change.set}, last_sequence = last_sequence + ${count}
      where ${change.where}
      returning id, workspace_id, kind, status, progress, current_step, attempt, max_attempts, last_sequence, priority, job_id, isolated
    ), written as (
      insert into task_event (task_id, sequence, workspace_id, type, level, message, status, progress, current_step, at)
      select changed.id, changed.last_sequence - ${count}::int + event.position, changed.workspace_id, event.type,
        event.level, event.message, changed.status, coalesce(event.progress, changed.progress),
        coalesce(event."currentStep", changed.current_step), clock_timestamp()
      from changed, rows from (
        jsonb_to_recordset(${json(change.events)}::jsonb)
          as (type text, level text, message text, progress float8, "currentStep" text)
      ) with ordinality as event (type, level, message, progress, "currentStep", position)
    )
    select id, workspace_id as "workspaceId", kind, status, attempt, max_attempts as "maxAttempts",
      last_sequence as "lastSequence", priority, job_id as "jobId", isolated, ${count}::int as "eventCount"
    from changed`.execute(db)
  return rows
}

/** What a waiting task waits with; null where it is not waiting. */
export async function waitingJob(db: Db, workspaceId: string, taskId: string) {
  const { rows } = await sql<{ kind: TaskKind; jobId: string }>`
    select kind, job_id as "jobId" from task
    where id = ${taskId} and workspace_id = ${workspaceId} and status = 'PENDING'`.execute(db)
  return rows[0] ?? null
}

/** Holds the row until the transaction ends, so that what is decided by its status stays true; null where there is none. */
export async function lockTask(db: Db, workspaceId: string, taskId: string): Promise<TaskStatus | null> {
  const { rows } = await sql<{ status: TaskStatus }>`
    select status from task where id = ${taskId} and workspace_id = ${workspaceId} for no key update`.execute(
    db,
  )
  return rows[0]?.status ?? null
}

/** Matches the task only for the run that holds this lease. */
export const heldBy = (taskId: string, lease: string, statuses: TaskStatus[]) =>
  sql`id = ${taskId} and lease = ${lease} and status = any(${statuses}::text[])`

export const set = {
  progress: (run: {
    progress: number
    currentStep: string
    steps: StepState[]
    message: string
    completionAt: Date | null
  }) =>
    sql`progress = greatest(progress, ${run.progress}), current_step = ${run.currentStep}, steps = ${json(run.steps)},
      message = case status when 'CANCELLING' then message else ${storable(run.message)} end,
      estimated_completion_at = ${run.completionAt}`,
  completed: (message: string, result: unknown, steps: StepState[]) =>
    sql`${ended('COMPLETED', message)}, progress = 1, result = ${json(result)}, steps = ${json(steps)}`,
  failed: (message: string, error: TaskFailure) =>
    sql`${ended('FAILED', message)}, error = ${json(error)}, steps = ${endSteps('FAILED')}`,
  cancelled: (message: string) => sql`${ended('CANCELLED', message)}, steps = ${endSteps('SKIPPED')}`,
  cancelling: (message: string, reason: string | null) =>
    sql`status = 'CANCELLING', cancel_requested_at = now(), message = ${storable(message)},
      cancel_reason = ${reason && storable(reason)}`,
  cancelledBeforeStart: (message: string, reason: string | null) =>
    sql`${set.cancelled(message)}, cancel_requested_at = now(), cancel_reason = ${reason && storable(reason)}`,
  waiting: (message: string, delayMs: number, jobId: string, error: TaskFailure | null) =>
    sql`${again(message, delayMs, jobId, error)}, isolated = false`,
  /** As `waiting`, but the interrupted attempt does not count. */
  handedBack: (message: string, jobId: string) =>
    sql`${again(message, 0, jobId, null)}, attempt = attempt - 1`,
  /** The next run has a process of its own, and is granted where it would be one too many. */
  isolated: (message: string, jobId: string, error: TaskFailure) =>
    sql`${again(message, 0, jobId, error)}, isolated = true, max_attempts = greatest(max_attempts, attempt + 1)`,
}

const again = (message: string, delayMs: number, jobId: string, error: TaskFailure | null) =>
  sql`status = 'PENDING', available_at = now() + ${delayMs} * interval '1 millisecond', lease = null,
    heartbeat_at = null, estimated_completion_at = null, job_id = ${jobId}, message = ${storable(message)},
    error = ${error && json(error)}, progress = 0, current_step = 'queued', steps = ${freshSteps}`

/** The time of the clock, not of the transaction, which may have begun long before the task ended. */
const ended = (status: SettledStatus, message: string) =>
  sql`status = ${status}, completed_at = clock_timestamp(), estimated_completion_at = null, lease = null,
    message = ${storable(message)}`

export const freshSteps = sql`(
  select coalesce(jsonb_agg((step - 'durationMs') || '{"status": "PENDING", "progress": 0, "done": null, "total": null}'
    order by position), '[]')
  from jsonb_array_elements(steps) with ordinality as s (step, position))`

/** A step that was running when its task ended becomes `status`, one that never ran SKIPPED. */
const endSteps = (status: 'FAILED' | 'SKIPPED') => sql`(
  select coalesce(jsonb_agg(step || jsonb_build_object('status', case step ->> 'status'
    when 'RUNNING' then ${status}::text when 'PENDING' then 'SKIPPED' else step ->> 'status' end)
    order by position), '[]')
  from jsonb_array_elements(steps) with ordinality as s (step, position))`

export async function eventsAfter(
  db: Db,
  taskId: string,
  sequence: number,
  limit: number,
): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select ${eventColumns} from task_event where task_id = ${taskId} and sequence > ${sequence}
    order by sequence limit ${limit}`.execute(db)
  return rows.map((row) => ({ ...row, at: new Date(row.at) }))
}

export async function lastSequences(db: Db, taskIds: string[]) {
  const { rows } = await sql<{ id: string; lastSequence: number }>`
    select id, last_sequence as "lastSequence" from task where id = any(${taskIds}::uuid[])`.execute(db)
  return rows
}

/** Deletes tasks that ended more than `days` ago and were made before `beforeId`, with what is left of their events. */
export async function deleteSettledBefore(
  db: Db,
  days: number,
  beforeId: string,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with expired as (
      select id from task where completed_at < now() - ${days} * interval '1 day' and id < ${beforeId}
      order by completed_at limit ${limit}
    ), events as (delete from task_event where task_id < ${beforeId} and task_id in (select id from expired)
    ), tasks as (delete from task where id in (select id from expired) returning id)
    select count(*)::int as count from tasks`.execute(db)
  return rows[0]!.count
}

export type Notice = { channel: string; payload: string }

/** Hints for those who listen, in this order; sent after the commit, since a pending NOTIFY serialises commits. */
export async function notify(db: Db, notices: Notice[]): Promise<void> {
  await sql`
    select pg_notify(channel, payload)
    from unnest(${notices.map(({ channel }) => channel)}::text[], ${notices.map(({ payload }) => payload)}::text[])
      as notice (channel, payload)`.execute(db)
}

/** The newest task of a kind for each of the databases that have one. */
export async function latestTasks(db: Db, kind: TaskKind, databaseIds: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select latest.id from unnest(${databaseIds}::uuid[]) as wanted
    cross join lateral (
      -- By the whole index: by the id alone, the newest tasks of all other databases would be read to find this one's.
      select database_id, kind, id from task
      where (database_id, kind, id) <= (wanted, ${kind}, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
      order by database_id desc, kind desc, id desc limit 1
    ) latest
    where latest.database_id = wanted and latest.kind = ${kind}`.execute(db)
  return rows.map(({ id }) => id)
}

/** The newest `limit` lines of a task's log, oldest first; progress is left out. */
export async function logLines(db: Db, taskId: string, limit: number): Promise<string> {
  const { rows } = await sql<{ line: string }>`
    select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || level || ' ' || message as line
    from (
      select at, level, message, sequence from task_event where task_id = ${taskId} and type <> 'PROGRESS'
      order by sequence desc limit ${limit}
    ) newest order by sequence`.execute(db)
  return rows.map(({ line }) => line).join('\n')
}
