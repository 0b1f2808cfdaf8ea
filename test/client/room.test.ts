import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { TaskEventsSubscription } from '../../src/client/operations.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { collect, upTo, useWatched } from './watched.ts'

describe.each(['websocket', 'sse'] as const)(
  'where a user may have no more open than one %s',
  (transport) => {
    const watched = useWatched({ env: { MAX_SOCKETS_PER_USER: '1' } })

    it('another watch waits, asks less and less often, and is let in as soon as there is room', async () => {
      const { newTask, addEvents, settle } = watched
      const taskId = await newTask()
      const first = watched.connect({ transport }).client.watchTask(taskId)
      await first.next()

      const { client, states } = watched.connect({ transport })
      let tries = 0
      client.onConnection(({ state }) => {
        if (state === 'connecting') tries++
      })
      const { seen, ended } = collect(client.watchTask(taskId))
      expect(await waitUntil(() => client.connection.state === 'lost', 2_000)).toBe(true)
      await sleep(1_000)
      // Waits of 20 ms would leave time for 50.
      expect(tries).toBeGreaterThan(3)
      expect(tries).toBeLessThan(20)
      expect(seen).toEqual([])

      await addEvents(taskId, 3)
      await first.return!()
      expect(await waitUntil(() => client.connection.state === 'connected', 2_000)).toBe(true)
      await settle(taskId)
      await ended
      expect(seen.map(({ sequence }) => sequence)).toEqual(upTo(5))
      expect(states.map(({ state }) => state)).not.toContain('refused')
      expect(new Set(states.map((state) => state.transport))).toEqual(new Set([transport, null]))
    })

    it('a subscription that is no watch is told so', async () => {
      const taskId = await watched.newTask()
      const first = watched.connect({ transport }).client.watchTask(taskId)
      await first.next()
      const { client } = watched.connect({ transport })
      const refused = client.subscribe(TaskEventsSubscription, { taskId }).next()
      await expect(refused).rejects.toMatchObject({
        status: 429,
        message: 'A user may have 1 WebSockets and event streams open at a time',
      })
    })
  },
)

describe('where a socket may bring few messages a second', () => {
  const watched = useWatched({ env: { MAX_MESSAGES_PER_SECOND: '20' } })

  it('watches that begin all at once come back until each has all of its events', async () => {
    const { newTask, settle } = watched
    const taskId = await newTask()
    const { client, states } = watched.connect({ transport: 'websocket', timing: { lastRetry: 2_000 } })
    const all = Array.from({ length: 30 }, () => collect(client.watchTask(taskId)))
    expect(await waitUntil(() => client.connection.state === 'lost', 2_000)).toBe(true)
    expect(await waitUntil(() => all.every(({ seen }) => seen.length === 1), 15_000)).toBe(true)
    await settle(taskId)
    for (const { seen, ended } of all) {
      await ended
      expect(seen.map(({ sequence }) => sequence)).toEqual(upTo(2))
    }
    expect(states.map(({ state }) => state)).not.toContain('refused')
  }, 30_000)
})
