import { register } from './elements.ts'
import { startQuarry } from './quarry.ts'
import type { BenchOptions, Section } from './report.ts'
import { openGraphileWorker, openPgBoss, openQuarryEngine } from './task-engines.ts'
import { benchPickup } from './tasks-pickup.ts'
import { benchProgress } from './tasks-progress.ts'
import { benchThroughput } from './tasks-throughput.ts'
import { benchWatching } from './tasks-watching.ts'

/** So many that none has a task left when its next one starts. */
const databases = 100
const watchedStarts = databases
const progressPairs = 20
const unitsOfWork = 1_000
/** One of them takes long enough to need fewer. */
const throughputRounds = 3

/** The task engine beside others on the same PostgreSQL server, with tasks whose work is nothing, or always the same. */
export async function benchTasks(
  stack: AsyncDisposableStack,
  { rounds, starts, tasks }: BenchOptions,
): Promise<Section[]> {
  const workerFile = new URL('./worker-quarry.ts', import.meta.url)
  const instance = await startQuarry(stack, { workerFile })
  const { client, store } = instance
  const source = await instance.createDatabase('source')
  const ids: string[] = []
  for (let number = 1; number <= databases; number++)
    ids.push(await register(client, source, `Source ${number}`))
  const quarry = await openQuarryEngine(stack, instance)
  const pgBoss = await openPgBoss(stack, instance)
  const graphile = await openGraphileWorker(stack, instance)
  const engines = { quarry, pgBoss, graphile }
  return [
    await benchPickup(engines, client, ids, starts),
    await benchWatching(quarry, client, ids, watchedStarts),
    await benchThroughput(engines, store, { rounds: Math.min(rounds, throughputRounds), tasks }),
    await benchProgress(quarry, store, { pairs: progressPairs, units: unitsOfWork }),
  ]
}
