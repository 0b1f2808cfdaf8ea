import { createHmac, generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Serving, startServing } from '../server/serving.ts'
import { post } from '../server/transports.ts'
import { query } from './rows.ts'
import { handmade, jwt, jwtSecret, seconds } from './tokens.ts'

let serving: Serving
beforeAll(async () => {
  serving = await startServing({
    env: { JWT_SECRET: jwtSecret, JWT_ISSUER: 'issuer', JWT_AUDIENCE: 'quarry, other' },
  })
})
afterAll(() => serving.stop())

const trusted = { iss: 'issuer', aud: 'quarry' }
const served = { ...trusted, workspace: 'served' }
const ask = (token: string, server: { url: string } = serving) =>
  post({ url: server.url, token }, { query: '{ viewer { userId role workspace { slug name } } }' })
const statusOf = async (token: string) => (await ask(token)).status

describe('a JWT', () => {
  it('says who somebody is, in which workspace, and what they may do there', async () => {
    expect((await ask(await jwt({ ...trusted, sub: 'auth0|7', workspace: 'first sight' }))).data).toEqual({
      viewer: {
        userId: 'auth0|7',
        role: 'EDITOR',
        workspace: { slug: 'first sight', name: 'first sight' },
      },
    })
  })

  it('is good for each of the audiences that are configured', async () => {
    for (const aud of ['quarry', 'other', ['elsewhere', 'other']])
      expect(await statusOf(await jwt({ ...served, aud }))).toBe(200)
  })

  it('makes its workspace once, however many come at the same time', async () => {
    const tokens = await Promise.all(
      Array.from({ length: 20 }, (_, n) => jwt({ ...trusted, sub: `user ${n}`, workspace: 'crowd' })),
    )
    expect(new Set(await Promise.all(tokens.map(statusOf)))).toEqual(new Set([200]))
    expect(await query(serving, `select id from workspace where slug = 'crowd'`)).toHaveLength(1)
    expect(
      await query(
        serving,
        `select user_id from workspace_member join workspace on id = workspace_id where slug = 'crowd'`,
      ),
    ).toHaveLength(20)
  })

  it('finds its workspace again after that was deleted', async () => {
    const token = await jwt({ ...trusted, workspace: 'gone' })
    expect(await statusOf(token)).toBe(200)
    await query(serving, `delete from workspace where slug = 'gone'`)
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    expect((await ask(token)).data.viewer.workspace).toMatchObject({ slug: 'gone' })
  })

  it('may be up to 30 seconds off by the clock of its issuer', async () => {
    expect(await statusOf(await jwt({ ...served, exp: seconds(-20) }))).toBe(200)
    expect(await statusOf(await jwt({ ...served, nbf: seconds(20), iat: seconds(20) }))).toBe(200)
  })
})

const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const claims = () => ({ sub: 'ann', workspace: 'acme', role: 'ADMIN', exp: seconds(60), ...trusted })
const hmac = (algorithm: string, key: string, text: string) =>
  createHmac(algorithm, key).update(text).digest('base64url')

describe('as one without a token is answered who comes with a JWT', () => {
  const refused: [string, () => string | Promise<string>][] = [
    ['that has expired', () => jwt({ ...trusted, exp: seconds(-60) })],
    ['that is not in force yet', () => jwt({ ...trusted, nbf: seconds(60) })],
    ['that never expires', () => jwt({ ...trusted, exp: undefined })],
    ['of another issuer', () => jwt({ ...trusted, iss: 'another' })],
    ['of no issuer', () => jwt({ aud: 'quarry' })],
    ['for another audience', () => jwt({ ...trusted, aud: 'another' })],
    ['for no audience', () => jwt({ iss: 'issuer' })],
    ['signed with another secret', () => jwt(trusted, 'another'.repeat(8))],
    ['of no user', () => jwt({ ...trusted, sub: undefined })],
    ['of an empty user', () => jwt({ ...trusted, sub: '' })],
    ['of a user with a NUL in the name', () => jwt({ ...trusted, sub: 'a\0b' })],
    [
      'of the user that the access token stands for',
      () => jwt({ ...trusted, sub: 'access-token', workspace: 'default' }),
    ],
    ['for no workspace', () => jwt({ ...trusted, workspace: undefined })],
    ['for a workspace that is no name', () => jwt({ ...trusted, workspace: { slug: 'acme' } })],
    ['without a role', () => jwt({ ...trusted, role: undefined })],
    ['with a role that there is not', () => jwt({ ...trusted, role: 'OWNER' })],
    ['with a role that every object has', () => jwt({ ...trusted, role: 'constructor' })],
    ['signed by nobody', () => handmade({ alg: 'none' }, claims())],
    ['signed by nobody, in other letters', () => handmade({ alg: 'nOnE' }, claims(), 'x')],
    ['signed with HS512', () => jwt(trusted, jwtSecret, { alg: 'HS512' })],
    [
      'whose public key was taken for a secret',
      () => {
        const token = handmade({ alg: 'HS256' }, claims()).slice(0, -1)
        const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string
        return `${token}.${hmac('sha256', pem, token)}`
      },
    ],
    [
      'whose header was changed after it was signed',
      async () => {
        const [, payload, signature] = (await jwt(trusted)).split('.')
        return `${Buffer.from('{"alg":"HS256","kid":"x"}').toString('base64url')}.${payload}.${signature}`
      },
    ],
    [
      'whose claims were changed after they were signed',
      async () => {
        const [header, , signature] = (await jwt(trusted)).split('.')
        return `${header}.${Buffer.from(JSON.stringify(claims())).toString('base64url')}.${signature}`
      },
    ],
    [
      'that asks for an extension which is critical',
      async () => {
        const token = handmade({ alg: 'HS256', crit: ['b64'], b64: false }, claims()).slice(0, -1)
        return `${token}.${hmac('sha256', jwtSecret, token)}`
      },
    ],
    ['that is none', () => 'a.b.c'],
    ['of two parts', () => 'e30.e30'],
  ]
  it.each(refused)('%s', async (_, make) => {
    const { status, errors, headers } = await ask(await make())
    expect({ status, errors }).toEqual({
      status: 401,
      errors: [{ message: expect.any(String), extensions: { code: 'UNAUTHENTICATED' } }],
    })
    expect(headers.get('www-authenticate')).toMatch(/^Bearer /)
  })

  it('and nothing is left of them', async () => {
    expect(await query(serving, `select 1 from workspace where slug = 'acme'`)).toEqual([])
  })
})

describe('the role of a member', () => {
  const as = (sub: string, role: string, iat: number | undefined) =>
    jwt({ ...trusted, sub, role, iat, workspace: 'roles' })
  const roleOf = async (token: string) => (await ask(token)).data.viewer.role

  it('is what the JWT says that was issued last, on whichever the request comes', async () => {
    const admin = await as('demoted', 'ADMIN', seconds(-100))
    const viewer = await as('demoted', 'VIEWER', seconds(-50))
    expect(await roleOf(admin)).toBe('ADMIN')
    expect(await roleOf(viewer)).toBe('VIEWER')
    expect(await roleOf(admin)).toBe('VIEWER')
    expect(await roleOf(await as('demoted', 'EDITOR', seconds(-10)))).toBe('EDITOR')
    expect(await roleOf(viewer)).toBe('EDITOR')
  })

  it('is the lesser of two that were issued in the same second', async () => {
    const at = seconds()
    expect(await roleOf(await as('same', 'ADMIN', at))).toBe('ADMIN')
    expect(await roleOf(await as('same', 'VIEWER', at))).toBe('VIEWER')
    expect(await roleOf(await as('same', 'ADMIN', at))).toBe('VIEWER')
  })

  it('is what the JWT says that came last, where they do not say when they were issued', async () => {
    expect(await roleOf(await as('undated', 'ADMIN', undefined))).toBe('ADMIN')
    expect(await roleOf(await as('undated', 'VIEWER', undefined))).toBe('VIEWER')
    expect(await roleOf(await as('undated', 'ADMIN', undefined))).toBe('VIEWER')
  })

  it('is another one two seconds after it was changed in the database, until a JWT is issued anew', async () => {
    const token = await as('changed', 'ADMIN', seconds(-10))
    expect(await roleOf(token)).toBe('ADMIN')
    await query(serving, `update workspace_member set role = 'VIEWER' where user_id = 'changed'`)
    await new Promise((resolve) => setTimeout(resolve, 2_100))
    expect(await roleOf(token)).toBe('VIEWER')
    expect(await roleOf(await as('changed', 'ADMIN', seconds()))).toBe('ADMIN')
  })

  it('is one of a list in which there may be those of others', async () => {
    const roles = ['offline_access', 'viewer', 'Editor']
    expect(await roleOf(await jwt({ ...served, sub: 'listed', role: roles }))).toBe('EDITOR')
  })
})

describe('claims by other names', () => {
  let named: Serving
  beforeAll(async () => {
    named = await startServing({
      env: {
        JWT_SECRET: jwtSecret,
        JWT_USER_CLAIM: 'number',
        JWT_WORKSPACE_CLAIM: 'https://example.com/org.id',
        JWT_ROLE_CLAIM: 'app_metadata.quarry.role',
      },
    })
  })
  afterAll(() => named.stop())

  it('are found within others, and under names that have points themselves', async () => {
    const claims = {
      sub: undefined,
      workspace: undefined,
      role: undefined,
      number: 42,
      'https://example.com/org.id': 'acme',
      app_metadata: { quarry: { role: 'ADMIN' } },
    }
    const { data } = await ask(await jwt(claims), named)
    expect(data.viewer).toMatchObject({ userId: '42', role: 'ADMIN', workspace: { slug: 'acme' } })
  })

  it('are not made up from what every object has', async () => {
    for (const app_metadata of [null, 'ADMIN', ['ADMIN'], { quarry: null }])
      expect(
        (await ask(await jwt({ number: 1, 'https://example.com/org.id': 'acme', app_metadata }), named))
          .status,
      ).toBe(401)
  })
})

describe('without JWT_SECRET and JWKS_URL', () => {
  it('no JWT is taken, not even one that is signed with an empty secret', async () => {
    const plain = await startServing()
    try {
      const unsigned = handmade({ alg: 'HS256' }, claims()).slice(0, -1)
      for (const token of [await jwt({}), `${unsigned}.${hmac('sha256', '', unsigned)}`])
        expect((await ask(token, plain)).status).toBe(401)
    } finally {
      await plain.stop()
    }
  })

  it('the start ends where it is said what JWTs have to be', async () => {
    await expect(startServing({ env: { JWT_ISSUER: 'issuer' } })).rejects.toThrow(
      'JWT_ISSUER needs JWT_SECRET or JWKS_URL',
    )
  })
})
