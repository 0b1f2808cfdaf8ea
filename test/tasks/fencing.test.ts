import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { entities } from '../../src/app.ts'
import { openOrm } from '../../src/platform/orm.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { RunStopped } from '../../src/tasks/run.ts'
import { sweep } from '../../src/tasks/sweeper.ts'
import { type Engine, startEngine } from './engine.ts'
import { commitEffect, done, type Handlers, isGapless, typesOf, untilStopped } from './kinds.ts'

type Seen = { attempt: number; why: string | null; failed: string | null }

/** The worker of the run is silent as far as the database knows; its next heartbeat may come at any time. */
const silence = (engine: Engine, taskId: string) =>
  engine.observer.query(`update task set heartbeat_at = now() - interval '1 minute' where id = $1`, [taskId])

const sweepNow = ({ orm, queue, announce, definitions }: Engine) =>
  sweep({ orm, queue, announce, definitions, silenceCounts: true })

describe('a run whose task was given to another', () => {
  let engine: Engine
  const seen: Seen[] = []
  let second = Promise.withResolvers<void>()

  beforeAll(async () => {
    engine = await startEngine()
    const handlers: Handlers = {
      /** The first attempt goes on whatever it is told, like a process that was asleep; the next ones do the work. */
      async undead(run) {
        if (run.attempt > 1) {
          await second.promise
          return commitEffect(run)
        }
        const entry: Seen = { attempt: run.attempt, why: null, failed: null }
        seen.push(entry)
        await untilStopped(run).catch((reason) => {
          entry.why = reason instanceof RunStopped ? reason.why : String(reason)
        })
        run.log('ERROR', 'A word from the dead')
        await commitEffect(run).catch((error) => {
          entry.failed = String(error)
          throw error
        })
      },
      /** As above, and it does not even look at its signal: only the database can refuse it. */
      async deaf(run) {
        if (run.attempt > 1) {
          await second.promise
          return commitEffect(run)
        }
        await waitUntil(async () => (await engine.row(run.taskId)).attempt > 1, 10_000)
        await run.commit(async (em) => {
          await em.execute('insert into effect (task_id, attempt) values (?, ?)', [run.taskId, run.attempt])
          return done
        })
      },
    }
    await engine.work(handlers)
  })
  afterAll(() => engine.stop())

  it.each(['undead', 'deaf'])('changes nothing: no event, no effect, no end (%s)', async (does) => {
    second = Promise.withResolvers()
    const { id } = await engine.start(does)
    await engine.until(id, 'RUNNING')
    // Between two heartbeats, so that the sweep sees the silence before the heartbeat ends it.
    await waitUntil(async () => {
      await silence(engine, id)
      return (await sweepNow(engine)) > 0
    }, 5_000)
    await waitUntil(async () => (await engine.row(id)).attempt === 2, 5_000)
    if (does === 'undead') {
      expect(await waitUntil(() => seen[0]?.failed !== null, 2_000)).toBe(true)
      expect(seen[0]).toMatchObject({ attempt: 1, why: 'lost' })
    }
    const ended = () =>
      engine.logged.filter((line) => line.taskId === id && /changes nothing more/.test(String(line.msg)))
    expect(await waitUntil(() => ended().length === 1, 3_000)).toBe(true)
    expect(await engine.row(id)).toMatchObject({ status: 'RUNNING', attempt: 2 })
    second.resolve()
    await engine.until(id, 'COMPLETED')
    const events = await engine.events(id)
    expect(typesOf(events)).toEqual(['QUEUED', 'STARTED', 'RETRYING', 'STARTED', 'COMPLETED'])
    expect(isGapless(events)).toBe(true)
    expect(await engine.effects(id)).toEqual([2])
  })
})

describe('the sweeper', () => {
  let engine: Engine
  beforeAll(async () => {
    engine = await startEngine()
  })
  afterAll(() => engine.stop())

  /** A task whose worker took it and was never heard of again. */
  async function abandoned(changes = '', status = 'RUNNING') {
    const { id } = await engine.start('whatever')
    await engine.observer.query(
      `update task set status = '${status}', attempt = 1, lease = gen_random_uuid(), attempt_started_at = now(),
        heartbeat_at = now() - interval '1 minute' ${changes} where id = $1`,
      [id],
    )
    return id
  }

  it('gives the task of a silent worker to another one, and says why', async () => {
    const id = await abandoned()
    await sweepNow(engine)
    expect(await engine.row(id)).toMatchObject({
      status: 'PENDING',
      attempt: 1,
      error: { code: 'WORKER_LOST' },
      isolated: true,
    })
    expect((await engine.events(id)).at(-1)).toMatchObject({
      type: 'RETRYING',
      message: 'The worker stopped answering; attempt 2 of 3 starts now, in a process of its own',
    })
    await engine.cancel(id)
  })

  it('grants one more attempt where others ran beside the last one: it may have been their fault', async () => {
    const id = await abandoned(', max_attempts = 1')
    await sweepNow(engine)
    expect(await engine.row(id)).toMatchObject({ status: 'PENDING', isolated: true, maxAttempts: 2 })
    await engine.cancel(id)
  })

  it('fails the task where its last attempt was alone', async () => {
    const id = await abandoned(', max_attempts = 1, isolated = true')
    await sweepNow(engine)
    expect(await engine.row(id)).toMatchObject({ status: 'FAILED', error: { code: 'WORKER_LOST' } })
  })

  it('settles what was being cancelled when its worker died', async () => {
    const id = await abandoned('', 'CANCELLING')
    await sweepNow(engine)
    expect((await engine.events(id)).at(-1)).toMatchObject({ type: 'CANCELLED', status: 'CANCELLED' })
    expect(await engine.row(id)).toMatchObject({ status: 'CANCELLED' })
  })

  it('recovers each task once, however many workers sweep at the same time', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, () => abandoned()))
    await Promise.all(Array.from({ length: 6 }, () => sweepNow(engine)))
    for (const id of ids) {
      expect(typesOf(await engine.events(id))).toEqual(['QUEUED', 'RETRYING'])
      await engine.cancel(id)
    }
  })

  it('thinks nobody dead right after a time in which the database answered nobody', async () => {
    const id = await abandoned()
    await sweep({ ...engine, silenceCounts: false })
    expect(await engine.row(id)).toMatchObject({ status: 'RUNNING' })
    await sweepNow(engine)
    await engine.cancel(id)
  })

  it('leaves kinds that this release does not know to the workers that do', async () => {
    const id = await abandoned(`, kind = 'FILTERED_DATABASE'`)
    await sweepNow(engine)
    expect(await engine.row(id)).toMatchObject({ status: 'RUNNING' })
    await engine.observer.query('delete from task where id = $1', [id])
  })
})

describe('a task that runs past its limit', () => {
  const limitMs = 3_600_000 * 2
  const overdue = 'Task auto-reset after exceeding 2h runtime.'
  const handlers = (stopped: string[]): Handlers => ({
    async endless(run) {
      await untilStopped(run).catch((reason: Error) => {
        stopped.push(run.taskId)
        throw reason
      })
    },
  })
  const age = (engine: Engine, taskId: string) =>
    engine.observer.query(
      `update task set attempt_started_at = now() - interval '121 minutes' where id = $1`,
      [taskId],
    )

  async function expectReset(engine: Engine, taskId: string) {
    expect(await engine.row(taskId)).toMatchObject({
      status: 'FAILED',
      message: overdue,
      error: { code: 'TIME_LIMIT_EXCEEDED', retryable: false },
    })
    expect((await engine.events(taskId)).slice(-2)).toMatchObject([
      { type: 'LOG', level: 'ERROR', message: overdue },
      { type: 'FAILED', level: 'ERROR', message: overdue },
    ])
  }

  it('is settled by the sweep, and its run is told to stop', async () => {
    const engine = await startEngine({ timeLimitMs: limitMs })
    try {
      const stopped: string[] = []
      await engine.work(handlers(stopped))
      const { id } = await engine.start('endless')
      const other = await engine.start('endless')
      for (const task of [id, other.id]) await engine.until(task, 'RUNNING')
      await age(engine, id)
      await engine.until(id, 'FAILED', 5_000)
      await expectReset(engine, id)
      expect(await waitUntil(() => stopped.includes(id), 2_000)).toBe(true)
      expect(await engine.row(other.id)).toMatchObject({ status: 'RUNNING' })
    } finally {
      await engine.stop()
    }
  })

  it('is settled by asking whether another may start, for that thing alone', async () => {
    const engine = await startEngine({ timeLimitMs: limitMs })
    try {
      const orm = await openOrm({ url: engine.url, entities, applicationName: 'quarry test', poolSize: 6 })
      const worker = await engine.work(handlers([]), { orm })
      const asked = await engine.start('endless', { exclusiveKey: 'asked' })
      const other = await engine.start('endless', { exclusiveKey: 'other' })
      for (const { id } of [asked, other]) await engine.until(id, 'RUNNING')
      const live = (key: string) => engine.tasks.liveTask(engine.em(), 'CHART', key)
      expect(await live('asked')).toMatchObject({ id: asked.id, status: 'RUNNING' })
      await worker.stop(0)
      await orm.close()
      // Nobody runs them now, as after a crash of everything: only the question can settle the one it is about.
      await engine.observer.query(
        `update task set status = 'RUNNING', heartbeat_at = now(), attempt_started_at = now() - interval '121 minutes'`,
      )
      expect(await live('asked')).toBeNull()
      await expectReset(engine, asked.id)
      expect(await engine.row(other.id)).toMatchObject({ status: 'RUNNING' })
      await expect(engine.start('endless', { exclusiveKey: 'asked' })).resolves.toMatchObject({
        status: 'PENDING',
      })
    } finally {
      await engine.stop()
    }
  })
})
