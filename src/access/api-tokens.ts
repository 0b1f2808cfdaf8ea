import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { ConflictError, InvalidInputError, LimitExceededError, NotFoundError } from '../platform/errors.ts'
import { dbOf, type EntityManager } from '../platform/orm.ts'
import { ApiToken, type Role, roles } from './access.entities.ts'
import { countLiveTokens, markUsed, revoke } from './api-tokens.sql.ts'
import { boundedMap } from './bounded-map.ts'
import { notifyAccess } from './changes.sql.ts'
import type { Credential, Viewer } from './viewer.ts'

export const mostLiveTokens = 1_000

const nameSchema = z
  .string()
  .trim()
  .min(1, 'A name has at least one character')
  .max(200, 'A name has at most 200 characters')
  .regex(/^\P{Cc}*$/u, 'A name has no control characters')

function invalid(field: string, message: string): never {
  throw new InvalidInputError(message, [{ path: [field], message }])
}

const hashOf = (secret: string) => createHash('sha256').update(secret).digest()
/** Of two roles the one that permits less. */
export const lesser = (one: Role, other: Role) => (roles.indexOf(one) < roles.indexOf(other) ? one : other)

export type NewApiToken = { name: string; role: Role; expiresAt?: Date | null }

/**
 * Makes a token that stands for its maker, with their role or a lesser one.
 * @returns the token as programs send it, which is not to be had again
 * @throws InvalidInputError, LimitExceededError; ConflictError for who comes with an API token: whoever has got hold of one for
 * a while must not have one for ever
 */
export async function createApiToken(
  em: EntityManager,
  { viewer, credential }: { viewer: Viewer; credential: Credential },
  { name, role, expiresAt = null }: NewApiToken,
): Promise<{ apiToken: ApiToken; token: string }> {
  if (credential.kind === 'API_TOKEN')
    throw new ConflictError('An API token makes no others: sign in to make one')
  const checked = nameSchema.safeParse(name)
  if (!checked.success) invalid('name', checked.error.issues[0]!.message)
  if (lesser(role, viewer.role) !== role)
    invalid('role', `Your own role is ${viewer.role}, a token cannot have more`)
  if (expiresAt !== null && expiresAt <= new Date()) invalid('expiresAt', 'It would have expired already')
  const id = uuid()
  const secret = randomBytes(32).toString('base64url')
  const apiToken = await em.fork().transactional(async (em) => {
    if ((await countLiveTokens(dbOf(em), viewer.workspaceId)) >= mostLiveTokens) {
      throw new LimitExceededError(
        `A workspace has at most ${mostLiveTokens} API tokens; revoke some that are not used`,
        mostLiveTokens,
      )
    }
    return em.create(ApiToken, {
      id,
      workspaceId: viewer.workspaceId,
      name: checked.data!,
      role,
      hash: hashOf(secret),
      createdBy: viewer.userId,
      createdAt: new Date(),
      expiresAt,
      lastUsedAt: null,
      revokedAt: null,
    })
  })
  return { apiToken, token: `quarry_${id.replaceAll('-', '')}_${secret}` }
}

/** Those that the viewer may see and revoke: their own; an ADMIN all of the workspace. */
export const tokensOf = ({ workspaceId, userId, role }: Viewer) => ({
  workspaceId,
  ...(role !== 'ADMIN' && { createdBy: userId }),
})

/** From then on it is refused everywhere, at once where notifications arrive, else within seconds. @throws NotFoundError where the viewer sees no such token */
export async function revokeApiToken(em: EntityManager, viewer: Viewer, id: string): Promise<void> {
  const { workspaceId, createdBy = null } = tokensOf(viewer)
  // A transaction, so that the entry of the audit log is written with it or not at all.
  const isThere = await em.fork().transactional(async (em) => {
    const isThere = await revoke(dbOf(em), { id, workspaceId, createdBy })
    if (isThere) await notifyAccess(dbOf(em))
    return isThere
  })
  if (!isThere) throw new NotFoundError('There is no such API token')
}

/** What an API token stands for. Its maker's role is not looked at. */
export type TokenIdentity = { workspaceId: string; userId: string; role: Role; credential: Credential }

const pattern = /^quarry_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_([\w-]{43})$/
const mostKnown = 10_000
const freshMs = 2_000
const usedEveryMs = 60_000

/** Looks tokens up, and remembers them for a moment, so that a request costs no statement of its own. */
export function createTokenVerifier() {
  const known = boundedMap<string, { token: Promise<ApiToken | null>; until: number }>(mostKnown)
  const used = boundedMap<string, number>(mostKnown)

  function find(em: EntityManager, id: string): Promise<ApiToken | null> {
    const now = performance.now()
    const remembered = known.get(id)
    if (remembered && remembered.until > now) return remembered.token
    const token = em.fork().findOne(ApiToken, { id })
    known.set(id, { token, until: now + freshMs })
    token.catch(() => known.delete(id))
    return token
  }

  async function noteUse(em: EntityManager, id: string) {
    const now = performance.now()
    if (now - (used.get(id) ?? Number.NEGATIVE_INFINITY) < usedEveryMs) return
    used.set(id, now)
    await markUsed(dbOf(em.fork()), id)
  }

  async function verify(em: EntityManager, text: string): Promise<TokenIdentity | null> {
    const [, a, b, c, d, e, secret] = pattern.exec(text) ?? []
    if (secret === undefined) return null
    const token = await find(em, [a, b, c, d, e].join('-'))
    if (!token || !timingSafeEqual(hashOf(secret), token.hash)) return null
    const { id, workspaceId, createdBy: userId, role, expiresAt = null } = token
    if (token.revokedAt || (expiresAt && expiresAt <= new Date())) return null
    await noteUse(em, id)
    return { workspaceId, userId, role, credential: { kind: 'API_TOKEN', id, expiresAt } }
  }

  return { verify, forget: known.clear }
}
