import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dbOf, type Orm } from '../../src/platform/orm.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { encodeHint, eventChannel } from '../../src/tasks/channels.ts'
import { openFeed, type Shows } from '../../src/tasks/feed.ts'
import { changeTasks, type EventRow, set } from '../../src/tasks/store.sql.ts'
import { collect } from '../tasks/collect.ts'
import { type Engine, startEngine } from '../tasks/engine.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine.stop())

const showsAll: Shows = { task: () => true, event: () => true }
const startQuiet = async () => (await engine.start('nobody works here')).id

async function append(taskId: string, count = 1) {
  const [changed] = await changeTasks(dbOf(engine.em()), {
    where: sql`id = ${taskId}`,
    set: sql`message = 'At work'`,
    events: Array.from({ length: count }, () => ({ type: 'LOG', level: 'INFO', message: 'Line' })),
  })
  engine.announce.events(changed!)
}

async function settle(taskId: string) {
  const [changed] = await changeTasks(dbOf(engine.em()), {
    where: sql`id = ${taskId}`,
    set: set.cancelled('Over'),
    events: [{ type: 'CANCELLED', level: 'WARN', message: 'Over' }],
  })
  engine.announce.events(changed!)
}

/** A feed that counts how often it turns to the database. */
function countingFeed(options: { name: string; listen: boolean }) {
  let reads = 0
  const fork = () => {
    reads++
    return engine.orm.em.fork()
  }
  const { url, log } = engine
  const orm = { em: { fork } } as unknown as Orm
  const feed = openFeed({ orm, url, log, applicationName: options.name, listen: options.listen })
  return { ...feed, reads: () => reads }
}

/** Appends to the task until all show something of it: then their subscriptions stand. */
async function standing(taskId: string, watchers: { got: EventRow[] }[]) {
  const all = async () => {
    await append(taskId)
    return waitUntil(() => watchers.every(({ got }) => got.length > 0), 700)
  }
  expect(await waitUntil(all, 10_000)).toBe(true)
}

const sequencesOf = (taskId: string, events: EventRow[]) =>
  events.filter((event) => event.taskId === taskId).map(({ sequence }) => sequence)
const isUnbroken = (sequences: number[]) =>
  sequences.every((sequence, index) => index === 0 || sequence === sequences[index - 1]! + 1)

describe('many subscribers of one workspace', () => {
  it('ask the database no more often than one does', async () => {
    const feed = countingFeed({ name: 'quarry counted feed', listen: false })
    try {
      const id = await startQuiet()
      const watchers = Array.from({ length: 50 }, () =>
        collect(feed.workspaceEvents(engine.maker.workspaceId, showsAll)),
      )
      await standing(id, watchers)
      const before = feed.reads()
      await append(id, 5)
      await sleep(3_000)
      const last = (await engine.events(id)).at(-1)!.sequence
      for (const { got } of watchers) {
        const sequences = sequencesOf(id, got)
        expect(isUnbroken(sequences)).toBe(true)
        expect(sequences.at(-1)).toBe(last)
      }
      // Twice in each poll, and once for the five events.
      expect(feed.reads() - before).toBeLessThan(20)
      await Promise.all(watchers.map(({ leave }) => leave()))
    } finally {
      await feed.close()
    }
  })

  it('have each event once and in order, though notifications lie about how many there are', async () => {
    const feed = engine.feed({ name: 'quarry lied to' })
    const { workspaceId } = engine.maker
    const id = await startQuiet()
    const quick = collect(feed.workspaceEvents(workspaceId, showsAll))
    const slow = feed.workspaceEvents(workspaceId, showsAll)
    const seen: EventRow[] = []
    const first = slow.next()
    await standing(id, [quick])
    const lie = (sequence: number) =>
      engine.observer.query('select pg_notify($1, $2)', [
        eventChannel,
        encodeHint({ workspaceId, taskId: id, sequence }),
      ])
    for (let round = 0; round < 20; round++) {
      await lie(1_000_000 + round)
      if (round % 3 === 0) await lie(1)
      await append(id, 1 + (round % 4))
      if (round % 5 === 0) await sleep(20)
    }
    await settle(id)
    const last = (await engine.events(id)).at(-1)!.sequence
    const hasAll = () => sequencesOf(id, quick.got).at(-1) === last
    expect(await waitUntil(hasAll, 5_000)).toBe(true)
    expect(isUnbroken(sequencesOf(id, quick.got))).toBe(true)

    const begun = await first
    if (!begun.done) seen.push(begun.value)
    while (seen.at(-1)?.sequence !== last) {
      const next = await slow.next()
      if (next.done) break
      seen.push(next.value)
    }
    expect(isUnbroken(sequencesOf(id, seen))).toBe(true)
    expect(seen.at(-1)!.type).toBe('CANCELLED')
    await Promise.all([quick.leave(), slow.return!()])
  })

  it('come and go at any time, and show nothing of what was over before, all of what began since', async () => {
    const feed = engine.feed({ name: 'quarry busy feed' })
    const { workspaceId } = engine.maker
    const always = collect(feed.workspaceEvents(workspaceId, showsAll))
    await standing(await startQuiet(), [always])
    const ids: string[] = []
    const visitors: { since: number; visitor: ReturnType<typeof collect> }[] = []
    for (let round = 0; round < 60; round++) {
      const id = await startQuiet()
      ids.push(id)
      await append(id, 2)
      // Begins to watch among the hints of a task that ends, and of the next one that is made.
      const ending = settle(id)
      if (round < 40)
        visitors.push({ since: round, visitor: collect(feed.workspaceEvents(workspaceId, showsAll)) })
      await ending
      if (round < 40 && round % 7 === 3) await visitors[round - 3]!.visitor.leave()
    }
    const lastId = ids.at(-1)!
    const staying = visitors.filter(({ since }) => since % 7 !== 0 || since > 36)
    const saysEnd = ({ got }: { got: EventRow[] }) =>
      got.some(({ taskId, type }) => taskId === lastId && type === 'CANCELLED')
    expect(await waitUntil(() => saysEnd(always), 5_000)).toBe(true)
    for (const id of ids) expect(sequencesOf(id, always.got)).toEqual([1, 2, 3, 4])
    for (const { since, visitor } of staying) {
      expect(await waitUntil(() => saysEnd(visitor), 5_000)).toBe(true)
      const [begun, ...rest] = ids.filter((id) => sequencesOf(id, visitor.got).length > 0)
      if (!begun) throw new Error('It was shown nothing')
      // The notification of the last event of the round before may still be on its way.
      expect(ids.indexOf(begun)).toBeGreaterThanOrEqual(since - 1)
      expect([begun, ...rest]).toEqual(ids.slice(ids.indexOf(begun)))
      expect(isUnbroken(sequencesOf(begun, visitor.got))).toBe(true)
      for (const id of rest) expect(sequencesOf(id, visitor.got)).toEqual([1, 2, 3, 4])
    }
    await Promise.all([always, ...staying.map(({ visitor }) => visitor)].map(({ leave }) => leave()))
  })
})
