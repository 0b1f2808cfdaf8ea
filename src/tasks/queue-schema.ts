import { openBoss, type QueueOptions } from './queue.ts'

/** A job beside the tasks whose worker went silent is delivered again. */
const jobOptions = { retryLimit: 1_000, retryDelay: 1, heartbeatSeconds: 10, expireInSeconds: 3_600 }
const finishedJobsKeptSeconds = 3_600
/** A task may wait for years; the queue would drop its job after two weeks. */
const waitingJobsKeptSeconds = 10 * 366 * 86_400

/** Creates or updates the queue's own schema, and the queues in it. */
export async function migrateQueue(options: QueueOptions, queues: string[]): Promise<void> {
  const boss = openBoss(options, { migrate: true, createSchema: true, max: 2 })
  await boss.start()
  try {
    for (const queue of queues) {
      const options = {
        ...jobOptions,
        notify: false,
        deleteAfterSeconds: finishedJobsKeptSeconds,
        retentionSeconds: waitingJobsKeptSeconds,
      }
      await boss.createQueue(queue, options)
      // One that an earlier release made stays as it was made.
      await boss.updateQueue(queue, options)
    }
  } finally {
    await boss.stop({ graceful: false })
  }
}

/** What of the queue's schema is not as this release makes it, in words; none where all is well. */
export async function queueDrift(options: QueueOptions): Promise<string[]> {
  const boss = openBoss(options, { max: 1 })
  await boss.start()
  try {
    const {
      missingTables,
      missing,
      invalid,
      mismatched,
      missingFunctions,
      mismatchedFunctions,
      columnDrift,
    } = await boss.detectSchemaDrift()
    return [
      ...missingTables.map((table) => `the table ${table} is missing`),
      ...[...missing, ...missingFunctions].map(({ name }) => `${name} is missing`),
      ...[...invalid, ...mismatched, ...mismatchedFunctions].map(
        ({ name }) => `${name} is not as it should be`,
      ),
      ...columnDrift.map(({ table }) => `the columns of ${table} are not as they should be`),
    ]
  } finally {
    await boss.stop({ graceful: false, close: true })
  }
}
