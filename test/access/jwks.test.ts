import { createHmac } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { exportSPKI } from 'jose'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createJwtVerifier } from '../../src/access/jwt.ts'
import { createKeySet } from '../../src/access/key-set.ts'
import { startServing } from '../server/serving.ts'
import { openSocket, post } from '../server/transports.ts'
import { type Issuer, keyPair, openIssuer, signedBy } from './issuer.ts'
import { handmade, jwt, jwtSecret, seconds } from './tokens.ts'

type Pair = Awaited<ReturnType<typeof keyPair>>

let rsa: Pair
let ec: Pair
let ed: Pair
beforeAll(async () => {
  ;[rsa, ec, ed] = await Promise.all([
    keyPair('RS256', 'rsa'),
    keyPair('ES256', 'ec'),
    keyPair('EdDSA', 'ed'),
  ])
})

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})
const later = <Thing extends { stop(): Promise<void> } | { close(): Promise<void> }>(thing: Thing) => {
  closing.push(() => ('stop' in thing ? thing.stop() : thing.close()))
  return thing
}

async function serve(issuer: Issuer, env: Record<string, string> = {}) {
  later(issuer)
  return later(await startServing({ env: { JWKS_URL: issuer.url, ...env } }))
}

const ask = ({ url }: { url: string }, token: string) =>
  post({ url, token }, { query: '{ viewer { userId role } }' })

describe('a JWT that is signed with a key of JWKS_URL', () => {
  it('is taken, whether by RS256, ES256 or EdDSA, and the keys are fetched once', async () => {
    const issuer = await openIssuer(rsa, ec, ed)
    const serving = await serve(issuer)
    const tokens = await Promise.all([rsa, ec, ed, rsa, ec, ed].map((pair) => signedBy(pair)))
    for (const { data } of await Promise.all(tokens.map((token) => ask(serving, token))))
      expect(data).toEqual({ viewer: { userId: 'ann', role: 'EDITOR' } })
    expect(issuer.asked).toBe(1)
  })

  it('is held to its issuer, audience and times like any other', async () => {
    const serving = await serve(await openIssuer(rsa), { JWT_ISSUER: 'issuer', JWT_AUDIENCE: 'quarry' })
    const claims = { iss: 'issuer', aud: 'quarry' }
    expect((await ask(serving, await signedBy(rsa, claims))).status).toBe(200)
    for (const wrong of [{ iss: 'other' }, { aud: 'other' }, { exp: seconds(-60) }, { nbf: seconds(60) }])
      expect((await ask(serving, await signedBy(rsa, { ...claims, ...wrong }))).status).toBe(401)
  })

  it('is taken beside those that are signed with JWT_SECRET, each by its own key alone', async () => {
    const serving = await serve(await openIssuer(rsa), { JWT_SECRET: jwtSecret })
    expect((await ask(serving, await jwt({}))).status).toBe(200)
    expect((await ask(serving, await signedBy(rsa))).status).toBe(200)
    const text = handmade(
      { alg: 'HS256', kid: 'rsa' },
      { sub: 'x', workspace: 'x', role: 'ADMIN', exp: seconds(60) },
    )
    const signature = createHmac('sha256', await exportSPKI(rsa.publicKey)).update(text.slice(0, -1))
    expect((await ask(serving, text + signature.digest('base64url'))).status).toBe(401)
  })
})

describe('a JWT is refused that', () => {
  it('is signed with a key that is not published, by an algorithm that is not the key’s, or by HS256', async () => {
    const serving = await serve(await openIssuer(rsa, ec))
    const stranger = await keyPair('RS256', 'rsa')
    const publicPem = await exportSPKI(rsa.publicKey)
    const confused = handmade(
      { alg: 'HS256', kid: 'rsa' },
      { sub: 'x', workspace: 'x', role: 'ADMIN', exp: seconds(60) },
    )
    const pss = await keyPair('PS256', 'rsa')
    for (const token of [
      await signedBy(stranger),
      await signedBy({ ...stranger, kid: 'ec' }),
      await signedBy(pss),
      await jwt({}),
      confused + createHmac('sha256', publicPem).update(confused.slice(0, -1)).digest('base64url'),
      handmade({ alg: 'none', kid: 'rsa' }, { sub: 'x', workspace: 'x', role: 'ADMIN', exp: seconds(60) }),
    ])
      expect((await ask(serving, token)).status).toBe(401)
  })

  it('brings its own key or the address of one', async () => {
    const mallory = later(await openIssuer())
    const serving = await serve(await openIssuer(rsa))
    const own = await keyPair('RS256', 'own')
    await mallory.publish(own)
    const { jwk } = await import('jose').then(async ({ exportJWK }) => ({
      jwk: await exportJWK(own.publicKey),
    }))
    for (const header of [{ jwk }, { jku: mallory.url }, { x5u: mallory.url, kid: 'rsa' }])
      expect((await ask(serving, await signedBy(own, {}, header))).status).toBe(401)
    expect(mallory.asked).toBe(0)
  })
})

describe('when the keys change', () => {
  it('a new one is fetched when a JWT names it, at most every ten seconds, and the old one is forgotten', async () => {
    const issuer = await openIssuer(rsa)
    const serving = await serve(issuer)
    expect((await ask(serving, await signedBy(rsa))).status).toBe(200)
    await issuer.publish(ec)
    for (let times = 0; times < 20; times++) expect((await ask(serving, await signedBy(ec))).status).toBe(401)
    expect(issuer.asked).toBe(1)
    await sleep(10_100)
    expect((await ask(serving, await signedBy(ec))).status).toBe(200)
    expect((await ask(serving, await signedBy(rsa))).status).toBe(401)
    expect(issuer.asked).toBe(2)
  }, 20_000)
})

describe('a key that is not published any more', () => {
  async function openVerifier(now: () => number) {
    const issuer = await openIssuer(rsa)
    later(issuer)
    const keySet = createKeySet({ url: issuer.url, deniedHosts: [], now })
    const claims = { user: 'sub', workspace: 'workspace', role: 'role' }
    return { issuer, verify: createJwtVerifier({ keySet, claims }) }
  }

  it('is taken for ten minutes at most, and with no JWT that names another', async () => {
    let now = 0
    const { issuer, verify } = await openVerifier(() => now)
    const old = await signedBy(rsa)
    expect(await verify(old)).toMatchObject({ userId: 'ann' })
    await issuer.publish(ec)
    now += 599_000
    expect(await verify(old)).toMatchObject({ userId: 'ann' })
    now += 2_000
    expect(await verify(old)).toBeNull()
    expect(issuer.asked).toBe(2)
  })

  it('is taken for an hour at most while JWKS_URL does not answer', async () => {
    let now = 0
    const { issuer, verify } = await openVerifier(() => now)
    const token = await signedBy(rsa)
    expect(await verify(token)).toMatchObject({ userId: 'ann' })
    issuer.answer({ status: 500 })
    now += 3_599_000
    expect(await verify(token)).toMatchObject({ userId: 'ann' })
    now += 2_000
    await expect(verify(token)).rejects.toThrow('try again')
  })
})

describe('while JWKS_URL', () => {
  const away = async ({ url }: { url: string }, token: string) => {
    const { status, errors } = await ask({ url }, token)
    expect({ status, errors }).toEqual({
      status: 503,
      errors: [
        {
          message: expect.stringContaining('try again'),
          extensions: { code: 'UNAVAILABLE', requestId: expect.any(String) },
        },
      ],
    })
  }

  it('does not answer, those who cannot be told apart are asked to try again, and others are served', async () => {
    const issuer = await openIssuer(rsa)
    await issuer.close()
    const serving = later(await startServing({ env: { JWKS_URL: issuer.url } }))
    await away(serving, await signedBy(rsa))
    expect((await ask(serving, serving.token)).status).toBe(200)
    const { send, closed } = await openSocket(serving)
    send({ type: 'connection_init', payload: { authorization: `Bearer ${await signedBy(rsa)}` } })
    expect(await closed).toEqual({ code: 1013, reason: expect.stringContaining('try again') })
  })

  it('answers with something else than keys, it is not asked for ten seconds', async () => {
    for (const reply of [
      { status: 500 },
      { status: 200, body: 'no JSON' },
      { status: 200, body: '{}' },
      { status: 302, headers: { location: 'http://127.0.0.1:1/' } },
    ]) {
      const issuer = await openIssuer(rsa)
      issuer.answer(reply)
      const serving = await serve(issuer)
      for (let times = 0; times < 5; times++) await away(serving, await signedBy(rsa))
      expect([reply, issuer.asked]).toEqual([reply, 1])
    }
  })

  it('redirects, the other address is not asked', async () => {
    const other = later(await openIssuer(rsa))
    const issuer = await openIssuer(rsa)
    issuer.answer({ status: 302, headers: { location: other.url } })
    await away(await serve(issuer), await signedBy(rsa))
    expect(other.asked).toBe(0)
  })

  it('is away again, the keys that are known go on to serve', async () => {
    const issuer = await openIssuer(rsa)
    const serving = await serve(issuer)
    expect((await ask(serving, await signedBy(rsa))).status).toBe(200)
    issuer.answer({ status: 500 })
    await sleep(10_100)
    await away(serving, await signedBy(ec))
    expect((await ask(serving, await signedBy(rsa))).status).toBe(200)
  }, 20_000)

  it('is denied by DENIED_HOSTS, it is not asked', async () => {
    const issuer = await openIssuer(rsa)
    const serving = await serve(issuer, { DENIED_HOSTS: '127.0.0.0/8' })
    await away(serving, await signedBy(rsa))
    expect(issuer.asked).toBe(0)
  })
})
