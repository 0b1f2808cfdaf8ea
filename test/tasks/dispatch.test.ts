import { v7 as uuid } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { waitUntil } from '../../src/platform/processes.ts'
import { restoreJobs } from '../../src/tasks/sweeper.ts'
import { type Engine, startEngine } from './engine.ts'
import { commitEffect, type Handlers } from './kinds.ts'

let engine: Engine
let gate: PromiseWithResolvers<void>
/** What runs at the moment, and all that ever ran, by label and in the order of starting. */
let running: Set<string>
let started: string[]
let most: number

const handlers: Handlers = {
  async gated(run) {
    const label = run.input.label!
    started.push(label)
    running.add(run.taskId)
    most = Math.max(most, running.size)
    await gate.promise
    running.delete(run.taskId)
    await commitEffect(run)
  },
}

beforeEach(async () => {
  engine = await startEngine()
  gate = Promise.withResolvers()
  running = new Set()
  started = []
  most = 0
})
afterEach(async () => {
  gate.resolve()
  await engine.stop()
})

/** Starts a task of the workspace, whose name is also its label. */
async function start(label: string, options: { workspaceId?: string; priority?: number } = {}) {
  const { workspaceId = engine.maker.workspaceId, priority } = options
  const maker = { ...engine.maker, workspaceId }
  return engine.tasks.start(engine.em(), maker, engine.definition, {
    input: { does: 'gated', label },
    priority,
  })
}

async function workspace(): Promise<string> {
  const id = uuid()
  await engine.observer.query(
    `insert into workspace (id, slug, name, created_at) values ($1, $1::uuid::text, 'Another', now())`,
    [id],
  )
  return id
}

const runs = (count: number) => waitUntil(() => running.size === count, 10_000)
const settled = async (count: number) =>
  waitUntil(async () => {
    const { rows } = await engine.observer.query(
      `select count(*)::int as count from task where status = 'COMPLETED'`,
    )
    return rows[0].count === count
  }, 15_000)

describe('a worker', () => {
  it('runs no more tasks than it has slots, and the next one as soon as one is free', async () => {
    await engine.work(handlers, { concurrency: 3 })
    for (let number = 0; number < 7; number++) await start('one')
    expect(await runs(3)).toBe(true)
    gate.resolve()
    expect(await settled(7)).toBe(true)
    expect(most).toBe(3)
  })

  it('takes a task that was waiting for its time without being told', async () => {
    await engine.work(handlers, { concurrency: 1 })
    const startAfter = new Date(Date.now() + 1_500)
    await engine.start('gated', { startAfter, input: { does: 'gated', label: 'later' } })
    expect(await runs(1)).toBe(true)
    expect(Date.now()).toBeGreaterThanOrEqual(startAfter.getTime())
    expect(Date.now() - startAfter.getTime()).toBeLessThan(3_000)
  })
})

describe('the limit of a kind', () => {
  it('holds over all workers together, however many start at the same time', async () => {
    const limits = { CHART: 3 }
    for (let worker = 0; worker < 4; worker++) await engine.work(handlers, { concurrency: 4, limits })
    await Promise.all(Array.from({ length: 20 }, () => start('one')))
    expect(await runs(3)).toBe(true)
    // Time enough for a worker that would take one more.
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(running.size).toBe(3)
    gate.resolve()
    expect(await settled(20)).toBe(true)
    expect(most).toBe(3)
  })
})

describe('turns', () => {
  it('go to the workspace that has the fewest tasks running, so that none waits behind the queue of another', async () => {
    const [busy, quiet, third] = [await workspace(), await workspace(), await workspace()]
    for (let number = 0; number < 30; number++) await start('busy', { workspaceId: busy, priority: 9 })
    await start('quiet', { workspaceId: quiet })
    await start('quiet', { workspaceId: quiet })
    await start('third', { workspaceId: third, priority: -9 })
    await engine.work(handlers, { concurrency: 6 })
    expect(await runs(6)).toBe(true)
    expect(started.slice(0, 3).sort()).toEqual(['busy', 'quiet', 'third'])
    expect(started.filter((label) => label === 'quiet')).toHaveLength(2)
    expect(started.filter((label) => label === 'busy')).toHaveLength(3)
    gate.resolve()
    expect(await settled(33)).toBe(true)
  })

  it('leave no slot empty where one workspace alone has tasks', async () => {
    await engine.work(handlers, { concurrency: 5 })
    for (let number = 0; number < 8; number++) await start('one')
    expect(await runs(5)).toBe(true)
  })
})

describe('a job', () => {
  const jobs = async () => (await engine.observer.query('select id from pgboss.job')).rows.length

  it('is gone from the queue as soon as its task runs', async () => {
    await engine.work(handlers, { concurrency: 1 })
    await start('one')
    expect(await runs(1)).toBe(true)
    expect(await jobs()).toBe(0)
  })

  it('that someone took out of the queue is sent again: the row is the truth', async () => {
    const waiting = [await start('one'), await start('two')]
    await engine.observer.query('delete from pgboss.job where id = $1', [waiting[0]!.jobId])
    await engine.observer.query(`update task set available_at = available_at - interval '1 minute'`)
    const restored = await Promise.all([restoreJobs(engine), restoreJobs(engine)])
    expect(restored.sort()).toEqual([0, 1])
    expect(await jobs()).toBe(2)
    gate.resolve()
    await engine.work(handlers)
    expect(await settled(2)).toBe(true)
    for (const { id } of waiting) expect(await engine.effects(id)).toEqual([1])
  })
})

describe('without notifications', () => {
  it('tasks start, are watched and are cancelled by polling alone', async () => {
    const deaf = await startEngine({ listen: false })
    try {
      const stopped: string[] = []
      await deaf.work(
        {
          async patient(run) {
            run.signal.addEventListener('abort', () => stopped.push(run.taskId))
            await new Promise((resolve) => run.signal.addEventListener('abort', resolve))
            run.signal.throwIfAborted()
          },
          quick: commitEffect,
        },
        { listen: false },
      )
      const feed = deaf.feed({ listen: false })
      const { rows } = await deaf.observer.query(
        `select count(*)::int as count from pg_stat_activity where datname = $1 and query ilike 'listen%'`,
        [deaf.name],
      )
      expect(rows[0].count).toBe(0)

      const quick = await deaf.start('quick')
      const events = []
      for await (const event of feed.taskEvents(quick.id, 0)) events.push(event.type)
      expect(events.filter((type) => type !== 'PROGRESS')).toEqual(['QUEUED', 'STARTED', 'COMPLETED'])

      const { id } = await deaf.start('patient')
      await deaf.until(id, 'RUNNING')
      const askedAt = Date.now()
      await deaf.cancel(id)
      await deaf.until(id, 'CANCELLED')
      expect(Date.now() - askedAt).toBeLessThan(3_000)
      expect(stopped).toEqual([id])
    } finally {
      await deaf.stop()
    }
  })
})
