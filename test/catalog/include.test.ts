import { beforeAll, describe, expect, it } from 'vitest'
import type { MetadataKind } from '../../src/client/generated/graphql.ts'
import { StartElementCreationMutation } from '../../src/client/operations.ts'
import { counts, type Source, useCatalogs } from './catalogs.ts'

const catalogs = useCatalogs()

/** Two tables, one of which has one of everything. */
const schema = `
  create type mood as enum ('sad', 'happy');
  create table parent (id int primary key);
  create table child (id int primary key, up int references parent, mood mood default 'sad' check (mood <> 'happy'));
  create index by_mood on child (mood);
  comment on table child is 'a table'; comment on column child.mood is 'a column'`
/** Changes every kind of thing at once. */
const changeAll = `
  alter table child alter mood set not null; alter table child add added text; comment on table child is 'another';
  comment on column child.mood is 'another'; alter table child add unique (added); alter table child drop constraint child_up_fkey;
  alter table child add constraint to_parent foreign key (up) references parent; drop index by_mood;
  alter table child alter id type bigint`

const child = async (id: string) => {
  const table = await catalogs.table(id, 'public', 'child')
  const mood = table.columns.find(({ name }) => name === 'mood')
  return {
    comment: table.comment,
    columns: table.columns.map(({ name }) => name),
    types: table.columns.map(({ dataType }) => dataType),
    columnComment: mood?.comment,
    nullable: mood?.nullable,
    labels: mood?.enumValues,
    constraints: table.constraints.map(({ name }) => name),
    primaryKey: table.primaryKey.map(({ name }) => name),
    indexes: table.indexes.map(({ name }) => name),
    references: table.references.map(({ name }) => name),
  }
}
type Child = Awaited<ReturnType<typeof child>>

const nothing: Child = {
  comment: null,
  columns: [],
  types: [],
  columnComment: undefined,
  nullable: undefined,
  labels: undefined,
  constraints: [],
  primaryKey: [],
  indexes: [],
  references: [],
}
const columns = { columns: ['id', 'up', 'mood'], types: ['unknown', 'unknown', 'unknown'] }
const bare = { ...columns, columnComment: null, nullable: true, labels: null }
const labels = ['sad', 'happy']

describe('a run that includes a part of the kinds, over an empty catalog,', () => {
  let source: Source
  beforeAll(async () => {
    source = await catalogs.source(schema)
  })
  const cases: [MetadataKind[], Partial<Child>][] = [
    [['COLUMNS'], bare],
    [['TYPES'], { ...bare, types: ['integer', 'integer', 'mood'].map(qualified), labels }],
    [['COMMENTS'], { comment: 'a table' }],
    [['COLUMNS', 'COMMENTS'], { ...bare, comment: 'a table', columnComment: 'a column' }],
    [
      ['CONSTRAINTS'],
      {
        columns: ['id'],
        types: ['unknown'],
        primaryKey: ['id'],
        constraints: ['child_mood_check', 'child_pkey'],
      },
    ],
    [['INDEXES'], { indexes: ['by_mood', 'child_pkey'] }],
    [['FOREIGN_KEYS'], { columns: ['up'], types: ['unknown'], references: ['child_up_fkey'] }],
    [
      ['CONSTRAINTS', 'FOREIGN_KEYS', 'TYPES'],
      {
        ...bare,
        types: ['integer', 'integer', 'mood'].map(qualified),
        labels,
        primaryKey: ['id'],
        constraints: ['child_mood_check', 'child_pkey'],
        references: ['child_up_fkey'],
      },
    ],
  ]
  it.each(cases)('%j, has what these bring and nothing else', async (include, expected) => {
    const id = await catalogs.register(`empty ${include.join()}`, source.connectionString)
    const result = await catalogs.createElements(id, { include })
    expect(result.tables).toEqual(counts(2, 0, 0, 0))
    expect(await child(id)).toEqual({ ...nothing, ...expected })
    // Again, the same kinds find nothing new; all kinds complete what is missing, and then nothing is.
    const again = await catalogs.createElements(id, { include })
    expect([again.tables.skipped, again.columns.created, again.columns.updated]).toEqual([2, 0, 0])
    await catalogs.createElements(id)
    expect(await child(id)).toMatchObject({ columns: columns.columns, columnComment: 'a column', labels })
    const last = await catalogs.createElements(id)
    expect([last.tables, last.columns, last.relationships]).toEqual([
      counts(0, 2, 0, 0),
      counts(0, 4, 0, 0),
      counts(0, 1, 0, 0),
    ])
  })
})

describe('a run that includes a part of the kinds, over a full catalog,', () => {
  const cases: [MetadataKind[], Partial<Child>, ReturnType<typeof counts>][] = [
    [
      ['COLUMNS'],
      {
        columns: [...columns.columns, 'added'],
        nullable: false,
        types: ['integer', 'integer', 'public.mood', 'unknown'],
      },
      counts(1, 3, 1, 0),
    ],
    [['COMMENTS'], { comment: 'another' }, counts(0, 0, 0, 0)],
    [['COLUMNS', 'COMMENTS'], { comment: 'another', columnComment: 'another' }, counts(1, 3, 1, 0)],
    [['INDEXES'], { indexes: ['child_added_key', 'child_pkey'] }, counts(0, 0, 0, 0)],
    [
      ['CONSTRAINTS'],
      { constraints: ['child_added_key', 'child_mood_check', 'child_pkey'] },
      counts(0, 0, 0, 0),
    ],
    [['FOREIGN_KEYS'], { references: ['to_parent'] }, counts(0, 0, 0, 0)],
    [['TYPES'], { types: ['bigint', 'integer', 'public.mood', 'text'] }, counts(1, 2, 2, 0)],
  ]
  it.each(cases)(
    '%j, changes these and leaves the others as they were',
    async (include, expected, ofColumns) => {
      const source = await catalogs.source(schema)
      await catalogs.createElements(source.id)
      const before = await child(source.id)
      await source.run(changeAll)
      const result = await catalogs.createElements(source.id, { include })
      // Columns that are not read are not counted; a new one has no type before TYPES are read.
      expect({ ...result.columns, skipped: 0 }).toEqual({ ...ofColumns, skipped: 0 })
      const after = await child(source.id)
      const readAgain =
        include.includes('COLUMNS') || include.includes('TYPES') ? ['columns', 'types', 'nullable'] : []
      const kept = Object.entries(before).filter(([key]) => !(key in expected || readAgain.includes(key)))
      expect(after).toMatchObject({ ...Object.fromEntries(kept), ...expected })
      await catalogs.createElements(source.id)
      const whole = await catalogs.register(`whole ${include.join()}`, source.connectionString)
      await catalogs.createElements(whole)
      expect(await child(source.id)).toEqual(await child(whole))
    },
  )
})

describe('a request that cannot be met', () => {
  const refusal = async (input: object) => {
    const databaseIds = [source.id]
    const { startElementCreation } = await catalogs.quarry.client.request(StartElementCreationMutation, {
      input: { databaseIds, ...input },
    })
    if (startElementCreation.__typename !== 'InvalidInputError')
      throw new Error(JSON.stringify(startElementCreation))
    return startElementCreation
  }
  let source: Source
  beforeAll(async () => {
    source = await catalogs.source(schema)
  })

  it('is refused as a whole, with the path of what is wrong', async () => {
    expect(await refusal({ sampleValues: true, include: ['COLUMNS'] })).toMatchObject({
      code: 'INVALID_INPUT',
      fields: [{ path: ['sampleValues'], message: expect.stringContaining('CANDIDATE_KEYS') }],
    })
    expect(await refusal({ include: [] })).toMatchObject({ fields: [{ path: ['include'] }] })
    expect(await refusal({ selection: [] })).toMatchObject({ fields: [{ path: ['selection'] }] })
    expect(await refusal({ selection: [{ schema: 'public', tables: [] }] })).toMatchObject({
      fields: [{ path: ['selection', '0', 'tables'] }],
    })
    expect(await refusal({ selection: [{ schema: '' }] })).toMatchObject({
      fields: [{ path: ['selection', '0', 'schema'] }],
    })
    expect((await catalogs.database(source.id)).elementCreation.status).toBe('IDLE')
  })

  it('for a schema or table that the source does not have is met for the rest, and the log says what is missing', async () => {
    const selection = [{ schema: 'nowhere' }, { schema: 'public', tables: ['parent', 'no.such'] }]
    expect((await catalogs.createElements(source.id, { selection })).tables).toEqual(counts(1, 0, 0, 0))
    const { log } = (await catalogs.database(source.id)).elementCreation
    expect(log).toContain('WARN The selection names the schema nowhere, which the source does not have')
    expect(log).toContain('WARN The selection names public.no.such, which the source does not have')
  })
})

function qualified(type: string) {
  return type === 'mood' ? 'public.mood' : type
}
