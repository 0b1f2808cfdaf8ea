import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { dbOf } from '../platform/orm.ts'
import { createAnnounce } from './announce.ts'
import { startDispatcher } from './dispatcher.ts'
import { exponentialBackoff } from './failure.ts'
import { type IsolatedRun, runIsolated } from './isolation.ts'
import { openLifeline } from './lifeline.ts'
import { openConsumer } from './queue.ts'
import { registerWorker, removeWorker } from './queue-stats.sql.ts'
import { every } from './rounds.ts'
import { createRunner } from './runner.ts'
import { restoreJobs, sweep } from './sweeper.ts'
import type { TakenTask } from './take.ts'
import type { WorkerOptions } from './worker-options.ts'

const sweepEveryMs = 2_000
const registerEveryMs = 2_000
const restoreEveryMs = 30_000
/** Sweeps further apart than this were held up by something that held up the other workers' heartbeats too. */
const longestGapMs = 2 * sweepEveryMs
/** How often to look for tasks behind notifications, and in their place. */
const pollMs = { listening: 1_000, deaf: 250 }
/** How long a run that was told to stop may take before the worker ends without it. */
const handBackMs = 10_000

export type TaskWorker = {
  /** Whether notifications arrive at the moment. */
  readonly listening?: boolean
  /** Takes no new tasks, waits `graceMs` for those in hand, and hands the rest back to the queue. */
  stop(graceMs: number): Promise<void>
}

/** Starts to run tasks in this process. Rejects where the queue is not there yet. */
export async function startWorker(options: WorkerOptions): Promise<TaskWorker> {
  const { orm, url, log, applicationName, definitions, implementations, isolate, listen = true } = options
  const { measure } = options
  const queue = await openConsumer({ url, applicationName, log, backend: options.queueBackend })
  const announce = createAnnounce(orm, { notify: listen, measure })
  const lifeline = openLifeline({
    orm,
    url,
    applicationName,
    log,
    listen,
    onWork: (kind) => dispatcher.wake(kind),
  })
  const retry = options.retry ?? exponentialBackoff()
  const runner = createRunner({ ...options, queue, announce, lifeline, retry })
  const dispatcher = startDispatcher({
    orm,
    queue,
    log,
    implementations,
    slots: options.concurrency,
    limits: options.limits ?? {},
    pollMs: () => (lifeline.listening ? pollMs.listening : pollMs.deaf),
    run: (implementation, taken) =>
      isolate && taken.claimed.isolated ? runAlone(isolate, taken) : runner.run(implementation, taken),
  })
  const isolated = new Set<IsolatedRun>()
  function runAlone(fork: () => ChildProcess, taken: TakenTask): Promise<void> {
    const run = runIsolated(fork, taken, lifeline, log, measure)
    isolated.add(run)
    return run.ended.finally(() => isolated.delete(run))
  }

  let sweptAt = Date.now()
  async function sweepTasks() {
    const silenceCounts = Date.now() - sweptAt < longestGapMs
    await sweep({ orm, queue, announce, definitions, silenceCounts, measure })
    sweptAt = Date.now()
  }

  const registration = {
    id: randomUUID(),
    kinds: implementations.map(({ definition }) => definition.kind),
    concurrency: options.concurrency,
    host: hostname(),
    pid: process.pid,
  }
  const register = () => registerWorker(dbOf(orm.em.fork()), registration)
  register().catch((error) => log.warn({ err: error }, 'The registration failed; it is tried again'))
  const rounds = [
    every(registerEveryMs, 'The registration', log, register),
    every(sweepEveryMs, 'The sweep', log, sweepTasks),
    every(restoreEveryMs, 'The search for lost jobs', log, () =>
      restoreJobs({ orm, queue, announce, definitions, measure }),
    ),
    ...(options.rounds ?? []).map(({ what, everyMs, work }) => every(everyMs, what, log, work)),
  ]
  for (const { queue: name, cron, handle } of options.jobs ?? []) {
    if (cron) await queue.schedule(name, '', cron, 'UTC', {})
    await queue.work(name, handle)
  }

  return {
    get listening() {
      return lifeline.listening
    },
    async stop(graceMs) {
      await Promise.all([dispatcher.stop(), queue.stopWork()])
      const idle = (withinMs: number) =>
        Promise.race([dispatcher.idle(), sleep(withinMs, undefined, { ref: false })])
      await idle(graceMs)
      runner.shutDown()
      for (const run of isolated) run.stop()
      await idle(handBackMs)
      for (const { taskId } of lifeline.active.values())
        log.warn({ taskId }, 'A run does not stop; another worker takes its task when this one is gone')
      await Promise.all([...rounds.map((round) => round.stop()), lifeline.close(), queue.stop()])
      await removeWorker(dbOf(orm.em.fork()), registration.id).catch(() => {})
    },
  }
}
