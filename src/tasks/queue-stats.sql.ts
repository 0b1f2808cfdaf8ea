import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { TaskKind } from './states.ts'

/** Which workers there are, and how the work of a workspace stands. */

/** A worker that has not been heard of for this long is gone. */
const workerSilenceMs = 10_000

export type Registration = { id: string; kinds: TaskKind[]; concurrency: number; host: string; pid: number }

/** Says that the worker is there, and forgets those that have long been silent. */
export async function registerWorker(
  db: Db,
  { id, kinds, concurrency, host, pid }: Registration,
): Promise<void> {
  await sql`
    with gone as (delete from task_worker where heartbeat_at < now() - interval '1 hour')
    insert into task_worker (id, kinds, concurrency, host, pid, started_at, heartbeat_at)
    values (${id}, ${JSON.stringify(kinds)}, ${concurrency}, ${host}, ${pid}, now(), now())
    on conflict (id) do update set heartbeat_at = excluded.heartbeat_at`.execute(db)
}

export async function removeWorker(db: Db, id: string): Promise<void> {
  await sql`delete from task_worker where id = ${id}`.execute(db)
}

export type QueueStats = {
  kind: TaskKind
  pending: number
  running: number
  completedLastHour: number
  failedLastHour: number
  /** Since when it could have run, in seconds; null where none waits. */
  oldestPendingSeconds: number | null
  /** Worker processes that are there and run tasks of the kind, whatever the workspace. */
  workers: number
}

/** Live tasks and those of the last hour, by partial index each: the cost does not grow with history. */
export async function queueStats(db: Db, workspaceId: string, kinds: TaskKind[]): Promise<QueueStats[]> {
  const { rows } = await sql<QueueStats>`
    with live as (
      select kind, count(*) filter (where status = 'PENDING')::int as pending,
        count(*) filter (where status <> 'PENDING')::int as running,
        extract(epoch from now() - min(available_at) filter (where status = 'PENDING' and available_at <= now()))::float8
          as oldest
      from task where workspace_id = ${workspaceId} and status in ('PENDING', 'RUNNING', 'CANCELLING') group by kind
    ), ended as (
      select kind, count(*) filter (where status = 'COMPLETED')::int as completed,
        count(*) filter (where status = 'FAILED')::int as failed
      from task where workspace_id = ${workspaceId} and completed_at > now() - interval '1 hour' group by kind
    )
    select wanted.kind, coalesce(live.pending, 0) as pending, coalesce(live.running, 0) as running,
      coalesce(ended.completed, 0) as "completedLastHour", coalesce(ended.failed, 0) as "failedLastHour",
      live.oldest as "oldestPendingSeconds",
      (select count(*)::int from task_worker where kinds ? wanted.kind
        and heartbeat_at > now() - ${workerSilenceMs} * interval '1 millisecond') as workers
    from unnest(${kinds}::text[]) with ordinality as wanted (kind, position)
    left join live on live.kind = wanted.kind left join ended on ended.kind = wanted.kind
    order by wanted.position`.execute(db)
  return rows
}
