import { describe, expect, it } from 'vitest'
import { counts, useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()

const schema = `
  create table first (id int primary key);
  create table z_locked (id int primary key, up int references first, check (id > 0));
  create table third (id int primary key, up int references first, note text);
  create index by_note on third (lower(note))`

describe('a table that cannot be read', () => {
  it('stays as it was and is named in the result and the log, while all others are read', async () => {
    const source = await catalogs.source(schema)
    await catalogs.createElements(source.id)
    await source.run(`
      alter table z_locked add constraint more check (id > 1); alter table z_locked drop constraint z_locked_up_fkey;
      create index by_up on third (up); alter table third add constraint to_locked foreign key (up) references z_locked`)
    const holder = await catalogs.connect(source.connectionString)
    await holder.query('begin; lock table z_locked in access exclusive mode')
    const result = await catalogs.createElements(source.id)
    await holder.query('rollback')
    expect(result).toMatchObject({
      tables: counts(0, 2, 1, 0),
      columns: counts(0, 6, 0, 0),
      relationships: counts(1, 1, 0, 0),
      failedTables: [
        { schema: 'public', name: 'z_locked', message: expect.stringContaining('lock timeout') },
      ],
    })
    const locked = await catalogs.table(source.id, 'public', 'z_locked')
    expect(locked.constraints.map(({ name }) => name)).toEqual(['z_locked_id_check', 'z_locked_pkey'])
    expect(locked.references.map(({ name }) => name)).toEqual(['z_locked_up_fkey'])
    const third = await catalogs.table(source.id, 'public', 'third')
    expect(third.indexes.map(({ name }) => name)).toEqual(['by_note', 'by_up', 'third_pkey'])
    const { log, task } = (await catalogs.database(source.id)).elementCreation
    expect(log).toMatch(
      /ERROR Reading the constraints of public\.z_locked failed, and it stays as it was: .*lock/,
    )
    expect(log).toContain('1 tables could not be read')
    const { steps } = await catalogs.task(task!.id)
    expect(steps.map(({ name, status, done, total }) => ({ name, status, done, total }))).toEqual([
      { name: 'tables', status: 'COMPLETED', done: 3, total: 3 },
      { name: 'columns', status: 'COMPLETED', done: 3, total: 3 },
      { name: 'constraints', status: 'COMPLETED', done: 3, total: 3 },
      { name: 'indexes', status: 'COMPLETED', done: 2, total: 2 },
      { name: 'relationships', status: 'COMPLETED', done: 2, total: 2 },
      { name: 'candidates', status: 'SKIPPED', done: null, total: null },
    ])

    expect(await catalogs.createElements(source.id)).toMatchObject({
      tables: counts(0, 2, 1, 0),
      relationships: counts(0, 2, 0, 1),
      failedTables: [],
    })
  })
})

describe('a table that is dropped while a run reads', () => {
  it('is no failure, and is gone with the next run', async () => {
    const source = await catalogs.source(schema)
    const holder = await catalogs.connect(source.connectionString)
    await holder.query('begin; drop table z_locked')
    const { tasks } = await catalogs.start({ databaseIds: [source.id] })
    await catalogs.untilWaiting(source)
    await holder.query('commit')
    const task = await catalogs.settled(tasks[0]!.id)
    expect(task).toMatchObject({
      status: 'COMPLETED',
      attempt: 1,
      result: { tables: counts(3, 0, 0, 0), failedTables: [] },
    })
    expect(await catalogs.createElements(source.id)).toMatchObject({
      tables: counts(0, 2, 0, 1),
      failedTables: [],
    })
  })
})
