import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { startApi } from '../../src/app.ts'
import { createQuarryClient } from '../../src/client/client.ts'
import { CancelTaskMutation } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { type CountedServing, type Serving, startCountedServing, startServing } from '../server/serving.ts'
import { addEvents, register, startTask } from '../server/tasks.ts'
import { openAckedSocket, openEventStream, post, type Result, resultsOf } from '../server/transports.ts'
import { query } from './rows.ts'
import { jwt, jwtSecret, seconds } from './tokens.ts'

let serving: Serving
beforeAll(async () => {
  // Nothing here may hang on being notified.
  serving = await startServing({ env: { JWT_SECRET: jwtSecret, NOTIFICATIONS: 'off' } })
})
afterAll(() => serving.stop())

const listening = { query: 'subscription { workspaceEvents { cursor } }' }
const allowedMs = 5_000

/** Something that is open and quiet: resolves to how it ended. */
type Open = { ended: Promise<unknown>; close(): void }

async function openWebSocket(token: string): Promise<Open> {
  const { socket, send, closed } = await openAckedSocket({ url: serving.url, token })
  send({ id: '1', type: 'subscribe', payload: listening })
  return { ended: closed.then(({ code }) => code), close: () => socket.close() }
}

async function openIdleWebSocket(token: string): Promise<Open> {
  const { socket, closed } = await openAckedSocket({ url: serving.url, token })
  return { ended: closed.then(({ code }) => code), close: () => socket.close() }
}

async function openStream(token: string): Promise<Open> {
  const stream = await openEventStream({ url: serving.url, token }, listening)
  expect(stream.statusCode).toBe(200)
  const read = async () => {
    const results: Result[] = []
    for await (const result of resultsOf(stream)) results.push(result)
    return results.map(({ errors }) => errors?.[0]?.extensions.code)
  }
  return { ended: read().catch(() => 'broken off'), close: () => stream.destroy() }
}

const transports = [
  ['a WebSocket with a subscription', openWebSocket, 4403],
  ['a WebSocket that is idle', openIdleWebSocket, 4403],
  ['an event stream', openStream, ['UNAUTHENTICATED']],
] as const

const still = Symbol('still open')
const within = (ms: number, { ended }: Open) => Promise.race([ended, sleep(ms, still, { ref: false })])

const asMember = (workspace: string, sub: string, claims = {}) =>
  jwt({ workspace, sub, role: 'ADMIN', ...claims })
let count = 0
const fresh = () => `workspace ${++count}`

const mutate = (token: string, query: string) => post({ url: serving.url, token }, { query })
async function createToken(as: string, input = 'role: EDITOR') {
  const { data } = await mutate(
    as,
    `mutation { createApiToken(input: { name: "t", ${input} }) { ... on CreateApiTokenPayload { token apiToken { id } } } }`,
  )
  return data.createApiToken as { token: string; apiToken: { id: string } }
}
const revoke = (as: string, id: string) =>
  mutate(as, `mutation { revokeApiToken(id: "${id}") { ... on ApiTokenPayload { apiToken { revokedAt } } } }`)

describe.each(transports)('%s', (_, open, ending) => {
  it('ends within 5 seconds after its JWT expired, and not before', async () => {
    const one = await open(await asMember(fresh(), 'ann', { exp: seconds(3) }))
    expect(await within(1_500, one)).toBe(still)
    expect(await within(1_500 + allowedMs, one)).toEqual(ending)
  }, 15_000)

  it('ends within 5 seconds after its API token expired', async () => {
    const expiresAt = new Date(Date.now() + 2_000).toISOString()
    const { token } = await createToken(
      await asMember(fresh(), 'ann'),
      `role: EDITOR, expiresAt: "${expiresAt}"`,
    )
    expect(await within(2_000 + allowedMs, await open(token))).toEqual(ending)
  }, 15_000)

  it('ends within 5 seconds after its API token was revoked, and no other', async () => {
    const ann = await asMember(fresh(), 'ann')
    const [one, other] = [await createToken(ann), await createToken(ann)]
    const [ends, stays] = [await open(one.token), await open(other.token)]
    await revoke(ann, one.apiToken.id)
    expect(await within(allowedMs, ends)).toEqual(ending)
    expect(await within(2_500, stays)).toBe(still)
    stays.close()
  }, 15_000)

  it('ends within 5 seconds after the role was taken away that it was opened with, and no other', async () => {
    const workspace = fresh()
    const byJwt = await open(await asMember(workspace, 'ann'))
    const byToken = await open((await createToken(await asMember(workspace, 'ann'), 'role: ADMIN')).token)
    const lesser = await open((await createToken(await asMember(workspace, 'ann'), 'role: VIEWER')).token)
    const others = await open(await asMember(workspace, 'bob'))
    await query(
      serving,
      `update workspace_member set role = 'VIEWER' from workspace where id = workspace_id and slug = $1 and user_id = 'ann'`,
      [workspace],
    )
    const outcomes = await Promise.all([byJwt, byToken].map((one) => within(allowedMs, one)))
    expect(outcomes).toEqual([ending, ending])
    for (const one of [lesser, others]) {
      expect(await within(100, one)).toBe(still)
      one.close()
    }
  }, 15_000)

  it('ends within 5 seconds after a JWT came that gives its user another role', async () => {
    const workspace = fresh()
    const one = await open(await asMember(workspace, 'ann', { iat: seconds(-10) }))
    await mutate(await asMember(workspace, 'ann', { role: 'VIEWER' }), '{ viewer { role } }')
    expect(await within(allowedMs, one)).toEqual(ending)
  }, 15_000)

  it('ends within 5 seconds after its user was removed from the workspace', async () => {
    const workspace = fresh()
    const one = await open(await asMember(workspace, 'ann'))
    await query(
      serving,
      'delete from workspace_member using workspace where id = workspace_id and slug = $1',
      [workspace],
    )
    expect(await within(allowedMs, one)).toEqual(ending)
  }, 15_000)

  it('of the access token stays open', async () => {
    const one = await open(serving.token)
    expect(await within(4_500, one)).toBe(still)
    one.close()
  }, 15_000)
})

describe('where processes notify each other', () => {
  let notified: Serving
  beforeAll(async () => {
    notified = await startServing({ env: { JWT_SECRET: jwtSecret } })
  })
  afterAll(() => notified.stop())
  const atOnceMs = 500

  it('what an API token has open ends at once when it is revoked, also at another process', async () => {
    const other = await startApi(notified.surroundings)
    try {
      for (let round = 0; round < 4; round++) {
        const { token, apiToken } = await createTokenOf(notified)
        const { closed } = await openAckedSocket({ url: other.url, token })
        await revokeOf(notified, apiToken.id)
        const code = await Promise.race([closed.then(({ code }) => code), sleep(atOnceMs, still)])
        expect(code).toBe(4403)
        expect((await post({ url: other.url, token }, { query: '{ viewer { role } }' })).status).toBe(401)
      }
    } finally {
      await other.close()
    }
  }, 15_000)

  it('what somebody has open ends at once when a JWT gives them another role', async () => {
    for (let round = 0; round < 4; round++) {
      const workspace = fresh()
      const claims = { workspace, sub: 'ann', role: 'ADMIN' }
      const first = await jwt({ ...claims, iat: seconds(-10) })
      const { closed } = await openAckedSocket({ url: notified.url, token: first })
      const lesser = { url: notified.url, token: await jwt({ ...claims, role: 'VIEWER' }) }
      await post(lesser, { query: '{ viewer { role } }' })
      const code = await Promise.race([closed.then(({ code }) => code), sleep(atOnceMs, still)])
      expect(code).toBe(4403)
    }
  }, 15_000)
})

describe('an operation on a WebSocket', () => {
  it('is held to what its token is worth by then: the socket is closed in its place', async () => {
    const ann = await asMember(fresh(), 'ann')
    const { token, apiToken } = await createToken(ann)
    const { send, next, closed } = await openAckedSocket({ url: serving.url, token })
    const ask = { id: '1', type: 'subscribe', payload: { query: '{ viewer { role } }' } }
    send(ask)
    expect(await next()).toMatchObject({ type: 'next', payload: { data: { viewer: { role: 'EDITOR' } } } })
    expect(await next()).toEqual({ id: '1', type: 'complete' })
    await revoke(ann, apiToken.id)
    const deadline = Date.now() + allowedMs
    const asking = setInterval(() => send(ask), 50)
    expect((await closed).code).toBe(4403)
    clearInterval(asking)
    expect(Date.now()).toBeLessThan(deadline)
  })
})

describe('a subscription that ends so', () => {
  let counted: CountedServing
  let source: TestDatabase
  beforeAll(async () => {
    counted = await startCountedServing({ env: { JWT_SECRET: jwtSecret } })
    source = await createDatabase()
  })
  afterAll(async () => {
    await counted.stop()
    await source.drop()
  })

  it('leaves nothing behind on the server', async () => {
    const { token, apiToken } = await createTokenOf(counted)
    const [socket, stream] = [
      await openAckedSocket({ url: counted.url, token }),
      await openEventStream({ url: counted.url, token }, listening),
    ]
    socket.send({ id: '1', type: 'subscribe', payload: listening })
    const open = () => counted.subscribers.filter(({ ended }) => !ended).length
    expect(await waitUntil(() => open() === 2, 5_000)).toBe(true)
    stream.on('error', () => {}).pause()
    await post(counted, { query: `mutation { revokeApiToken(id: "${apiToken.id}") { __typename } }` })
    expect(await waitUntil(() => open() === 0, allowedMs)).toBe(true)
  }, 15_000)

  it('is gone on with by the client, with a fresh token and behind the last event, none missing and none twice', async () => {
    const admin = () => jwt({ workspace: 'default', sub: 'ann', role: 'ADMIN', exp: seconds(3) })
    let asked = 0
    const codes: number[] = []
    class Recorded extends WebSocket {
      constructor(...args: ConstructorParameters<typeof WebSocket>) {
        super(...args)
        this.on('close', (code) => codes.push(code))
      }
    }
    const client = createQuarryClient({
      url: counted.url,
      webSocketImpl: Recorded,
      token() {
        asked++
        return admin()
      },
    })
    const databaseId = await register(counted.client, source.connectionString, 'watched')
    const taskId = await startTask(counted.client, databaseId)
    const sequences: number[] = []
    const watching = (async () => {
      for await (const { sequence } of client.watchTask(taskId)) sequences.push(sequence)
    })()
    for (let round = 1; codes.length < 2; round++) {
      await addEvents(counted.services.em, taskId, ['at work'])
      await sleep(100)
      expect(round).toBeLessThan(300)
    }
    await counted.client.request(CancelTaskMutation, { taskId })
    await watching
    expect(codes.slice(0, 2)).toEqual([4403, 4403])
    expect(asked).toBeGreaterThanOrEqual(3)
    expect(sequences).toEqual(Array.from({ length: sequences.length }, (_, index) => index + 1))
    expect(sequences.length).toBeGreaterThan(20)
    await client.close()
  }, 40_000)

  it('is given up by the client whose fresh token is refused as well, and by one that has no other', async () => {
    const databaseId = await register(counted.client, source.connectionString, 'given up')
    const taskId = await startTask(counted.client, databaseId)
    const first = await jwt({ workspace: 'default', sub: 'bob', role: 'ADMIN', exp: seconds(2) })
    let asked = 0
    const changing = createQuarryClient({ url: counted.url, token: () => (++asked === 1 ? first : 'wrong') })
    const keeping = createQuarryClient({ url: counted.url, token: first })
    for (const client of [changing, keeping]) {
      const watching = (async () => {
        for await (const _ of client.watchTask(taskId));
      })()
      await expect(watching).rejects.toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
      await client.close()
    }
    expect(asked).toBe(2)
  }, 20_000)
})

const revokeOf = (server: Serving, id: string) =>
  post(server, { query: `mutation { revokeApiToken(id: "${id}") { __typename } }` })

async function createTokenOf(server: Serving) {
  const { data } = await post(server, {
    query: `mutation { createApiToken(input: { name: "t", role: EDITOR }) { ... on CreateApiTokenPayload { token apiToken { id } } } }`,
  })
  return data.createApiToken as { token: string; apiToken: { id: string } }
}
