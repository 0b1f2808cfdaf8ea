import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createQuarryClient, type QuarryClient } from '../../src/client/client.ts'
import {
  AuditLogQuery,
  CreateMessageMutation,
  RegisterDatabaseMutation,
  StartElementCreationMutation,
  UpdateDatabaseMutation,
} from '../../src/client/operations.ts'
import { schema } from '../../src/server/schema.ts'
import { withParts } from '../databases/sources.ts'
import { operationsOf } from '../isolation/operations.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { type Serving, startServing } from '../server/serving.ts'
import { openAckedSocket, post } from '../server/transports.ts'
import { query } from './rows.ts'
import { jwt, jwtSecret } from './tokens.ts'

let serving: Serving
let source: TestDatabase
let admin: QuarryClient
beforeAll(async () => {
  serving = await startServing({
    env: { JWT_SECRET: jwtSecret, TRUSTED_PROXIES: '127.0.0.0/8', MAX_QUERY_ALIASES: '1000' },
  })
  source = await createDatabase()
  admin = createQuarryClient({ url: serving.url, token: await jwt({ sub: 'boss', role: 'ADMIN' }) })
})
afterAll(async () => {
  await admin?.close()
  await serving?.stop()
  await source?.drop()
})

const as = async (claims: Record<string, unknown>) => ({ url: serving.url, token: await jwt(claims) })
const logOf = async (filter: Record<string, unknown> = {}, page: Record<string, unknown> = { first: 100 }) =>
  (await admin.request(AuditLogQuery, { ...page, filter })).auditLog
const entriesOf = async (requestId: string) =>
  (await logOf()).nodes.filter((entry) => entry.requestId === requestId)
/** Of the mutation alone; everything of the answer goes with it. */
async function entryOf(
  server: { url: string; token: string },
  text: string,
  variables: Record<string, unknown> = {},
  headers: Record<string, string> = {},
) {
  const requestId = randomUUID()
  const answer = await post(server, { query: text, variables }, { 'x-request-id': requestId, ...headers })
  const entries = await entriesOf(requestId)
  expect(entries).toHaveLength(1)
  return { entry: entries[0]!, answer }
}
const registering = `mutation ($input: RegisterDatabaseInput!) {
  registerDatabase(input: $input) { __typename ... on DatabasePayload { database { id } } ... on Error { code } } }`
const removing = 'mutation ($id: ID!) { removeDatabase(id: $id) { __typename ... on Error { code } } }'
const nameless = () => ({ input: { name: randomUUID(), connectionString: source.connectionString } })
const fails = (action: string) =>
  query(serving, `alter table audit_entry add constraint failing check (action <> '${action}') not valid`)
const works = () => query(serving, 'alter table audit_entry drop constraint failing')

describe('a change', () => {
  it('is in the audit log: who, with what, when, from where, what, on what, and what came of it', async () => {
    const began = Date.now()
    const server = await as({ sub: 'ann', role: 'EDITOR', jti: 'token 7' })
    const { entry, answer } = await entryOf(server, registering, nameless(), {
      'x-forwarded-for': '6.6.6.6, 203.0.113.9',
    })
    expect(entry).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      userId: 'ann',
      role: 'EDITOR',
      tokenKind: 'JWT',
      tokenId: 'token 7',
      address: '203.0.113.9',
      requestId: answer.headers.get('x-request-id'),
      action: 'registerDatabase',
      objectIds: [answer.data.registerDatabase.database.id],
      outcome: 'OK',
      code: null,
    })
    expect(Date.parse(entry.at)).toBeGreaterThanOrEqual(began)
    expect(Date.parse(entry.at)).toBeLessThanOrEqual(Date.now())
  })

  it('that is refused is in it with the code of the refusal', async () => {
    const server = await as({ sub: 'ann', role: 'EDITOR' })
    const { input } = nameless()
    await post(server, { query: registering, variables: { input } })
    const id = Buffer.from(`Database:${randomUUID()}`).toString('base64')
    const viewer = await as({ sub: 'vera', role: 'VIEWER' })
    expect(await entryOf(server, registering, { input })).toMatchObject({
      entry: { outcome: 'REFUSED', code: 'CONFLICT', objectIds: [] },
      answer: { data: { registerDatabase: { code: 'CONFLICT' } } },
    })
    expect(await entryOf(server, removing, { id })).toMatchObject({
      entry: { outcome: 'REFUSED', code: 'NOT_FOUND', objectIds: [id] },
      answer: { errors: [{ extensions: { code: 'NOT_FOUND' } }] },
    })
    expect(await entryOf(viewer, removing, { id })).toMatchObject({
      entry: { userId: 'vera', role: 'VIEWER', outcome: 'REFUSED', code: 'FORBIDDEN', objectIds: [id] },
      answer: { errors: [{ extensions: { code: 'FORBIDDEN' } }] },
    })
  })

  it('that fails for a reason of ours is in it as FAILED', async () => {
    await query(serving, `alter table message add constraint failing check (false) not valid`)
    try {
      const text = `mutation ($input: CreateMessageInput!) { createMessage(input: $input) { __typename } }`
      const { entry } = await entryOf(await as({}), text, { input: { question: 'x', rows: [{ a: 1 }] } })
      expect(entry).toMatchObject({ outcome: 'FAILED', code: 'INTERNAL_SERVER_ERROR' })
    } finally {
      await query(serving, 'alter table message drop constraint failing')
    }
  })

  it('over a WebSocket is in it as over HTTP', async () => {
    const question = randomUUID()
    const socket = await openAckedSocket(await as({ sub: 'socket', jti: 'of the socket' }))
    socket.send({
      type: 'subscribe',
      id: '1',
      payload: {
        query: `mutation ($input: CreateMessageInput!) { createMessage(input: $input) { ... on MessagePayload { message { id } } } }`,
        variables: { input: { question, rows: [{ a: 1 }] } },
      },
    })
    const { payload } = (await socket.next()) as {
      payload: { data: { createMessage: { message: { id: string } } } }
    }
    socket.socket.close()
    expect((await logOf({ userId: 'socket' })).nodes).toMatchObject([
      {
        action: 'createMessage',
        tokenId: 'of the socket',
        address: '127.0.0.1',
        objectIds: [payload.data.createMessage.message.id],
        outcome: 'OK',
      },
    ])
  })

  it('of several things names each, and several changes in a request have an entry each', async () => {
    const server = await as({ sub: 'several' })
    const databases: string[] = []
    for (const _ of [1, 2]) {
      const answer = await post(server, { query: registering, variables: nameless() })
      databases.push(answer.data.registerDatabase.database.id)
    }
    const requestId = randomUUID()
    const { data } = await post(
      server,
      {
        query: `mutation ($ids: [ID!]!, $id: ID!) {
          one: startElementCreation(input: { databaseIds: $ids }) { ... on StartElementCreationPayload { tasks { id } } }
          two: scheduleElementCreation(databaseId: $id, cron: "0 2 * * 0") { __typename }
          three: scheduleElementCreation(databaseId: $id, cron: "never") { __typename }
        }`,
        variables: { ids: databases, id: databases[0] },
      },
      { 'x-request-id': requestId },
    )
    const tasks = data.one.tasks.map(({ id }: { id: string }) => id)
    expect((await entriesOf(requestId)).toReversed()).toMatchObject([
      { action: 'startElementCreation', objectIds: [...databases, ...tasks], outcome: 'OK' },
      { action: 'scheduleElementCreation', objectIds: [databases[0]], outcome: 'OK', code: null },
      { action: 'scheduleElementCreation', outcome: 'REFUSED', code: 'INVALID_INPUT' },
    ])
  })

  it('of many who want the same at once is one for each, whoever of them got it', async () => {
    const { input } = nameless()
    const client = createQuarryClient({ url: serving.url, token: await jwt({ sub: 'crowd' }) })
    await Promise.all(Array.from({ length: 10 }, () => client.request(RegisterDatabaseMutation, { input })))
    await client.close()
    const { nodes } = await logOf({ userId: 'crowd' })
    expect(nodes.map(({ outcome, code }) => code ?? outcome).sort()).toEqual([
      ...Array(9).fill('CONFLICT'),
      'OK',
    ])
  })
})

describe('what cannot be written to the audit log', () => {
  it('is not changed', async () => {
    const { input } = nameless()
    await fails('registerDatabase')
    const answer = await post(await as({ sub: 'unwritten' }), { query: registering, variables: { input } })
    await works()
    expect(answer.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
    expect(await query(serving, `select 1 from database where name = '${input.name}'`)).toEqual([])
  })

  it('is not revoked', async () => {
    const server = await as({ sub: 'keeper' })
    const { data } = await post(server, {
      query: `mutation { createApiToken(input: { name: "kept", role: EDITOR }) { ... on CreateApiTokenPayload { apiToken { id } } } }`,
    })
    const { id } = data.createApiToken.apiToken
    await fails('revokeApiToken')
    const text = 'mutation ($id: ID!) { revokeApiToken(id: $id) { __typename } }'
    const answer = await post(server, { query: text, variables: { id } })
    await works()
    expect(answer.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }])
    expect(await query(serving, `select revoked_at from api_token where name = 'kept'`)).toEqual([
      { revoked_at: null },
    ])
  })

  it('is written later, once that works again', async () => {
    await fails('removeDatabase')
    const id = Buffer.from(`Database:${randomUUID()}`).toString('base64')
    const server = await as({ sub: 'later' })
    const began = Date.now()
    await post(server, { query: removing, variables: { id } })
    expect((await logOf({ userId: 'later' })).nodes).toEqual([])
    expect(serving.logged.map(({ msg }) => msg)).toContain(
      'The audit log cannot be written to; its entries are kept until it can',
    )
    const before = Date.now()
    await works()
    await expect
      .poll(async () => (await logOf({ userId: 'later' })).nodes, { timeout: 5_000 })
      .toMatchObject([{ action: 'removeDatabase', code: 'NOT_FOUND', objectIds: [id] }])
    const [entry] = (await logOf({ userId: 'later' })).nodes
    expect(Date.parse(entry!.at)).toBeGreaterThanOrEqual(began)
    expect(Date.parse(entry!.at)).toBeLessThanOrEqual(before)
  })

  it('is in the log of the process, where that ends before', async () => {
    const other = await startServing({ env: { JWT_SECRET: jwtSecret } })
    await query(other, 'alter table audit_entry add constraint failing check (false) not valid')
    const id = Buffer.from(`Database:${randomUUID()}`).toString('base64')
    await post({ url: other.url, token: await jwt({ sub: 'last' }) }, { query: removing, variables: { id } })
    await other.stop()
    const lines = other.logged.filter(({ msg }) =>
      msg.includes('An entry of the audit log could not be written'),
    )
    expect(lines).toMatchObject([{ audit: { userId: 'last', action: 'removeDatabase', objectIds: [id] } }])
  })
})

describe('every field of Mutation', () => {
  const mutations = operationsOf(schema).filter(
    ({ kind, takes }) => kind === 'mutation' && takes === 'nothing',
  )

  it('is among those that are tried', () => {
    const fields = Object.keys(schema.getMutationType()!.getFields())
    expect(mutations.map(({ name }) => name.replace('Mutation.', '')).sort()).toEqual(fields.sort())
    expect(fields.length).toBeGreaterThan(15)
  })

  it.each(mutations)('$name leaves an entry', async ({ name, query, variables }) => {
    for (const role of ['EDITOR', 'VIEWER']) {
      const { entry } = await entryOf(await as({ sub: `sweeping ${role}`, role }), query, variables(''))
      expect(entry).toMatchObject({ action: name.replace('Mutation.', ''), userId: `sweeping ${role}`, role })
      if (role === 'VIEWER') expect(entry).toMatchObject({ outcome: 'REFUSED', code: 'FORBIDDEN' })
    }
  })
})

describe('the audit log', () => {
  it('is for ADMIN, and of the workspace alone', async () => {
    const text = '{ auditLog(first: 100) { totalCount nodes { userId } } }'
    for (const role of ['VIEWER', 'EDITOR'])
      expect((await post(await as({ role }), { query: text })).errors).toMatchObject([
        { extensions: { code: 'FORBIDDEN' } },
      ])
    const elsewhere = await as({ sub: 'elsewhere', role: 'ADMIN', workspace: 'elsewhere' })
    expect((await post(elsewhere, { query: text })).data.auditLog).toEqual({ totalCount: 0, nodes: [] })
    await post(elsewhere, { query: removing, variables: { id: 'x' } })
    expect((await post(elsewhere, { query: text })).data.auditLog).toEqual({
      totalCount: 1,
      nodes: [{ userId: 'elsewhere' }],
    })
    expect((await logOf({ userId: 'elsewhere' })).totalCount).toBe(0)
  })

  it('is read by user, by action and by time, page by page', async () => {
    const server = await as({ sub: 'paged' })
    const moments: string[] = []
    for (let n = 0; n < 5; n++) {
      const text = n % 2 ? removing : 'mutation ($id: ID!) { clearCatalog(databaseId: $id) { __typename } }'
      await post(server, { query: text, variables: { id: 'x' } })
      moments.push((await logOf({ userId: 'paged' }, { first: 1 })).nodes[0]!.at)
    }
    const names = async (filter: Record<string, unknown>) =>
      (await logOf({ userId: 'paged', ...filter })).nodes.map(({ action }) => action)
    expect(await names({})).toEqual([
      'clearCatalog',
      'removeDatabase',
      'clearCatalog',
      'removeDatabase',
      'clearCatalog',
    ])
    expect(await names({ action: 'removeDatabase' })).toHaveLength(2)
    expect(await names({ after: moments[1] })).toHaveLength(3)
    expect(await names({ before: moments[1] })).toHaveLength(1)
    expect(await names({ after: moments[0], before: moments[4], action: 'clearCatalog' })).toHaveLength(1)
    const seen: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const { nodes, pageInfo } = await logOf({ userId: 'paged' }, { first: 2, after })
      seen.push(...nodes.map(({ id }) => id))
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    }
    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)
  })

  it('has no secret in it, wherever somebody wrote one', async () => {
    const canary = `canary-${randomUUID()}`
    const client = createQuarryClient({ url: serving.url, token: await jwt({ sub: 'careless' }) })
    const connectionString = withParts(source.connectionString, { user: 'nobody', password: canary })
    await client.request(RegisterDatabaseMutation, { input: { name: 'a', connectionString } })
    await client.request(UpdateDatabaseMutation, { input: { id: canary, connectionString } }).catch(() => {})
    await client.request(StartElementCreationMutation, { input: { databaseIds: [canary] } })
    await client
      .request(CreateMessageMutation, { input: { question: canary, databaseId: canary } })
      .catch(() => {})
    await client.close()
    expect((await logOf({ userId: 'careless' })).totalCount).toBe(4)
    const rows = await query(serving, 'select a::text as row from audit_entry a')
    expect(JSON.stringify(rows)).not.toContain(canary)
  })
})
