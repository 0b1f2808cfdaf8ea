import { describe, expect, it } from 'vitest'
import { DatabaseQuery, RetryTaskMutation, TaskHistoryQuery } from '../../src/client/operations.ts'
import { counts, useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()

const shop = `
  create schema a; create schema b;
  create type a.size as enum ('s', 'l');
  create table a.parent (id int primary key, size a.size default 's' check (size <> 'l'));
  create table a.child (id int primary key, up int references a.parent, doc text);
  create index on a.child (lower(doc));
  create table a.heir (extra int) inherits (a.parent);
  create table b.thing (id int primary key, up int references b.thing);
  create view b.things as select id from b.thing;
  comment on table a.parent is 'one'; comment on column a.child.up is 'two'`
const sizes = { tables: 5, columns: 11, relationships: 2 }

describe('a run over an unchanged database', () => {
  it('skips everything, says so, and rewrites no row of the catalog', async () => {
    const source = await catalogs.source(shop)
    expect(await catalogs.createElements(source.id)).toMatchObject({
      tables: counts(sizes.tables, 0, 0, 0),
      columns: counts(sizes.columns, 0, 0, 0),
      relationships: counts(sizes.relationships, 0, 0, 0),
    })
    const before = await catalogs.rowVersions(source.id)
    expect(before.size).toBe(sizes.tables + sizes.columns + sizes.relationships)
    const { catalog } = await catalogs.database(source.id)
    expect(await catalogs.createElements(source.id)).toMatchObject({
      tables: counts(0, sizes.tables, 0, 0),
      columns: counts(0, sizes.columns, 0, 0),
      relationships: counts(0, sizes.relationships, 0, 0),
    })
    expect(await catalogs.rowVersions(source.id)).toEqual(before)
    const after = await catalogs.database(source.id)
    expect(after.catalog).toEqual(catalog)
    expect(after.elementCreation.log).toContain('Nothing changed: 5 tables, 11 columns, 2 relationships')
  })

  it('counts the parts that it looked at for the first time as unchanged where there are none of them', async () => {
    const source = await catalogs.source('create table bare (id int)')
    await catalogs.createElements(source.id, { include: ['COLUMNS', 'TYPES', 'COMMENTS'] })
    expect(await catalogs.createElements(source.id)).toMatchObject({
      tables: counts(0, 1, 0, 0),
      columns: counts(0, 1, 0, 0),
    })
  })
})

describe('a run over a part of a database', () => {
  it('neither changes nor removes anything outside of it, even what is gone from the source', async () => {
    const source = await catalogs.source(shop)
    await catalogs.createElements(source.id)
    const before = await catalogs.rowVersions(source.id, 'b')
    expect(before.size).toBeGreaterThan(0)
    await source.run('drop view b.things; alter table b.thing add more int; alter table a.child add more int')
    expect(await catalogs.createElements(source.id, { selection: [{ schema: 'a' }] })).toMatchObject({
      tables: counts(0, 3, 0, 0),
      columns: counts(1, 8, 0, 0),
      relationships: counts(0, 1, 0, 0),
    })
    expect(await catalogs.rowVersions(source.id, 'b')).toEqual(before)
    expect(
      await catalogs.createElements(source.id, { selection: [{ schema: 'b', tables: ['thing'] }] }),
    ).toMatchObject({ tables: counts(0, 1, 0, 0), columns: counts(1, 2, 0, 0) })
    expect(await catalogs.createElements(source.id)).toMatchObject({
      tables: counts(0, 4, 0, 1),
      columns: counts(0, 12, 0, 1),
    })
  })
})

describe('two runs over one database', () => {
  it('never work at once: the second is skipped with the reason', async () => {
    const source = await catalogs.source(shop)
    const holder = await catalogs.connect(source.connectionString)
    await holder.query('begin; lock table a.parent in access exclusive mode')
    const { tasks } = await catalogs.start({ databaseIds: [source.id] })
    await catalogs.untilWaiting(source)
    const reason = 'An element creation task is currently running'
    expect(await catalogs.start({ databaseIds: [source.id] })).toMatchObject({
      tasks: [],
      skipped: [{ database: { id: source.id }, reason }],
    })
    await holder.query('rollback')
    expect(await catalogs.settled(tasks[0]!.id)).toMatchObject({
      status: 'COMPLETED',
      result: { tables: counts(sizes.tables, 0, 0, 0), failedTables: [] },
    })
    expect((await catalogs.createElements(source.id)).tables).toEqual(counts(0, sizes.tables, 0, 0))
  })

  it('started at the same moment are one run and a refusal', async () => {
    const source = await catalogs.source(shop)
    const started = await Promise.all(
      Array.from({ length: 4 }, () => catalogs.start({ databaseIds: [source.id] })),
    )
    const tasks = started.flatMap(({ tasks }) => tasks)
    const skipped = started.flatMap(({ skipped }) => skipped)
    expect(tasks.length + skipped.length).toBe(4)
    expect(tasks.length).toBeGreaterThanOrEqual(1)
    const results = await Promise.all(tasks.map(({ id }) => catalogs.settled(id)))
    const created = results.reduce((sum, { result }) => sum + result!.tables.created, 0)
    expect(created).toBe(sizes.tables)
  })
})

describe('a run that loses its connection half-way', () => {
  it('is tried again and ends with the counts of one run', async () => {
    const source = await catalogs.source(shop)
    const holder = await catalogs.connect(source.connectionString)
    await holder.query('begin; lock table a.parent in access exclusive mode')
    const { tasks } = await catalogs.start({ databaseIds: [source.id] })
    await catalogs.untilWaiting(source)
    const { rowCount } = await holder.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name like 'quarry element creation%'`,
    )
    expect(rowCount).toBe(1)
    await holder.query('rollback')
    const task = await catalogs.settled(tasks[0]!.id)
    expect(task).toMatchObject({
      status: 'COMPLETED',
      attempt: 2,
      error: null,
      result: {
        tables: counts(sizes.tables, 0, 0, 0),
        columns: counts(sizes.columns, 0, 0, 0),
        relationships: counts(sizes.relationships, 0, 0, 0),
        failedTables: [],
      },
    })
    const history = await catalogs.quarry.client.request(TaskHistoryQuery, { id: task.id, first: 100 })
    expect(history.task!.events.nodes.map(({ type }) => type)).toContain('RETRYING')
    const { database } = await catalogs.quarry.client.request(DatabaseQuery, { id: source.id })
    expect(database!.catalog).toMatchObject({
      tableCount: sizes.tables,
      columnCount: sizes.columns,
      relationshipCount: sizes.relationships,
    })
  })

  it('leaves nothing in the catalog where no attempt succeeds, and can be repeated', async () => {
    const source = await catalogs.source(shop)
    const holder = await catalogs.connect(source.connectionString)
    await holder.query('begin; lock table a.parent in access exclusive mode')
    const { tasks } = await catalogs.start({ databaseIds: [source.id], maxAttempts: 1 })
    await catalogs.untilWaiting(source)
    await holder.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name like 'quarry element creation%'`,
    )
    await holder.query('rollback')
    const failed = await catalogs.settled(tasks[0]!.id)
    expect(failed).toMatchObject({
      status: 'FAILED',
      result: null,
      error: { code: 'CONNECTION_LOST', retryable: true },
    })
    expect(await catalogs.tables(source.id)).toEqual([])
    const { retryTask } = await catalogs.quarry.client.request(RetryTaskMutation, { taskId: failed.id })
    if (retryTask.__typename !== 'TaskPayload') throw new Error(JSON.stringify(retryTask))
    expect((await catalogs.settled(retryTask.task.id)).result!.tables).toEqual(counts(sizes.tables, 0, 0, 0))
  })
})
