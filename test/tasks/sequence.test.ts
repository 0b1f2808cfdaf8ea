import { setImmediate as nextTurn } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EventRow } from '../../src/tasks/store.sql.ts'
import { type Engine, startEngine } from './engine.ts'
import { commitEffect, done, isGapless, typesOf, untilStopped } from './kinds.ts'

let engine: Engine
const floodLines = 5_000
/** Progress of the run that reports without end, until it is told to stop. */
let reports = 0

beforeAll(async () => {
  engine = await startEngine()
  await engine.work({
    async flood(run) {
      await run.step('first', async (report) => {
        report.total(floodLines)
        for (let line = 1; line <= floodLines; line++) {
          run.log(line % 1_000 === 0 ? 'WARN' : 'DEBUG', `Line ${line}`)
          report.done(line)
          if (line % 50 === 0) await nextTurn()
        }
      })
      await run.step('second', async () => {})
      await commitEffect(run)
    },
    async chatter(run) {
      await run.step('first', async (report) => {
        report.total(1_000_000)
        const until = Date.now() + 2_000
        while (Date.now() < until) {
          for (let i = 0; i < 5; i++) report.done(++reports, `Report ${reports}`)
          await new Promise((resolve) => setTimeout(resolve, 1))
        }
      })
      await commitEffect(run)
    },
    async interrupted(run) {
      const talk = setInterval(() => run.log('INFO', 'Still there'), 2)
      try {
        await run.step('first', async (report) => {
          report.total(2)
          report.done(1)
          await untilStopped(run)
        })
      } finally {
        // It goes on talking for a while after it was told to stop, as careless code does.
        await new Promise((resolve) => setTimeout(resolve, 100))
        clearInterval(talk)
      }
    },
    async unreadable(run) {
      run.log('INFO', `A NUL \0 and half a letter ${'😀'.slice(0, 1)}`)
      await run.commit(async () => done)
    },
    async steps(run) {
      run.skip('first')
      await run.step('second', async (report) => {
        report.total(4)
        report.done(2, 'Half way')
        run.log('INFO', 'In the middle')
      })
      await run.commit(async () => done)
    },
  })
})
afterAll(() => engine.stop())

const neverBack = (events: EventRow[]) =>
  events.every(({ progress }, index) => index === 0 || progress >= events[index - 1]!.progress)

describe("a task's events", () => {
  it('are without a hole and in order under a flood of 5,000 log lines', async () => {
    const { id } = await engine.start('flood')
    const task = await engine.until(id, 'COMPLETED', 20_000)
    const events = await engine.events(id)
    expect(isGapless(events)).toBe(true)
    expect(task.lastSequence).toBe(events.length)
    const lines = events.filter(({ type }) => type === 'LOG').map(({ message }) => message)
    expect(lines).toEqual(Array.from({ length: floodLines }, (_, index) => `Line ${index + 1}`))
    expect(neverBack(events)).toBe(true)
    expect(typesOf(events).slice(0, 2)).toEqual(['QUEUED', 'STARTED'])
    expect(events.at(-1)).toMatchObject({
      type: 'COMPLETED',
      status: 'COMPLETED',
      progress: 1,
      currentStep: 'second',
    })
    expect(events.slice(1, -1).every(({ status }) => status === 'RUNNING')).toBe(true)
  })

  it('hold progress at most five times a second, however often a run reports it', async () => {
    const { id } = await engine.start('chatter')
    await engine.until(id, 'COMPLETED', 20_000)
    expect(reports).toBeGreaterThan(2_000)
    const events = await engine.events(id)
    const progress = events.filter(({ type }) => type === 'PROGRESS')
    expect(progress.length).toBeGreaterThanOrEqual(5)
    for (const [index, { at }] of progress.slice(5).entries())
      expect(at.getTime() - progress[index]!.at.getTime()).toBeGreaterThan(800)
    expect(neverBack(events)).toBe(true)
  })

  it('stay gapless while a run, its cancelling and other writers meet, and end with the settling one', async () => {
    const started = await Promise.all(Array.from({ length: 4 }, () => engine.start('interrupted')))
    for (const { id } of started) await engine.until(id, 'RUNNING')
    await Promise.all(started.map(({ id }) => engine.cancel(id, 'enough')))
    for (const { id } of started) {
      await engine.until(id, 'CANCELLED')
      const events = await engine.events(id)
      expect(isGapless(events)).toBe(true)
      const types = typesOf(events)
      const asked = types.indexOf('CANCELLING')
      expect(events[asked]).toMatchObject({
        status: 'CANCELLING',
        message: 'Cancel requested: enough',
        level: 'WARN',
      })
      expect(events.slice(asked).map(({ status }) => status)).toEqual([
        ...types.slice(asked, -1).map(() => 'CANCELLING'),
        'CANCELLED',
      ])
      expect(types.at(-1)).toBe('CANCELLED')
      expect(types.filter((type) => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(type))).toEqual([
        'CANCELLED',
      ])
    }
  })

  it('tell progress and step as they were, and the row agrees with the last of them', async () => {
    const { id } = await engine.start('steps')
    const task = await engine.until(id, 'COMPLETED')
    const line = (await engine.events(id)).find(({ type }) => type === 'LOG')
    // A quarter for the step that was skipped, half of the other three.
    expect(line).toMatchObject({ progress: 0.25 + 0.75 / 2, currentStep: 'second', message: 'In the middle' })
    expect(task).toMatchObject({ progress: 1, message: 'Done', result: { done: true } })
    expect(task.steps).toMatchObject([
      { name: 'first', status: 'SKIPPED' },
      { name: 'second', status: 'COMPLETED', progress: 1, done: 2, total: 4 },
    ])
  })

  it('replace letters that the database cannot store, and lose nothing else', async () => {
    const { id } = await engine.start('unreadable')
    await engine.until(id, 'COMPLETED')
    const [line] = (await engine.events(id)).filter(({ type }) => type === 'LOG')
    expect(line!.message).toBe('A NUL \u{fffd} and half a letter \u{fffd}')
  })

  it('stand for when the task really ended, not for when its last transaction began', async () => {
    const slow = await startEngine()
    try {
      await slow.work({
        slow: (run) =>
          run.commit(async (em) => {
            await em.execute('select pg_sleep(0.4)')
            return done
          }),
      })
      const { id } = await slow.start('slow')
      const { startedAt, completedAt } = await slow.until(id, 'COMPLETED')
      expect(new Date(completedAt!).getTime() - new Date(startedAt!).getTime()).toBeGreaterThanOrEqual(400)
    } finally {
      await slow.stop()
    }
  })

  it('are written again after the database refused them for a moment, in their order', async () => {
    const { id } = await engine.start('interrupted')
    await engine.until(id, 'RUNNING')
    await engine.observer.query(`
      create table refusal as select 'no room' as reason;
      create function refuse() returns trigger language plpgsql as $$ begin
        if exists (select from refusal) then raise exception 'no room'; end if;
        return new;
      end $$;
      create trigger refuse before insert on task_event for each row execute function refuse()`)
    const before = await engine.row(id)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await engine.observer.query('delete from refusal')
    await engine.cancel(id)
    const after = await engine.until(id, 'CANCELLED')
    expect(after.lastSequence).toBeGreaterThan(before.lastSequence + 10)
    expect(isGapless(await engine.events(id))).toBe(true)
  })
})
