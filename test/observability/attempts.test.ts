import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { Registry } from 'prom-client'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { TaskError } from '../../src/platform/errors.ts'
import { dbOf } from '../../src/platform/orm.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { kindStates } from '../../src/tasks/metrics.sql.ts'
import { type Measurement, measureWorker } from '../../src/tasks/metrics.ts'
import { type Engine, startEngine } from '../tasks/engine.ts'
import { commitEffect, untilStopped } from '../tasks/kinds.ts'
import { parseExposition } from './scrape.ts'

const kind = 'CHART'
const workerProcess = fileURLToPath(new URL('../tasks/worker-process.ts', import.meta.url))
vi.setConfig({ testTimeout: 60_000 })
let engine: Engine
beforeAll(async () => {
  engine = await startEngine()
})
afterAll(() => engine?.stop())

/** What a worker measures, as it would be scraped. */
function meter() {
  const registry = new Registry()
  const measured: Measurement[] = []
  const measureOne = measureWorker(registry, [kind])
  const measure = (measurement: Measurement) => {
    measured.push(measurement)
    measureOne(measurement)
  }
  return { measure, measured, exposition: async () => parseExposition(await registry.metrics()) }
}

const outcomes = (measured: Measurement[]) =>
  measured.flatMap((one) => (one.of === 'end' ? [one.outcome] : []))

describe('attempts, as a worker measures them', () => {
  it('end in the outcome that the row has', async () => {
    const { measure, measured, exposition } = meter()
    const worker = await engine.work(
      {
        good: commitEffect,
        async bad() {
          throw new TaskError('WRONG', 'That is wrong', { retryable: false })
        },
        async flaky(run) {
          if (run.attempt === 1) throw new TaskError('BUSY', 'Not now', { retryable: true })
          await commitEffect(run)
        },
        untilStopped,
      },
      { measure },
    )
    const one = async (does: string, status: 'COMPLETED' | 'FAILED') => {
      const before = measured.length
      await engine.until((await engine.start(does)).id, status)
      await waitUntil(() => outcomes(measured.slice(before)).at(-1) === status.toLowerCase(), 5_000)
      return outcomes(measured.slice(before))
    }
    expect(await one('good', 'COMPLETED')).toEqual(['completed'])
    expect(await one('bad', 'FAILED')).toEqual(['failed'])
    expect(await one('flaky', 'COMPLETED')).toEqual(['retried', 'completed'])

    const cancelled = await engine.start('untilStopped')
    await engine.until(cancelled.id, 'RUNNING')
    await engine.cancel(cancelled.id)
    await engine.until(cancelled.id, 'CANCELLED')
    const handedBack = await engine.start('untilStopped')
    await engine.until(handedBack.id, 'RUNNING')
    await worker.stop(0)
    await engine.until(handedBack.id, 'PENDING')
    expect(outcomes(measured).slice(-2)).toEqual(['cancelled', 'handed_back'])

    const told = await exposition()
    expect(told.value('quarry_task_attempts_total', { kind })).toBe(6)
    expect(told.value('quarry_task_retries_total', { kind })).toBe(1)
    expect(told.value('quarry_task_waiting_seconds_count', { kind })).toBe(6)
    const events = measured.flatMap((one) => (one.of === 'events' ? [one.count] : []))
    const written = await engine.observer.query(
      `select count(*)::int as count from task_event where type <> 'QUEUED'`,
    )
    expect(events.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(written.rows[0].count)
    // The cancel request was written, and counted, by whoever asked for it.
    expect(told.value('quarry_events_written_total')).toBe(written.rows[0].count - 1)
    await engine.cancel(handedBack.id)
  })

  it('count as lost, and as swept, where the worker was silent or the task outlasted its limit', async () => {
    const { measure, measured } = meter()
    const worker = await engine.work({ untilStopped }, { measure })
    for (const [reason, change] of [
      ['worker_lost', `heartbeat_at = now() - interval '1 hour', lease = gen_random_uuid()`],
      ['time_limit', `attempt_started_at = now() - interval '3 hours'`],
    ]) {
      const before = measured.length
      const task = await engine.start('untilStopped')
      await engine.until(task.id, 'RUNNING')
      await engine.observer.query(`update task set ${change} where id = $1`, [task.id])
      const lost = () => outcomes(measured.slice(before)).includes('lost')
      const swept = () => measured.slice(before).some(({ of }) => of === 'sweep')
      expect(await waitUntil(() => lost() && swept(), 15_000), reason).toBe(true)
      expect(measured.slice(before)).toContainEqual({ of: 'sweep', kind, reason })
      await engine.cancel(task.id).catch(() => {})
    }
    await worker.stop(0)
  })

  it('are counted by the worker where a process of their own runs them', async () => {
    const { measure, measured } = meter()
    await engine.observer.query('create table gate (open int); insert into gate values (1)')
    const task = await engine.start('gated')
    await engine.observer.query('update task set isolated = true where id = $1', [task.id])
    const worker = await engine.work(
      {},
      {
        measure,
        isolate: () => fork(workerProcess, [engine.url, engine.directory, 'isolated']),
      },
    )
    await engine.until(task.id, 'COMPLETED', 40_000)
    expect(await waitUntil(() => outcomes(measured).length > 0, 10_000)).toBe(true)
    expect(outcomes(measured)).toEqual(['completed'])
    expect(measured.filter(({ of }) => of === 'start')).toHaveLength(1)
    await worker.stop(1_000)
    const events = await engine.events(task.id)
    const counted = measured.reduce((sum, one) => sum + (one.of === 'events' ? one.count : 0), 0)
    expect(counted).toBe(events.length - 1)
  })
})

describe('the look at the installation', () => {
  it('costs no more with a long history: every table of tasks is read by an index', async () => {
    await engine.observer.query(
      `insert into task (id, workspace_id, kind, status, input, progress, current_step, steps, message, priority, attempt,
        max_attempts, created_by, created_role, created_at, available_at, completed_at, last_sequence, job_id, isolated)
      select gen_random_uuid(), $1, 'CHART', 'COMPLETED', '{}', 1, 'first', '[]', 'Done', 0, 1, 3, 'tester', 'ADMIN', now(),
        now(), now(), 1, gen_random_uuid(), false from generate_series(1, 30000)`,
      [engine.maker.workspaceId],
    )
    await engine.observer.query('analyze task')
    const { rows } = await sql<
      Record<string, string>
    >`explain (analyze, costs off) ${kindStates([kind])}`.execute(dbOf(engine.em()))
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/Index.* on task/)
    expect(plan).not.toMatch(/Seq Scan on task( |$)/m)
    expect(Number(/Execution Time: ([\d.]+) ms/.exec(plan)?.[1])).toBeLessThan(500)
  })
})
