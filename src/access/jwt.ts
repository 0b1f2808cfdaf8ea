import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { type Role, roles } from './access.entities.ts'
import type { Credential } from './viewer.ts'

export type JwtOptions = {
  /** Of HS256: at least 32 characters, of which the UTF-8 bytes are the key. */
  secret?: string | undefined
  /** The issuer's public keys, of RS256, ES256 and EdDSA. */
  keySet?: JWTVerifyGetKey | undefined
  issuer?: string | undefined
  /** One of these has to be among those of the token. */
  audiences?: string[] | undefined
  /** Names of the claims that say who somebody is; points lead into claims within claims. */
  claims: { user: string; workspace: string; role: string }
}

/** What a JWT says, once its signature and its times have been checked. */
export type JwtIdentity = {
  userId: string
  /** The slug of the workspace. */
  workspace: string
  role: Role
  /** Null where the token does not say. */
  issuedAt: Date | null
  credential: Credential
}

/**
 * Resolves to null for what is not to be trusted, whatever the reason.
 * @throws KeysAwayError where that cannot be known for the moment
 */
export type JwtVerifier = (token: string) => Promise<JwtIdentity | null>

const clockToleranceSeconds = 30
/** Three parts, of which the last, the signature, is never empty. Longer ones would not fit into a header. */
const compact = /^[\w-]{1,16000}\.[\w-]{1,16000}\.[\w-]{1,16000}$/

const byPublicKey = ['RS256', 'ES256', 'EdDSA', 'Ed25519']

/** A key is asked for by the algorithm that it is for, so that no public key is ever taken for a secret. */
export function createJwtVerifier(options: JwtOptions): JwtVerifier {
  const { secret, keySet, issuer, audiences, claims } = options
  const key = secret === undefined ? null : new TextEncoder().encode(secret)
  const algorithms = [...(key ? ['HS256'] : []), ...(keySet ? byPublicKey : [])]
  const keyOf: JWTVerifyGetKey = (header, token) => (header.alg === 'HS256' ? key! : keySet!(header, token))
  return async (token) => {
    if (!compact.test(token)) return null
    try {
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms,
        requiredClaims: ['exp'],
        clockTolerance: clockToleranceSeconds,
        ...(issuer !== undefined && { issuer }),
        ...(audiences?.length && { audience: audiences }),
      })
      return identityOf(payload, claims)
    } catch (error) {
      if (error instanceof errors.JOSEError) return null
      throw error
    }
  }
}

function identityOf(payload: JWTPayload, claims: JwtOptions['claims']): JwtIdentity | null {
  const userId = nameOf(claimOf(payload, claims.user))
  const workspace = nameOf(claimOf(payload, claims.workspace))
  const role = roleOf(claimOf(payload, claims.role))
  const expiresAt = momentOf(payload.exp)
  if (userId === null || workspace === null || role === null || expiresAt === null) return null
  const issuedAt = momentOf(payload.iat)
  return {
    userId,
    workspace,
    role,
    issuedAt,
    credential: { kind: 'JWT', id: nameOf(payload.jti), expiresAt },
  }
}

/** Names of claims may have points in them, as addresses do: the claim of the whole name goes first. */
function claimOf(payload: JWTPayload, name: string): unknown {
  let value: unknown = payload
  for (const step of Object.hasOwn(payload, name) ? [name] : name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}

/** Some issuers number their users. */
function nameOf(value: unknown): string | null {
  const text = Number.isSafeInteger(value) ? String(value) : value
  return typeof text === 'string' && isName(text) ? text : null
}

const isName = (text: string) =>
  text.length > 0 && text.length <= 200 && text.trim() === text && !/[\p{Cc}\p{Cs}]/u.test(text)

/** Of several roles, among which may be those of others, the one that permits most. */
function roleOf(value: unknown): Role | null {
  const names = (Array.isArray(value) ? value : [value]).map((name) =>
    typeof name === 'string' ? name.toUpperCase() : null,
  )
  return roles.findLast((role) => names.includes(role)) ?? null
}

function momentOf(seconds: unknown): Date | null {
  const date = typeof seconds === 'number' ? new Date(seconds * 1_000) : null
  return date && !Number.isNaN(date.getTime()) ? date : null
}
