import { type Orm, openOrm } from '../platform/orm.ts'
import type { Surroundings } from '../surroundings.ts'
import { migrateQueue } from '../tasks/queue-schema.ts'
import { prepareEventPartitions } from '../tasks/retention.ts'
import { entities } from './entities.ts'
import { queueOptions, queues } from './parts.ts'

/** Brings the database to the schema of this release; safe to run again, and from several processes at once. */
export async function migrate(surroundings: Surroundings): Promise<string[]> {
  const { databaseUrl } = surroundings
  const orm = await openOrm({ url: databaseUrl, entities, applicationName: 'quarry migrate', poolSize: 2 })
  try {
    return await withMigrationLock(orm, async () => {
      const applied = await orm.migrator.up().catch((error) => {
        // Who only looks whether migrations are pending makes the table of those that ran, too, and may have been quicker.
        if (!tableExistsAlready.has(error.code)) throw error
        return orm.migrator.up()
      })
      await prepareEventPartitions(orm)
      await migrateQueue(queueOptions(surroundings, 'quarry migrate'), queues)
      return applied.map(({ name }) => name)
    })
  } finally {
    await orm.close()
  }
}

/** duplicate_table; unique_violation, where both create it in the same moment. Source: PostgreSQL, appendix A. */
const tableExistsAlready = new Set(['42P07', '23505'])

async function withMigrationLock<T>(orm: Orm, work: () => Promise<T>): Promise<T> {
  return orm.em.fork().transactional(async (em) => {
    await em.execute(`select pg_advisory_xact_lock(hashtextextended('quarry migrations', 0))`)
    return work()
  })
}
