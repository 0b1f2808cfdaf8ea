import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'

/** Holds the row until the transaction ends; false where the workspace has no such database. */
export async function lockDatabase(db: Db, workspaceId: string, id: string): Promise<boolean> {
  const { rows } = await sql`
    select id from database where id = ${id} and workspace_id = ${workspaceId} and removed_at is null
    for update`.execute(db)
  return rows.length > 0
}

export async function liveTaskOf(db: Db, databaseId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select id from task where database_id = ${databaseId} and status in ('PENDING', 'RUNNING', 'CANCELLING')
    limit 1`.execute(db)
  return rows[0]?.id ?? null
}
