import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createQuarryClient } from '../../src/client/client.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { jwt, jwtSecret, seconds } from '../access/tokens.ts'
import { collect, quick, upTo, useWatched } from './watched.ts'

const watched = useWatched({ env: { JWT_SECRET: jwtSecret } })
const transports = ['websocket', 'sse'] as const

/** What befalls the connection. Each is mended before the next one comes. */
const faults = {
  cut: async () => watched.proxy.cut(),
  'half-open': async () => watched.proxy.freeze(),
  async 'bad gateway'() {
    watched.proxy.behave('bad gateway')
    watched.proxy.cut()
    await sleep(300)
  },
  async away() {
    watched.proxy.behave('away')
    watched.proxy.cut()
    await sleep(300)
  },
  async silent() {
    watched.proxy.behave('silent')
    watched.proxy.cut()
    await sleep(300)
  },
}
type Fault = keyof typeof faults

describe.each(transports)('watchTask over %s', (transport) => {
  it.each(Object.keys(faults) as Fault[])('goes on behind the last event after: %s', async (fault) => {
    const { proxy, newTask, addEvents, settle } = watched
    const { client } = watched.connect({ transport })
    const taskId = await newTask()
    const { seen, ended } = collect(client.watchTask(taskId))
    expect(await waitUntil(() => seen.length === 1, 5_000)).toBe(true)
    const failing = faults[fault]()
    await addEvents(taskId, 5)
    await failing
    proxy.behave('through')
    expect(await waitUntil(() => seen.length === 6, 10_000)).toBe(true)
    await settle(taskId)
    await ended
    expect(seen.map(({ sequence }) => sequence)).toEqual(upTo(7))
    expect(seen.at(-1)!.type).toBe('CANCELLED')
  })

  it('keeps its connection while the task is quiet and the server is there', async () => {
    const { proxy, newTask } = watched
    const { client, states } = watched.connect({ transport })
    const events = client.watchTask(await newTask())
    await events.next()
    const { upgrades, requests } = proxy
    const waiting = events.next()
    await sleep(3 * quick.silence!)
    expect([proxy.upgrades, proxy.requests]).toEqual([upgrades, requests])
    expect(states.at(-1)).toEqual({ state: 'connected', transport })
    await events.return!()
    expect(await waiting).toEqual({ done: true, value: undefined })
  })

  it('goes on with a fresh token where the last one is over, and is told which one was refused', async () => {
    const { newTask, addEvents, settle } = watched
    const taskId = await newTask()
    const refused: (string | undefined)[] = []
    const given: string[] = []
    const { client, states } = watched.connect({
      transport,
      async token(last) {
        refused.push(last)
        given.push(
          await jwt({ workspace: 'default', role: 'ADMIN', exp: seconds(2), jti: String(given.length) }),
        )
        return given.at(-1)!
      },
    })
    const { seen, ended } = collect(client.watchTask(taskId))
    for (let added = 0; refused.length < 3 && added < 200; added++) {
      await addEvents(taskId, 1)
      await sleep(50)
    }
    await settle(taskId)
    await ended
    expect(refused.slice(0, 3)).toEqual([undefined, given[0], given[1]])
    expect(seen.map(({ sequence }) => sequence)).toEqual(upTo(seen.length))
    expect(seen.at(-1)!.type).toBe('CANCELLED')
    expect(states.map(({ state }) => state)).not.toContain('refused')
  }, 30_000)

  it('throws where the fresh token is refused as well', async () => {
    const tokens = ['over', 'wrong', 'never asked for']
    const { client } = watched.connect({ transport, token: () => tokens.shift()! })
    await expect(client.watchTask('any').next()).rejects.toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(tokens).toEqual(['never asked for'])
  })

  it('throws what the function for the token throws, but goes on where that is the network', async () => {
    const taskId = await watched.newTask()
    const broken = watched.connect({ transport, token: () => Promise.reject(new Error('Signed out')) })
    await expect(broken.client.watchTask(taskId).next()).rejects.toMatchObject({
      name: 'TokenError',
      cause: { message: 'Signed out' },
    })
    let asked = 0
    const { client } = watched.connect({
      transport,
      token: () => (++asked < 3 ? fetch('http://127.0.0.1:1').then(String) : watched.serving.token),
    })
    const events = client.watchTask(taskId)
    expect((await events.next()).value).toMatchObject({ sequence: 1 })
    await events.return!()
  })

  it('begins after a cursor, or with the latest event, and is over at once where nothing follows', async () => {
    const { newTask, addEvents, settle } = watched
    const { client } = watched.connect({ transport })
    const taskId = await newTask()
    await addEvents(taskId, 5)
    const latest = client.watchTask(taskId, { from: 'LATEST' })
    expect((await latest.next()).value).toMatchObject({ sequence: 6 })
    await latest.return!()
    await settle(taskId)
    const all = collect(client.watchTask(taskId))
    await all.ended
    const rest = collect(client.watchTask(taskId, { after: all.seen[2]!.cursor }))
    await rest.ended
    expect(rest.seen.map(({ sequence }) => sequence)).toEqual([4, 5, 6, 7])
    const none = collect(client.watchTask(taskId, { after: all.seen.at(-1)!.cursor }))
    await none.ended
    expect(none.seen).toEqual([])
  })

  it.each(['quiet', 'lost'])(
    'is ended at once by return(), by its signal and by close(), while it is %s',
    async (how) => {
      const { proxy, newTask } = watched
      const { client } = watched.connect({ transport, timing: { firstRetry: 5_000, lastRetry: 5_000 } })
      const taskId = await newTask()
      const controller = new AbortController()
      const all = [
        client.watchTask(taskId),
        client.watchTask(taskId, { signal: controller.signal }),
        client.watchTask(taskId),
      ]
      for (const events of all) await events.next()
      if (how === 'lost') {
        proxy.behave('away')
        proxy.cut()
      }
      const waiting = all.map((events) => events.next())
      await sleep(100)
      const startedAt = performance.now()
      await all[0]!.return!()
      controller.abort()
      await client.close()
      expect(await Promise.all(waiting)).toEqual(Array(3).fill({ done: true, value: undefined }))
      expect(performance.now() - startedAt).toBeLessThan(100)
    },
  )

  it('does not begin where its signal is over already', async () => {
    const { client } = watched.connect({ transport })
    const events = client.watchTask('any', { signal: AbortSignal.abort() })
    expect(await events.next()).toEqual({ done: true, value: undefined })
    expect(client.connection.state).toBe('idle')
  })
})

it('watchTask neither loses nor repeats an event, whatever befalls its connection and when', async () => {
  const moment = fc.record({
    fault: fc.constantFrom('cut', 'half-open', 'bad gateway', 'away') as fc.Arbitrary<Fault>,
    events: fc.integer({ min: 0, max: 30 }),
    afterMs: fc.integer({ min: 0, max: 150 }),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('websocket', 'sse', undefined),
      fc.array(moment, { minLength: 1, maxLength: 5 }),
      async (transport, moments) => {
        const { proxy, newTask, addEvents, settle } = watched
        const client = createQuarryClient({
          url: proxy.url,
          token: watched.serving.token,
          transport,
          timing: quick,
        })
        const taskId = await newTask()
        const { seen, ended } = collect(client.watchTask(taskId))
        let count = 1
        for (const { fault, events, afterMs } of moments) {
          const adding = events > 0 ? addEvents(taskId, events) : null
          count += events
          await sleep(afterMs)
          await faults[fault]()
          proxy.behave('through')
          await adding
        }
        await settle(taskId)
        await ended
        await client.close()
        expect(seen.map(({ sequence }) => sequence)).toEqual(upTo(count + 1))
      },
    ),
    { numRuns: 12, endOnFailure: true },
  )
}, 120_000)
