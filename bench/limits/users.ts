import { randomBytes } from 'node:crypto'
import { SignJWT } from 'jose'

const secret = randomBytes(32).toString('base64url')

/** Of a Quarry that takes their tokens. */
export const configuration = { JWT_SECRET: secret }

/** Of so many editors of the workspace that the access token leads to. */
export const tokensOfUsers = (count: number): Promise<string[]> =>
  Promise.all(
    Array.from({ length: count }, (_, number) =>
      new SignJWT({ workspace: 'default', role: 'EDITOR' })
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(`user ${number}`)
        .setIssuedAt()
        .setExpirationTime('1h')
        .sign(new TextEncoder().encode(secret)),
    ),
  )
