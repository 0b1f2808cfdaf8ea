import { setTimeout as sleep } from 'node:timers/promises'
import { clock } from './clock.ts'
import { concurrently, interleave, median, medianRatio } from './measure.ts'
import type { BenchQuarry } from './quarry.ts'
import { type Figure, none, type Section, times } from './report.ts'
import type { TaskEngine } from './task-engines.ts'

/** Tasks a second, of raw pg-boss. */
const rateToPgBoss = 0.3
const slots = 8
const starters = 8
const lookEveryMs = 2

const perSecond = (rate: number) => `${rate.toFixed(0)} /s`

/** How many tasks that do nothing pass through a worker: all of them waiting before it begins, or started meanwhile. */
export async function benchThroughput(
  engines: { quarry: TaskEngine; pgBoss: TaskEngine; graphile: TaskEngine },
  store: BenchQuarry['store'],
  { rounds, tasks }: { rounds: number; tasks: number },
): Promise<Section> {
  const { quarry, pgBoss, graphile } = engines
  const rates = await interleave(rounds, {
    quarryDrains: () => drain(quarry, tasks),
    pgBossDrains: () => drain(pgBoss, tasks),
    graphileDrains: () => drain(graphile, tasks),
    quarryPasses: () => pass(quarry, tasks),
    pgBossPasses: () => pass(pgBoss, tasks),
    graphilePasses: () => pass(graphile, tasks),
  })
  await checkEvents(store)
  const compared = (what: string, ours: number[], peer: string, theirs: number[], limit?: number): Figure => {
    const ratio = medianRatio(ours, theirs)
    return {
      what,
      measured: perSecond(median(ours)),
      comparedWith: `${peer}: ${perSecond(median(theirs))}`,
      ratio: times(ratio),
      limit: limit === undefined ? none : `≥ ${times(limit)}`,
      holds: limit === undefined ? null : ratio >= limit,
    }
  }
  const drained = `tasks that wait → all COMPLETED, ${slots} at a time`
  const passed = `tasks that ${starters} callers start one by one → all COMPLETED, ${slots} at a time`
  return {
    title: 'Throughput of tasks',
    notes: [
      `${tasks} tasks that do nothing, in one worker process; medians of ${rounds} rounds, ratios of the same round.`,
      'A task of Quarry stores its row, its history and its result, the peers store a job. The end is when the rows say so.',
      'pg-boss runs one job a handler call, in workers that wake themselves; graphile-worker has no local queue.',
    ],
    figures: [
      compared(drained, rates.quarryDrains, 'raw pg-boss', rates.pgBossDrains, rateToPgBoss),
      compared(drained, rates.quarryDrains, 'graphile-worker', rates.graphileDrains),
      compared(passed, rates.quarryPasses, 'raw pg-boss', rates.pgBossPasses, rateToPgBoss),
      compared(passed, rates.quarryPasses, 'graphile-worker', rates.graphilePasses),
    ],
  }
}

/** Tasks a second from the first handler to the last end; all were started before. */
async function drain(engine: TaskEngine, tasks: number): Promise<number> {
  await engine.fill(tasks)
  await engine.vacuum()
  const entries = await engine.worker.expect(tasks)
  await engine.worker.work(slots)
  const { firstAt } = await entries()
  return (tasks / (await endedAt(engine, firstAt))) * 1_000
}

/** Tasks a second from the first start to the last end. */
async function pass(engine: TaskEngine, tasks: number): Promise<number> {
  await engine.vacuum()
  await engine.worker.work(slots)
  const entries = await engine.worker.expect(tasks)
  const startedAt = clock()
  await concurrently(tasks, starters, engine.start)
  await entries()
  return (tasks / (await endedAt(engine, startedAt))) * 1_000
}

async function endedAt(engine: TaskEngine, since: number): Promise<number> {
  while ((await engine.unfinished()) > 0) await sleep(lookEveryMs)
  const ms = clock() - since
  await engine.worker.rest()
  return ms
}

/** @throws where a task did not complete, or its history is not whole */
async function checkEvents(store: BenchQuarry['store']): Promise<void> {
  const { rows } = await store.query(`
    select count(*)::int as count from task where status <> 'COMPLETED' or array['QUEUED', 'STARTED', 'COMPLETED'] <>
      (select array_agg(type order by sequence) from task_event where task_id = task.id and type <> 'PROGRESS')`)
  if (rows[0].count > 0) throw new Error(`${rows[0].count} tasks did not complete, or lack events`)
}
