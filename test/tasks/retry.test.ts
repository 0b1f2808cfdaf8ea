import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConnectionFailedError, TaskError } from '../../src/platform/errors.ts'
import { exponentialBackoff } from '../../src/tasks/failure.ts'
import { type Engine, startEngine } from './engine.ts'
import { commitEffect, isGapless, typesOf } from './kinds.ts'

let engine: Engine
const secret = 'hunter2 of the source'
let broken = 0

beforeAll(async () => {
  engine = await startEngine()
  await engine.work(
    {
      async passing(run) {
        await run.step('first', async (report) => {
          report.total(2)
          report.done(1)
          run.log('INFO', 'Half of it')
        })
        throw new TaskError('BUSY', `Busy in attempt ${run.attempt}`, { retryable: true })
      },
      async once(run) {
        if (run.attempt === 1) throw Object.assign(new Error('Connection terminated'), { code: '57P01' })
        await commitEffect(run)
      },
      async final() {
        throw new TaskError('BAD_PLAN', 'The plan cannot work', { retryable: false })
      },
      async refused() {
        throw new ConnectionFailedError('AUTHENTICATION', 'The password is wrong')
      },
      async unreachable() {
        throw new ConnectionFailedError('UNREACHABLE', 'Nobody is there')
      },
      async broken() {
        broken++
        throw new Error(secret)
      },
      async forgetful() {},
      async effectFails(run) {
        await run.commit(async (em) => {
          await em.execute('insert into effect (task_id, attempt) values (?, 0)', [run.taskId])
          throw new TaskError('BAD_PLAN', 'The effect cannot be', { retryable: false })
        })
      },
    },
    { retry: { delayMs: (attempt) => 40 * 2 ** attempt } },
  )
})
afterAll(() => engine.stop())

describe('a run that fails', () => {
  it('is tried again with growing delays that its events tell, then FAILED with the last error', async () => {
    const { id } = await engine.start('passing')
    const task = await engine.until(id, 'FAILED')
    expect(task).toMatchObject({
      attempt: 3,
      maxAttempts: 3,
      message: 'Busy in attempt 3',
      error: { code: 'BUSY', message: 'Busy in attempt 3', retryable: true },
    })
    const events = await engine.events(id)
    expect(isGapless(events)).toBe(true)
    const turns = events.filter(({ type }) => type !== 'PROGRESS' && type !== 'LOG')
    expect(turns).toMatchObject([
      { type: 'QUEUED', status: 'PENDING' },
      { type: 'STARTED', status: 'RUNNING', progress: 0 },
      {
        type: 'RETRYING',
        status: 'PENDING',
        progress: 0,
        message: 'Busy in attempt 1. Attempt 2 of 3 starts in 1 s',
        level: 'WARN',
      },
      { type: 'STARTED', status: 'RUNNING', progress: 0 },
      { type: 'RETRYING', status: 'PENDING', message: 'Busy in attempt 2. Attempt 3 of 3 starts in 1 s' },
      { type: 'STARTED', status: 'RUNNING', progress: 0 },
      { type: 'FAILED', status: 'FAILED', message: 'Busy in attempt 3', level: 'ERROR' },
    ])
    const wait = (retrying: number) => turns[retrying + 1]!.at.getTime() - turns[retrying]!.at.getTime()
    expect(wait(2)).toBeGreaterThanOrEqual(75)
    expect(wait(4)).toBeGreaterThanOrEqual(155)
    expect(task.steps).toMatchObject([{ status: 'COMPLETED' }, { status: 'SKIPPED' }])
  })

  it('completes in its next attempt, with its effect once', async () => {
    const { id } = await engine.start('once')
    const task = await engine.until(id, 'COMPLETED')
    expect(task).toMatchObject({ attempt: 2, error: null })
    expect(await engine.effects(id)).toEqual([2])
  })

  it('shows the row while it waits as the event told it', async () => {
    const { id } = await engine.start('passing')
    const waits = async () => {
      const task = await engine.row(id)
      return task.status === 'PENDING' && task.attempt > 0 ? task : null
    }
    let waiting = await waits()
    const deadline = Date.now() + 5_000
    while (!waiting && Date.now() < deadline) waiting = await waits()
    expect(waiting).toMatchObject({ progress: 0, currentStep: 'queued', error: { code: 'BUSY' } })
    expect(waiting!.steps.map(({ status, done }) => ({ status, done }))).toEqual([
      { status: 'PENDING', done: null },
      { status: 'PENDING', done: null },
    ])
    expect(new Date(waiting!.availableAt).getTime()).toBeGreaterThan(new Date(waiting!.createdAt).getTime())
    await engine.until(id, 'FAILED')
  })

  it.each([
    ['final', 'BAD_PLAN', 'The plan cannot work'],
    ['refused', 'CONNECTION_FAILED', 'The password is wrong'],
  ])('is not tried again where the error is final: %s', async (does, code, message) => {
    const { id } = await engine.start(does)
    const task = await engine.until(id, 'FAILED')
    expect(task).toMatchObject({ attempt: 1, message, error: { code, message, retryable: false } })
    expect(typesOf(await engine.events(id))).toEqual(['QUEUED', 'STARTED', 'FAILED'])
  })

  it('is tried again where the source could not be reached', async () => {
    const { id } = await engine.start('unreachable', { maxAttempts: 2 })
    expect(await engine.until(id, 'FAILED')).toMatchObject({
      attempt: 2,
      error: { message: 'Nobody is there' },
    })
  })

  it('keeps an unexpected error out of the task and its events; the log of the worker has it', async () => {
    const { id } = await engine.start('broken', { maxAttempts: 2 })
    const task = await engine.until(id, 'FAILED')
    expect(broken).toBe(2)
    expect(task.error).toMatchObject({ code: 'INTERNAL', retryable: true })
    expect(JSON.stringify([task, await engine.events(id)])).not.toContain(secret)
    const lines = engine.logged.filter((line) => JSON.stringify(line).includes(secret))
    expect(lines.map(({ attempt, taskId }) => ({ attempt, taskId }))).toEqual([
      { attempt: 1, taskId: id },
      { attempt: 2, taskId: id },
    ])
  })

  it('counts as failed where it ends without settling its task', async () => {
    const { id } = await engine.start('forgetful', { maxAttempts: 1 })
    expect(await engine.until(id, 'FAILED')).toMatchObject({ error: { code: 'INTERNAL' } })
  })

  it('takes what it wrote within its commit back', async () => {
    const { id } = await engine.start('effectFails')
    await engine.until(id, 'FAILED')
    expect(await engine.effects(id)).toEqual([])
  })

  it('fails for good where the input is of a release that this one cannot read', async () => {
    const { id } = await engine.start('once', { startAfter: new Date(Date.now() + 800) })
    await engine.observer.query(`update task set input = '{"unknown": 1}' where id = $1`, [id])
    expect(await engine.until(id, 'FAILED')).toMatchObject({ attempt: 1, error: { code: 'INVALID_TASK' } })
  })

  it('is repeated by hand as a new task with the same input', async () => {
    const { id } = await engine.start('final', { priority: 3 })
    await engine.until(id, 'FAILED')
    const again = await engine.tasks.retry(engine.em(), engine.maker, id)
    expect(again).toMatchObject({ retryOfId: id, input: { does: 'final' }, priority: 3 })
    expect(again.id).not.toBe(id)
    await engine.until(again.id, 'FAILED')
  })
})

describe('the backoff', () => {
  it('doubles from the first delay to the longest, and at most half of it is chance', () => {
    const { delayMs } = exponentialBackoff(1_000, 60_000)
    for (let attempt = 1; attempt <= 12; attempt++) {
      const whole = Math.min(60_000, 1_000 * 2 ** (attempt - 1))
      for (let draw = 0; draw < 50; draw++) {
        expect(delayMs(attempt)).toBeLessThanOrEqual(whole)
        expect(delayMs(attempt)).toBeGreaterThanOrEqual(whole / 2)
      }
    }
  })
})
