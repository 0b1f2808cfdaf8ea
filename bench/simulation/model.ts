import type { SimulatedLoad } from './installation.ts'
import type { Measured } from './run.ts'

/** Processor time in milliseconds, of the processes of each sort. */
export type Time = { api: number; worker: number; postgres: number }

/**
 * What each thing costs. A task has its three events, its start over GraphQL and its end in it; a line is an event more of it,
 * written by itself; watched is an event that an API process reads for its subscribers; a delivery, what it sends to one.
 */
export type Costs = {
  /** A second of an API process that nobody asks, with what PostgreSQL does for it. */
  idleApi: Time
  /** A second of a worker process that has nothing to do, the same way. */
  idleWorker: Time
  task: Time
  line: Time
  watched: Time
  delivery: Time
  statementsATask: number
  statementsALine: number
}

export type Work = {
  seconds: number
  apis: number
  workers: number
  tasks: number
  lines: number
  /** Events that were read for subscribers, by each API process that has any. */
  watched: number
  deliveries: number
}

export const eventsOfEveryTask = 3

/** The processor time that the work takes. */
export function timeOf(work: Work, costs: Costs): Time {
  const { seconds, apis, workers } = work
  return sum([
    scale(costs.idleApi, seconds * apis),
    scale(costs.idleWorker, seconds * workers),
    scale(costs.task, work.tasks),
    scale(costs.line, work.lines),
    scale(costs.watched, work.watched),
    scale(costs.delivery, work.deliveries),
  ])
}

export const workOf = (load: SimulatedLoad, measured: Measured): Work => ({
  seconds: measured.seconds,
  apis: 1,
  workers: load.workers,
  tasks: measured.tasks,
  lines: measured.tasks * load.lines,
  watched: load.subscribers > 0 ? measured.events : 0,
  deliveries: measured.deliveries,
})

export type Run = { load: SimulatedLoad; measured: Measured }
/** Runs that differ in one thing each. */
export type Calibration = Record<
  'idle' | 'idleWorkers' | 'tasks' | 'lines' | 'subscriber' | 'subscribers',
  Run
>

/** What each thing costs, by what the runs differ in. */
export function costsOf(runs: Calibration): Costs {
  const zero: Time = { api: 0, worker: 0, postgres: 0 }
  const costs: Costs = {
    idleApi: zero,
    idleWorker: zero,
    task: zero,
    line: zero,
    watched: zero,
    delivery: zero,
    statementsATask: 0,
    statementsALine: 0,
  }
  const rest = ({ load, measured }: Run) => difference(spent(measured), timeOf(workOf(load, measured), costs))
  const perSecond = ({ measured }: Run) => scale(spent(measured), 1 / measured.seconds)
  const [one, several] = [perSecond(runs.idle), perSecond(runs.idleWorkers)]
  const more = runs.idleWorkers.load.workers - runs.idle.load.workers
  costs.idleWorker = {
    api: 0,
    worker: several.worker / runs.idleWorkers.load.workers,
    postgres: (several.postgres - one.postgres) / more,
  }
  costs.idleApi = {
    api: one.api,
    worker: 0,
    postgres: one.postgres - runs.idle.load.workers * costs.idleWorker.postgres,
  }
  const { tasks, lines, subscriber, subscribers } = runs
  costs.task = scale(rest(tasks), 1 / tasks.measured.tasks)
  costs.line = scale(rest(lines), 1 / workOf(lines.load, lines.measured).lines)
  // Two unknowns of two runs: the event that is read, and what each subscriber adds to it.
  const [few, many] = [subscriber, subscribers].map((run) => ({
    time: scale(rest(run), 1 / run.measured.events),
    deliveries: run.measured.deliveries / run.measured.events,
  })) as [{ time: Time; deliveries: number }, { time: Time; deliveries: number }]
  costs.delivery = { ...zero, api: (many.time.api - few.time.api) / (many.deliveries - few.deliveries) }
  costs.watched = { ...few.time, api: few.time.api - costs.delivery.api * few.deliveries, worker: 0 }
  const idleStatements = runs.idle.measured.statements / runs.idle.measured.seconds
  const statements = ({ measured }: Run) => measured.statements - idleStatements * measured.seconds
  costs.statementsATask = statements(tasks) / tasks.measured.tasks
  costs.statementsALine =
    (statements(lines) - costs.statementsATask * lines.measured.tasks) /
    workOf(lines.load, lines.measured).lines
  return costs
}

export const spent = ({ apiMs, workersMs, postgresMs }: Measured): Time => ({
  api: apiMs,
  worker: workersMs,
  postgres: postgresMs,
})

const each = (of: (sort: keyof Time) => number): Time => ({
  api: of('api'),
  worker: of('worker'),
  postgres: of('postgres'),
})
const scale = (time: Time, by: number) => each((sort) => time[sort] * by)
const difference = (one: Time, other: Time) => each((sort) => one[sort] - other[sort])
const sum = (times: Time[]) => each((sort) => times.reduce((total, time) => total + time[sort], 0))
