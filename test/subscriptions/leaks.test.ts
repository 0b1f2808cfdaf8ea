import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { type ApiProcess, startApiProcess } from './api.ts'
import { isLong, type Subscribers, startSubscribers } from './subscribers.ts'

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

const queries = [
  'subscription { workspaceEvents { sequence } }',
  'subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { sequence } }',
  'subscription { workspaceEvents(filter: { kinds: [CHART] }) { sequence } }',
  'subscription ($taskId: ID!) { taskEvents(taskId: $taskId) { sequence task { status } } }',
]
const warmUp = 400
const rounds = isLong ? 10_000 : 1_000
/** Compiled code comes and goes by so much; a subscription with its socket is some 15 kB. */
const marginBytes = 3 * 2 ** 20

/** Nobody watches: then the feed does not ask the database for events any more. */
async function isQuiet(): Promise<boolean> {
  const polls = await api.metric('quarry_feed_polls_total')
  await sleep(2_500)
  return polls === (await api.metric('quarry_feed_polls_total'))
}

const nothingIsOpen = async () =>
  (await waitUntil(async () => (await api.metric('quarry_subscriptions')) === 0, 10_000)) &&
  (await waitUntil(isQuiet, 20_000))

it(
  `${rounds} clients that come, subscribe and go leave nothing behind`,
  async () => {
    const taskId = await api.startTask()
    const comeAndGo = (times: number) => subscribers.comeAndGo(queries, { taskId }, times)
    await comeAndGo(warmUp)
    expect(await nothingIsOpen()).toBe(true)
    const connections = await api.databaseConnections()
    const before = await api.held()

    await comeAndGo(rounds)
    expect(await nothingIsOpen()).toBe(true)
    // The pool keeps a connection open for a while after a crowd, and a connection is a socket and a timer too.
    expect(await waitUntil(async () => (await api.databaseConnections()) <= connections, 20_000)).toBe(true)
    const after = await api.held()
    expect(after.heap - before.heap).toBeLessThan(marginBytes)
    expect(after.sockets).toBeLessThanOrEqual(before.sockets + 1)
    expect(after.timers).toBeLessThanOrEqual(before.timers + 1)
  },
  isLong ? 600_000 : 90_000,
)
