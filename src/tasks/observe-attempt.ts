import { type Tracing, untraced } from '../platform/tracing.ts'
import type { ClaimedTask } from './claims.sql.ts'
import type { AttemptOutcome, Measure } from './metrics.ts'
import type { TaskFailure } from './states.ts'

/** Tells those who look from outside of one attempt at a task. */
export type ObservedAttempt = {
  /** Null where nothing is traced. */
  readonly traceId: string | null
  /** A span of its own below the attempt's. */
  step<T>(name: string, work: () => Promise<T>): Promise<T>
  failed(failure: TaskFailure): void
  /** What the task's row says of the attempt; `lost` as long as that says nothing. */
  outcome(outcome: AttemptOutcome): void
  end(): void
}

export function observeAttempt(
  { kind, id, attempt, traceParent, waitedSeconds }: ClaimedTask,
  { measure, tracing = untraced }: { measure?: Measure; tracing?: Tracing },
): ObservedAttempt {
  const startedAt = performance.now()
  let outcome: AttemptOutcome = 'lost'
  const span = tracing.start(`attempt ${kind}`, 'CONSUMER', { parent: traceParent })
  span.set({ 'quarry.task.id': id, 'quarry.task.kind': kind, 'quarry.task.attempt': attempt })
  measure?.({ of: 'start', kind, waitedSeconds })

  return {
    traceId: span.traceId,
    async step(name, work) {
      const step = span.child(`step ${name}`)
      let done = false
      try {
        const value = await work()
        done = true
        return value
      } finally {
        // Why not is told once, at the attempt, in words that hold no secrets.
        step.set({ 'quarry.step.completed': done })
        step.end()
      }
    },
    failed: ({ code, message }) => span.fail(code, message),
    outcome(known) {
      outcome = known
    },
    end() {
      span.set({ 'quarry.task.outcome': outcome })
      span.end()
      measure?.({ of: 'end', kind, outcome, seconds: (performance.now() - startedAt) / 1_000 })
    },
  }
}
