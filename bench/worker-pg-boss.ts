import { PgBoss } from 'pg-boss'
import { noOpQueue } from './peer-queue.ts'
import { obeyCommands } from './worker-commands.ts'

/** A worker of raw pg-boss. Its database is at DATABASE_URL. */
const boss = new PgBoss({
  connectionString: process.env.DATABASE_URL!,
  migrate: false,
  max: 12,
  useListenNotify: true,
})
boss.on('error', (error) => process.stderr.write(`${error.stack}\n`))
await boss.start()

obeyCommands(async (concurrency, entered) => {
  // A worker a slot, each of which wakes itself: one notification fetches one job, and `localConcurrency` gives no ids to
  // wake the others by.
  for (let slot = 0; slot < concurrency; slot++) {
    const worker: string = await boss.work(
      noOpQueue,
      { batchSize: 1, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 },
      async () => {
        entered()
        boss.notifyWorker(worker)
      },
    )
  }
  return { stop: () => boss.offWork(noOpQueue) }
})
process.stdout.write('The worker is ready\n')
