import type { Log } from '../platform/log.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import {
  addEventPartitions,
  deleteEventsIn,
  dropEventPartition,
  eventPartitions,
  lowestIdAt,
  weekOf,
} from './event-partitions.sql.ts'
import { deleteSettledBefore } from './store.sql.ts'
import type { Job } from './worker-options.ts'

/** How long settled tasks and their events are kept, in days. A week's events go at once, when the last of them has expired. */
export type Retention = { taskDays: number; eventDays: number }

export type CleanUp = { droppedPartitions: number; deletedTasks: number }

export const cleanUpQueue = 'clean-up'

const weeksAhead = 8
const dayMs = 86_400_000
const tasksAtATime = 500

/** Makes the partitions that the next weeks' events will need. Returns how many were missing. */
export async function prepareEventPartitions(orm: Orm, now = new Date()): Promise<number> {
  return orm.em
    .fork()
    .transactional(async (em) => (await addEventPartitions(dbOf(em), now, weeksAhead)).length)
}

/** Removes what has outlived its retention; live tasks and their events never. Safe to run again, and from several workers. */
export async function cleanUp(orm: Orm, retention: Retention, now = new Date()): Promise<CleanUp> {
  const { taskDays } = retention
  const eventDays = Math.min(retention.eventDays, taskDays)
  const db = () => dbOf(orm.em.fork())
  const result: CleanUp = { droppedPartitions: 0, deletedTasks: 0 }
  const before = (days: number) => weekOf(new Date(now.getTime() - days * dayMs))
  const keptInPart = ['task_event_default']
  for (const partition of (await eventPartitions(db())).filter(({ to }) => to <= before(eventDays))) {
    const dropped = await orm.em
      .fork()
      .transactional((em) => dropEventPartition(dbOf(em), partition, eventDays))
    if (dropped) result.droppedPartitions++
    else keptInPart.push(partition.name)
  }
  // One task that is still live holds up its own events alone.
  for (const partition of keptInPart)
    while ((await deleteEventsIn(db(), partition, eventDays, tasksAtATime)) > 0);
  for (;;) {
    const count = await deleteSettledBefore(db(), taskDays, lowestIdAt(before(taskDays)), tasksAtATime)
    result.deletedTasks += count
    if (count < tasksAtATime) return result
  }
}

/** The clean-up by night. */
export const cleanUpJob = (options: { orm: Orm; log: Log; cron: string; retention: Retention }): Job => ({
  queue: cleanUpQueue,
  cron: options.cron,
  async handle() {
    const made = await prepareEventPartitions(options.orm)
    const removed = await cleanUp(options.orm, options.retention)
    options.log.info({ ...removed, madePartitions: made }, 'Old tasks and events were cleaned up')
  },
})
