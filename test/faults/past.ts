import type pg from 'pg'
import type { History, Subscriber, TaskState } from './history.ts'
import { faultTask } from './kind.ts'
import { type RecordedRun, readRuns } from './runs.ts'
import type { Workers } from './workers.ts'

export type PastOf = {
  observer: pg.Pool
  /** Where the workers wrote what they ran. */
  runs: string
  workers: Workers
  acknowledged: string[]
  subscribers: Subscriber[]
}

export type Past = History<RecordedRun>

/** Everything that is known of an installation's tasks up to now, of any kind. */
export async function readPast({
  observer,
  runs,
  workers,
  acknowledged,
  subscribers,
}: PastOf): Promise<Past> {
  const killedAt = new Map<number, number>()
  for (const { pid, ended } of workers.all()) {
    const end = await Promise.race([ended, null])
    if (end) killedAt.set(pid, end.at)
  }
  const { rows: tasks } = await observer.query<TaskState>(`
    select id, status, attempt, max_attempts as "maxAttempts", last_sequence as "lastSequence",
      exclusive_key as "exclusiveKey", kind = '${faultTask.kind}' as recorded from task order by id`)
  const { rows: events } = await observer.query<History['events'][number]>(`
    select task_id as "taskId", sequence, type, message, extract(epoch from at)::float8 * 1000 as at
    from task_event order by task_id, sequence`)
  const { rows: effects } = await observer.query<History['effects'][number]>(
    `select task_id as "taskId", run from effect`,
  )
  return {
    acknowledged: [...acknowledged],
    tasks,
    events,
    effects,
    runs: await readRuns(runs, killedAt),
    subscribers,
  }
}
