import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConflictError, LimitExceededError } from '../../src/platform/errors.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createTasks } from '../../src/tasks/tasks.ts'
import { type Engine, startEngine } from './engine.ts'
import { commitEffect } from './kinds.ts'

let engine: Engine
beforeAll(async () => {
  engine = await startEngine({ maxPendingTasks: 150 })
})
afterAll(() => engine.stop())

const count = async (from: string) => {
  const { rows } = await engine.observer.query(`select count(*)::int as count from ${from}`)
  return rows[0].count as number
}
const everything = async () => ({
  tasks: await count('task'),
  events: await count('task_event'),
  jobs: await count('pgboss.job'),
})
const refused = (results: PromiseSettledResult<unknown>[]) =>
  results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
const fulfilled = <T>(results: PromiseSettledResult<T>[]) =>
  results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))

describe('starting a task', () => {
  it('writes the task, its QUEUED event and its job together', async () => {
    const before = await everything()
    const task = await engine.start('nothing')
    expect(await everything()).toEqual({
      tasks: before.tasks + 1,
      events: before.events + 1,
      jobs: before.jobs + 1,
    })
    expect(task).toMatchObject({
      status: 'PENDING',
      attempt: 0,
      progress: 0,
      currentStep: 'queued',
      lastSequence: 1,
    })
    expect(await engine.events(task.id)).toMatchObject([
      { sequence: 1, type: 'QUEUED', status: 'PENDING', progress: 0, currentStep: 'queued' },
    ])
    await engine.cancel(task.id)
  })

  it.each(['task_event', 'pgboss.job'])('leaves nothing behind where %s cannot be written', async (table) => {
    await engine.observer.query(`
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no room'; end $$;
      create trigger refuse before insert on ${table} for each row execute function refuse()`)
    try {
      const before = await everything()
      await expect(engine.start('nothing')).rejects.toThrow('no room')
      expect(await everything()).toEqual(before)
    } finally {
      await engine.observer.query('drop function refuse cascade')
    }
  })

  it('answers 100 parallel starts for one exclusive key with one task and 99 conflicts that name it', async () => {
    const starts = Array.from({ length: 100 }, () => engine.start('nothing', { exclusiveKey: 'one thing' }))
    const results = await Promise.allSettled(starts)
    const [task, ...others] = fulfilled(results)
    expect(others).toEqual([])
    expect(refused(results)).toHaveLength(99)
    for (const error of refused(results)) {
      expect(error).toBeInstanceOf(ConflictError)
      expect(error.taskId).toBe(task!.id)
    }
    await engine.cancel(task!.id)
    const next = await engine.start('nothing', { exclusiveKey: 'one thing' })
    expect(next.id).not.toBe(task!.id)
    await engine.cancel(next.id)
  })

  it('answers 50 parallel starts with one idempotency key with the same task, also after it is settled', async () => {
    const before = await everything()
    const again = () => engine.start('nothing', { idempotencyKey: 'press the button' })
    const answers = await Promise.all(Array.from({ length: 50 }, again))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(answers.every((answer) => answer.status === 'PENDING' && answer.lastSequence === 1)).toBe(true)
    expect((await everything()).tasks).toBe(before.tasks + 1)
    await engine.cancel(answers[0]!.id)
    expect(await again()).toMatchObject({ id: answers[0]!.id, status: 'CANCELLED' })
  })

  it('admits no more live tasks to a workspace than the limit, however many are started at once', async () => {
    const tasks = createTasks({ ...engine, maxPendingTasks: 10 })
    const start = () =>
      tasks.start(engine.em(), engine.maker, engine.definition, { input: { does: 'nothing' } })
    const results = await Promise.allSettled(Array.from({ length: 40 }, start))
    const started = fulfilled(results)
    expect(started).toHaveLength(10)
    for (const error of refused(results)) {
      expect(error).toBeInstanceOf(LimitExceededError)
      expect(error.limit).toBe(10)
    }
    await tasks.cancel(engine.em(), engine.maker, started[0]!.id, null)
    await expect(start()).resolves.toMatchObject({ status: 'PENDING' })
    await expect(start()).rejects.toBeInstanceOf(LimitExceededError)
    const { rows } = await engine.observer.query(`select id from task where status = 'PENDING'`)
    for (const { id } of rows) await engine.cancel(id)
  })

  it('refuses an input that the kind does not allow', async () => {
    await expect(engine.start('nothing', { input: { does: 7 } as never })).rejects.toThrow()
  })
})

describe('picking tasks up', () => {
  it('starts 20 tasks at 20 free slots within a second', async () => {
    const free = await startEngine({ poolSize: 70 })
    try {
      let running = 0
      const gate = Promise.withResolvers<void>()
      const handlers = {
        async gated(run: Parameters<typeof commitEffect>[0]) {
          running++
          await gate.promise
          await commitEffect(run)
        },
      }
      await free.work(handlers, { concurrency: 10 })
      await free.work(handlers, { concurrency: 10 })
      const started = await Promise.all(Array.from({ length: 20 }, () => free.start('gated')))
      expect(await waitUntil(() => running === 20, 1_000, 5)).toBe(true)
      gate.resolve()
      for (const { id } of started) {
        const task = await free.until(id, 'COMPLETED')
        const waited = new Date(task.startedAt!).getTime() - new Date(task.createdAt).getTime()
        expect(waited).toBeLessThan(1_000)
        expect(await free.effects(id)).toEqual([1])
      }
    } finally {
      await free.stop()
    }
  })

  it('takes the tasks that queued up behind a long one at once when it ends', async () => {
    const queued = await startEngine()
    try {
      const gate = Promise.withResolvers<void>()
      await queued.work(
        {
          async long(run) {
            await gate.promise
            await commitEffect(run)
          },
          short: commitEffect,
        },
        { concurrency: 1 },
      )
      const long = await queued.start('long')
      await queued.until(long.id, 'RUNNING')
      const behind = []
      for (let i = 0; i < 5; i++) behind.push(await queued.start('short'))
      gate.resolve()
      const opened = Date.now()
      for (const { id } of behind) await queued.until(id, 'COMPLETED')
      expect(Date.now() - opened).toBeLessThan(1_000)
    } finally {
      await queued.stop()
    }
  })

  it('takes the higher priority first, and nothing before its time', async () => {
    const timed = await startEngine()
    try {
      const order: string[] = []
      const due = new Date(Date.now() + 1_500)
      const later = await timed.start('noted', { startAfter: due, input: { does: 'noted', label: 'later' } })
      for (const [label, priority] of [
        ['low', 0],
        ['high', 5],
      ] as const)
        await timed.start('noted', { priority, input: { does: 'noted', label } })
      await timed.work(
        {
          async noted(run) {
            order.push(run.input.label!)
            await commitEffect(run)
          },
        },
        { concurrency: 1 },
      )
      const task = await timed.until(later.id, 'COMPLETED')
      expect(order).toEqual(['high', 'low', 'later'])
      expect(new Date(task.startedAt!).getTime()).toBeGreaterThanOrEqual(due.getTime())
      expect(task.attempt).toBe(1)
    } finally {
      await timed.stop()
    }
  })
})
