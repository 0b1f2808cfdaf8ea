import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import type { Job } from '../tasks/worker-options.ts'
import { deleteChartsBefore, deleteMessages, forgetMessages, unusedMessages } from './store.sql.ts'

export const chartCleanUpQueue = 'chart-clean-up'

const atATime = 500
/** The events of a week, and with them the tasks, go together. */
const slackDays = 8

/**
 * How long charts, and messages without charts, are kept, in days. `taskDays`: how long tasks are, which name their message and
 * take their chart along.
 */
export type ChartRetention = { days: number; taskDays: number }

/** Deletes charts, then messages without charts, that are older than so many days. Safe from several workers. */
export async function cleanUpCharts(orm: Orm, { days, taskDays }: ChartRetention) {
  const removed = { charts: 0, messages: 0 }
  const db = () => dbOf(orm.em.fork())
  for (;;) {
    const count = await deleteChartsBefore(db(), days, atATime)
    removed.charts += count
    if (count < atATime) break
  }
  for (;;) {
    const ids = await unusedMessages(db(), days, atATime)
    await deleteMessages(db(), ids)
    removed.messages += ids.length
    if (ids.length < atATime) break
  }
  await forgetMessages(db(), taskDays + slackDays)
  return removed
}

/** The clean-up by night. */
export const chartCleanUpJob = (options: {
  orm: Orm
  log: Log
  cron: string
  retention: ChartRetention
}): Job => ({
  queue: chartCleanUpQueue,
  cron: options.cron,
  async handle() {
    const removed = await cleanUpCharts(options.orm, options.retention)
    options.log.info(removed, 'Old charts and messages were cleaned up')
  },
})
