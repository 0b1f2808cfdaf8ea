import type { Log } from '../../platform/log.ts'
import { dbOf, type Orm } from '../../platform/orm.ts'
import { deleteEntriesBefore } from './audit.sql.ts'

export const auditCleanUpQueue = 'audit-clean-up'

const atATime = 5_000

/** Deletes entries that are older than so many days; returns how many. Safe from several workers. */
export async function cleanUpAudit(orm: Orm, days: number): Promise<number> {
  for (let deleted = 0; ; ) {
    const count = await deleteEntriesBefore(dbOf(orm.em.fork()), days, atATime)
    deleted += count
    if (count < atATime) return deleted
  }
}

/** The clean-up by night. */
export const auditCleanUpJob = (options: { orm: Orm; log: Log; cron: string; days: number }) => ({
  queue: auditCleanUpQueue,
  cron: options.cron,
  async handle() {
    const deletedEntries = await cleanUpAudit(options.orm, options.days)
    options.log.info({ deletedEntries }, 'Old entries of the audit log were cleaned up')
  },
})
