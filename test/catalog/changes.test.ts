import { beforeAll, describe, expect, it } from 'vitest'
import { CatalogTableQuery } from '../../src/client/operations.ts'
import { counts, type Source, useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()
let source: Source

const schema = `
  create type mood as enum ('sad', 'happy');
  create table parent (id int primary key, code text);
  create table child (id int, up int, mood mood, note text, amount int, checked int check (checked > 0));
  create table other (id int primary key, up int references parent, constraint kept unique (up));
  create view seen as select id from parent;
  create table spare (id int)`
const sizes = { tables: 5, columns: 12, relationships: 1 }

beforeAll(async () => {
  source = await catalogs.source(schema)
  await catalogs.createElements(source.id)
})

type Change = { created?: number; updated?: number; removed?: number }
type Expected = { tables?: Change; columns?: Change; relationships?: Change }
const size = { ...sizes }

/** Makes the change in the source, runs, and compares all twelve counts; then runs again, which must change nothing. */
async function change(sql: string, expected: Expected) {
  await source.run(sql)
  const result = await catalogs.createElements(source.id)
  for (const kind of ['tables', 'columns', 'relationships'] as const) {
    const { created = 0, updated = 0, removed = 0 } = expected[kind] ?? {}
    expect({ kind, ...result[kind] }).toEqual({
      kind,
      ...counts(created, size[kind] - updated - removed, updated, removed),
    })
    size[kind] += created - removed
  }
  const again = await catalogs.createElements(source.id)
  expect([again.tables, again.columns, again.relationships]).toEqual([
    counts(0, size.tables, 0, 0),
    counts(0, size.columns, 0, 0),
    counts(0, size.relationships, 0, 0),
  ])
  const { catalog } = await catalogs.database(source.id)
  expect(catalog).toMatchObject({
    tableCount: size.tables,
    columnCount: size.columns,
    relationshipCount: size.relationships,
  })
}

const table = (name: string) => catalogs.table(source.id, 'public', name)
const column = async (of: string, name: string) => (await table(of)).columns.find((one) => one.name === name)!

describe('what changed in the source is counted once, and as what it is:', () => {
  it('a comment on a table', async () => {
    await change(`comment on table child is 'said'`, { tables: { updated: 1 } })
    expect((await table('child')).comment).toBe('said')
  })

  it('a comment on a column, and its going', async () => {
    await change(`comment on column child.note is 'said'`, { columns: { updated: 1 } })
    expect((await column('child', 'note')).comment).toBe('said')
    await change('comment on column child.note is null', { columns: { updated: 1 } })
    expect((await column('child', 'note')).comment).toBeNull()
  })

  it('a new column and one that is gone', async () => {
    await change('alter table spare add added int', { columns: { created: 1 } })
    await change('alter table child drop amount', { columns: { removed: 1, updated: 1 } })
    expect((await column('child', 'checked')).position).toBe(5)
  })

  it('a type, a default and whether null may be', async () => {
    await change('alter table child alter note type varchar(45)', { columns: { updated: 1 } })
    await change(`alter table child alter note set default 'none'`, { columns: { updated: 1 } })
    await change('alter table child alter note set not null', { columns: { updated: 1 } })
    expect(await column('child', 'note')).toMatchObject({
      dataType: 'character varying(45)',
      default: `'none'::character varying`,
      nullable: false,
    })
  })

  it('a column that became an identity', async () => {
    await change('alter table spare alter id set not null', { columns: { updated: 1 } })
    await change('alter table spare alter id add generated always as identity', { columns: { updated: 1 } })
    expect(await column('spare', 'id')).toMatchObject({ isIdentity: true, default: null })
  })

  it('a renamed column, which is one gone and one new', async () => {
    await change('alter table spare rename added to renamed', { columns: { created: 1, removed: 1 } })
  })

  it('a primary key, which its columns show', async () => {
    await change('alter table child alter id set not null', { columns: { updated: 1 } })
    await change('alter table child add primary key (id)', { tables: { updated: 1 } })
    expect(await column('child', 'id')).toMatchObject({ isPrimaryKey: true, isForeignKey: false })
    expect((await table('child')).primaryKey).toEqual([{ name: 'id' }])
  })

  it('a foreign key, new, changed and gone, which its columns show', async () => {
    await change('alter table child add constraint up foreign key (up) references parent', {
      relationships: { created: 1 },
    })
    expect(await column('child', 'up')).toMatchObject({ isForeignKey: true })
    const before = (await table('child')).references[0]!
    await change(
      `alter table child drop constraint up;
       alter table child add constraint up foreign key (up) references parent on delete cascade`,
      { relationships: { updated: 1 } },
    )
    expect((await table('child')).references).toMatchObject([{ id: before.id, onDelete: 'CASCADE' }])
    await change('alter table child drop constraint up', { relationships: { removed: 1 } })
    expect(await column('child', 'up')).toMatchObject({ isForeignKey: false })
    expect((await table('child')).references).toEqual([])
  })

  it('a foreign key that is checked only now', async () => {
    await change('alter table child add constraint late foreign key (up) references parent not valid', {
      relationships: { created: 1 },
    })
    expect((await table('child')).references).toMatchObject([{ validated: false }])
    await change('alter table child validate constraint late', { relationships: { updated: 1 } })
    expect((await table('child')).references).toMatchObject([{ validated: true }])
  })

  it('an index and a constraint, new and gone', async () => {
    await change('create index by_code on parent (code)', { tables: { updated: 1 } })
    expect((await table('parent')).indexes.map(({ name }) => name)).toEqual(['by_code', 'parent_pkey'])
    await change('drop index by_code', { tables: { updated: 1 } })
    await change('alter table child drop constraint child_checked_check', { tables: { updated: 1 } })
    expect((await table('child')).constraints.map(({ kind }) => kind)).not.toContain('CHECK')
  })

  it('a view that shows more', async () => {
    await change('create or replace view seen as select id, code from parent', { columns: { created: 1 } })
  })

  it('a view that became a table', async () => {
    const { id } = await table('seen')
    await change('drop view seen; create table seen (id int, code text)', { tables: { updated: 1 } })
    expect(await table('seen')).toMatchObject({ id, kind: 'TABLE' })
  })

  it('a label of an enum', async () => {
    await change(`alter type mood add value 'so-so' before 'happy'`, { columns: { updated: 1 } })
    expect((await column('child', 'mood')).enumValues).toEqual(['sad', 'so-so', 'happy'])
  })

  it('nothing where only rows came and were counted, though the estimate follows', async () => {
    expect((await table('spare')).estimatedRowCount).toBeNull()
    const { updatedAt } = (await catalogs.database(source.id)).catalog
    const written = async () =>
      (await catalogs.quarry.client.request(CatalogTableQuery, { id: source.id, name: 'spare' })).database!
        .table!.updatedAt
    const before = await written()
    await change('insert into spare (renamed) select generate_series(1, 700); analyze spare', {})
    expect((await table('spare')).estimatedRowCount).toBe(700)
    expect(await written()).toBe(before)
    expect((await catalogs.database(source.id)).catalog.updatedAt).toBe(updatedAt)
  })

  it('a dropped table with its columns, and the keys of others that pointed at it', async () => {
    await change('drop table parent cascade', {
      tables: { removed: 1 },
      columns: { removed: 2 },
      relationships: { removed: 2 },
    })
    expect(await catalogs.relationships(source.id)).toEqual({ resolved: [], unresolved: [] })
  })

  it('a renamed table, which is one gone and one new, and its keys point at the new one', async () => {
    await change('alter table other add constraint self foreign key (up) references other', {
      relationships: { created: 1 },
    })
    await change('alter table child add constraint to_other foreign key (up) references other', {
      relationships: { created: 1 },
    })
    await change('alter table other rename to another', {
      tables: { created: 1, removed: 1 },
      columns: { created: 2, removed: 2 },
      relationships: { created: 1, removed: 1, updated: 1 },
    })
    expect((await table('child')).references).toMatchObject([{ targetTable: { name: 'another' } }])
    expect((await table('another')).referencedBy).toHaveLength(2)
  })
})

describe('a dropped table outside of the keys that are read', () => {
  it('leaves the keys that pointed at it unresolved until they are read again', async () => {
    const other = await catalogs.source(`
      create table target (id int primary key); create table holder (id int, up int references target)`)
    await catalogs.createElements(other.id)
    await other.run('drop table target cascade')
    const include = ['COLUMNS'] as const
    expect(await catalogs.createElements(other.id, { include: [...include] })).toMatchObject({
      tables: counts(0, 1, 0, 1),
      relationships: counts(0, 0, 0, 0),
      unresolvedRelationships: 1,
    })
    const { log } = (await catalogs.database(other.id)).elementCreation
    expect(log).toContain('INFO public.target is gone from the source and is removed')
    const { resolved, unresolved } = await catalogs.relationships(other.id)
    expect(resolved).toEqual([])
    expect(unresolved).toMatchObject([{ targetSchema: 'public', targetName: 'target' }])
    expect((await catalogs.createElements(other.id)).relationships).toEqual(counts(0, 0, 0, 1))
  })

  it('never leaves a pair of columns that misses one: a key that lost a column is unresolved', async () => {
    const other = await catalogs.source(`
      create schema near; create schema far; create table far.target (x int, y int, primary key (x, y));
      create table near.holder (a int, b int, foreign key (a, b) references far.target)`)
    await catalogs.createElements(other.id)
    await other.run('alter table far.target drop y cascade')
    expect(await catalogs.createElements(other.id, { selection: [{ schema: 'far' }] })).toMatchObject({
      columns: counts(0, 1, 0, 1),
      relationships: counts(0, 0, 1, 0),
      unresolvedRelationships: 1,
    })
    expect((await catalogs.relationships(other.id)).resolved).toEqual([])
    expect((await catalogs.createElements(other.id)).relationships).toEqual(counts(0, 0, 0, 1))
  })
})
