import { createHash } from 'node:crypto'
import type { EntityManager } from '../platform/orm.ts'
import { secretsEqual } from '../platform/secrets.ts'
import { createTokenVerifier, lesser } from './api-tokens.ts'
import { boundedMap } from './bounded-map.ts'
import { createJwtVerifier, type JwtOptions } from './jwt.ts'
import { createMembers } from './members.ts'
import type { Authenticated } from './viewer.ts'

export type Access = {
  /** The viewer that an Authorization header (`Bearer …`) stands for, and what it stands on; null where it stands for none. */
  authenticate(em: EntityManager, authorization: unknown): Promise<Authenticated | null>
  /** Forgets what is remembered of members and tokens, and tells those who look after what is open: it was changed somewhere. */
  changed(): void
  onChanged(listener: () => void): void
}

export type AccessOptions = {
  accessToken: string
  /** Left out where nobody comes with JWTs. */
  jwt?: JwtOptions | null
}

/** The user that the access token stands for, and the workspace that it leads to. */
const tokenUser = 'access-token'
const tokenWorkspace = { slug: 'default', name: 'Default' }

const mostUndated = 10_000

export function createAccess({ accessToken, jwt }: AccessOptions): Access {
  const members = createMembers()
  const verify = jwt ? createJwtVerifier(jwt) : null
  const tokens = createTokenVerifier()
  const listeners: (() => void)[] = []
  const firstSeen = boundedMap<string, Date>(mostUndated)

  /** A JWT that does not say when it was issued, or says that it will be, was news when it first came. */
  function seenAt(token: string): Date {
    const hash = createHash('sha256').update(token).digest('base64')
    const at = firstSeen.get(hash) ?? new Date()
    firstSeen.set(hash, at)
    return at
  }

  async function byAccessToken(em: EntityManager): Promise<Authenticated> {
    const claimed = { workspace: tokenWorkspace, userId: tokenUser, role: 'ADMIN', asOf: null } as const
    return {
      viewer: await members.admit(em, claimed),
      credential: { kind: 'ACCESS_TOKEN', id: null, expiresAt: null },
    }
  }

  async function byJwt(em: EntityManager, token: string): Promise<Authenticated | null> {
    const identity = await verify?.(token)
    // Nobody else is who has the access token.
    if (!identity || identity.userId === tokenUser) return null
    const { workspace, userId, role, issuedAt, credential } = identity
    const asOf = issuedAt !== null && issuedAt <= new Date() ? issuedAt : seenAt(token)
    const claimed = { workspace: { slug: workspace, name: workspace }, userId, role, asOf }
    return { viewer: await members.admit(em, claimed), credential }
  }

  async function byApiToken(em: EntityManager, token: string): Promise<Authenticated | null> {
    const identity = await tokens.verify(em, token)
    if (!identity) return null
    const { workspaceId, userId, role, credential } = identity
    const makersRole = await members.roleOf(em, workspaceId, userId)
    return makersRole && { viewer: { workspaceId, userId, role: lesser(role, makersRole) }, credential }
  }

  return {
    async authenticate(em, authorization) {
      const token = typeof authorization === 'string' && /^Bearer +(\S+)$/i.exec(authorization)?.[1]
      if (!token) return null
      if (secretsEqual(token, accessToken)) return byAccessToken(em)
      return token.startsWith('quarry_') ? byApiToken(em, token) : byJwt(em, token)
    },
    changed() {
      members.forget()
      tokens.forget()
      for (const listener of listeners) listener()
    },
    onChanged: (listener) => void listeners.push(listener),
  }
}
