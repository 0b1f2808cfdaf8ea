import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Db } from '../platform/orm.ts'
import { type Role, roles } from './access.entities.ts'

/** `roleAsOf`: in milliseconds since 1970. */
export type MemberRow = { role: Role; roleAsOf: number | null }

/** The id of the workspace, which is made where there is none; safe from many processes at once. */
export async function ensureWorkspace(db: Db, slug: string, name: string): Promise<string> {
  const found = () => sql<{ id: string }>`select id from workspace where slug = ${slug}`.execute(db)
  const known = (await found()).rows[0]
  if (known) return known.id
  await sql`insert into workspace (id, slug, name, created_at) values (${uuid()}, ${slug}, ${name}, now())
    on conflict (slug) do nothing`.execute(db)
  return (await found()).rows[0]!.id
}

export async function memberOf(db: Db, workspaceId: string, userId: string): Promise<MemberRow | null> {
  const { rows } = await sql<MemberRow>`
    select role, (extract(epoch from role_as_of) * 1000)::float8 as "roleAsOf" from workspace_member
    where workspace_id = ${workspaceId} and user_id = ${userId}`.execute(db)
  return rows[0] ?? null
}

/**
 * Takes the role over where it is news; of two that are from the same moment the one that permits less.
 * @param asOf null where a role that is there stays whatever it is
 */
export async function ensureMember(
  db: Db,
  { workspaceId, userId, role, asOf }: { workspaceId: string; userId: string; role: Role; asOf: Date | null },
): Promise<MemberRow> {
  const rank = (role: string) => sql`array_position(${[...roles]}::text[], ${sql.raw(role)})`
  await sql`
    insert into workspace_member as known (workspace_id, user_id, role, role_as_of, created_at)
    values (${workspaceId}, ${userId}, ${role}, ${asOf}::timestamptz, now())
    on conflict (workspace_id, user_id) do update set role = excluded.role, role_as_of = excluded.role_as_of
    where excluded.role_as_of > coalesce(known.role_as_of, '-infinity')
      or (excluded.role_as_of = known.role_as_of and ${rank('excluded.role')} < ${rank('known.role')})`.execute(
    db,
  )
  return (await memberOf(db, workspaceId, userId))!
}
