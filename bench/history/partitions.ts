import { sql } from 'kysely'
import { dbOf } from '../../src/platform/orm.ts'
import { dropEventPartition, eventPartitions, lowestIdAt } from '../../src/tasks/event-partitions.sql.ts'
import { changeTasks } from '../../src/tasks/store.sql.ts'
import { concurrently, interleave, median, medianRatio, timed } from '../measure.ts'
import { type Figure, milliseconds, none, type Section, times } from '../report.ts'
import type { Installation } from './installation.ts'

const writers = 4
const writesARound = 2_000
/** Of retention: everything but the newest weeks has outlived it. */
const keptDays = 40

/** The events in their partitions, beside the same events in one table. */
export async function benchPartitions(installation: Installation, rounds: number): Promise<Section> {
  const { store, orm } = installation
  await store.query(`
    set synchronous_commit = off;
    create table one_table (like task_event including all);
    insert into one_table select * from task_event;
    reset synchronous_commit;
    checkpoint`)
  await store.query('vacuum analyze one_table')
  const sizes = await sizesOf(installation)
  const rates = await interleave(rounds, {
    partitions: () => writeRate(installation),
    oneTable: async () => {
      await swap(installation)
      return writeRate(installation).finally(() => swap(installation))
    },
  })

  const [week] = (await eventPartitions(dbOf(orm.em.fork())))
    .filter(({ to }) => to < daysAgo(keptDays))
    .slice(-2)
  if (!week) throw new Error('There is no week that has expired')
  const { rows } = await store.query<{ count: number }>(`select count(*)::int as count from ${week.name}`)
  const deleted = await timed(() =>
    store.query('delete from one_table where task_id >= $1 and task_id < $2', [
      lowestIdAt(week.from),
      lowestIdAt(week.to),
    ]),
  )
  const vacuumed = await timed(() => store.query('vacuum one_table'))
  let dropped = false
  const droppedIn = await timed(async () => {
    dropped = await orm.em.fork().transactional((em) => dropEventPartition(dbOf(em), week, keptDays))
  })
  if (!dropped) throw new Error('The partition was not dropped')
  return {
    title: 'Events in partitions',
    notes: [
      `A week is ${rows[0]!.count.toLocaleString('en')} events. The one table has the same events, columns and key. What is deleted from it is free for new`,
      'rows after a vacuum, and for nobody else; a dropped partition is free at once.',
      `Events are written as a run writes them, by ${writers} writers: the row, the event and its sequence in one statement; medians of ${rounds} rounds.`,
    ],
    figures: [
      compared(
        'a week of events is removed',
        milliseconds(droppedIn),
        milliseconds(deleted + vacuumed),
        droppedIn / (deleted + vacuumed),
      ),
      compared(
        'events written',
        `${median(rates.partitions).toFixed(0)} /s`,
        `${median(rates.oneTable).toFixed(0)} /s`,
        medianRatio(rates.partitions, rates.oneTable),
      ),
      ...sizes,
    ],
  }
}

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)

const compared = (what: string, measured: string, other: string, ratio: number): Figure => ({
  what,
  measured,
  comparedWith: `in one table: ${other}`,
  ratio: times(ratio),
  limit: none,
  holds: null,
})

/** Puts the one table in the place of the partitions, and back. */
async function swap({ store }: Installation): Promise<void> {
  await store.query(`
    alter table task_event rename to waits;
    alter table one_table rename to task_event;
    alter table waits rename to one_table`)
}

/** Events a second, of as many tasks as there are writers, by the product's own statement. */
async function writeRate({ store, orm, past }: Installation): Promise<number> {
  const { rows } = await store.query<{ id: string }>(
    'select id from task where workspace_id = $1 order by id desc limit $2',
    [past.workspaceId, writers],
  )
  let next = 0
  const message = 'Reading the columns of the tables 1001 to 2000 of 10000'
  const write = async () => {
    const { id } = rows[next++ % writers]!
    await changeTasks(dbOf(orm.em.fork()), {
      where: sql`id = ${id}`,
      set: sql`message = ${message}`,
      events: [{ type: 'LOG', level: 'INFO', message }],
    })
  }
  await store.query('vacuum task')
  return (writesARound / (await timed(() => concurrently(writesARound, writers, write)))) * 1_000
}

async function sizesOf({ store }: Installation): Promise<Figure[]> {
  const { rows } = await store.query<
    Record<'task' | 'taskIndexes' | 'event' | 'eventIndexes' | 'oneTable', number>
  >(`
    with events as (select count(*)::float8 as count from task_event), tasks as (select count(*)::float8 as count from task)
    select pg_table_size('task') / tasks.count as task, pg_indexes_size('task') / tasks.count as "taskIndexes",
      (select sum(pg_table_size(relid)) from pg_partition_tree('task_event'))::float8 / events.count as event,
      (select sum(pg_indexes_size(relid)) from pg_partition_tree('task_event'))::float8 / events.count as "eventIndexes",
      pg_total_relation_size('one_table') / events.count as "oneTable"
    from events, tasks`)
  const { task, taskIndexes, event, eventIndexes, oneTable } = rows[0]!
  const bytes = (count: number) => `${count.toFixed(0)} bytes`
  return [
    compared(
      'disk a event, with its key',
      bytes(event + eventIndexes),
      bytes(oneTable),
      (event + eventIndexes) / oneTable,
    ),
    {
      what: 'disk a task, with its indexes',
      measured: bytes(task + taskIndexes),
      comparedWith: `its row alone: ${bytes(task)}`,
      ratio: none,
      limit: none,
      holds: null,
    },
  ]
}
