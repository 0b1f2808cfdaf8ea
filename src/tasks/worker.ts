import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { openListener } from '../platform/listener.ts'
import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import { createAnnounce } from './announce.ts'
import { cancelChannel } from './channels.ts'
import type { Definitions, TaskImplementation } from './define.ts'
import { exponentialBackoff, type RetryPolicy } from './failure.ts'
import { type Delivery, openConsumer } from './queue.ts'
import { registerWorker, removeWorker } from './queue-stats.sql.ts'
import { createRunner } from './runner.ts'
import { heartbeat } from './store.sql.ts'
import { expire, sweep } from './sweeper.ts'

const heartbeatEveryMs = 1_000
const sweepEveryMs = 2_000
const registerEveryMs = 2_000
const expireEveryMs = 3_600_000
/** Sweeps further apart than this were held up by something that held up the other workers' heartbeats too. */
const longestGapMs = 2 * sweepEveryMs
/** How long a run that was told to stop may take before the worker ends without it. */
const handBackMs = 10_000

export type WorkerOptions = {
  orm: Orm
  url: string
  applicationName: string
  log: Log
  logDirectory: string
  definitions: Definitions
  implementations: TaskImplementation[]
  concurrency: number
  retentionDays: number
  retry?: RetryPolicy
  /** Small jobs beside the tasks, such as starting one at its time. */
  jobs?: Job[]
}

export type Job = { queue: string; handle(data: object): Promise<void> }

export type TaskWorker = {
  /** Takes no new tasks, waits `graceMs` for those in hand, and hands the rest back to the queue. */
  stop(graceMs: number): Promise<void>
}

/** Starts to run tasks in this process. Rejects where the queue is not there yet. */
export async function startWorker(options: WorkerOptions): Promise<TaskWorker> {
  const { orm, url, log, applicationName, definitions } = options
  const queue = await openConsumer({ url, applicationName, log })
  const announce = createAnnounce(orm)
  const runner = createRunner({ ...options, queue, announce, retry: options.retry ?? exponentialBackoff() })

  /** A notification is a hint: the rows say whether it is so. */
  const cancel = (taskId: string) => {
    if ([...runner.active.values()].some((run) => run.taskId === taskId)) beatNow()
  }
  const listener = openListener({
    url,
    applicationName,
    log,
    channels: { [cancelChannel]: cancel },
    onConnect: beatNow,
  })

  /** Keeps this process's runs alive, and hears of cancel requests that no notification brought. */
  async function beat() {
    const runs = [...runner.active.values()]
    if (runs.length === 0) return
    const held = await heartbeat(
      dbOf(orm.em.fork()),
      runs.map(({ lease }) => lease),
      runs.map(({ taskId }) => taskId),
    )
    const statuses = new Map(held.map(({ lease, status }) => [lease, status]))
    for (const run of runs) {
      const status = statuses.get(run.lease)
      if (status === undefined) run.stop('lost')
      else if (status === 'CANCELLING') run.stop('cancelled')
    }
  }

  function beatNow() {
    beat().catch((error) => log.warn({ err: error }, 'The heartbeat failed; it is tried again'))
  }

  let sweptAt = Date.now()
  async function sweepTasks() {
    const silenceCounts = Date.now() - sweptAt < longestGapMs
    await sweep({ orm, queue, announce, definitions, silenceCounts })
    sweptAt = Date.now()
  }

  const ending = new AbortController()
  /** Until the worker ends; an error (a database that restarts) costs one round. */
  async function every(ms: number, what: string, work: () => Promise<unknown>) {
    while (!ending.signal.aborted) {
      await sleep(ms, undefined, { signal: ending.signal }).catch(() => {})
      if (!ending.signal.aborted)
        await work().catch((error) => log.warn({ err: error }, `${what} failed; it is tried again`))
    }
  }
  const registration = {
    id: randomUUID(),
    kinds: options.implementations.map(({ definition }) => definition.kind),
    concurrency: options.concurrency,
    host: hostname(),
    pid: process.pid,
  }
  const register = () => registerWorker(dbOf(orm.em.fork()), registration)
  register().catch((error) => log.warn({ err: error }, 'The registration failed; it is tried again'))
  const rounds = [
    every(heartbeatEveryMs, 'The heartbeat', beat),
    every(registerEveryMs, 'The registration', register),
    every(sweepEveryMs, 'The sweep', sweepTasks),
    every(expireEveryMs, 'The clean-up', () => expire(orm, options.retentionDays)),
  ]

  let stopping = false
  const deliveries = new Set<Promise<void>>()
  async function deliver(implementation: TaskImplementation, taskId: string) {
    // One that was on its way when the queue was told to stop; refused, it goes to another worker.
    if (stopping) throw new Error('The worker is shutting down')
    const delivery = runner.run(implementation, taskId)
    deliveries.add(delivery)
    await delivery.finally(() => deliveries.delete(delivery))
  }

  for (const implementation of options.implementations) {
    await queue.work<Delivery>(implementation.definition.queue, options.concurrency, ({ taskId }) =>
      deliver(implementation, taskId),
    )
  }
  for (const { queue: name, handle } of options.jobs ?? []) await queue.work(name, 1, handle)

  return {
    async stop(graceMs) {
      stopping = true
      await queue.stopWork()
      const idle = (withinMs: number) =>
        Promise.race([Promise.allSettled(deliveries), sleep(withinMs, undefined, { ref: false })])
      await idle(graceMs)
      runner.shutDown()
      await idle(handBackMs)
      for (const { taskId } of runner.active.values())
        log.warn({ taskId }, 'A run does not stop; another worker takes its task when this one is gone')
      ending.abort()
      await Promise.all([...rounds, listener.close(), queue.stop()])
      await removeWorker(dbOf(orm.em.fork()), registration.id).catch(() => {})
    },
  }
}
