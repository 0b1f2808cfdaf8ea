import { type Db, dbOf, type Orm } from '../platform/orm.ts'
import type { Announce } from './announce.ts'
import type { ClaimedTask } from './claims.sql.ts'
import type { TaskDefinition } from './define.ts'
import { estimateBySteps, estimateCompletion, overallProgress } from './progress.ts'
import type { StepReport } from './run.ts'
import type { StepState, StepStatus } from './states.ts'
import { changeTasks, heldBy, type NewEvent, set } from './store.sql.ts'

/**
 * Writes what a run says of itself: progress at most five times a second, everything else at once, always in order and
 * one write at a time, so that a task that talks without end costs its database no more than a quiet one.
 */
export type Reporter = {
  readonly steps: StepState[]
  beginStep(name: string): StepReport
  endStep(name: string, status: StepStatus): void
  event(event: Pick<NewEvent, 'type' | 'level' | 'message'>): void
  /** How long tasks like this one, or their steps by name, usually take, once that is known. */
  expect(usual: number | ReadonlyMap<string, number> | null): void
  /** Resolves when all that was said is written. Rejects where it could not be. */
  flush(): Promise<void>
  close(): void
}

const progressEveryMs = 200
const retryMs = 1_000

export function createReporter(options: {
  orm: Orm
  announce: Announce
  definition: TaskDefinition
  claimed: ClaimedTask
  lease: string
  /** The task's message until the run gives another. */
  message: string
  /** The task is not this run's any more. */
  onLost: () => void
}): Reporter {
  const { orm, announce, definition, claimed, lease } = options
  const steps = claimed.steps.map((step) => ({ ...step }))
  const startedAt = Date.now()
  let currentStep = claimed.steps[0]?.name ?? ''
  let { message } = options
  let events: NewEvent[] = []
  let progressDue = false
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  // That it has started was written just now.
  let lastWrite = startedAt
  let usual: number | ReadonlyMap<string, number> | null = null
  let stepStartedAt = startedAt
  let closed = false

  const stepOf = (name: string): StepState => {
    const step = steps.find((state) => state.name === name)
    if (!step) throw new Error(`${definition.kind} has no step ${name}`)
    return step
  }

  async function write(): Promise<void> {
    const progress = overallProgress(definition, steps)
    const batch = progressDue ? [...events, progressEvent(progress)] : events
    if (batch.length === 0) return
    events = []
    progressDue = false
    lastWrite = Date.now()
    const completion =
      usual instanceof Map
        ? estimateBySteps({ now: lastWrite, steps, stepStartedAt, usualStepsMs: usual })
        : estimateCompletion({ startedAt, now: lastWrite, progress, usualDurationMs: usual as number | null })
    const db: Db = dbOf(orm.em.fork())
    const [changed] = await changeTasks(db, {
      where: heldBy(claimed.id, lease, ['RUNNING', 'CANCELLING']),
      set: set.progress({
        progress,
        currentStep,
        steps,
        message,
        completionAt: completion === null ? null : new Date(completion),
      }),
      events: batch,
    })
    if (!changed) return options.onLost()
    announce.events(changed)
  }

  const progressEvent = (progress: number): NewEvent => ({
    type: 'PROGRESS',
    level: 'INFO',
    message,
    progress,
    currentStep,
  })

  function queueWrite(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    // What fails to be written is not lost: the events go back to the front and leave with the next write.
    writing = writing
      .catch(() => {})
      .then(async () => {
        const pending = events
        await write().catch((error) => {
          events = [...pending, ...events.filter((event) => !pending.includes(event))]
          progressDue = true
          if (!closed) timer ??= setTimeout(queueWrite, retryMs)
          throw error
        })
      })
    writing.catch(() => {})
    return writing
  }

  function progressSoon() {
    progressDue = true
    if (!closed) timer ??= setTimeout(queueWrite, Math.max(0, lastWrite + progressEveryMs - Date.now()))
  }

  return {
    steps,
    beginStep(name) {
      const step = stepOf(name)
      step.status = 'RUNNING'
      stepStartedAt = Date.now()
      currentStep = name
      progressSoon()
      return {
        total(total) {
          step.total = total
          progressSoon()
        },
        done(done, text) {
          step.done = done
          if (step.total) step.progress = Math.max(step.progress, Math.min(1, done / step.total))
          if (text !== undefined) message = text
          progressSoon()
        },
      }
    },
    endStep(name, status) {
      const step = stepOf(name)
      step.status = status
      if (status === 'COMPLETED') {
        step.progress = 1
        step.durationMs = Date.now() - stepStartedAt
      }
      progressSoon()
    },
    event(event) {
      events.push({ ...event, progress: overallProgress(definition, steps), currentStep })
      queueWrite()
    },
    expect(known) {
      usual = known
      if (known !== null) progressSoon()
    },
    flush: queueWrite,
    close() {
      closed = true
      if (timer) clearTimeout(timer)
    },
  }
}
