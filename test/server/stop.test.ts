import { once } from 'node:events'
import { afterEach, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { createDatabase } from '../postgres.ts'
import { type CountedServing, startCountedServing } from './serving.ts'
import { addEvents, register, startTask } from './tasks.ts'
import { openAckedSocket, openEventStream, openSocket, post, resultsOf } from './transports.ts'

let serving: CountedServing
const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await serving.stop()
  for (const one of cleanUp.splice(0)) await one()
})

const query = 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId, from: FIRST) { sequence } }'

async function startWatchable() {
  serving = await startCountedServing()
  const source = await createDatabase()
  cleanUp.push(source.drop)
  const taskId = await startTask(
    serving.client,
    await register(serving.client, source.connectionString, 'source'),
  )
  return { taskId, operation: { query, variables: { taskId } } }
}

const open = () => serving.subscribers.filter(({ ended, pulled }) => !ended && pulled > 0).length

it('a server that stops tells its WebSocket clients with 1001 and ends every subscription', async () => {
  const { operation } = await startWatchable()
  const socket = await openAckedSocket(serving)
  socket.send({ id: '1', type: 'subscribe', payload: operation })
  expect(await socket.next()).toMatchObject({ type: 'next' })
  const idle = await openSocket(serving)
  await serving.close()
  expect(await socket.closed).toMatchObject({ code: 1001 })
  expect(await idle.closed).toMatchObject({ code: 1001 })
  expect(open()).toBe(0)
  expect(serving.logged).toEqual([])
})

it('a server that stops ends its event streams, and not with complete: there may be more to come', async () => {
  const { operation } = await startWatchable()
  const stream = await openEventStream(serving, operation)
  const results = resultsOf(stream)
  expect((await results.next()).value).toMatchObject({ data: { taskEvents: { sequence: 1 } } })
  const rest = results.next()
  const [ended] = await Promise.allSettled([rest, serving.close()])
  expect(ended.status).toBe('rejected')
  expect(await waitUntil(() => open() === 0, 2_000)).toBe(true)
  expect(serving.logged).toEqual([])
})

it('a server that stops waits neither for a client that has stopped reading nor for one that answers nothing', async () => {
  const { taskId, operation } = await startWatchable()
  await addEvents(serving.services.em, taskId, Array(100).fill('at work'))
  const { socket, send } = await openAckedSocket(serving)
  send({ id: '1', type: 'subscribe', payload: operation })
  const stream = await openEventStream(serving, operation)
  stream.on('error', () => {}).pause()
  expect(await waitUntil(() => open() === 2, 5_000)).toBe(true)
  socket.pause()
  const closed = once(socket, 'close')
  const startedAt = performance.now()
  await serving.close()
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  socket.resume()
  await closed
  expect(await waitUntil(() => open() === 0, 2_000)).toBe(true)
})

it('a request that is in hand when the server stops is answered', async () => {
  await startWatchable()
  const busy = serving.services.em.fork()
  const locked = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const holding = busy.transactional(async (em) => {
    await em.execute('lock table database in access exclusive mode')
    locked.resolve()
    await release.promise
  })
  await locked.promise
  const answer = post(serving, { query: '{ databases { totalCount } }' })
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  expect(
    await waitUntil(async () => (await serving.services.em.fork().execute(waiting)).length > 0, 5_000),
  ).toBe(true)
  const closed = serving.close()
  release.resolve()
  await holding
  expect((await answer).data).toEqual({ databases: { totalCount: 1 } })
  await closed
})
