import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mostLiveTokens } from '../../src/access/api-tokens.ts'
import { type Serving, startServing } from '../server/serving.ts'
import { post } from '../server/transports.ts'
import { query } from './rows.ts'
import { jwt, jwtSecret, seconds } from './tokens.ts'

let serving: Serving
beforeAll(async () => {
  serving = await startServing({ env: { JWT_SECRET: jwtSecret } })
})
afterAll(() => serving.stop())

const ask = (token: string, query: string, variables: Record<string, unknown> = {}) =>
  post({ url: serving.url, token }, { query, variables })
const viewer = '{ viewer { userId role workspace { slug } } }'

const createDocument = `mutation ($input: CreateApiTokenInput!) {
  createApiToken(input: $input) {
    ... on CreateApiTokenPayload {
      token
      apiToken { id name role createdBy createdAt expiresAt lastUsedAt revokedAt }
    }
    ... on InvalidInputError { fields { path } }
    ... on Error { code message }
  }
}`
const create = async (as: string, input: Record<string, unknown> = {}) =>
  (await ask(as, createDocument, { input: { name: 'ci', role: 'VIEWER', ...input } })).data.createApiToken

const revokeDocument = `mutation ($id: ID!) {
  revokeApiToken(id: $id) { ... on ApiTokenPayload { apiToken { id revokedAt } } }
}`
const revoke = (as: string, id: string) => ask(as, revokeDocument, { id })

const listDocument = '{ apiTokens { totalCount nodes { name createdBy lastUsedAt revokedAt } } }'
const list = async (as: string) => (await ask(as, listDocument)).data.apiTokens

/** Where each test has a workspace of its own. */
const as = (workspace: string) => ({
  admin: jwt({ sub: 'admin', role: 'ADMIN', workspace }),
  ann: jwt({ sub: 'ann', role: 'EDITOR', workspace }),
  bob: jwt({ sub: 'bob', role: 'EDITOR', workspace }),
  viewer: jwt({ sub: 'eve', role: 'VIEWER', workspace }),
})

describe('an API token', () => {
  it('stands for its maker in their workspace, with its own role', async () => {
    const { token, apiToken } = await create(await as('made').ann, { name: ' nightly ', role: 'VIEWER' })
    expect(token).toMatch(/^quarry_[0-9a-f]{32}_[\w-]{43}$/)
    expect(apiToken).toMatchObject({
      name: 'nightly',
      role: 'VIEWER',
      createdBy: 'ann',
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
    })
    expect((await ask(token, viewer)).data.viewer).toEqual({
      userId: 'ann',
      role: 'VIEWER',
      workspace: { slug: 'made' },
    })
  })

  it('is kept as a hash alone: its secret stands nowhere in the database', async () => {
    const { token } = await create(await as('hashed').ann)
    await ask(token, viewer)
    const secret = token.slice(-43)
    const tables = await query(
      serving,
      `select format('select %L as name, count(*)::int as count from %I.%I t where t::text like $1', table_name, table_schema, table_name) as statement
       from information_schema.tables where table_schema in ('public', 'pgboss') and table_type = 'BASE TABLE'`,
    )
    expect(tables.length).toBeGreaterThan(10)
    for (const { statement } of tables)
      expect(await query(serving, statement as string, [`%${secret}%`])).toMatchObject([{ count: 0 }])
    const [row] = await query(
      serving,
      `select encode(hash, 'hex') = encode(sha256(convert_to($1, 'UTF8')), 'hex') as same from api_token where created_by = 'ann'
       order by id desc limit 1`,
      [secret],
    )
    expect(row).toEqual({ same: true })
  })

  it('is refused when one character of it is another', async () => {
    const { token } = await create(await as('wrong').ann)
    const other = (at: number) => {
      const was = token[at]!
      return token.slice(0, at) + (was === '1' ? '2' : '1') + token.slice(at + 1)
    }
    for (const wrong of [
      other(10),
      other(token.length - 43),
      token.slice(0, -1),
      `${token}A`,
      token.toUpperCase(),
    ])
      expect((await ask(wrong, viewer)).status).toBe(401)
    // The last character of base64 has bits that stand for nothing: what is compared is the text.
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const next = last[(last.indexOf(token.at(-1)!) + 1) % 64]
    expect((await ask(token.slice(0, -1) + next, viewer)).status).toBe(401)
    expect((await ask(token, viewer)).status).toBe(200)
  })

  it('is refused from the moment that it expires', async () => {
    const { token } = await create(await as('expiring').ann, { expiresAt: new Date(Date.now() + 1_500) })
    expect((await ask(token, viewer)).status).toBe(200)
    await sleep(1_600)
    expect((await ask(token, viewer)).status).toBe(401)
  })

  it('is refused within seconds after it was revoked, and stays in the list', async () => {
    const ann = await as('revoked').ann
    const { token, apiToken } = await create(ann)
    expect((await ask(token, viewer)).status).toBe(200)
    const { data } = await revoke(ann, apiToken.id)
    const { revokedAt } = data.revokeApiToken.apiToken
    expect(Date.now() - Date.parse(revokedAt)).toBeLessThan(5_000)
    await sleep(2_100)
    expect((await ask(token, viewer)).status).toBe(401)
    expect((await revoke(ann, apiToken.id)).data.revokeApiToken.apiToken.revokedAt).toBe(revokedAt)
    expect(await list(ann)).toMatchObject({ totalCount: 1, nodes: [{ revokedAt }] })
  })

  it('says when it was used last', async () => {
    const ann = await as('used').ann
    const { token } = await create(ann)
    const before = Date.now()
    await Promise.all(Array.from({ length: 5 }, () => ask(token, viewer)))
    const [{ lastUsedAt }] = (await list(ann)).nodes
    expect(Date.parse(lastUsedAt)).toBeGreaterThan(before - 1_000)
    await ask(token, viewer)
    expect((await list(ann)).nodes[0].lastUsedAt).toBe(lastUsedAt)
  })

  it('never permits more than its maker may do by now', async () => {
    const workspace = 'demoted'
    const { token } = await create(await jwt({ role: 'ADMIN', workspace, iat: seconds(-10) }), {
      role: 'ADMIN',
    })
    expect((await ask(token, viewer)).data.viewer.role).toBe('ADMIN')
    await ask(await jwt({ role: 'VIEWER', workspace, iat: seconds() }), viewer)
    expect((await ask(token, viewer)).data.viewer.role).toBe('VIEWER')
    await query(
      serving,
      `delete from workspace_member using workspace where id = workspace_id and slug = '${workspace}'`,
    )
    await sleep(2_100)
    expect((await ask(token, viewer)).status).toBe(401)
  })
})

describe('who makes an API token', () => {
  const rank = ['VIEWER', 'EDITOR', 'ADMIN']
  it.each(['EDITOR', 'ADMIN'])('as %s gives it that role at the most', async (own) => {
    for (const role of rank) {
      const made = await create(await jwt({ sub: own, role: own, workspace: 'ranks' }), { role })
      if (rank.indexOf(role) <= rank.indexOf(own)) expect(made.apiToken.role).toBe(role)
      else expect(made).toMatchObject({ code: 'INVALID_INPUT', fields: [{ path: ['role'] }] })
    }
  })

  it('as VIEWER is refused, and so is who would revoke one', async () => {
    const { viewer } = as('viewing')
    for (const answer of [
      await ask(await viewer, createDocument, { input: { name: 'x', role: 'VIEWER' } }),
      await revoke(await viewer, 'x'),
    ])
      expect(answer.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }])
  })

  it('with an API token is refused, so that one that leaked has no offspring', async () => {
    const { token } = await create(await as('offspring').admin, { role: 'ADMIN' })
    expect(await create(token)).toMatchObject({ code: 'CONFLICT' })
  })

  it('gives it a name and a moment to come', async () => {
    const ann = await as('invalid').ann
    for (const [field, value] of [
      ['name', ' '],
      ['name', 'n'.repeat(201)],
      ['name', 'a\nb'],
      ['expiresAt', new Date(Date.now() - 1_000)],
    ] as const)
      expect(await create(ann, { [field]: value })).toMatchObject({
        code: 'INVALID_INPUT',
        fields: [{ path: [field] }],
      })
    expect(await list(ann)).toEqual({ totalCount: 0, nodes: [] })
  })

  it('is refused where the workspace has as many as it may have, unless some are over', async () => {
    const ann = await as('full').ann
    await create(ann)
    await query(
      serving,
      `insert into api_token (id, workspace_id, name, role, hash, created_by, created_at)
       select gen_random_uuid(), workspace_id, 'n', 'VIEWER', '\\x00', 'bob', now()
       from workspace_member join workspace on id = workspace_id, generate_series(2, $1) where slug = 'full'`,
      [mostLiveTokens],
    )
    expect(await create(ann)).toMatchObject({ code: 'LIMIT_EXCEEDED' })
    await query(serving, `update api_token set expires_at = now() where created_by = 'bob'`)
    expect(await create(ann)).toMatchObject({ apiToken: { name: 'ci' } })
  })
})

describe('who sees and revokes an API token', () => {
  it('are its maker and an ADMIN; for anybody else it is not there', async () => {
    const people = as('seen')
    const stranger = jwt({ sub: 'ann', role: 'ADMIN', workspace: 'elsewhere' })
    const { apiToken } = await create(await people.ann)
    const absent = Buffer.from('ApiToken:00000000-0000-7000-8000-000000000000').toString('base64')
    const node = 'query ($id: ID!) { node(id: $id) { ... on ApiToken { name } } }'
    for (const other of [await people.bob, await stranger]) {
      expect(await list(other)).toEqual({ totalCount: 0, nodes: [] })
      expect((await ask(other, node, { id: apiToken.id })).data).toEqual({ node: null })
      const [foreign, none] = [await revoke(other, apiToken.id), await revoke(other, absent)]
      expect(foreign.errors).toEqual(none.errors)
      expect(foreign.errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }])
    }
    expect((await ask(await people.viewer, node, { id: apiToken.id })).data).toEqual({ node: null })
    expect((await ask(await people.ann, node, { id: apiToken.id })).data).toEqual({ node: { name: 'ci' } })
    expect(await list(await people.admin)).toMatchObject({ nodes: [{ createdBy: 'ann', revokedAt: null }] })
    const { data } = await revoke(await people.admin, apiToken.id)
    expect(data.revokeApiToken.apiToken.revokedAt).not.toBeNull()
  })
})
