import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase, type TestDatabase } from '../postgres.ts'
import { type CountedServing, startCountedServing } from './serving.ts'
import { addEvents, register, startTask } from './tasks.ts'
import { openAckedSocket, openEventStream, type Result, resultsOf } from './transports.ts'

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

const count = 2_000
/** Together more than the buffers of a connection can hold. */
const message = 'x'.repeat(12_000)
const query = 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId, from: FIRST) { sequence message } }'

type Reader = { pause(): void; resume(): void; destroy(): void; received: number[] }

const take = (received: number[], { data }: Result) => received.push(data.taskEvents.sequence)

async function overWebSocket(taskId: string): Promise<Reader> {
  const { socket, send } = await openAckedSocket(serving)
  const received: number[] = []
  socket.on('message', (data) => {
    const { type, payload } = JSON.parse(String(data))
    if (type === 'next') take(received, payload)
  })
  send({ id: '1', type: 'subscribe', payload: { query, variables: { taskId } } })
  return {
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    destroy: () => socket.terminate(),
    received,
  }
}

async function overEventStream(taskId: string): Promise<Reader> {
  const stream = await openEventStream(serving, { query, variables: { taskId } })
  const received: number[] = []
  /** The stream is read only while this is settled: what is not asked for stays with the server. */
  let gate = Promise.withResolvers<void>()
  gate.resolve()
  const read = async () => {
    for await (const result of resultsOf(stream)) {
      take(received, result)
      await gate.promise
    }
  }
  read().catch(() => {})
  return {
    pause() {
      gate = Promise.withResolvers()
    },
    resume: () => gate.resolve(),
    destroy: () => stream.destroy(),
    received,
  }
}

describe.each([
  ['WebSocket', overWebSocket],
  ['SSE', overEventStream],
] as const)('a client that stops reading its %s', (name, open) => {
  it('costs the server no more than its connection holds, delays nobody, and misses nothing once it reads', async () => {
    const database = await register(serving.client, source.connectionString, name)
    const taskId = await startTask(serving.client, database)
    const slow = await open(taskId)
    expect(await waitUntil(() => slow.received.length === 1, 5_000)).toBe(true)
    const subscriber = serving.subscribers.at(-1)!
    slow.pause()
    const others = [await overWebSocket(taskId), await overEventStream(taskId)]
    expect(await waitUntil(() => others.every(({ received }) => received.length === 1), 5_000)).toBe(true)

    const batch = 100
    for (let sent = 0; sent < count; sent += batch) {
      await addEvents(serving.services.em, taskId, Array(batch).fill(message))
      const expected = 1 + sent + batch
      expect(
        await waitUntil(() => others.every(({ received }) => received.length === expected), 2_000, 5),
      ).toBe(true)
    }
    expect(subscriber.pulled).toBeLessThan(count * 0.8)
    expect(subscriber.ended).toBe(false)

    slow.resume()
    expect(await waitUntil(() => slow.received.length === 1 + count, 15_000)).toBe(true)
    for (const { received } of [slow, ...others])
      expect(received).toEqual(Array.from({ length: 1 + count }, (_, index) => index + 1))
    for (const reader of [slow, ...others]) reader.destroy()
    expect(await waitUntil(() => serving.subscribers.every(({ ended }) => ended), 5_000)).toBe(true)
  })

  it('leaves nothing behind where its connection breaks then', async () => {
    const database = await register(serving.client, source.connectionString, `${name}, broken`)
    const taskId = await startTask(serving.client, database)
    await addEvents(serving.services.em, taskId, Array(count).fill(message))
    const before = serving.subscribers.length
    const slow = await open(taskId)
    slow.pause()
    expect(await waitUntil(() => serving.subscribers.length > before, 5_000)).toBe(true)
    const subscriber = serving.subscribers.at(-1)!
    let pulled = -1
    const stalls = () => {
      const stalled = subscriber.pulled > 1 && subscriber.pulled === pulled
      pulled = subscriber.pulled
      return stalled
    }
    expect(await waitUntil(stalls, 10_000, 250)).toBe(true)
    expect(subscriber.ended).toBe(false)
    slow.destroy()
    expect(await waitUntil(() => subscriber.ended, 5_000)).toBe(true)
  })
})
