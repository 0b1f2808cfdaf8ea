import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import type { Job } from '../tasks/worker.ts'
import { deleteChartsBefore, deleteMessagesBefore } from './store.sql.ts'

export const chartCleanUpQueue = 'chart-clean-up'

const atATime = 500

/** Deletes charts, then messages without charts, that are older than so many days. Safe from several workers. */
export async function cleanUpCharts(orm: Orm, days: number): Promise<{ charts: number; messages: number }> {
  const removed = { charts: 0, messages: 0 }
  const drain = async (take: typeof deleteChartsBefore) => {
    let total = 0
    for (;;) {
      const count = await take(dbOf(orm.em.fork()), days, atATime)
      total += count
      if (count < atATime) return total
    }
  }
  removed.charts = await drain(deleteChartsBefore)
  removed.messages = await drain(deleteMessagesBefore)
  return removed
}

/** The clean-up by night. */
export const chartCleanUpJob = (options: { orm: Orm; log: Log; cron: string; days: number }): Job => ({
  queue: chartCleanUpQueue,
  cron: options.cron,
  async handle() {
    const removed = await cleanUpCharts(options.orm, options.days)
    options.log.info(removed, 'Old charts and messages were cleaned up')
  },
})
