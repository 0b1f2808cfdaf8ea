import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addEvents } from '../server/tasks.ts'
import { type ApiProcess, startApiProcess } from './api.ts'
import { type Subscribers, startSubscribers, wholeUpTo } from './subscribers.ts'

let api: ApiProcess
let subscribers: Subscribers
beforeAll(async () => {
  api = await startApiProcess()
  subscribers = await startSubscribers(api)
})
afterAll(async () => {
  subscribers?.stop()
  await api?.stop()
})

const query = 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId, from: FIRST) { sequence message } }'
const burst = 2_000
const megabytes = (bytes: number) => bytes / 2 ** 20

describe('a burst of 2,000 events of one task', () => {
  it('reaches each of 100 subscribers whole and in order', async () => {
    const variables = { taskId: await api.startTask() }
    await subscribers.watch({ group: 'all', query, variables, sockets: 50, subscriptions: 2 })
    await addEvents(api.em, variables.taskId, Array(burst).fill('One of many'))
    expect(await subscribers.awaitEvent('all', 1 + burst)).toEqual(wholeUpTo(1 + burst, 100))
    await subscribers.leave('all')
  })

  it('waits in the database for a client that does not read, and delays no other', async () => {
    const variables = { taskId: await api.startTask() }
    await subscribers.watch({ group: 'paused', query, variables, sockets: 1, subscriptions: 1 })
    await subscribers.watch({ group: 'others', query, variables, sockets: 10, subscriptions: 1 })
    /** Together more than the buffers of a connection can hold. */
    const message = 'x'.repeat(12_000)
    const batch = 200
    let last = 1
    async function send(count: number) {
      for (const end = last + count; last < end; last += batch) {
        await addEvents(api.em, variables.taskId, Array(batch).fill(message))
        const got = await subscribers.awaitEvent('others', last + batch, 5_000)
        expect(got).toEqual(wholeUpTo(last + batch, 10))
      }
    }

    // What the process needs for such messages alone is not the paused one's.
    await send(2 * batch)
    expect(await subscribers.awaitEvent('paused', last)).toEqual(wholeUpTo(last, 1))
    await subscribers.pause('paused')
    const before = await api.held()
    await send(burst)
    const grown = (await api.held()).memory - before.memory
    expect(megabytes(grown)).toBeLessThan(64)
    const { lasts } = await subscribers.awaitEvent('paused', 1, 0)
    expect(lasts[0]).toBeLessThan(last)

    await subscribers.resume('paused')
    expect(await subscribers.awaitEvent('paused', last)).toEqual(wholeUpTo(last, 1))
    await subscribers.leave('paused')
    await subscribers.leave('others')
  })
})
