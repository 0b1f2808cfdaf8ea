import { describe, expect, it } from 'vitest'
import type { TaskEvent } from '../../src/client/client.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { counts, type ElementCreationTask, useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()
const size = 2_500

/** Small tables in bulk: many short transactions' worth of locks would not fit into one. */
const batch = (from: number, to: number) => `
  do $$ begin for i in ${from}..${to} loop
    execute format('create table t%s (id int, note text)', lpad(i::text, 4, '0'));
  end loop; end $$`

const three = 'create table one (id int); create table two (id int); create table three (id int)'

describe('a run over many tables', () => {
  it('shows how far each step is, in words and numbers, and when it will be complete', async () => {
    const source = await catalogs.source()
    for (let from = 1; from <= size; from += 500) await source.run(batch(from, from + 499))
    await source.run('create index on t2400 (lower(note))')
    const holder = await catalogs.connect(source.connectionString)
    await holder.query('begin; lock table t2400 in access exclusive mode')

    const { tasks } = await catalogs.start({ databaseIds: [source.id] })
    const id = tasks[0]!.id
    const events: TaskEvent[] = []
    const watching = (async () => {
      for await (const event of catalogs.quarry.client.watchTask(id)) events.push(event)
    })()

    // The tables around the locked one wait: what was said before can be seen meanwhile.
    let task: ElementCreationTask | undefined
    let read = 0
    const waitsForLocked = async () => {
      task = await catalogs.task(id)
      const [, said] = /^Reading indexes ([\d,]+) of 2,500 tables$/.exec(task.message) ?? []
      read = Number(said?.replace(',', '') ?? 0)
      return task.isSettled || read >= 2_000
    }
    expect(await waitUntil(waitsForLocked, 25_000)).toBe(true)
    expect(task).toMatchObject({ status: 'RUNNING', currentStep: 'indexes' })
    expect(read).toBeLessThan(2_400)
    expect(task!.steps).toEqual([
      { name: 'tables', status: 'COMPLETED', progress: 1, done: size, total: size },
      { name: 'columns', status: 'COMPLETED', progress: 1, done: size, total: size },
      { name: 'constraints', status: 'COMPLETED', progress: 1, done: size, total: size },
      { name: 'indexes', status: 'RUNNING', progress: read / size, done: read, total: size },
      { name: 'relationships', status: 'PENDING', progress: 0, done: null, total: null },
      { name: 'candidates', status: 'SKIPPED', progress: 0, done: null, total: null },
    ])
    expect(task!.progress).toBeCloseTo((2 + 5 + 1 + (2 * read) / size + 2) / 14)
    expect(Date.parse(task!.estimatedCompletionAt!)).toBeGreaterThan(Date.parse(task!.startedAt!))
    await holder.query('rollback')

    await watching
    expect(await catalogs.task(id)).toMatchObject({
      status: 'COMPLETED',
      progress: 1,
      estimatedCompletionAt: null,
      message: '2500 tables, 5000 columns, 0 relationships: 7500 created, 0 updated, 0 removed',
      result: { tables: counts(size, 0, 0, 0), columns: counts(2 * size, 0, 0, 0), failedTables: [] },
    })
    const progress = events.map((event) => event.progress)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1)).toBe(1)
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, index) => index + 1))
    const steps = events.map(({ currentStep }) => currentStep)
    const order = ['queued', 'tables', 'columns', 'constraints', 'indexes', 'relationships']
    expect(steps).toEqual(steps.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)))
    const said = events.filter(({ type }) => type === 'PROGRESS').map(({ message }) => message)
    expect(said).toContain(`Reading indexes ${read.toLocaleString('en-US')} of 2,500 tables`)
  })

  it('has read all names half-way through its first step, counted in whole tables', async () => {
    const source = await catalogs.source(three)
    const holder = await catalogs.connect(catalogs.quarry.surroundings.databaseUrl)
    await holder.query('begin; lock table catalog_table in share mode')
    const { tasks } = await catalogs.start({ databaseIds: [source.id] })
    const hasNames = async () => (await catalogs.task(tasks[0]!.id)).message === 'Read 3 tables'
    expect(await waitUntil(hasNames, 10_000)).toBe(true)
    const { steps } = await catalogs.task(tasks[0]!.id)
    expect(steps[0]).toMatchObject({ name: 'tables', status: 'RUNNING', done: 1, total: 3 })
    await holder.query('rollback')
    expect((await catalogs.settled(tasks[0]!.id)).status).toBe('COMPLETED')
  })

  it('skips the steps of what it does not include, and counts them as done', async () => {
    const source = await catalogs.source(three)
    const { tasks } = await catalogs.start({ databaseIds: [source.id], include: ['INDEXES'] })
    const task = await catalogs.settled(tasks[0]!.id)
    expect(task.progress).toBe(1)
    expect(task.steps.map(({ name, status, done, total }) => [name, status, done, total])).toEqual([
      ['tables', 'COMPLETED', 3, 3],
      ['columns', 'SKIPPED', null, null],
      ['constraints', 'SKIPPED', null, null],
      ['indexes', 'COMPLETED', 3, 3],
      ['relationships', 'SKIPPED', null, null],
      ['candidates', 'SKIPPED', null, null],
    ])
  })
})
