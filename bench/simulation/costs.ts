import type { Costs } from './model.ts'

/**
 * As `node bench/simulation/main.ts` measured them: means of two runs, on 2 cores of an AMD EPYC. Those of another machine
 * differ, and so do those of a busy one, which were up to a third higher.
 */
export const costs: Costs = {
  idleApi: { api: 0.25, worker: 0, postgres: 1.2 },
  idleWorker: { api: 0, worker: 6.9, postgres: 2.3 },
  task: { api: 8.6, worker: 5.9, postgres: 9.5 },
  line: { api: 0.16, worker: 0.91, postgres: 1.17 },
  watched: { api: 0.61, worker: 0, postgres: 0.31 },
  delivery: { api: 0.021, worker: 0, postgres: 0 },
  statementsATask: 22.9,
  statementsALine: 2.03,
}

/** On disk with indexes, as the bench of the history measured; in memory the limit that the bench of the fan-out keeps. */
export const bytes = { task: 1_480, event: 230, subscriber: 40_000 }
