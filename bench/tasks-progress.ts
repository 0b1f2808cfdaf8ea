import { setTimeout as sleep } from 'node:timers/promises'
import { median, medianRatio } from './measure.ts'
import type { BenchQuarry } from './quarry.ts'
import { milliseconds, type Section, times, within } from './report.ts'
import type { QuarryEngine } from './task-engines.ts'

const reportedToSilent = 1.03
const writesPerSecond = 5
const lookEveryMs = 50

type Run = { ms: number; writes: number }

/** What it costs a task to say all the time how far it is. */
export async function benchProgress(
  engine: QuarryEngine,
  store: BenchQuarry['store'],
  { pairs, units }: { pairs: number; units: number },
): Promise<Section> {
  await engine.worker.work(1)
  const run = async (reports: boolean) => runOf(store, await engine.startMeasuredWork({ units, reports }))
  await run(true)
  const silent: Run[] = []
  const reporting: Run[] = []
  for (let pair = 0; pair < pairs; pair++) {
    // Each comes first in half of the pairs: what slowly changes then weighs on both.
    for (const reports of pair % 2 === 0 ? [false, true] : [true, false])
      (reports ? reporting : silent).push(await run(reports))
  }
  await engine.worker.rest()

  const timesOf = (runs: Run[]) => runs.map(({ ms }) => ms)
  const ratio = medianRatio(timesOf(reporting), timesOf(silent))
  const most = reporting.reduce((one, other) => (excess(other) > excess(one) ? other : one))
  const reportsPerSecond = (units / median(timesOf(reporting))) * 1_000
  return {
    title: 'Cost of progress',
    notes: [
      `A task of ${units} units of work, each of some computing and a question to the database; ${pairs} pairs of runs, medians.`,
      `With reports it says after each unit how far it is: ${reportsPerSecond.toFixed(0)} times a second.`,
    ],
    figures: [
      {
        what: 'run time with a report of each unit',
        measured: milliseconds(median(timesOf(reporting))),
        comparedWith: `without reports: ${milliseconds(median(timesOf(silent)))}`,
        ratio: times(ratio),
        limit: `≤ ${times(reportedToSilent)}`,
        holds: ratio <= reportedToSilent,
      },
      {
        ...within('progress written, the most of any run', most.writes, allowed(most), (count) =>
          count.toFixed(0),
        ),
        comparedWith: `${units} reports in ${milliseconds(most.ms)}`,
      },
    ],
  }
}

/** The first is written at once, so a begun fifth of a second has one, and the end one more. */
const allowed = ({ ms }: Run) => Math.ceil((writesPerSecond * ms) / 1_000) + 1
const excess = (run: Run) => run.writes - allowed(run)

/** As its row says once it has completed. */
async function runOf(store: BenchQuarry['store'], taskId: string): Promise<Run> {
  for (;;) {
    const { rows } = await store.query<Run & { status: string }>(
      `select status, extract(epoch from completed_at - attempt_started_at)::float8 * 1000 as ms,
        (select count(*)::int from task_event where task_id = task.id and type = 'PROGRESS') as writes
      from task where id = $1`,
      [taskId],
    )
    const { status, ms, writes } = rows[0]!
    if (status === 'COMPLETED') return { ms, writes }
    if (status !== 'PENDING' && status !== 'RUNNING') throw new Error(`The measured task is ${status}`)
    await sleep(lookEveryMs)
  }
}
