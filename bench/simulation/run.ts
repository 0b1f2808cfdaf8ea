import { setTimeout as sleep } from 'node:timers/promises'
import { waitUntil } from '../../src/platform/processes.ts'
import { startElementCreation } from '../elements.ts'
import { quantile } from '../measure.ts'
import { type Simulated, type SimulatedLoad, startSimulated } from './installation.ts'
import { processorTimeMs } from './processor-time.ts'

/** What a load took: processor time in milliseconds, and what was counted. */
export type Measured = {
  seconds: number
  tasks: number
  events: number
  deliveries: number
  statements: number
  connections: { api: number; worker: number }
  /** Of all the processes of a sort together. */
  apiMs: number
  workersMs: number
  postgresMs: number
  /** From the row's making until a worker has the task. */
  pickUpP99Ms: number
}

/** Code that is compiled while it runs is cheaper later. */
const warmUpMs = 10_000
const drainMs = 60_000

/** Starts tasks at the load's rate for so long, whatever becomes of them, and waits until the last one has ended. */
export async function simulate(load: SimulatedLoad, seconds: number): Promise<Measured> {
  await using stack = new AsyncDisposableStack()
  const simulated = await startSimulated(stack, load)
  await startTasks(simulated, load, warmUpMs / 1_000)
  await settled(simulated)
  const from = await stand(simulated)
  await simulated.store.query('select pg_stat_statements_reset()')
  const startedAt = performance.now()
  const busiest = { api: 0, worker: 0 }
  const looking = lookAtConnections(simulated, busiest, startedAt + seconds * 1_000)
  await startTasks(simulated, load, seconds)
  await looking
  await settled(simulated)
  const { store } = simulated
  const events = async () => (await stand(simulated)).events - from.events
  // What the last events reach is on its way still.
  const expected = (await events()) * load.subscribers
  await waitUntil(async () => (await simulated.received()) - from.received >= expected, drainMs)
  const to = await stand(simulated)
  const { rows } = await store.query<{ statements: number; pickUp: number[] }>(
    `select (select sum(calls)::int from pg_stat_statements where dbid = (select oid from pg_database where datname = 'quarry')) as statements,
      (select array_agg(extract(epoch from started_at - created_at)::float8 * 1000) from task where created_at >= $1) as "pickUp"`,
    [from.at],
  )
  return {
    seconds: (performance.now() - startedAt) / 1_000,
    tasks: to.tasks - from.tasks,
    events: to.events - from.events,
    deliveries: to.received - from.received,
    statements: rows[0]!.statements,
    connections: { api: busiest.api, worker: busiest.worker / load.workers },
    apiMs: to.apiMs - from.apiMs,
    workersMs: to.workersMs - from.workersMs,
    postgresMs: to.postgresMs - from.postgresMs,
    pickUpP99Ms: quantile(rows[0]!.pickUp ?? [0], 0.99),
  }
}

async function startTasks({ client, databaseIds }: Simulated, load: SimulatedLoad, seconds: number) {
  const starts: Promise<unknown>[] = []
  const refused: unknown[] = []
  const from = performance.now()
  for (let start = 0; start < load.tasksPerSecond * seconds; start++) {
    const dueAt = from + (start / load.tasksPerSecond) * 1_000
    await sleep(Math.max(0, dueAt - performance.now()))
    const databaseId = databaseIds[start % databaseIds.length]!
    starts.push(startElementCreation(client, databaseId).catch((error) => refused.push(error)))
  }
  await Promise.all(starts)
  if (refused.length > 0) throw refused[0]
  await sleep(Math.max(0, from + seconds * 1_000 - performance.now()))
}

async function settled({ store }: Simulated): Promise<void> {
  const done = await waitUntil(
    async () => {
      const { rows } = await store.query(
        `select count(*)::int as count from task where status in ('PENDING', 'RUNNING', 'CANCELLING')`,
      )
      return rows[0].count === 0
    },
    drainMs,
    100,
  )
  if (!done) throw new Error('The load is too much for this machine: its tasks did not end')
}

async function stand({ store, api, workers, postgres, received }: Simulated) {
  const { rows } = await store.query<{ at: Date; tasks: number; events: number }>(
    `select now() as at, (select count(*)::int from task where status = 'COMPLETED') as tasks,
      (select count(*)::int from task_event) as events`,
  )
  const [apiMs, postgresMs, ...workerMs] = await Promise.all([api, postgres, ...workers].map(processorTimeMs))
  const workersMs = workerMs.reduce((sum, ms) => sum + ms, 0)
  return { ...rows[0]!, received: await received(), apiMs: apiMs!, postgresMs: postgresMs!, workersMs }
}

async function lookAtConnections(
  { store }: Simulated,
  busiest: { api: number; worker: number },
  until: number,
): Promise<void> {
  while (performance.now() < until) {
    const { rows } = await store.query<{ api: number; worker: number }>(
      `select count(*) filter (where application_name = 'quarry api')::int as api,
        count(*) filter (where application_name = 'quarry worker')::int as worker from pg_stat_activity`,
    )
    busiest.api = Math.max(busiest.api, rows[0]!.api)
    busiest.worker = Math.max(busiest.worker, rows[0]!.worker)
    await sleep(1_000)
  }
}
