import { sql } from 'kysely'
import type { Db } from '../platform/orm.ts'
import type { Role } from './access.entities.ts'

/** `tokenId`: of the API token that somebody came with, if it was one. */
export type Standing = { workspaceId: string; userId: string; tokenId: string | null }

/** Null where there is no such member, or no such token that is not revoked. */
export type StandingRow = { memberRole: Role | null; tokenRole: Role | null }

/** What is left of each, in their order. */
export async function standingNow(db: Db, standings: Standing[]): Promise<StandingRow[]> {
  const { rows } = await sql<StandingRow>`
    select member.role as "memberRole", token.role as "tokenRole"
    from unnest(
      ${standings.map(({ workspaceId }) => workspaceId)}::uuid[],
      ${standings.map(({ userId }) => userId)}::text[],
      ${standings.map(({ tokenId }) => tokenId)}::uuid[]
    ) with ordinality as asked (workspace_id, user_id, token_id, place)
    left join workspace_member member using (workspace_id, user_id)
    left join api_token token on token.id = asked.token_id and token.revoked_at is null
    order by place`.execute(db)
  return rows
}
