import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { type CountedServing, startCountedServing } from './serving.ts'
import { addEvents, register, startTask } from './tasks.ts'
import { bearer, openAckedSocket, openEventStream, type RawSocket } from './transports.ts'

let serving: CountedServing
let source: TestDatabase
let taskId: string
beforeAll(async () => {
  serving = await startCountedServing()
  source = await createDatabase()
  taskId = await startTask(serving.client, await register(serving.client, source.connectionString, 'source'))
})
afterAll(async () => {
  await serving.stop()
  await source.drop()
})

const query = 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { sequence task { status } } }'
const operation = () => ({ query, variables: { taskId } })
const subscribe = ({ send }: RawSocket, id = '1') => send({ id, type: 'subscribe', payload: operation() })

const clients = 25
const times = <T>(make: () => Promise<T>) => Promise.all(Array.from({ length: clients }, make))
const open = () => serving.subscribers.filter(({ ended }) => !ended).length

/** That as many subscriptions more as there are clients are open, and that each has sent something. */
const allOpen = () =>
  waitUntil(
    () => open() === clients && serving.subscribers.every(({ pulled, ended }) => ended || pulled > 0),
    10_000,
  )
const noneOpen = () => waitUntil(() => open() === 0, 10_000)

describe('a WebSocket client that goes away leaves nothing behind', () => {
  it('where it says complete and stays connected', async () => {
    const sockets = await times(() => openAckedSocket(serving))
    for (const socket of sockets) subscribe(socket)
    expect(await allOpen()).toBe(true)
    for (const { send } of sockets) send({ id: '1', type: 'complete' })
    expect(await noneOpen()).toBe(true)
    for (const { socket } of sockets) socket.close()
  })

  it('where it closes its socket', async () => {
    const sockets = await times(() => openAckedSocket(serving))
    for (const socket of sockets) subscribe(socket)
    expect(await allOpen()).toBe(true)
    for (const { socket } of sockets) socket.close(1000)
    expect(await noneOpen()).toBe(true)
  })

  it('where its connection breaks while events pass', async () => {
    const sockets = await times(() => openAckedSocket(serving))
    for (const socket of sockets) subscribe(socket)
    expect(await allOpen()).toBe(true)
    const events = addEvents(serving.services.em, taskId, Array(200).fill('at work'))
    for (const { socket } of sockets) socket.terminate()
    await events
    expect(await noneOpen()).toBe(true)
  })

  it('where its connection breaks before its subscription has begun', async () => {
    const sockets = await times(() => openAckedSocket(serving))
    const before = serving.subscribers.length
    for (const socket of sockets) subscribe(socket)
    await nextTurn()
    for (const { socket } of sockets) socket.terminate()
    await Promise.all(sockets.map(({ closed }) => closed))
    // A later subscription on another socket has begun: so have, if ever, those that were asked for before it.
    const later = await openAckedSocket(serving)
    subscribe(later)
    expect(await later.next()).toMatchObject({ type: 'next' })
    later.socket.close()
    expect(serving.subscribers.length).toBeGreaterThan(before)
    expect(await noneOpen()).toBe(true)
  })
})

describe('an SSE client that goes away leaves nothing behind', () => {
  it('where it closes its connection', async () => {
    const streams = await times(() => openEventStream(serving, operation()))
    expect(await allOpen()).toBe(true)
    for (const stream of streams) stream.destroy()
    expect(await noneOpen()).toBe(true)
  })

  it('where its connection breaks while events pass', async () => {
    const streams = await times(() => openEventStream(serving, operation()))
    for (const stream of streams) stream.on('error', () => {}).resume()
    expect(await allOpen()).toBe(true)
    const events = addEvents(serving.services.em, taskId, Array(200).fill('at work'))
    for (const stream of streams) stream.destroy()
    await events
    expect(await noneOpen()).toBe(true)
  })

  it('where its connection breaks before its subscription has begun', async () => {
    const body = JSON.stringify(operation())
    const headers = { ...bearer(serving), accept: 'text/event-stream', 'content-type': 'application/json' }
    await times(async () => {
      const left = new AbortController()
      const init = { method: 'POST', headers, body, signal: left.signal }
      const asked = fetch(`${serving.url}/graphql`, init).catch(() => null)
      await nextTurn()
      left.abort()
      await asked
    })
    const later = await openEventStream(serving, operation())
    later.destroy()
    expect(await noneOpen()).toBe(true)
  })

  it('and neither do its timers and connections outlive it', async () => {
    const resources = () =>
      process.getActiveResourcesInfo().filter((type) => type === 'Timeout' || type === 'TCPSocketWrap').length
    const before = resources()
    const streams = await times(() => openEventStream(serving, operation()))
    const sockets = await times(() => openAckedSocket(serving))
    for (const socket of sockets) subscribe(socket)
    expect(await waitUntil(() => open() === 2 * clients, 10_000)).toBe(true)
    expect(resources()).toBeGreaterThan(before + 2 * clients)
    for (const stream of streams) stream.destroy()
    for (const { socket } of sockets) socket.close()
    expect(await waitUntil(() => open() === 0 && resources() < before + clients, 10_000)).toBe(true)
  })
})
