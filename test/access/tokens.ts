import { randomBytes } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'

export const jwtSecret = randomBytes(32).toString('base64url')
const bytesOf = (secret: string) => new TextEncoder().encode(secret)

/** Signed with HS256, in force for an hour; `claims` that are undefined are left out. */
export const jwt = (claims: JWTPayload, secret = jwtSecret, header: { alg?: string } = {}) =>
  new SignJWT(
    Object.fromEntries(
      Object.entries({
        sub: 'ann',
        workspace: 'acme',
        role: 'EDITOR',
        iat: seconds(),
        exp: seconds(3_600),
        ...claims,
      }).filter(([, value]) => value !== undefined),
    ),
  )
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(bytesOf(secret))

/** Seconds since 1970, as JWTs have it. */
export const seconds = (fromNow = 0) => Math.floor(Date.now() / 1_000) + fromNow

/** A token of these parts, signed by nobody or by whom `signature` says. */
export const handmade = (header: object, payload: object, signature = '') =>
  [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.') +
  `.${signature}`
