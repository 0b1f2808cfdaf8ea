import type { Costs } from './model.ts'

/**
 * As `node bench/simulation/main.ts` measured them, on 2 cores of an Intel Xeon. Those of another machine differ, and so do those
 * of a busy one, which were up to a third higher.
 */
export const costs: Costs = {
  idleApi: { api: 0, worker: 0, postgres: 1.83 },
  idleWorker: { api: 0, worker: 7.04, postgres: 1.15 },
  task: { api: 9.3, worker: 6.54, postgres: 6.65 },
  line: { api: 0.093, worker: 0.842, postgres: 0.604 },
  watched: { api: 0.579, worker: 0, postgres: 0.157 },
  delivery: { api: 0.0147, worker: 0, postgres: 0 },
  statementsATask: 21.9,
  statementsALine: 2.03,
}

/** On disk with indexes, as the bench of the history measured; in memory the limit that the bench of the fan-out keeps. */
export const bytes = { task: 1_480, event: 230, subscriber: 40_000 }
