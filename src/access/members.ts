import { dbOf, type EntityManager } from '../platform/orm.ts'
import { type Role, roles } from './access.entities.ts'
import { boundedMap } from './bounded-map.ts'
import { notifyAccess } from './changes.sql.ts'
import { ensureMember, ensureWorkspace, type MemberRow, memberOf } from './members.sql.ts'
import type { Viewer } from './viewer.ts'

/** What a credential says of somebody; `asOf` null: only where nothing is known of them. */
export type Claimed = {
  workspace: { slug: string; name: string }
  userId: string
  role: Role
  asOf: Date | null
}

export type Members = {
  /** Makes the workspace and the member where they are missing, and takes over a role that is news. */
  admit(em: EntityManager, claimed: Claimed): Promise<Viewer>
  /** As it was at most two seconds ago; null for who is no member. */
  roleOf(em: EntityManager, workspaceId: string, userId: string): Promise<Role | null>
  /** What comes next is looked up again. */
  forget(): void
}

const mostKnown = 10_000
const freshMs = 2_000
const foreignKeyViolation = '23503'

/** What is known of members is kept in memory for a moment, so that a request costs no statement of its own. */
export function createMembers(): Members {
  const workspaces = boundedMap<string, Promise<string>>(mostKnown)
  const members = boundedMap<string, { row: Promise<MemberRow | null>; until: number }>(mostKnown)

  function workspaceIdOf(em: EntityManager, { slug, name }: Claimed['workspace']): Promise<string> {
    const known = workspaces.get(slug)
    if (known) return known
    const id = ensureWorkspace(dbOf(em.fork()), slug, name)
    workspaces.set(slug, id)
    id.catch(() => workspaces.delete(slug))
    return id
  }

  const keyOf = (workspaceId: string, userId: string) => `${workspaceId} ${userId}`

  function keep(key: string, row: Promise<MemberRow | null>) {
    members.set(key, { row, until: performance.now() + freshMs })
    row.catch(() => members.delete(key))
    return row
  }

  function find(em: EntityManager, workspaceId: string, userId: string): Promise<MemberRow | null> {
    const key = keyOf(workspaceId, userId)
    const known = members.get(key)
    if (known && known.until > performance.now()) return known.row
    return keep(key, memberOf(dbOf(em.fork()), workspaceId, userId))
  }

  async function admitInto(em: EntityManager, workspaceId: string, claimed: Claimed): Promise<Viewer> {
    const { userId } = claimed
    const known = await find(em, workspaceId, userId)
    if (known && !isNews(claimed, known)) return { userId, workspaceId, role: known.role }
    const db = dbOf(em.fork())
    const { role } = (await keep(
      keyOf(workspaceId, userId),
      ensureMember(db, { workspaceId, userId, role: claimed.role, asOf: claimed.asOf }),
    ))!
    if (known && known.role !== role) await notifyAccess(db)
    return { userId, workspaceId, role }
  }

  return {
    async admit(em, claimed) {
      try {
        return await admitInto(em, await workspaceIdOf(em, claimed.workspace), claimed)
      } catch (error) {
        // The workspace that is remembered has been deleted meanwhile.
        if ((error as { code?: string }).code !== foreignKeyViolation) throw error
        workspaces.delete(claimed.workspace.slug)
        return admitInto(em, await workspaceIdOf(em, claimed.workspace), claimed)
      }
    },
    roleOf: async (em, workspaceId, userId) => (await find(em, workspaceId, userId))?.role ?? null,
    forget: members.clear,
  }
}

/** As the statement that would take it over has it. */
function isNews({ role, asOf }: Claimed, known: MemberRow): boolean {
  if (asOf === null) return false
  if (known.roleAsOf === null) return true
  const later = asOf.getTime() - known.roleAsOf
  return later > 0 || (later === 0 && roles.indexOf(role) < roles.indexOf(known.role))
}
