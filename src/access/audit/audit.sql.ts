import { sql } from 'kysely'
import type { Db } from '../../platform/orm.ts'
import type { AuditEntry } from './audit.entity.ts'

/** Writes entries, and what has become known since of those that are there. */
export async function writeEntries(db: Db, entries: readonly AuditEntry[]): Promise<void> {
  const rows = JSON.stringify(
    entries.map((entry) => ({
      id: entry.id,
      workspace_id: entry.workspaceId,
      at: entry.at,
      user_id: entry.userId,
      role: entry.role,
      token_kind: entry.tokenKind,
      token_id: entry.tokenId,
      address: entry.address,
      request_id: entry.requestId,
      action: entry.action,
      object_ids: entry.objectIds,
      outcome: entry.outcome,
      code: entry.code,
    })),
  )
  await sql`
    insert into audit_entry
    select * from jsonb_populate_recordset(null::audit_entry, ${rows}::jsonb)
    on conflict (id) do update
    set object_ids = excluded.object_ids, outcome = excluded.outcome, code = excluded.code`.execute(db)
}

/** Deletes at most so many; returns how many it were. */
export async function deleteEntriesBefore(db: Db, days: number, limit: number): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from audit_entry where id in (
      select id from audit_entry where at < now() - make_interval(days => ${days}) order by at limit ${limit}
    )`.execute(db)
  return Number(numAffectedRows ?? 0)
}
