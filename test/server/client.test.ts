import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { parse } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { createQuarryClient, RequestError } from '../../src/client/client.ts'
import {
  CancelTaskMutation,
  DatabasesQuery,
  TaskEventsSubscription,
  ViewerQuery,
} from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { type CountedServing, startCountedServing } from './serving.ts'
import { addEvents, register, startTask } from './tasks.ts'

let serving: CountedServing
let source: TestDatabase
beforeAll(async () => {
  serving = await startCountedServing()
  source = await createDatabase()
})
afterAll(async () => {
  await serving.stop()
  await source.drop()
})

let names = 0
const startQuietTask = async () =>
  startTask(serving.client, await register(serving.client, source.connectionString, `source ${++names}`))

/** A WebSocket implementation, and all that were made of it. */
function recordSockets() {
  const sockets: WebSocket[] = []
  const webSocketImpl = new Proxy(WebSocket, {
    construct(Implementation, parameters: ConstructorParameters<typeof WebSocket>) {
      const socket = new Implementation(...parameters)
      sockets.push(socket)
      return socket
    },
  })
  return { sockets, webSocketImpl }
}

const refusal = (promise: Promise<unknown>) => promise.then(() => null).catch((error: unknown) => error)

describe('request', () => {
  it('gives the data', async () => {
    expect(await serving.client.request(ViewerQuery, {})).toMatchObject({ viewer: { role: 'ADMIN' } })
  })

  it('throws a RequestError with the status and every error of the answer', async () => {
    const error = await refusal(serving.client.request(DatabasesQuery, { first: 1_000 }))
    expect(error).toBeInstanceOf(RequestError)
    expect(error).toMatchObject({
      errors: [{ message: 'first must be from 1 to 100', extensions: { code: 'BAD_USER_INPUT' } }],
    })
  })

  it('throws a RequestError with 401 where the token is wrong', async () => {
    const client = createQuarryClient({ url: serving.url, token: 'wrong' })
    expect(await refusal(client.request(ViewerQuery, {}))).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    })
  })

  it('throws a RequestError with the status where something else answers', async () => {
    const other = createServer((_, response) => response.writeHead(502).end('<h1>Bad gateway</h1>'))
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as AddressInfo
    const client = createQuarryClient({ url: `http://127.0.0.1:${port}`, token: 'any' })
    const error = await refusal(client.request(ViewerQuery, {}))
    other.closeAllConnections()
    other.close()
    expect(error).toBeInstanceOf(RequestError)
    expect(error).toMatchObject({ status: 502, message: 'The server answered 502' })
  })

  it('asks for a token each time where it is given a function, and for another one where it was refused', async () => {
    const tokens = [serving.token, 'over', serving.token, 'over', 'wrong']
    const refused: unknown[] = []
    const client = createQuarryClient({
      url: serving.url,
      token(last) {
        refused.push(last)
        return tokens.shift()!
      },
    })
    expect(await client.request(ViewerQuery, {})).toMatchObject({ viewer: { role: 'ADMIN' } })
    expect(await client.request(ViewerQuery, {})).toMatchObject({ viewer: { role: 'ADMIN' } })
    expect(await refusal(client.request(ViewerQuery, {}))).toMatchObject({ status: 401 })
    expect(refused).toEqual([undefined, undefined, 'over', 'over', 'over'])
  })
})

describe('subscribe', () => {
  it('throws a RequestError where the server does not know its fields', async () => {
    const query = parse('subscription { nothing }') as TypedDocumentNode<unknown, Record<string, never>>
    const error = await refusal(serving.client.subscribe(query, {}).next())
    expect(error).toBeInstanceOf(RequestError)
    expect(error).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] })
  })

  it('throws a RequestError where the server refuses it', async () => {
    const events = serving.client.subscribe(TaskEventsSubscription, { taskId: 'none' })
    const error = await refusal(events.next())
    expect(error).toBeInstanceOf(RequestError)
    expect(error).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] })
  })

  it('is ended by return() at once, here and on the server, while it waits for an event', async () => {
    const before = serving.subscribers.length
    const events = serving.client.subscribe(TaskEventsSubscription, { taskId: await startQuietTask() })
    expect((await events.next()).value).toMatchObject({ taskEvents: { type: 'QUEUED' } })
    const waiting = events.next()
    await events.return!()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(await waitUntil(() => serving.subscribers[before]!.ended, 5_000)).toBe(true)
  })
})

describe('a subscription', () => {
  it('says that it was refused however late it is asked', async () => {
    const events = serving.client.subscribe(TaskEventsSubscription, { taskId: 'none' })
    await serving.client.subscribe(TaskEventsSubscription, { taskId: await startQuietTask() }).next()
    expect(await refusal(events.next())).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] })
  })

  it('is not begun where it is ended first', async () => {
    const before = serving.subscribers.length
    const events = serving.client.subscribe(TaskEventsSubscription, { taskId: await startQuietTask() })
    await events.return!()
    expect(await events.next()).toEqual({ done: true, value: undefined })
    expect(serving.subscribers.length).toBe(before)
  })
})

describe('watchTask', () => {
  it('ends where its signal aborts, although the task is quiet', async () => {
    const stop = new AbortController()
    const types: string[] = []
    const taskId = await startQuietTask()
    for await (const { type } of serving.client.watchTask(taskId, { signal: stop.signal })) {
      types.push(type)
      setImmediate(() => stop.abort())
    }
    expect(types).toEqual(['QUEUED'])
  })

  it('ends where its signal aborts while the server is away', async () => {
    const stop = new AbortController()
    const { sockets, webSocketImpl } = recordSockets()
    const client = createQuarryClient({ url: 'http://127.0.0.1:1', token: 'any', webSocketImpl })
    const watching = client.watchTask('any', { signal: stop.signal }).next()
    // It waits longer after each attempt, and by then for most of a second.
    expect(await waitUntil(() => sockets.length === 4, 10_000)).toBe(true)
    expect(await waitUntil(() => sockets.at(-1)!.readyState === WebSocket.CLOSED, 1_000, 5)).toBe(true)
    const startedAt = performance.now()
    stop.abort()
    expect(await watching).toEqual({ done: true, value: undefined })
    expect(performance.now() - startedAt).toBeLessThan(400)
    expect(sockets).toHaveLength(4)
  })

  it('throws, and does not try again, where the token is wrong or the task does not exist', async () => {
    const stranger = createQuarryClient({ url: serving.url, token: 'wrong' })
    expect(await refusal(stranger.watchTask('any').next())).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    })
    expect(await refusal(serving.client.watchTask('none').next())).toMatchObject({
      errors: [{ extensions: { code: 'NOT_FOUND' } }],
    })
  })

  it('gets every event once and in order, however often its connection is lost', async () => {
    const { sockets, webSocketImpl } = recordSockets()
    const client = createQuarryClient({ url: serving.url, token: serving.token, webSocketImpl })
    const taskId = await startQuietTask()
    const sequences: number[] = []
    const watching = (async () => {
      for await (const { sequence } of client.watchTask(taskId)) sequences.push(sequence)
    })()
    for (let round = 1; round <= 4; round++) {
      const adding = addEvents(serving.services.em, taskId, Array(50).fill('at work'))
      sockets.at(-1)?.terminate()
      await adding
      expect(await waitUntil(() => sequences.length === 1 + round * 50, 10_000)).toBe(true)
    }
    await serving.client.request(CancelTaskMutation, { taskId })
    await watching
    expect(sequences).toEqual(Array.from({ length: 1 + 200 + 1 }, (_, index) => index + 1))
    expect(sockets.length).toBeGreaterThan(2)
    await client.close()
  })
})
