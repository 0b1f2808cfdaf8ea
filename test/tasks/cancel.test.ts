import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ConflictError, NotFoundError } from '../../src/platform/errors.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { createTasks } from '../../src/tasks/tasks.ts'
import { type Engine, startEngine } from './engine.ts'
import { commitEffect, done, isGapless, typesOf, untilStopped } from './kinds.ts'

let engine: Engine
const stoppedAt = new Map<string, number>()
/** Opened by the test that wants the run to commit. */
const gates = new Map<string, PromiseWithResolvers<void>>()
const gateOf = (label: string) => {
  const gate = gates.get(label) ?? Promise.withResolvers<void>()
  gates.set(label, gate)
  return gate
}

beforeAll(async () => {
  engine = await startEngine()
  await engine.work({
    async obedient(run) {
      try {
        await untilStopped(run)
      } finally {
        stoppedAt.set(run.taskId, Date.now())
      }
    },
    async insideCommit(run) {
      await run.commit(async (em) => {
        await em.execute('insert into effect (task_id, attempt) values (?, ?)', [run.taskId, run.attempt])
        await untilStopped(run)
        return done
      })
    },
    /** Commits without looking at its signal first. */
    async gated(run) {
      await gateOf(run.input.label!).promise
      await commitEffect(run)
    },
    async slowToClear(run) {
      await untilStopped(run).catch(async (reason) => {
        await sleep(300)
        run.log('INFO', 'Cleared up')
        throw reason
      })
    },
  })
})
afterAll(() => engine.stop())

const settlingEvents = (types: string[]) =>
  types.filter((type) => ['COMPLETED', 'FAILED', 'CANCELLED'].includes(type))

describe('cancelling a task', () => {
  it('settles a waiting one at once and takes its job from the queue', async () => {
    const { id, jobId } = await engine.start('obedient', { startAfter: new Date(Date.now() + 3_600_000) })
    const task = await engine.cancel(id, 'not needed')
    expect(task).toMatchObject({ status: 'CANCELLED', cancelReason: 'not needed', attempt: 0 })
    expect(task.completedAt).not.toBeNull()
    expect(await engine.events(id)).toMatchObject([
      { type: 'QUEUED' },
      { type: 'CANCELLED', status: 'CANCELLED', message: 'Cancelled before it ran: not needed' },
    ])
    const { rows } = await engine.observer.query('select from pgboss.job where id = $1', [jobId])
    expect(rows).toEqual([])
  })

  it('reaches a running one within a second; then it is CANCELLED, and its steps say where it stood', async () => {
    const { id } = await engine.start('obedient')
    await engine.until(id, 'RUNNING')
    const askedAt = Date.now()
    expect(await engine.cancel(id)).toMatchObject({ status: 'CANCELLING' })
    const task = await engine.until(id, 'CANCELLED')
    expect(stoppedAt.get(id)! - askedAt).toBeLessThan(1_000)
    expect(task.steps.map(({ status }) => status)).toEqual(['SKIPPED', 'SKIPPED'])
    expect(typesOf(await engine.events(id))).toEqual(['QUEUED', 'STARTED', 'CANCELLING', 'CANCELLED'])
  })

  it('reaches it also where the notification is lost, by the next heartbeat', async () => {
    const silent = { events: () => {}, work: () => {}, cancel: () => {} }
    const tasks = createTasks({ ...engine, announce: silent, maxPendingTasks: 100 })
    const { id } = await engine.start('obedient')
    await engine.until(id, 'RUNNING')
    const askedAt = Date.now()
    await tasks.cancel(engine.em(), engine.maker, id, null)
    await engine.until(id, 'CANCELLED')
    expect(stoppedAt.get(id)! - askedAt).toBeLessThan(1_500)
  })

  it('does not believe a notification without a request: the row says whether it is so', async () => {
    const { id } = await engine.start('obedient')
    await engine.until(id, 'RUNNING')
    await engine.observer.query(`select pg_notify('quarry_cancel', $1)`, [id])
    await engine.observer.query(`select pg_notify('quarry_cancel', 'nonsense')`)
    const beforeBeat = (await engine.row(id)).heartbeatAt
    await waitUntil(async () => String((await engine.row(id)).heartbeatAt) > String(beforeBeat), 3_000)
    expect(await engine.row(id)).toMatchObject({ status: 'RUNNING' })
    expect(stoppedAt.has(id)).toBe(false)
    await engine.cancel(id)
    await engine.until(id, 'CANCELLED')
  })

  it('rolls the effect back that was being written', async () => {
    const { id } = await engine.start('insideCommit')
    await engine.until(id, 'RUNNING')
    await engine.cancel(id)
    await engine.until(id, 'CANCELLED')
    expect(await engine.effects(id)).toEqual([])
  })

  it('meets the commit: either the task is COMPLETED and the request a conflict, or CANCELLED without effect', async () => {
    const outcomes = new Set<string>()
    for (let round = 0; round < 24; round++) {
      const label = `round ${round}`
      const { id } = await engine.start('gated', { input: { does: 'gated', label } })
      await engine.until(id, 'RUNNING')
      // From before the commit can begin until after it must have ended: a quick machine has few moments in between.
      const first = round % 8 === 0 ? engine.cancel(id).catch((error: unknown) => error) : null
      if (round === 0) await first
      gateOf(label).resolve()
      if (!first) await sleep(round % 8 === 7 ? 100 : round % 8)
      const answer = await (first ?? engine.cancel(id).catch((error: unknown) => error))
      const wanted = answer instanceof ConflictError ? 'COMPLETED' : 'CANCELLED'
      await engine.until(id, wanted)
      outcomes.add(wanted)
      expect(await engine.effects(id)).toEqual(wanted === 'COMPLETED' ? [1] : [])
      const events = await engine.events(id)
      expect(settlingEvents(typesOf(events))).toEqual([wanted])
      expect(events.at(-1)!.type).toBe(wanted)
      expect(isGapless(events)).toBe(true)
    }
    expect(outcomes).toEqual(new Set(['COMPLETED', 'CANCELLED']))
  })

  it('meets the pick-up: the task is CANCELLED before it ran or while it did, and neither waits for the other', async () => {
    const answered: number[] = []
    const race = async (number: number) => {
      const { id } = await engine.start('obedient')
      await sleep((number % 12) * 2)
      const askedAt = performance.now()
      await engine.cancel(id)
      answered.push(performance.now() - askedAt)
      const task = await engine.until(id, 'CANCELLED')
      return { task, types: typesOf(await engine.events(id)) }
    }
    const ends = []
    for (let round = 0; round < 12; round++)
      ends.push(...(await Promise.all(Array.from({ length: 4 }, (_, index) => race(round * 4 + index)))))
    for (const { task, types } of ends) {
      expect(settlingEvents(types)).toEqual(['CANCELLED'])
      expect(types.includes('CANCELLING')).toBe(task.attempt === 1)
    }
    // Both sides of the race were met; and nobody had to be told apart by the database's search for deadlocks (1 s).
    expect(new Set(ends.map(({ task }) => task.attempt))).toEqual(new Set([0, 1]))
    expect(Math.max(...answered)).toBeLessThan(900)
    expect(engine.logged.filter(({ err }) => (err as { code?: string })?.code === '40P01')).toEqual([])
  })

  it('wins where it is in the row before the run commits, though the run never looked', async () => {
    const { id } = await engine.start('gated', { input: { does: 'gated', label: 'late' } })
    await engine.until(id, 'RUNNING')
    await engine.cancel(id)
    gateOf('late').resolve()
    await engine.until(id, 'CANCELLED')
    expect(await engine.effects(id)).toEqual([])
  })

  it('answers a second request with the task as it is, and changes nothing', async () => {
    const { id } = await engine.start('slowToClear')
    await engine.until(id, 'RUNNING')
    const answers = await Promise.all(Array.from({ length: 5 }, () => engine.cancel(id, 'first')))
    expect(answers.every(({ status }) => status === 'CANCELLING')).toBe(true)
    expect(await engine.cancel(id, 'second')).toMatchObject({ status: 'CANCELLING', cancelReason: 'first' })
    await engine.until(id, 'CANCELLED')
    const events = await engine.events(id)
    expect(typesOf(events)).toEqual(['QUEUED', 'STARTED', 'CANCELLING', 'LOG', 'CANCELLED'])
    expect(events[3]).toMatchObject({ message: 'Cleared up', status: 'CANCELLING' })
  })

  it('refuses a settled task, and one of another workspace as if it were not there', async () => {
    const { id } = await engine.start('obedient', { startAfter: new Date(Date.now() + 3_600_000) })
    const stranger = { ...engine.maker, workspaceId: crypto.randomUUID() }
    await expect(engine.tasks.cancel(engine.em(), stranger, id, null)).rejects.toBeInstanceOf(NotFoundError)
    await engine.cancel(id)
    await expect(engine.cancel(id)).rejects.toBeInstanceOf(ConflictError)
    expect(typesOf(await engine.events(id))).toEqual(['QUEUED', 'CANCELLED'])
  })

  it('settles a task whose worker is dead as soon as that is noticed', async () => {
    const { id } = await engine.start('obedient', { startAfter: new Date(Date.now() + 3_600_000) })
    await engine.observer.query(
      `update task set status = 'RUNNING', attempt = 1, lease = gen_random_uuid(), attempt_started_at = now(),
        heartbeat_at = now() - interval '7 seconds' where id = $1`,
      [id],
    )
    expect(await engine.cancel(id)).toMatchObject({ status: 'CANCELLING' })
    await engine.until(id, 'CANCELLED', 8_000)
    expect(settlingEvents(typesOf(await engine.events(id)))).toEqual(['CANCELLED'])
  })
})
