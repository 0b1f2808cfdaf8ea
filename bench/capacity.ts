import { parseArgs } from 'node:util'
import { bytes, costs } from './simulation/costs.ts'
import { eventsOfEveryTask, timeOf } from './simulation/model.ts'

/**
 * `node bench/capacity.ts --tasks-per-hour 3600 --events-per-task 60 --subscribers 500`: what such a load needs, by the costs that
 * bench/simulation measured. Further options, with their defaults, are below; docs/scale.md says what the model leaves out.
 */

const defaults = {
  'tasks-per-hour': '3600',
  'events-per-task': '60',
  subscribers: '500',
  /** Subscribers that an event reaches. */
  watchers: '1',
  /** How long a task runs: that and its rate say how many run at a time. */
  'task-seconds': '60',
  /** The busiest time's rate, in proportion to the mean. */
  peak: '3',
  /** How long tasks and events are kept. */
  days: '90',
  /** The share of a core that may be busy at the busiest time. */
  busy: '0.5',
  /** WORKER_CONCURRENCY. */
  concurrency: '5',
}

const options = Object.fromEntries(
  Object.entries(defaults).map(([name, value]) => [name, { type: 'string' as const, default: value }]),
)
const { values } = parseArgs({ options })
const given = (name: keyof typeof defaults): number => {
  const value = Number(values[name])
  if (Number.isFinite(value) && value >= 0) return value
  process.stderr.write(`--${name} must be a number\n`)
  process.exit(2)
}

const memoryOfAnApi = 1_000_000_000
/** Of src/app.ts and src/tasks/worker.ts: the pools at their largest, and the connection that listens. */
const connectionsOfAnApi = 10 + 2 + 1
const connectionsOfAWorker = (concurrency: number) => 3 * concurrency + 3 + 2 + 3 + 1

type Load = { tasksPerSecond: number; eventsPerTask: number; watchers: number }

/** Cores that are busy all the time, of the processes of each sort. */
function coresOf({ tasksPerSecond, eventsPerTask, watchers }: Load, apis: number, workers: number) {
  const events = tasksPerSecond * eventsPerTask
  const time = timeOf(
    {
      seconds: 1,
      apis,
      workers,
      tasks: tasksPerSecond,
      lines: tasksPerSecond * Math.max(0, eventsPerTask - eventsOfEveryTask),
      watched: events * Math.min(apis, watchers),
      deliveries: events * watchers,
    },
    costs,
  )
  return { api: time.api / 1_000, worker: time.worker / 1_000, postgres: time.postgres / 1_000 }
}

/** The least processes that are enough; more of them cost more themselves. */
function need(load: Load) {
  const [busy, concurrency] = [given('busy'), given('concurrency')]
  const running = load.tasksPerSecond * given('task-seconds')
  const fewestWorkers = Math.max(1, Math.ceil(running / concurrency))
  const fewestApis = Math.max(1, Math.ceil((given('subscribers') * bytes.subscriber) / memoryOfAnApi))
  let [apis, workers] = [fewestApis, fewestWorkers]
  for (let round = 0; round < 50; round++) {
    const cores = coresOf(load, apis, workers)
    apis = Math.max(fewestApis, Math.ceil(cores.api / busy))
    workers = Math.max(fewestWorkers, Math.ceil(cores.worker / busy))
  }
  const cores = coresOf(load, apis, workers)
  return { running, apis, workers, cores, postgresCores: cores.postgres / busy }
}

const mean: Load = {
  tasksPerSecond: given('tasks-per-hour') / 3_600,
  eventsPerTask: given('events-per-task'),
  watchers: given('watchers'),
}
const peak: Load = { ...mean, tasksPerSecond: mean.tasksPerSecond * given('peak') }
const needed = need(peak)
const events = mean.tasksPerSecond * mean.eventsPerTask
const kept = given('days') * 86_400
const gigabytes = (count: number) => `${(count / 1e9).toFixed(1)} GB`
const few = (count: number) => count.toLocaleString('en', { maximumSignificantDigits: 3 })
const statements = (load: Load) =>
  load.tasksPerSecond *
  (costs.statementsATask + costs.statementsALine * Math.max(0, load.eventsPerTask - eventsOfEveryTask))
const rows = [
  ['', 'mean', 'busiest time'],
  ['---', '---:', '---:'],
  ['tasks a second', few(mean.tasksPerSecond), few(peak.tasksPerSecond)],
  ['events a second', few(events), few(events * given('peak'))],
  ['deliveries a second', few(events * mean.watchers), few(events * given('peak') * mean.watchers)],
  ['statements a second', few(statements(mean)), few(statements(peak))],
  ['tasks that run at a time', few(needed.running / given('peak')), few(needed.running)],
  ['API processes', '', few(needed.apis)],
  ['worker processes', '', few(needed.workers)],
  ['cores of the API and the workers', '', few((needed.cores.api + needed.cores.worker) / given('busy'))],
  ['cores of PostgreSQL', '', few(needed.postgresCores)],
  [
    'connections to PostgreSQL',
    '',
    few(needed.apis * connectionsOfAnApi + needed.workers * connectionsOfAWorker(given('concurrency'))),
  ],
  ['tasks kept', few(mean.tasksPerSecond * kept), gigabytes(mean.tasksPerSecond * kept * bytes.task)],
  ['events kept', few(events * kept), gigabytes(events * kept * bytes.event)],
]
process.stdout.write(`${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`)
