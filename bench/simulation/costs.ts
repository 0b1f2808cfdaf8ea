import type { Costs } from './model.ts'

/**
 * As `node bench/simulation/main.ts` measured them, on 2 cores of an AMD EPYC with other work to do: figures of another machine
 * differ, and so do those of a quiet one, which are lower.
 */
export const costs: Costs = {
  idleApi: { api: 0.5, worker: 0, postgres: 3 },
  idleWorker: { api: 0, worker: 8.3, postgres: 1.9 },
  task: { api: 11.3, worker: 7.8, postgres: 12.5 },
  line: { api: 0.16, worker: 1.03, postgres: 1.37 },
  watched: { api: 0.83, worker: 0, postgres: 0.5 },
  delivery: { api: 0.021, worker: 0, postgres: 0 },
  statementsATask: 20.7,
  statementsALine: 2.02,
}

/** On disk with indexes, as the bench of the history measured; in memory the limit that the bench of the fan-out keeps. */
export const bytes = { task: 1_480, event: 230, subscriber: 40_000 }
