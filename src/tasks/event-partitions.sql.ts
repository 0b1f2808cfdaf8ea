import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import type { Db } from '../platform/orm.ts'

/**
 * The partitions of task_event: one for the tasks made in each week, Monday to Sunday in UTC. A task's id begins with the time
 * of its making, so that all events of a task are in one partition, and every statement that names the task reads that alone.
 */

export type EventPartition = { name: string; from: Date; to: Date }

const weekMs = 7 * 86_400_000
/** A Monday. */
const firstWeek = Date.UTC(1970, 0, 5)
const patienceMs = 2_000

/** The lowest id of tasks made at `at` or later. */
export const lowestIdAt = (at: Date) => uuid({ msecs: at.getTime(), seq: 0, random: new Uint8Array(16) })

/** The beginning of the week of `at`. */
export const weekOf = (at: Date) =>
  new Date(firstWeek + Math.floor((at.getTime() - firstWeek) / weekMs) * weekMs)

const nameOf = (from: Date) => `task_event_${from.toISOString().slice(0, 10).replaceAll('-', '')}`

const partitionFrom = (from: Date): EventPartition => ({
  name: nameOf(from),
  from,
  to: new Date(from.getTime() + weekMs),
})

/** Other statements wait for a partition that is made or dropped; that one waits for them only so long. Within a transaction. */
async function lockPartitions(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('quarry partitions', 0))`.execute(db)
  await sql`select set_config('lock_timeout', ${String(patienceMs)}, true)`.execute(db)
}

/** Oldest first; the default partition, which holds what fits nowhere else, is not among them. */
export async function eventPartitions(db: Db): Promise<EventPartition[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
    where inhparent = 'task_event'::regclass and relname ~ '^task_event_[0-9]{8}$' order by relname`.execute(
    db,
  )
  return rows.map(({ name }) => {
    const [year, month, day] = [name.slice(11, 15), name.slice(15, 17), name.slice(17)]
    return partitionFrom(new Date(`${year}-${month}-${day}T00:00:00Z`))
  })
}

/**
 * Makes the partitions that are missing for this week and the `ahead` next ones, and returns them. A week that has events in the
 * default partition already keeps them there. Within a transaction.
 */
export async function addEventPartitions(db: Db, now: Date, ahead: number): Promise<EventPartition[]> {
  const weeks = Array.from({ length: ahead + 1 }, (_, week) =>
    partitionFrom(new Date(weekOf(now).getTime() + week * weekMs)),
  )
  const there = new Set((await eventPartitions(db)).map(({ name }) => name))
  if (weeks.every(({ name }) => there.has(name))) return []
  await lockPartitions(db)
  const made: EventPartition[] = []
  const thereNow = new Set((await eventPartitions(db)).map(({ name }) => name))
  for (const partition of weeks.filter(({ name }) => !thereNow.has(name))) {
    const [low, high] = [sql.lit(lowestIdAt(partition.from)), sql.lit(lowestIdAt(partition.to))]
    const { rows } = await sql`
      select from task_event_default where task_id >= ${low} and task_id < ${high} limit 1`.execute(db)
    if (rows.length > 0) continue
    const table = sql.table(partition.name)
    // Attached rather than made as a partition, since that would lock out every reader and writer.
    await sql`create table ${table} (like task_event including all)`.execute(db)
    await sql`alter table task_event attach partition ${table} for values from (${low}) to (${high})`.execute(
      db,
    )
    made.push(partition)
  }
  return made
}

/** Drops the partition unless a task of its week is live, or ended within the last `days`. Within a transaction. */
export async function dropEventPartition(db: Db, partition: EventPartition, days: number): Promise<boolean> {
  await lockPartitions(db)
  const { rows } = await sql`
    select from task where id >= ${lowestIdAt(partition.from)} and id < ${lowestIdAt(partition.to)}
      and (completed_at is null or completed_at >= now() - ${days} * interval '1 day') limit 1`.execute(db)
  if (rows.length > 0) return false
  await sql`drop table if exists ${sql.table(partition.name)}`.execute(db)
  return true
}

/** Deletes, row by row, events of up to `limit` tasks of the partition that ended more than `days` ago; how many tasks had any. */
export async function deleteEventsIn(
  db: Db,
  partition: string,
  days: number,
  limit: number,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with expired as (
      select distinct event.task_id as id from ${sql.table(partition)} as event join task on task.id = event.task_id
      where completed_at < now() - ${days} * interval '1 day' limit ${limit}
    ), deleted as (delete from ${sql.table(partition)} where task_id in (select id from expired))
    select count(*)::int as count from expired`.execute(db)
  return rows[0]!.count
}
