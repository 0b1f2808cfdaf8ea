import { sql } from 'kysely'
import type { TaskKind } from './states.ts'

/** How the work of one kind stands in the whole installation. */
export type KindState = {
  kind: TaskKind
  pending: number
  running: number
  cancelling: number
  /** Since when it could have run; null where none waits. */
  oldestPendingSeconds: number | null
  /** How long the attempt that began first has run; null where none runs. */
  oldestRunningSeconds: number | null
  /** Worker processes that are there and run tasks of the kind. */
  workers: number
}

/** A worker that has not been heard of for this long is gone. */
const workerSilenceMs = 10_000

/** Live tasks alone, by partial index: the cost does not grow with history. */
export const kindStates = (kinds: TaskKind[]) => sql<KindState>`
  select wanted.kind, waiting.pending, running.running, running.cancelling,
    (select extract(epoch from now() - min(available_at))::float8 from task
      where task.kind = wanted.kind and status = 'PENDING' and available_at <= now()) as "oldestPendingSeconds",
    running.oldest as "oldestRunningSeconds",
    (select count(*)::int from task_worker where kinds ? wanted.kind
      and heartbeat_at > now() - ${workerSilenceMs} * interval '1 millisecond') as workers
  from unnest(${kinds}::text[]) with ordinality as wanted (kind, position)
  cross join lateral (
    select count(*)::int as pending from task where task.kind = wanted.kind and status = 'PENDING'
  ) as waiting
  cross join lateral (
    select count(*) filter (where status = 'RUNNING')::int as running,
      count(*) filter (where status = 'CANCELLING')::int as cancelling,
      extract(epoch from now() - min(attempt_started_at))::float8 as oldest
    from task where task.kind = wanted.kind and status in ('RUNNING', 'CANCELLING')
  ) as running
  order by wanted.position`
