import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dbOf } from '../../src/platform/orm.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import type { Shows } from '../../src/tasks/feed.ts'
import { changeTasks, type EventRow, type NewEvent, set } from '../../src/tasks/store.sql.ts'
import { collect } from './collect.ts'
import { type Engine, startEngine } from './engine.ts'
import { commitEffect, isGapless } from './kinds.ts'

let engine: Engine
const showsAll: Shows = { task: () => true, event: () => true }

beforeAll(async () => {
  engine = await startEngine({ poolSize: 30 })
  await engine.work(
    {
      async talk(run) {
        for (let line = 0; line < 6; line++) {
          run.log('INFO', `Line ${line}`)
          await sleep(15)
        }
        await commitEffect(run)
      },
    },
    { concurrency: 6 },
  )
})
afterAll(() => engine.stop())

const byTask = (events: EventRow[]) => Map.groupBy(events, ({ taskId }) => taskId)

/** In order, none missing, none twice, from wherever it begins. */
const isUnbroken = (events: EventRow[]) =>
  events.every(({ sequence }, index) => index === 0 || sequence === events[index - 1]!.sequence + 1)

describe("a subscription to a workspace's events", () => {
  it.each([
    ['with notifications', true],
    ['by polling alone', false],
  ])(
    'gives all from now on while 50 tasks run, also to who joins in their middle, %s',
    async (_, listen) => {
      const feed = engine.feed({ listen })
      const join = () => collect(feed.workspaceEvents(engine.maker.workspaceId, showsAll))
      const first = join()
      // It has begun when it shows something that was started after it.
      await waitUntil(async () => {
        const { id } = await engine.start('talk')
        return waitUntil(() => first.got.some(({ taskId }) => taskId === id), 700)
      }, 5_000)
      const joiners: { joinedAt: number; collected: ReturnType<typeof collect> }[] = []
      const ids: string[] = []
      for (let task = 0; task < 50; task++) {
        ids.push((await engine.start('talk')).id)
        if (task % 5 === 0) joiners.push({ joinedAt: Date.now(), collected: join() })
      }
      for (const id of ids) await engine.until(id, 'COMPLETED', 20_000)
      const complete = ({ got }: { got: EventRow[] }) =>
        ids.every((id) => got.some(({ taskId, type }) => taskId === id && type === 'COMPLETED'))
      expect(await waitUntil(() => complete(first), 5_000)).toBe(true)
      const seen = byTask(first.got)
      for (const id of ids) expect(seen.get(id)).toEqual(await engine.events(id))

      for (const { joinedAt, collected } of joiners) {
        const last = ids.at(-1)!
        await waitUntil(
          () => collected.got.some(({ taskId, type }) => taskId === last && type === 'COMPLETED'),
          5_000,
        )
        const shown = byTask(collected.got)
        for (const [id, events] of shown) {
          expect(isUnbroken(events)).toBe(true)
          expect(events.at(-1)).toEqual((await engine.events(id)).at(-1))
          expect(events[0]!.at.getTime()).toBeGreaterThanOrEqual(joinedAt - 50)
        }
        for (const [index, id] of ids.entries()) {
          const task = await engine.row(id)
          // Made well after it joined: all of it. Ended well before: nothing.
          if (new Date(task.createdAt).getTime() > joinedAt + 500)
            expect(isGapless(shown.get(id)!), `task ${index}`).toBe(true)
          if (new Date(task.completedAt!).getTime() < joinedAt - 50) expect(shown.get(id)).toBeUndefined()
        }
      }
      await Promise.all([first, ...joiners.map(({ collected }) => collected)].map(({ leave }) => leave()))
    },
    60_000,
  )

  it('shows the tasks and the events that it asked for, and none of another workspace', async () => {
    const feed = engine.feed()
    const workspaceId = engine.maker.workspaceId
    const wanted = await engine.start('talk', { startAfter: new Date(Date.now() + 3_600_000) })
    const one = collect(
      feed.workspaceEvents(workspaceId, {
        task: ({ id }) => id === wanted.id,
        event: ({ type }) => type === 'CANCELLED',
      }),
    )
    const stranger = collect(feed.workspaceEvents(crypto.randomUUID(), showsAll))
    const all = collect(feed.workspaceEvents(workspaceId, showsAll))
    await waitUntil(async () => {
      const { id } = await engine.start('talk')
      return waitUntil(() => all.got.some(({ taskId }) => taskId === id), 700)
    }, 5_000)
    await engine.cancel(wanted.id)
    expect(await waitUntil(() => one.got.length > 0, 3_000)).toBe(true)
    expect(one.got.map(({ taskId, type }) => [taskId, type])).toEqual([[wanted.id, 'CANCELLED']])
    expect(stranger.got).toEqual([])
    await Promise.all([one.leave(), stranger.leave(), all.leave()])
  })
})

describe('a burst of 2,000 events', () => {
  it('reaches 100 subscribers whole and in order, and leaves no memory behind', async () => {
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void
    const feed = engine.feed()
    const { workspaceId } = engine.maker

    async function burst() {
      const { id } = await engine.start('talk', { startAfter: new Date(Date.now() + 3_600_000) })
      const counts = new Map<number, number>()
      const subscribers = Array.from({ length: 100 }, async (_, index) => {
        let last = 0
        const events = index % 4 === 0 ? feed.workspaceEvents(workspaceId, showsAll) : feed.taskEvents(id, 1)
        for await (const { taskId, sequence, type } of events) {
          if (taskId !== id) continue
          if (last > 0 && sequence !== last + 1) throw new Error(`${sequence} came after ${last}`)
          last = sequence
          counts.set(index, (counts.get(index) ?? 0) + 1)
          // Some read slowly, which must not hold the others up.
          if (index % 10 === 0 && sequence % 50 === 0) await sleep(1)
          if (type === 'CANCELLED') return
        }
      })
      const append = async (events: NewEvent[], change = sql`message = 'Burst'`) => {
        const where = sql`id = ${id}`
        const [changed] = await changeTasks(dbOf(engine.orm.em.fork()), { where, set: change, events })
        engine.announce.events(changed!)
      }
      const line: NewEvent = { type: 'LOG', level: 'INFO', message: 'One of many' }
      const everyoneIsThere = async () => {
        await append([line])
        return waitUntil(() => counts.size === 100, 200)
      }
      expect(await waitUntil(everyoneIsThere, 10_000)).toBe(true)
      await append(Array.from({ length: 2_000 }, () => line))
      await append([{ type: 'CANCELLED', level: 'WARN', message: 'Over' }], set.cancelled('Over'))
      await Promise.all(subscribers)
      for (const count of counts.values()) expect(count).toBeGreaterThan(2_001)
    }

    await burst()
    collectGarbage()
    const before = process.memoryUsage().heapUsed
    for (let round = 0; round < 3; round++) await burst()
    collectGarbage()
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(12 * 2 ** 20)
  }, 60_000)
})
