import type { TaskEventType } from '../../src/tasks/states.ts'
import type { TaskEvent } from './history.ts'

/** The time in which one run could write, as the task's events tell it. */
export type Lease = {
  taskId: string
  from: number
  /** Infinity where it never ended. */
  until: number
  end: TaskEventType | null
  /** The run that wrote in it, where one said so. */
  run: string | null
}

/** What a run says first and with every line, so that a line can be told to be of a lease that it does not have. */
export const lineOf = (run: string, text: string) => `Run ${run}: ${text}`
const runOf = (message: string) => /^Run ([0-9a-f-]{36}): /.exec(message)?.[1] ?? null

const ends = new Set<TaskEventType>(['RETRYING', 'COMPLETED', 'FAILED', 'CANCELLED'])

/** The leases that the events of all tasks tell of, and in words where they cannot be true. */
export function laidOpen(events: TaskEvent[]): { leases: Lease[]; broken: string[] } {
  const leases: Lease[] = []
  const broken: string[] = []
  const held = new Map<string, Lease>()
  const owners = new Map<string, Lease>()
  for (const { taskId, type, message, at, sequence } of events) {
    const lease = held.get(taskId)
    const run = type === 'LOG' ? runOf(message) : null
    if (type === 'STARTED') {
      if (lease) broken.push(`Task ${taskId} was started a second time, at event ${sequence}, while it ran`)
      const next: Lease = { taskId, from: at, until: Infinity, end: null, run: null }
      leases.push(next)
      held.set(taskId, next)
    } else if (run) {
      if (!lease) broken.push(`Run ${run} wrote event ${sequence} of task ${taskId} while it had no lease`)
      else if (lease.run !== null && lease.run !== run)
        broken.push(`Run ${run} wrote event ${sequence} of task ${taskId} in the lease of run ${lease.run}`)
      else if ((owners.get(run) ?? lease) !== lease)
        broken.push(`Run ${run} wrote event ${sequence} of task ${taskId} after its lease had ended`)
      else {
        lease.run = run
        owners.set(run, lease)
      }
    } else if (ends.has(type)) {
      if (type === 'RETRYING' && !lease) broken.push(`Task ${taskId} went back at ${sequence} without a run`)
      if (lease) Object.assign(lease, { until: at, end: type })
      held.delete(taskId)
    }
  }
  return { leases, broken }
}
