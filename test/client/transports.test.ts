import { describe, expect, it } from 'vitest'
import { RequestError } from '../../src/client/client.ts'
import { TaskEventsSubscription } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import type { Manner } from './proxy.ts'
import { collect, upTo, useWatched } from './watched.ts'

const watched = useWatched()
const blocking: Manner[] = ['no upgrade', 'silent upgrade', 'mute sockets', 'dropped sockets']
const refusal = (promise: Promise<unknown>) => promise.then(() => null).catch((error: unknown) => error)

describe.each(blocking)('where sockets are blocked (%s)', (manner) => {
  it('subscriptions come over event streams, and go back to a socket once one works', async () => {
    const { proxy, newTask, addEvents, settle } = watched
    proxy.behave(manner)
    const { client, states } = watched.connect()
    const taskId = await newTask()
    const { seen, ended } = collect(client.watchTask(taskId))
    expect(await waitUntil(() => seen.length === 1, 5_000)).toBe(true)
    expect(client.connection).toEqual({ state: 'connected', transport: 'sse' })

    const { upgrades } = proxy
    const again = client.subscribe(TaskEventsSubscription, { taskId })
    await again.next()
    // What is known to be blocked is not asked first.
    expect(proxy.upgrades - upgrades).toBeLessThanOrEqual(1)
    await again.return!()

    proxy.behave('through')
    expect(await waitUntil(() => client.connection.transport === 'websocket', 10_000)).toBe(true)
    await addEvents(taskId, 3)
    await settle(taskId)
    await ended
    expect(seen.map(({ sequence }) => sequence)).toEqual(upTo(5))
    expect(states.map(({ state }) => state)).not.toContain('lost')
    expect(client.connection).toEqual({ state: 'idle', transport: null })
  })
})

describe('a refusal of the server', () => {
  it('is no blocked socket: nothing else is tried', async () => {
    const { client, states } = watched.connect({ token: 'wrong' })
    const { requests } = watched.proxy
    const error = await refusal(client.watchTask('any').next())
    expect(error).toBeInstanceOf(RequestError)
    expect(error).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' })
    expect(watched.proxy.requests).toBe(requests)
    expect(states).toEqual([
      { state: 'connecting', transport: 'websocket' },
      { state: 'refused', transport: null },
    ])
  })

  it('reads alike over event streams', async () => {
    const { client, states } = watched.connect({ token: 'wrong', transport: 'sse' })
    expect(await refusal(client.watchTask('any').next())).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    })
    expect(states.at(-1)).toEqual({ state: 'refused', transport: null })
    const known = watched.connect({ transport: 'sse' })
    const error = await refusal(known.client.watchTask('none').next())
    expect(error).toBeInstanceOf(RequestError)
    expect(error).toMatchObject({ code: 'NOT_FOUND' })
    expect(known.client.connection.state).toBe('idle')
  })

  it('carries the id under which the server has it', async () => {
    const { client } = watched.connect({ token: 'wrong' })
    const error = (await refusal(client.request(TaskEventsSubscription, { taskId: 'any' }))) as RequestError
    expect(error.requestId).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('the connection', () => {
  it('is lost while nobody answers, and there again by itself', async () => {
    const { proxy, newTask, settle } = watched
    const { client, states } = watched.connect()
    const taskId = await newTask()
    const { seen, ended } = collect(client.watchTask(taskId))
    expect(await waitUntil(() => seen.length === 1, 5_000)).toBe(true)
    expect(states).toEqual([
      { state: 'connecting', transport: 'websocket' },
      { state: 'connected', transport: 'websocket' },
    ])
    proxy.behave('away')
    proxy.cut()
    expect(await waitUntil(() => client.connection.state === 'lost', 2_000)).toBe(true)
    proxy.behave('through')
    expect(await waitUntil(() => client.connection.state === 'connected', 5_000)).toBe(true)
    await settle(taskId)
    await ended
    expect(client.connection.state).toBe('idle')
    expect(states.map(({ state }) => state)).not.toContain('refused')
  })

  it('is idle again where a watch is given up while it is lost', async () => {
    const { proxy, newTask } = watched
    proxy.behave('away')
    const { client } = watched.connect()
    const events = client.watchTask(await newTask())
    const waiting = events.next()
    expect(await waitUntil(() => client.connection.state === 'lost', 2_000)).toBe(true)
    await events.return!()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(await waitUntil(() => client.connection.state === 'idle', 1_000)).toBe(true)
  })

  it('that is closed while it waits for its token leaves no socket behind', async () => {
    const { proxy } = watched
    let give = (_token: string) => {}
    const token = () =>
      new Promise<string>((resolve) => {
        give = resolve
      })
    const { client } = watched.connect({ token })
    const waiting = client.watchTask('any').next()
    await client.close()
    expect(await waiting).toEqual({ done: true, value: undefined })
    const { upgrades } = proxy
    give(watched.serving.token)
    await waitUntil(() => proxy.upgrades > upgrades, 500)
    expect(await waitUntil(() => proxy.open() === 0, 2_000)).toBe(true)
  })

  it('needs no WebSocket of the platform', async () => {
    const { WebSocket } = globalThis
    const { client } = (() => {
      try {
        Reflect.deleteProperty(globalThis, 'WebSocket')
        return watched.connect()
      } finally {
        globalThis.WebSocket = WebSocket
      }
    })()
    const events = client.watchTask(await watched.newTask())
    expect((await events.next()).value).toMatchObject({ type: 'QUEUED' })
    expect(client.connection).toEqual({ state: 'connected', transport: 'sse' })
    await events.return!()
  })
})
