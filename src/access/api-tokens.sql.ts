import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'

/** Holds the workspace's row until the transaction ends, so that no two make tokens at once. */
export async function countLiveTokens(db: Db, workspaceId: string): Promise<number> {
  await sql`select 1 from workspace where id = ${workspaceId} for update`.execute(db)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from api_token
    where workspace_id = ${workspaceId} and revoked_at is null and (expires_at is null or expires_at > now())`.execute(
    db,
  )
  return rows[0]!.count
}

/** Where nobody has written it down within the last minute. */
export async function markUsed(db: Db, id: string): Promise<void> {
  await sql`
    update api_token set last_used_at = now()
    where id = ${id} and (last_used_at is null or last_used_at < now() - interval '1 minute')`.execute(db)
}

/** @param createdBy null: whoever made it. Returns whether there is such a token; one that is revoked stays as it is. */
export async function revoke(
  db: Db,
  { id, workspaceId, createdBy }: { id: string; workspaceId: string; createdBy: string | null },
): Promise<boolean> {
  const { rows } = await sql`
    update api_token set revoked_at = coalesce(revoked_at, now())
    where id = ${id} and workspace_id = ${workspaceId} and (${createdBy}::text is null or created_by = ${createdBy})
    returning id`.execute(db)
  return rows.length > 0
}
