import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { TaskError } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import type { Tracing } from '../platform/tracing.ts'
import type { Announce } from './announce.ts'
import { type ClaimedTask, isHeld, usualDuration, usualSteps } from './claims.sql.ts'
import type { TaskImplementation } from './define.ts'
import { failureOf, type RetryPolicy } from './failure.ts'
import type { Lifeline } from './lifeline.ts'
import { openLogFile } from './log-file.ts'
import type { Measure } from './metrics.ts'
import { observeAttempt } from './observe-attempt.ts'
import type { Queue } from './queue.ts'
import { createReporter } from './reporter.ts'
import { RunStopped, type TaskRun } from './run.ts'
import type { LogLevel } from './states.ts'
import { changeTasks, heldBy, type NewEvent, set } from './store.sql.ts'
import { startMessage, type TakenTask } from './take.ts'

export type RunnerOptions = {
  orm: Orm
  queue: Pick<Queue, 'send'>
  announce: Announce
  lifeline: Pick<Lifeline, 'hold' | 'release'>
  log: Log
  logDirectory: string
  retry: RetryPolicy
  measure?: Measure
  tracing?: Tracing
}

export type Runner = {
  /** Runs the task to its end, or hands it back. */
  run(implementation: TaskImplementation, taken: TakenTask): Promise<void>
  /** Stops every run, also those that begin later, so that their tasks go to another worker. */
  shutDown(): void
}

const settleTries = 8
const estimateAfterMs = 200
const notOurs = `${new RunStopped('lost').message}; this run changes nothing more`

const unreadableInput = (why: string) =>
  new TaskError('INVALID_TASK', `This release cannot read the input of the task: ${why}`, {
    retryable: false,
  })

export function createRunner(options: RunnerOptions): Runner {
  const { orm, queue, announce, lifeline, log } = options
  const stops = new Set<(why: RunStopped['why']) => void>()
  let shuttingDown = false
  const db = () => dbOf(orm.em.fork())

  async function attempt(
    implementation: TaskImplementation,
    claimed: ClaimedTask,
    lease: string,
  ): Promise<void> {
    const { definition } = implementation
    const observed = observeAttempt(claimed, options)
    const runLog = log.child({
      taskId: claimed.id,
      kind: claimed.kind,
      attempt: claimed.attempt,
      requestId: claimed.requestId,
      ...(observed.traceId && { traceId: observed.traceId }),
    })
    const stopping = new AbortController()
    const stop = (why: RunStopped['why']) => stopping.abort(new RunStopped(why))
    const input = definition.input.safeParse(claimed.input)
    const label = input.success ? (definition.label?.(input.data) ?? claimed.kind) : claimed.kind
    const file = openLogFile(
      options.logDirectory,
      { folder: definition.queue, label, taskId: claimed.id },
      runLog,
    )
    const reporter = createReporter({
      orm,
      announce,
      definition,
      claimed,
      lease,
      message: startMessage,
      onLost: () => stop('lost'),
    })
    const write = (level: LogLevel, message: string) => {
      file.line(level, message)
      runLog[level.toLowerCase() as Lowercase<LogLevel>](message)
    }

    /** What the run said outlasts a database that is away for a moment, as its end does. */
    const flush = () => persist(reporter.flush).catch(() => {})
    const settle = (change: Parameters<typeof changeTasks>[1]) => changeTasks(db(), change)
    const finish = async (to: ReturnType<typeof set.failed>, event: NewEvent) => {
      await flush()
      const [changed] = await persist(() =>
        settle({ where: heldBy(claimed.id, lease, ['RUNNING', 'CANCELLING']), set: to, events: [event] }),
      )
      if (!changed) return write('WARN', notOurs)
      observed.outcome(event.type === 'FAILED' ? 'failed' : 'cancelled')
      announce.events(changed)
      write(event.level, event.message)
    }

    // A task that is over sooner needs no estimate, and the others can do without it for a moment.
    const usual = () =>
      definition.estimate === 'steps' ? usualSteps(db(), claimed.id) : usualDuration(db(), claimed.id)
    const estimating = setTimeout(() => usual().then(reporter.expect, () => {}), estimateAfterMs)

    let committed = false
    const run: TaskRun = {
      taskId: claimed.id,
      workspaceId: claimed.workspaceId,
      databaseId: claimed.databaseId,
      attempt: claimed.attempt,
      input: input.data,
      signal: stopping.signal,
      async step(name, work) {
        stopping.signal.throwIfAborted()
        const report = reporter.beginStep(name)
        const value = await observed.step(name, () => work(report))
        stopping.signal.throwIfAborted()
        reporter.endStep(name, 'COMPLETED')
        return value
      },
      skip: (name) => reporter.endStep(name, 'SKIPPED'),
      log(level, message) {
        write(level, message)
        reporter.event({ type: 'LOG', level, message })
      },
      isHeld: () => isHeld(db(), claimed.id, lease),
      async commit(effect) {
        const { settled: changed, message } = await orm.em.fork().transactional(async (em) => {
          const { result, message } = await effect(em)
          await reporter.flush()
          stopping.signal.throwIfAborted()
          const [settled] = await changeTasks(dbOf(em), {
            where: heldBy(claimed.id, lease, ['RUNNING']),
            set: set.completed(message, result, reporter.steps),
            events: [{ type: 'COMPLETED', level: 'INFO', message, progress: 1 }],
          })
          // The lease is gone, or a cancel request came first: the effect is rolled back with it.
          if (!settled) throw new RunStopped('lost')
          return { settled, message }
        })
        committed = true
        observed.outcome('completed')
        announce.events(changed)
        write('INFO', message)
      },
    }

    lifeline.hold({ taskId: claimed.id, lease, stop })
    stops.add(stop)
    if (shuttingDown) stop('shutdown')
    try {
      write('INFO', `Attempt ${claimed.attempt} of ${claimed.maxAttempts} starts`)
      stopping.signal.throwIfAborted()
      if (!input.success) throw unreadableInput(input.error.message)
      await implementation.run(run)
      if (!committed) throw new Error(`${claimed.kind} ended without committing`)
    } catch (error) {
      const why = stopping.signal.reason instanceof RunStopped ? stopping.signal.reason.why : null
      if (committed) runLog.error({ err: error }, 'The run failed after its task was complete')
      else if (why === 'cancelled') await cancelled()
      else if (why === 'shutdown') await handBack()
      else if (why === null) await failOrRetry(error)
      else write('WARN', notOurs)
    } finally {
      clearTimeout(estimating)
      reporter.close()
      file.close()
      lifeline.release(lease)
      stops.delete(stop)
      observed.end()
    }

    async function handBack() {
      const message = 'The worker is shutting down; the task waits for another one'
      await flush()
      await requeue(set.handedBack(message, randomUUID()), message, 0)
    }

    async function failOrRetry(error: unknown) {
      // A cancel request can win the row before its notification is here: the commit then found no RUNNING task.
      if (error instanceof RunStopped) return cancelled()
      const failure = failureOf(error)
      observed.failed(failure.stored)
      if (!failure.known) runLog.error({ err: error }, 'The run failed for an unexpected reason')
      if (failure.stored.retryable && claimed.attempt < claimed.maxAttempts) {
        const delayMs = options.retry.delayMs(claimed.attempt)
        const message = `${failure.message}. Attempt ${claimed.attempt + 1} of ${claimed.maxAttempts} starts in ${Math.ceil(delayMs / 1000)} s`
        await flush()
        write('WARN', message)
        return requeue(set.waiting(message, delayMs, randomUUID(), failure.stored), message, delayMs)
      }
      await finish(set.failed(failure.message, failure.stored), {
        type: 'FAILED',
        level: 'ERROR',
        message: failure.message,
      })
    }

    async function requeue(to: ReturnType<typeof set.waiting>, message: string, delayMs: number) {
      const changed = await persist(() =>
        orm.em.fork().transactional(async (em) => {
          const [waiting] = await changeTasks(dbOf(em), {
            where: heldBy(claimed.id, lease, ['RUNNING']),
            set: to,
            events: [{ type: 'RETRYING', level: 'WARN', message }],
          })
          if (waiting) {
            await queue.send(dbOf(em), {
              id: waiting.jobId,
              queue: definition.queue,
              taskId: waiting.id,
              workspaceId: waiting.workspaceId,
              priority: waiting.priority,
              // From the same moment as the row's: a job that came before its task is due would find nothing to do.
              startAfter: delayMs / 1000,
            })
          }
          return waiting
        }),
      )
      if (!changed) return cancelled()
      observed.outcome(changed.attempt < claimed.attempt ? 'handed_back' : 'retried')
      announce.events(changed)
      if (delayMs === 0) announce.work(changed.kind)
    }

    async function cancelled() {
      await finish(set.cancelled('Cancelled'), { type: 'CANCELLED', level: 'WARN', message: 'Cancelled' })
    }
  }

  /** The end of a run outlasts a database that restarts; past that the sweeper sees to the task. */
  async function persist<T>(write: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await write()
      } catch (error) {
        if (tries === settleTries) throw error
        await sleep(Math.min(100 * 2 ** tries, 5_000))
      }
    }
  }

  return {
    async run(implementation, { claimed, lease }) {
      announce.events(claimed)
      await attempt(implementation, claimed, lease).catch((error) =>
        log.error({ err: error, taskId: claimed.id }, 'A task could not be settled; it will be swept'),
      )
    },
    shutDown() {
      shuttingDown = true
      for (const stop of stops) stop('shutdown')
    },
  }
}
