import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'

/** Statements over filtered_database beside the ORM's. */

/** Held by whoever makes or drops the database of a task, so that no two do so at the same time. Until the transaction ends. */
export async function lockFilteredDatabase(db: Db, taskId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('quarry filtered ' || ${taskId}::text, 0))`.execute(
    db,
  )
}

/** Databases that are to go: dropped by someone, or past their time. */
export async function dueToDrop(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from filtered_database where dropped_at is not null or expires_at <= now()`.execute(db)
  return rows.map(({ id }) => id)
}

/** Those of the tasks whose database nobody may miss: settled, or gone, without a database of their own that is kept. */
export async function withoutOwner(db: Db, taskIds: string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select named.id from unnest(${taskIds}::uuid[]) as named (id)
    where not exists (select from filtered_database kept where kept.id = named.id)
      and not exists (
        select from task where task.id = named.id and status in ('PENDING', 'RUNNING', 'CANCELLING')
      )`.execute(db)
  return rows.map(({ id }) => id)
}
