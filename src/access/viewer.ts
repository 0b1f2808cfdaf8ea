import { v7 as uuid } from 'uuid'
import type { AuthScopes } from '../graphql/context.ts'
import type { EntityManager } from '../platform/orm.ts'
import { secretsEqual } from '../platform/secrets.ts'
import { Member, type Role, roles, Workspace } from './access.entities.ts'

/** Who asks, in which workspace, and what they may do there. */
export type Viewer = { userId: string; workspaceId: string; role: Role }

declare module '../graphql/context.ts' {
  interface Context {
    viewer: Viewer
  }
}

/** The user that the access token stands for, and the workspace that it leads to. */
const tokenUser = 'access-token'
const tokenWorkspace = { slug: 'default', name: 'Default' }

export type Access = {
  /** The viewer that an Authorization header (`Bearer …`) stands for; null where it stands for none. */
  authenticate(em: EntityManager, authorization: unknown): Promise<Viewer | null>
}

/** Makes the workspace of the access token where it is missing; safe from many processes at once. */
async function ensureTokenMember(em: EntityManager): Promise<Viewer> {
  const fork = em.fork()
  const createdAt = new Date()
  await fork.upsert(
    Workspace,
    { id: uuid(), ...tokenWorkspace, createdAt },
    { onConflictFields: ['slug'], onConflictAction: 'ignore' },
  )
  const { id } = await fork.fork().findOneOrFail(Workspace, { slug: tokenWorkspace.slug })
  await fork.upsert(
    Member,
    { workspaceId: id, userId: tokenUser, role: 'ADMIN', createdAt },
    { onConflictAction: 'ignore' },
  )
  const member = await fork.fork().findOneOrFail(Member, { workspaceId: id, userId: tokenUser })
  return { userId: tokenUser, workspaceId: id, role: member.role }
}

export function createAccess(accessToken: string): Access {
  let viewer: Promise<Viewer> | null = null
  return {
    async authenticate(em, authorization) {
      const token = typeof authorization === 'string' && /^Bearer +(\S+)$/i.exec(authorization)?.[1]
      if (!token || !secretsEqual(token, accessToken)) return null
      viewer ??= ensureTokenMember(em).catch((error) => {
        viewer = null
        throw error
      })
      return viewer
    },
  }
}

export function scopesOf({ role }: Viewer): AuthScopes {
  const rank = roles.indexOf(role)
  return { reader: rank >= 0, editor: rank >= roles.indexOf('EDITOR'), admin: rank >= roles.indexOf('ADMIN') }
}
