import type { TaskEventType, TaskStatus } from '../../src/tasks/states.ts'
import { laidOpen } from './leases.ts'

/** What a scenario knows of its tasks when all is over; times are in milliseconds since 1970, by one machine's clock. */
export type History<R extends Run = Run> = {
  /** The tasks that clients were told they had started. */
  acknowledged: string[]
  tasks: TaskState[]
  /** As they stand in the table, in the order of their sequence. */
  events: TaskEvent[]
  effects: Effect[]
  runs: R[]
  subscribers: Subscriber[]
}

export type TaskState = {
  id: string
  status: TaskStatus
  attempt: number
  maxAttempts: number
  lastSequence: number
  exclusiveKey: string | null
  /** Of a kind whose runs and effects are recorded. */
  recorded: boolean
}
export type TaskEvent = { taskId: string; sequence: number; type: TaskEventType; message: string; at: number }
/** Written in the transaction that completes the task. */
export type Effect = { taskId: string; run: string }
/** An attempt in a worker, by that worker's own word. */
export type Run = {
  run: string
  taskId: string
  attempt: number
  pid: number
  begunAt: number
  /** When it had done its work, or its process was killed. */
  doneAt: number
}
export type Subscriber = {
  name: string
  taskId: string
  received: { sequence: number; type: TaskEventType; message: string; receivedAt?: number }[]
  /** The server completed the subscription. */
  ended: boolean
}

/** Every promise that the history shows broken, in words; empty where all were kept. */
export function violationsOf(history: History): string[] {
  const { acknowledged, tasks, subscribers } = history
  const known = new Set(tasks.map(({ id }) => id))
  const events = Map.groupBy(history.events, ({ taskId }) => taskId)
  const effects = Map.groupBy(history.effects, ({ taskId }) => taskId)
  const eventsOf = (taskId: string) => events.get(taskId) ?? []
  return [
    ...acknowledged
      .filter((taskId) => !known.has(taskId))
      .map((taskId) => `Task ${taskId} was acknowledged and is gone`),
    ...tasks.flatMap((task) => [
      ...brokenLog(task, eventsOf(task.id)),
      ...(task.recorded ? brokenEffects(task, effects.get(task.id) ?? []) : []),
    ]),
    ...subscribers.flatMap((subscriber) => brokenSubscription(subscriber, eventsOf(subscriber.taskId))),
    ...brokenExclusion(history),
  ]
}

const settling = new Set<TaskEventType>(['COMPLETED', 'FAILED', 'CANCELLED'])

/** One final state, one settling event, as the last; 1, 2, 3 … as far as the row says. */
function brokenLog(task: TaskState, events: TaskEvent[]): string[] {
  const broken: string[] = []
  const say = (what: string) => broken.push(`Task ${task.id} ${what}`)
  if (!settling.has(task.status as TaskEventType)) say(`is ${task.status} when all is over`)
  if (task.attempt > task.maxAttempts) say(`had ${task.attempt} attempts, of ${task.maxAttempts}`)
  for (const [index, { sequence }] of events.entries())
    if (sequence !== index + 1) say(`has the event ${sequence} where ${index + 1} should be`)
  for (const [index, { sequence, at }] of events.entries())
    if (at < (events[index - 1]?.at ?? 0))
      say(`has an event ${sequence} that happened before event ${sequence - 1}`)
  if (task.lastSequence !== events.length) say(`counts ${task.lastSequence} events and has ${events.length}`)
  if (events[0]?.type !== 'QUEUED') say(`begins with ${events[0]?.type}, not QUEUED`)
  const ends = events.filter(({ type }) => settling.has(type))
  if (ends.length !== 1) say(`was settled ${ends.length} times: ${ends.map(({ type }) => type).join(', ')}`)
  const last = events.at(-1)?.type
  if (last !== task.status) say(`is ${task.status} and its last event says ${last}`)
  return broken
}

function brokenEffects({ id, status }: TaskState, effects: Effect[]): string[] {
  const due = status === 'COMPLETED' ? 1 : 0
  if (effects.length === due) return []
  const by = effects.map(({ run }) => run).join(', ')
  return [`Task ${id} is ${status} and its effect happened ${effects.length} times (runs: ${by || 'none'})`]
}

/** What came is what the table has: from the first event on, in order, and to the last where the server ended it. */
function brokenSubscription({ name, taskId, received, ended }: Subscriber, events: TaskEvent[]): string[] {
  const broken: string[] = []
  const say = (what: string) => broken.push(`The subscriber ${name} of task ${taskId} ${what}`)
  for (const [index, { sequence, type, message }] of received.entries()) {
    const stored = events[index]
    if (sequence !== index + 1) say(`received the event ${sequence} where ${index + 1} should have come`)
    else if (stored?.type !== type || stored.message !== message)
      say(`received ${type} "${message}" as ${sequence}, where the table has ${stored?.type}`)
  }
  if (ended && received.length !== events.length)
    say(`was told the end after ${received.length} of ${events.length} events`)
  return broken
}

/** At most one run at a time may write for a task, and for a key; what a run wrote is within its own lease. */
function brokenExclusion(history: History): string[] {
  const { leases, broken } = laidOpen(history.events)
  const keys = new Map(history.tasks.map(({ id, exclusiveKey }) => [id, exclusiveKey]))
  const scopeOf = (taskId: string) => keys.get(taskId) ?? taskId

  for (const [key, held] of Map.groupBy(leases, ({ taskId }) => scopeOf(taskId))) {
    held.sort((one, other) => one.from - other.from)
    for (const [index, lease] of held.entries()) {
      const next = held[index + 1]
      if (next && next.from < lease.until)
        broken.push(`Two leases of ${key} at a time: ${next.taskId} began before ${lease.taskId} ended`)
    }
  }
  for (const { taskId, run } of history.effects) {
    const completed = leases.find((lease) => lease.taskId === taskId && lease.end === 'COMPLETED')
    if (completed && completed.run !== run)
      broken.push(`The effect of task ${taskId} is of run ${run}, and run ${completed.run} completed it`)
  }
  const committed = new Set(history.effects.map(({ run }) => run))
  const atWork = history.runs.filter(({ run }) => committed.has(run))
  for (const [key, runs] of Map.groupBy(atWork, ({ taskId }) => scopeOf(taskId))) {
    runs.sort((one, other) => one.begunAt - other.begunAt)
    for (const [index, run] of runs.entries()) {
      const next = runs[index + 1]
      if (next && next.begunAt < run.doneAt)
        broken.push(`Two runs of ${key} were at work at a time, and both committed: ${run.run}, ${next.run}`)
    }
  }
  return broken
}
