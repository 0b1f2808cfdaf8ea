import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { defineTask, implementTask, type TaskImplementation } from '../../src/tasks/define.ts'
import { RunStopped, type TaskRun } from '../../src/tasks/run.ts'
import { lineOf } from './leases.ts'
import { type RunRecord, recordRun } from './runs.ts'

const doings = ['works', 'freezes', 'throws', 'exits', 'exhausts', 'loops'] as const

const input = z.object({
  does: z.enum(doings),
  ms: z.number(),
  /** Of every attempt after the first, where it differs. */
  laterMs: z.number().optional(),
})
export type FaultInput = z.output<typeof input>

/** A kind of task whose every run is recorded, so that a history can be told of it. */
export const faultTask = defineTask<FaultInput, null>({
  kind: 'CHART',
  queue: 'faults',
  input,
  steps: [{ name: 'work', weight: 1 }],
  maxAttempts: 3,
  timeLimitMs: 2 * 3_600_000,
})

const sliceMs = 100

/** Counts until its time is over, says so, and writes its effect as the last thing. */
async function work(run: TaskRun<FaultInput, null>, record: RunRecord) {
  const { ms, laterMs = ms } = run.input
  const lasts = run.attempt === 1 ? ms : laterMs
  const begunAt = Date.now()
  await run.step('work', async (report) => {
    report.total(lasts)
    for (let slice = 1; Date.now() < begunAt + lasts; slice++) {
      await sleep(sliceMs)
      run.signal.throwIfAborted()
      report.done(Date.now() - begunAt)
      if (slice % 5 === 0) run.log('INFO', lineOf(record.run, `slice ${slice}`))
    }
  })
  await run.commit(async (em) => {
    await em.execute('insert into effect (task_id, run) values (?, ?)', [run.taskId, record.run])
    record.done()
    // Only once: the attempt that makes up for it must end.
    if (run.input.does === 'freezes' && run.attempt === 1) process.kill(process.pid, 'SIGSTOP')
    return { result: null, message: 'Done' }
  })
}

/** What tasks do that no worker should have to run. */
const poison: Record<string, () => void> = {
  throws() {
    throw new Error('Poison')
  },
  exits: () => process.exit(7),
  exhausts() {
    const kept: unknown[] = []
    for (;;) kept.push(new Array(100_000).fill(kept.length).map(String))
  },
  loops() {
    for (;;);
  },
}

/** @param directory where each process writes what it runs */
export const implementFaultTask = (directory: string): TaskImplementation =>
  implementTask(faultTask, async (run) => {
    const record = recordRun(directory, run)
    run.signal.addEventListener('abort', () => {
      if (run.signal.reason instanceof RunStopped) record.told(run.signal.reason.why)
    })
    try {
      run.log('INFO', lineOf(record.run, `attempt ${run.attempt} in process ${process.pid}`))
      const strike = poison[run.input.does]
      if (!strike) return await work(run, record)
      // What it said would not be written any more: a poison leaves no time for that.
      await sleep(run.input.ms)
      strike()
    } finally {
      record.done()
    }
  })
