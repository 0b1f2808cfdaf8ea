import { parseArgs } from 'node:util'
import { costs as published } from './costs.ts'
import type { SimulatedLoad } from './installation.ts'
import { type Calibration, costsOf, type Run, spent, type Time, timeOf, workOf } from './model.ts'
import { simulate } from './run.ts'

/**
 * `node bench/simulation/main.ts [--seconds 20]`: measures what a task, an event, a subscriber and a process cost, then runs two
 * other loads, with one worker process and with two, and says how far the costs are from what those take. Linux alone.
 */

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' } } })
const seconds = Number(values.seconds)
const print = (line: string) => process.stdout.write(`${line}\n`)

const calibrating: Record<keyof Calibration, SimulatedLoad> = {
  idle: { workers: 1, tasksPerSecond: 0, lines: 0, subscribers: 0 },
  idleWorkers: { workers: 4, tasksPerSecond: 0, lines: 0, subscribers: 0 },
  tasks: { workers: 1, tasksPerSecond: 10, lines: 0, subscribers: 0 },
  lines: { workers: 1, tasksPerSecond: 3, lines: 40, subscribers: 0 },
  subscriber: { workers: 1, tasksPerSecond: 3, lines: 40, subscribers: 1 },
  subscribers: { workers: 1, tasksPerSecond: 3, lines: 40, subscribers: 60 },
}
const checking: SimulatedLoad[] = [
  { workers: 1, tasksPerSecond: 5, lines: 20, subscribers: 20 },
  { workers: 2, tasksPerSecond: 10, lines: 12, subscribers: 40 },
]

const describe = ({ workers, tasksPerSecond, lines, subscribers }: SimulatedLoad) =>
  `${workers} worker(s), ${tasksPerSecond} tasks/s of ${lines} lines, ${subscribers} subscribers`

async function run(load: SimulatedLoad): Promise<Run> {
  const measured = await simulate(load, seconds)
  const { tasks, events, deliveries, statements, connections, pickUpP99Ms } = measured
  const cores = (ms: number) => (ms / measured.seconds / 1_000).toFixed(3)
  print(
    `- ${describe(load)}: ${tasks} tasks, ${events} events, ${deliveries} deliveries, ${statements} statements in ${measured.seconds.toFixed(1)} s; cores: API ${cores(measured.apiMs)}, workers ${cores(measured.workersMs)}, PostgreSQL ${cores(measured.postgresMs)}; connections: API ${connections.api}, a worker ${connections.worker}; pick-up p99 ${pickUpP99Ms.toFixed(0)} ms`,
  )
  return { load, measured }
}

print('Calibration\n')
const runs = {} as Calibration
for (const [name, load] of Object.entries(calibrating)) runs[name as keyof Calibration] = await run(load)
const costs = costsOf(runs)
print(
  `\nCosts, in milliseconds of processor time\n\n${JSON.stringify(costs, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(3)) : value), 2)}\n`,
)

print('Prediction and measurement\n')
for (const load of checking) {
  const { measured } = await run(load)
  const work = workOf(load, measured)
  const [predicted, asPublished] = [timeOf(work, costs), timeOf(work, published)]
  const actual = spent(measured)
  const total = ({ api, worker, postgres }: Time) => api + worker + postgres
  const error = (prediction: Time, of: (time: Time) => number) =>
    `${(of(prediction) / 1_000).toFixed(2)} s (${(((of(prediction) - of(actual)) / of(actual)) * 100).toFixed(1)} %)`
  for (const [what, of] of [
    ['API', ({ api }: Time) => api],
    ['workers', ({ worker }: Time) => worker],
    ['PostgreSQL', ({ postgres }: Time) => postgres],
    ['all', total],
  ] as const)
    print(
      `  ${what}: ${(of(actual) / 1_000).toFixed(2)} s measured, ${error(predicted, of)} predicted, by the published costs ${error(asPublished, of)}`,
    )
}
