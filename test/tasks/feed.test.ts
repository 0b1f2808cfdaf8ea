import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entities } from '../../src/app.ts'
import { dbOf, type Orm, openOrm } from '../../src/platform/orm.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createAnnounce } from '../../src/tasks/announce.ts'
import { openFeed } from '../../src/tasks/feed.ts'
import { changeTasks, type NewEvent, set } from '../../src/tasks/store.sql.ts'
import { collect, everything } from './collect.ts'
import { type Engine, startEngine } from './engine.ts'
import { isGapless } from './kinds.ts'

let engine: Engine
/** Connections that the tests' interruptions leave alone. */
let writer: Orm

beforeAll(async () => {
  engine = await startEngine()
  writer = await openOrm({ url: engine.url, entities, applicationName: 'quarry writer', poolSize: 4 })
})
afterAll(async () => {
  await writer.close()
  await engine.stop()
})

const line = (message: string): NewEvent => ({ type: 'LOG', level: 'INFO', message })
let lines = 0

/** Appends events to the task and tells the feeds, as a run does. */
async function append(taskId: string, count: number, announced = true) {
  const events = Array.from({ length: count }, () => line(`Line ${++lines}`))
  const [changed] = await changeTasks(dbOf(writer.em.fork()), {
    where: sql`id = ${taskId}`,
    set: sql`status = 'RUNNING', heartbeat_at = now(), lease = gen_random_uuid()`,
    events,
  })
  if (announced) createAnnounce(writer).events(changed!)
}
async function settle(taskId: string) {
  const [changed] = await changeTasks(dbOf(writer.em.fork()), {
    where: sql`id = ${taskId}`,
    set: set.cancelled('Over'),
    events: [{ type: 'CANCELLED', level: 'WARN', message: 'Over' }],
  })
  createAnnounce(writer).events(changed!)
}
const startQuiet = async () => (await engine.start('nobody works here')).id
const terminate = async (applicationName: string) => {
  const { rows } = await engine.observer.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name like $2',
    [engine.name, applicationName],
  )
  return rows.length
}
/** The engine's ORM, with a count of what a feed asks of it. */
function countReads() {
  let count = 0
  const fork = () => {
    count++
    return engine.orm.em.fork()
  }
  return { orm: { em: { fork } } as unknown as Orm, reads: () => count }
}
const isListening = async (applicationName: string) => {
  const { rows } = await engine.observer.query(
    `select from pg_stat_activity where datname = $1 and application_name = $2 and query ~* '^(listen|select 1)'`,
    [engine.name, applicationName],
  )
  return rows.length > 0
}

describe("a subscription to a task's events", () => {
  it('gives exactly the rest after every position, and ends with the settling event', async () => {
    const feed = engine.feed()
    const id = await startQuiet()
    await append(id, 20)
    await settle(id)
    const all = await engine.events(id)
    expect(isGapless(all)).toBe(true)
    for (let position = 0; position < all.length; position++)
      expect(await everything(feed.taskEvents(id, position))).toEqual(all.slice(position))
  })

  it('joins at every moment of a task that goes on, without a gap or a repetition', async () => {
    const feed = engine.feed()
    const id = await startQuiet()
    const subscribers = [collect(feed.taskEvents(id, 0))]
    for (let round = 1; round <= 15; round++) {
      await append(id, round)
      subscribers.push(collect(feed.taskEvents(id, 0)), collect(feed.taskEvents(id, round)))
    }
    await settle(id)
    await Promise.all(subscribers.map(({ ended }) => ended))
    const all = await engine.events(id)
    subscribers.forEach(({ got }, index) => {
      expect(got).toEqual(index > 0 && index % 2 === 0 ? all.slice(index / 2) : all)
    })
  })

  it('has each event within a fraction of a second of its writing', async () => {
    const feed = engine.feed({ name: 'quarry prompt feed' })
    await waitUntil(() => isListening('quarry prompt feed'), 5_000)
    const id = await startQuiet()
    const { got, leave } = collect(feed.taskEvents(id, 0))
    for (let round = 2; round <= 11; round++) {
      await append(id, 1)
      expect(await waitUntil(() => got.length === round, 400, 2)).toBe(true)
    }
    await leave()
  })

  it('loses nothing where it only polls', async () => {
    const feed = engine.feed({ listen: false })
    const id = await startQuiet()
    const { got, ended } = collect(feed.taskEvents(id, 0))
    for (let round = 0; round < 10; round++) await append(id, 3)
    expect(await waitUntil(() => got.length === 31, 3_000)).toBe(true)
    await settle(id)
    await ended
    expect(got).toEqual(await engine.events(id))
  })

  it('goes on where the connection that listens is cut again and again', async () => {
    const name = 'quarry cut feed'
    const feed = engine.feed({ name })
    const id = await startQuiet()
    const { got, ended } = collect(feed.taskEvents(id, 0))
    let cuts = 0
    for (let round = 0; round < 30; round++) {
      if (round % 6 === 0) {
        await waitUntil(() => isListening(name), 3_000)
        cuts += await terminate(name)
      }
      await append(id, 2)
    }
    expect(cuts).toBeGreaterThanOrEqual(4)
    await settle(id)
    await ended
    expect(got).toEqual(await engine.events(id))
  })

  it('goes on where every connection to the database is cut, and so does one to all tasks', async () => {
    const feed = engine.feed()
    const id = await startQuiet()
    const one = collect(feed.taskEvents(id, 0))
    const all = collect(
      feed.workspaceEvents(engine.maker.workspaceId, { task: () => true, event: () => true }),
    )
    await waitUntil(async () => {
      await append(id, 1)
      return all.got.some(({ taskId }) => taskId === id)
    }, 5_000)
    for (let round = 0; round < 30; round++) {
      if (round % 10 === 3) await terminate('quarry test%')
      await append(id, 2)
    }
    await settle(id)
    await one.ended
    const events = await engine.events(id)
    expect(one.got).toEqual(events)
    const ofTask = () => all.got.filter(({ taskId }) => taskId === id)
    expect(await waitUntil(() => ofTask().at(-1)?.type === 'CANCELLED', 5_000)).toBe(true)
    expect(ofTask()).toEqual(events.slice(events.length - ofTask().length))
    await all.leave()
  })

  it('waits in peace for a task that is gone, whatever a notification claims', async () => {
    const counting = countReads()
    const { url, log } = engine
    const feed = openFeed({ orm: counting.orm, url, log, applicationName: 'quarry misled feed' })
    try {
      const id = await startQuiet()
      const { got, leave } = collect(feed.taskEvents(id, 0))
      const all = collect(
        feed.workspaceEvents(engine.maker.workspaceId, { task: () => true, event: () => true }),
      )
      await waitUntil(() => isListening('quarry misled feed'), 5_000)
      await waitUntil(() => got.length === 1, 2_000)
      await engine.observer.query('select pg_notify($1, $2)', [
        'quarry_event',
        `${engine.maker.workspaceId}:${id}:999999`,
      ])
      await engine.observer.query('delete from task where id = $1', [id])
      const before = counting.reads()
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(counting.reads() - before).toBeLessThan(20)
      await Promise.all([leave(), all.leave()])
    } finally {
      await feed.close()
    }
  })
})

describe('subscribers that leave', () => {
  it('leave nothing behind that reads the database', async () => {
    const counting = countReads()
    const { url, log } = engine
    const feed = openFeed({
      orm: counting.orm,
      url,
      log,
      applicationName: 'quarry test feed',
      listen: false,
    })
    try {
      const id = await startQuiet()
      const subscribers = Array.from({ length: 20 }, (_, index) =>
        collect(
          index % 2 === 0
            ? feed.taskEvents(id, 1)
            : feed.workspaceEvents(engine.maker.workspaceId, { task: () => true, event: () => true }),
        ),
      )
      await append(id, 1)
      const served = () => subscribers.every(({ got }, index) => index % 2 === 1 || got.length === 1)
      expect(await waitUntil(served, 5_000)).toBe(true)
      const leaving = Date.now()
      await Promise.all(subscribers.map(({ leave, ended }) => leave().then(() => ended)))
      expect(Date.now() - leaving).toBeLessThan(500)
      let before = -1
      const quiet = async () => {
        before = counting.reads()
        await new Promise((resolve) => setTimeout(resolve, 1_200))
        return counting.reads() === before
      }
      expect(await waitUntil(quiet, 8_000)).toBe(true)
    } finally {
      await feed.close()
    }
  })

  it('are ended by the feed when it closes', async () => {
    const feed = engine.feed({ listen: false })
    const id = await startQuiet()
    const one = collect(feed.taskEvents(id, 1))
    const all = collect(
      feed.workspaceEvents(engine.maker.workspaceId, { task: () => true, event: () => true }),
    )
    await feed.close()
    await Promise.all([one.ended, all.ended])
    expect(one.got).toEqual([])
  })
})
