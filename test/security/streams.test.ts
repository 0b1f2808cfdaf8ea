import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dbOf } from '../../src/platform/orm.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { addEvents } from '../server/tasks.ts'
import { openAckedSocket } from '../server/transports.ts'
import { type ApiProcess, startApiProcess } from '../subscriptions/api.ts'

const query = 'subscription ($taskId: ID!) { taskEvents(taskId: $taskId, from: FIRST) { sequence message } }'
const upTo = (last: number) => Array.from({ length: last }, (_, at) => at + 1)

let api: ApiProcess
beforeAll(async () => {
  api = await startApiProcess()
})
afterAll(() => api?.stop())

type Watcher = { got: { sequence: number; at: number }[]; sequences(): number[]; socket: Socket }
type Socket = Awaited<ReturnType<typeof openAckedSocket>>['socket']

async function watch(taskId: string, onEvent = (_: Socket) => {}): Promise<Watcher> {
  const { socket, send } = await openAckedSocket(api)
  const got: Watcher['got'] = []
  socket.on('message', (data) => {
    const { type, payload } = JSON.parse(String(data))
    if (type !== 'next') return
    got.push({ sequence: payload.data.taskEvents.sequence, at: performance.now() })
    onEvent(socket)
  })
  send({ id: '1', type: 'subscribe', payload: { query, variables: { taskId } } })
  expect(await waitUntil(() => got.length > 0, 10_000)).toBe(true)
  return { got, sequences: () => got.map(({ sequence }) => sequence), socket }
}

describe('2,000 events that are written at once', () => {
  it('reach others at once, while one client rests 50 ms after each and another does not read for 10 seconds; both miss none', async () => {
    const burst = Array(2_000).fill('x'.repeat(12_000))
    const readAll = async (taskId: string) => {
      const watchers = await Promise.all(Array.from({ length: 5 }, () => watch(taskId)))
      await addEvents(api.em, taskId, burst)
      expect(await waitUntil(() => watchers.every(({ got }) => got.length === 2_001), 10_000)).toBe(true)
      return watchers
    }
    // What the process needs for such a burst alone is not theirs who read slowly.
    for (const { socket } of await readAll(await api.startTask())) socket.terminate()

    const taskId = await api.startTask()
    const slow = await watch(taskId, (socket) => {
      socket.pause()
      setTimeout(() => socket.resume(), 50)
    })
    const paused = await watch(taskId)
    paused.socket.pause()
    const before = await api.held()
    const others = await readAll(taskId)
    await sleep(10_000)
    expect((await api.held()).memory - before.memory).toBeLessThan(64 * 2 ** 20)
    expect(paused.got).toHaveLength(1)

    const more = await watch(taskId)
    paused.socket.resume()
    await addEvents(api.em, taskId, ['The last one'])
    const all = [...others, more, paused, slow]
    expect(await waitUntil(() => all.every(({ got }) => got.length === 2_002), 20_000)).toBe(true)
    for (const { sequences } of all) expect(sequences()).toEqual(upTo(2_002))
    for (const { socket } of all) socket.terminate()
  })
})

describe('while the connection that listens for notifications is cut for 10 seconds', () => {
  it('a subscriber that stays connected has each event once, in order and within a second, and so afterwards', async () => {
    const taskId = await api.startTask()
    const watcher = await watch(taskId)
    const db = dbOf(api.em.fork())
    const cut = async () => {
      const { rows } = await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and application_name = 'quarry api' and query ~* '^(listen|select 1$)'
      `.execute(db)
      return rows.length
    }
    let cuts = 0
    const sent: number[] = [0]
    const write = async () => {
      await addEvents(api.em, taskId, [`Event ${sent.length}`])
      sent.push(performance.now())
    }
    for (const until = performance.now() + 10_000; performance.now() < until; await sleep(50)) {
      cuts += await cut()
      if (sent.length < (10_000 - (until - performance.now())) / 200) await write()
    }
    expect(cuts).toBeGreaterThanOrEqual(4)
    expect(sent.length).toBeGreaterThan(20)
    for (let after = 0; after < 5; after++) {
      await write()
      await sleep(300)
    }
    expect(await waitUntil(() => watcher.got.length >= sent.length, 5_000)).toBe(true)
    expect(watcher.sequences()).toEqual(upTo(sent.length))
    const late = watcher.got.slice(1).map(({ at }, index) => at - sent[index + 1]!)
    expect(Math.max(...late)).toBeLessThan(1_000)
    watcher.socket.terminate()
  })
})
