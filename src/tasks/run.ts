import type { EntityManager } from '../platform/orm.ts'
import type { LogLevel } from './states.ts'

/** Why a run was told to stop; the signal's reason. */
export class RunStopped extends Error {
  readonly why: 'cancelled' | 'lost' | 'shutdown'
  constructor(why: RunStopped['why']) {
    super(
      {
        cancelled: 'The task was cancelled',
        lost: 'The task was settled or given to another worker meanwhile',
        shutdown: 'The worker is shutting down',
      }[why],
    )
    this.why = why
  }
}

/** A step in work. Counts are in the step's own unit. */
export type StepReport = {
  total(total: number): void
  done(done: number, message?: string): void
}

/** What the implementation of a task kind is given: one attempt at one task. */
export type TaskRun<Input = unknown, Result = unknown> = {
  readonly taskId: string
  readonly workspaceId: string
  readonly databaseId: string | null
  readonly attempt: number
  readonly input: Input
  /** Aborts within a second of a cancel request; its reason is a `RunStopped`. */
  readonly signal: AbortSignal
  /** Runs one of the definition's steps; its progress goes into the task's. Throws where the run was stopped. */
  step<T>(name: string, work: (report: StepReport) => Promise<T>): Promise<T>
  /** Marks a step that this run does not need. */
  skip(name: string): void
  log(level: LogLevel, message: string): void
  /**
   * Whether the task is still this run's, by its row: neither settled nor given to another worker. For those that clear up
   * outside of the task's own database, where the work of the next run may be by now.
   */
  isHeld(): Promise<boolean>
  /**
   * Writes the task's effect and its completion in one transaction: both are there, or neither is, however often the
   * task was tried. Called once, as the last thing that a run does; steps may run within it.
   */
  commit(effect: (em: EntityManager) => Promise<{ result: Result; message: string }>): Promise<void>
}
