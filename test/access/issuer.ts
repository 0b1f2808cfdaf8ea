import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'
import { seconds } from './tokens.ts'

type Pair = { kid: string; alg: string; publicKey: CryptoKey; privateKey: CryptoKey }

export const keyPair = async (alg: string, kid: string): Promise<Pair> => ({
  alg,
  kid,
  ...(await generateKeyPair(alg, { extractable: true })),
})

/** In force for an hour, for the workspace `acme`. */
export const signedBy = (
  { alg, kid, privateKey }: Pair,
  claims: JWTPayload = {},
  header: Record<string, unknown> = {},
) =>
  new SignJWT({
    sub: 'ann',
    workspace: 'acme',
    role: 'EDITOR',
    iat: seconds(),
    exp: seconds(3_600),
    ...claims,
  })
    .setProtectedHeader({ alg, kid, ...header })
    .sign(privateKey)

export type Issuer = {
  url: string
  /** How often the keys were asked for. */
  readonly asked: number
  publish(...pairs: Pair[]): Promise<void>
  /** From now on it answers like this; null: as it should. */
  answer(reply: { status: number; body?: string; headers?: Record<string, string> } | null): void
  close(): Promise<void>
}

/** Serves a set of public keys, as identity providers do. */
export async function openIssuer(...pairs: Pair[]): Promise<Issuer> {
  let keys = ''
  let asked = 0
  let reply: { status: number; body?: string; headers?: Record<string, string> } | null = null
  const server = createServer((_, response) => {
    asked++
    response.setHeader('content-type', 'application/json')
    if (reply) response.writeHead(reply.status, reply.headers).end(reply.body)
    else response.end(keys)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer: Issuer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json`,
    get asked() {
      return asked
    },
    async publish(...pairs) {
      const jwks = pairs.map(async ({ alg, kid, publicKey }) => ({
        ...(await exportJWK(publicKey)),
        kid,
        alg,
        use: 'sig',
      }))
      keys = JSON.stringify({ keys: await Promise.all(jwks) })
    },
    answer(next) {
      reply = next
    },
    close: () => new Promise((resolve) => void server.close(() => resolve()).closeAllConnections()),
  }
  await issuer.publish(...pairs)
  return issuer
}
