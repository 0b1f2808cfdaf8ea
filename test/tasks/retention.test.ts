import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { dbOf } from '../../src/platform/orm.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { addEventPartitions, eventPartitions, lowestIdAt } from '../../src/tasks/event-partitions.sql.ts'
import { cleanUp, cleanUpJob, prepareEventPartitions } from '../../src/tasks/retention.ts'
import type { TaskStatus } from '../../src/tasks/states.ts'
import { type Engine, startEngine } from './engine.ts'

const dayMs = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * dayMs)
const engines: Engine[] = []
let engine: Engine

beforeEach(async () => {
  engine = await startEngine()
  engines.push(engine)
})
afterAll(async () => {
  for (const one of engines) await one.stop()
})

/** As an installation that has run since then has them. */
const partitionsSince = (days: number) =>
  engine.em().transactional((em) => addEventPartitions(dbOf(em), daysAgo(days), Math.ceil(days / 7)))

/** A task that was made and, unless it is live, ended that many days ago, with two events. */
async function taskOf(madeDaysAgo: number, status: TaskStatus, endedDaysAgo: number | null = madeDaysAgo) {
  const made = daysAgo(madeDaysAgo)
  const id = lowestIdAt(made).slice(0, -12) + Math.random().toString(16).slice(2, 14).padEnd(12, '0')
  const ended = status === 'COMPLETED' || status === 'FAILED' || status === 'CANCELLED'
  const model = await engine.start('nothing', { startAfter: new Date(Date.now() + dayMs) })
  await engine.observer.query(
    `insert into task select (jsonb_populate_record(task, jsonb_build_object('id', $2::uuid, 'status', $3::text,
      'created_at', $4::timestamptz, 'completed_at', $5::timestamptz, 'heartbeat_at', now()))).* from task where id = $1`,
    [model.id, id, status, made, ended && endedDaysAgo !== null ? daysAgo(endedDaysAgo) : null],
  )
  await engine.observer.query(
    `insert into task_event select $2::uuid, sequence + n, workspace_id, type, level, at, message, status, progress, current_step
    from task_event, generate_series(0, 1) as n where task_id = $1`,
    [model.id, id],
  )
  await engine.observer.query('delete from task where id = $1', [model.id])
  await engine.observer.query('delete from task_event where task_id = $1', [model.id])
  return id
}

const left = async () => {
  const { rows } = await engine.observer.query('select id from task order by id')
  return rows.map(({ id }) => id)
}
const eventsLeft = async () => {
  const { rows } = await engine.observer.query('select distinct task_id as id from task_event order by 1')
  return rows.map(({ id }) => id)
}
const partitionNames = async () => (await eventPartitions(dbOf(engine.em()))).map(({ name }) => name)

describe('the partitions of events', () => {
  it('are there for this week and the next ones, and a task has all of its events in one of them', async () => {
    const there = await eventPartitions(dbOf(engine.em()))
    expect(there).toHaveLength(9)
    const { id } = await engine.start('nothing')
    const { rows } = await engine.observer.query(
      'select distinct tableoid::regclass::text as name from task_event where task_id = $1',
      [id],
    )
    expect(rows).toEqual([{ name: there[0]!.name }])
    expect(there[0]!.from.getTime()).toBeLessThanOrEqual(Date.now())
    expect(there[0]!.to.getTime()).toBeGreaterThan(Date.now())
  })

  it('are made once, however many processes make them at the same time', async () => {
    const later = new Date(Date.now() + 14 * dayMs)
    const made = await Promise.all([1, 2, 3, 4].map(() => prepareEventPartitions(engine.orm, later)))
    expect(made.sort()).toEqual([0, 0, 0, 2])
    expect(await partitionNames()).toHaveLength(11)
  })

  it('leave a week alone whose events are in the default partition already', async () => {
    const id = await taskOf(30, 'COMPLETED')
    const made = await partitionsSince(35)
    expect(made).toHaveLength(4)
    expect(made.every(({ from, to }) => !(from <= daysAgo(30) && daysAgo(30) < to))).toBe(true)
    expect(await eventsLeft()).toEqual([id])
  })
})

describe('the clean-up', () => {
  it('drops the partitions of weeks past, deletes old tasks, and never touches what is live or young', async () => {
    await partitionsSince(140)
    const old = [await taskOf(130, 'COMPLETED'), await taskOf(110, 'FAILED'), await taskOf(99, 'CANCELLED')]
    const kept = [
      await taskOf(120, 'COMPLETED', 20),
      await taskOf(88, 'COMPLETED'),
      await taskOf(115, 'PENDING'),
      await taskOf(105, 'RUNNING'),
      await taskOf(100, 'CANCELLING'),
    ].sort()
    const before = await partitionNames()
    const { droppedPartitions, deletedTasks } = await cleanUp(engine.orm, { taskDays: 90, eventDays: 90 })
    expect(deletedTasks).toBe(old.length)
    expect(await left()).toEqual(kept)
    expect(await eventsLeft()).toEqual(kept)
    expect(droppedPartitions).toBeGreaterThan(1)
    expect(await partitionNames()).toHaveLength(before.length - droppedPartitions)
    expect(await cleanUp(engine.orm, { taskDays: 90, eventDays: 90 })).toEqual({
      droppedPartitions: 0,
      deletedTasks: 0,
    })
  })

  it('may remove events sooner than their tasks', async () => {
    await partitionsSince(60)
    const ids = [
      await taskOf(50, 'COMPLETED'),
      await taskOf(45, 'FAILED'),
      await taskOf(2, 'COMPLETED'),
    ].sort()
    await cleanUp(engine.orm, { taskDays: 90, eventDays: 30 })
    expect(await left()).toEqual(ids)
    expect(await eventsLeft()).toEqual([ids[2]])
  })

  it('goes on until nothing old is left, however much there is, also in the default partition', async () => {
    const id = await taskOf(200, 'FAILED')
    await engine.observer.query(
      `with copied as (
        insert into task select (jsonb_populate_record(task, jsonb_build_object('id',
          overlay(id::text placing lpad(to_hex(n), 12, '0') from 25)::uuid))).*
        from task, generate_series(1, 1200) as n where id = $1 returning id
      ) insert into task_event select copied.id, sequence, workspace_id, type, level, at, message, status, progress, current_step
      from copied, task_event where task_id = $1`,
      [id],
    )
    expect(await cleanUp(engine.orm, { taskDays: 90, eventDays: 90 })).toEqual({
      droppedPartitions: 0,
      deletedTasks: 1_201,
    })
    expect(await eventsLeft()).toEqual([])
  })

  it('is done by a worker at its time, and makes the partitions that come next', async () => {
    await taskOf(200, 'FAILED')
    await engine.observer.query(`drop table ${(await partitionNames()).at(-1)}`)
    const { orm, log } = engine
    const job = cleanUpJob({ orm, log, cron: '* * * * *', retention: { taskDays: 90, eventDays: 90 } })
    await engine.work({}, { jobs: [job] })
    // As the queue does at the time of the schedule.
    await engine.observer.query(`insert into pgboss.job (name, data) values ('clean-up', '{}')`)
    expect(await waitUntil(async () => (await left()).length === 0, 10_000)).toBe(true)
    expect(await partitionNames()).toHaveLength(9)
    const { rows } = await engine.observer.query('select name, cron, timezone from pgboss.schedule')
    expect(rows).toEqual([{ name: 'clean-up', cron: '* * * * *', timezone: 'UTC' }])
  })
})
