import type { ChildProcess } from 'node:child_process'
import type { Log } from '../platform/log.ts'
import type { Orm } from '../platform/orm.ts'
import type { Tracing } from '../platform/tracing.ts'
import type { Definitions, TaskImplementation } from './define.ts'
import type { RetryPolicy } from './failure.ts'
import type { Measure } from './metrics.ts'
import type { QueueBackend } from './queue.ts'
import type { TaskKind } from './states.ts'

export type WorkerOptions = {
  orm: Orm
  url: string
  applicationName: string
  log: Log
  logDirectory: string
  definitions: Definitions
  /** Of the kinds that this process runs. */
  implementations: TaskImplementation[]
  /** Tasks of all kinds that this process runs at a time. */
  concurrency: number
  /** Tasks of a kind that run at a time in all processes together; unlimited where a kind is left out. */
  limits?: Partial<Record<TaskKind, number>>
  /** Whether notifications can be had; without them everything is found by polling. True where left out. */
  listen?: boolean
  queueBackend?: QueueBackend
  retry?: RetryPolicy
  /** Small jobs beside the tasks, such as starting one at its time. */
  jobs?: Job[]
  /** What each worker does again and again. */
  rounds?: Round[]
  /** Starts a process that calls `startIsolatedTask`. Without it, tasks whose worker died run beside the others. */
  isolate?: () => ChildProcess
  measure?: Measure
  tracing?: Tracing
}

export type Job = {
  queue: string
  /** Makes the job at these times, in UTC; one for all that were missed. */
  cron?: string
  handle(data: object): Promise<void>
}

export type Round = { what: string; everyMs: number; work(): Promise<unknown> }
