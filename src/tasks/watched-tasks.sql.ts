import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { TaskKind } from './states.ts'

/** What the watch of a workspace asks of its tasks. Times are microseconds since 1970, by the database's clock. */

export type WatchedTask = {
  id: string
  kind: TaskKind
  databaseId: string | null
  createdBy: string
  createdAt: Date
  lastSequence: number
  /** Null while it is live. */
  settledAt: number | null
}

const micros = (time: string) => sql`(extract(epoch from ${sql.raw(time)}) * 1000000)::float8`

const watchedColumns = sql`
  id, kind, database_id as "databaseId", created_by as "createdBy", created_at as "createdAt",
  last_sequence as "lastSequence", ${micros('completed_at')} as "settledAt"`

/** The ORM's connections leave timestamps as text. */
const withDates = (row: WatchedTask): WatchedTask => ({ ...row, createdAt: new Date(row.createdAt) })

/**
 * The live tasks, and when that was. One statement: its time is read after its snapshot was taken, so that a task which
 * is not among them either ended before `since` or was made later.
 */
export async function watchLive(
  db: Db,
  workspaceId: string,
): Promise<{ since: number; tasks: WatchedTask[] }> {
  const { rows } = await sql<WatchedTask & { since: number; id: string | null }>`
    select clock.since, task.* from (select ${micros('clock_timestamp()')} as since) as clock left join (
      select ${watchedColumns} from task
      where workspace_id = ${workspaceId} and status in ('PENDING', 'RUNNING', 'CANCELLING')
    ) as task on true`.execute(db)
  return { since: rows[0]!.since, tasks: rows.filter(({ id }) => id !== null).map(withDates) }
}

export async function watchedTasks(db: Db, workspaceId: string, ids: string[]): Promise<WatchedTask[]> {
  const { rows } = await sql<WatchedTask>`
    select ${watchedColumns} from task
    where workspace_id = ${workspaceId} and id = any(${ids}::uuid[])`.execute(db)
  return rows.map(withDates)
}

/** The tasks of `known`, and every one made after `fromId`: what missed notifications may have hidden. */
export async function watchChanged(db: Db, workspaceId: string, known: string[], fromId: string) {
  const { rows } = await sql<WatchedTask>`
    select ${watchedColumns} from task
    where workspace_id = ${workspaceId} and (id = any(${known}::uuid[]) or id >= ${fromId})`.execute(db)
  return rows.map(withDates)
}
