import { beforeAll, describe, expect, it } from 'vitest'
import type { MetadataKind } from '../../src/catalog/source.ts'
import { type Catalog, useEdgeDatabase } from './edge-database.ts'

const database = useEdgeDatabase()
let all: Catalog
beforeAll(async () => {
  all = await database.read()
})

const names = (tables: { schema: string; name: string }[], schema: string) =>
  tables.filter((table) => table.schema === schema).map((table) => table.name)

describe('the tables', () => {
  it('are those of all schemas but the server’s own, of every kind, in the order of their names', () => {
    expect(names(all.tables, 'a')).toEqual([
      'base',
      'derived',
      'excl',
      'mv',
      'nocols',
      'parent',
      'part',
      'topart',
      'unl',
      'v',
    ])
    expect(names(all.tables, 'other')).toEqual(['elsewhere', 'never_analysed', 'no_rows', 'three_rows'])
    expect(new Set(all.tables.map(({ schema }) => schema))).toEqual(
      new Set(['Mixed Case', 'a', 'b', 'hidden', 'indexes', 'keys', 'names', 'other', 'types']),
    )
    const kinds = [
      ['a', 'base'],
      ['a', 'part'],
      ['a', 'v'],
      ['a', 'mv'],
      ['other', 'elsewhere'],
    ] as const
    expect(kinds.map(([schema, name]) => all.of(schema, name).kind)).toEqual([
      'TABLE',
      'PARTITIONED_TABLE',
      'VIEW',
      'MATERIALIZED_VIEW',
      'FOREIGN_TABLE',
    ])
  })

  it('leave partitions out with the keys derived for them, and count them', () => {
    expect(all.partitionsLeftOut).toBe(4)
    const original = all.tables.filter(({ schema }) => ['a', 'b', 'Mixed Case', 'hidden'].includes(schema))
    expect(original.filter(({ kind }) => kind === 'TABLE' || kind === 'PARTITIONED_TABLE')).toHaveLength(15)
    expect(original.flatMap(({ relationships }) => relationships)).toHaveLength(11)
    expect(all.of('a', 'topart').relationships).toMatchObject([{ target: { schema: 'a', name: 'part' } }])
  })

  it('have partitions where these are asked for, each with the table it is of and none of the derived keys', async () => {
    const { of, partitionsLeftOut } = await database.read({ includePartitions: true })
    expect(partitionsLeftOut).toBe(0)
    expect(of('a', 'part')).toMatchObject({ kind: 'PARTITIONED_TABLE', partitionOf: null, inherits: [] })
    expect(of('a', 'part_1')).toMatchObject({
      kind: 'TABLE',
      partitionOf: { schema: 'a', name: 'part' },
      inherits: [],
      constraints: [{ name: 'part_1_pkey', kind: 'PRIMARY_KEY', columns: ['id', 'd'] }],
      relationships: [],
    })
    expect(of('a', 'part_2')).toMatchObject({ kind: 'PARTITIONED_TABLE', partitionOf: { name: 'part' } })
    expect(of('a', 'part_2a')).toMatchObject({ kind: 'TABLE', partitionOf: { name: 'part_2' } })
    expect(of('a', 'topart').relationships.map(({ target }) => target.name)).toEqual(['part'])
  })

  it('include a child by inheritance, with its parent and its own columns but no key of the parent’s', () => {
    const derived = all.of('a', 'derived')
    expect(derived).toMatchObject({
      kind: 'TABLE',
      inherits: [{ schema: 'a', name: 'base' }],
      partitionOf: null,
    })
    expect(derived.columns.map(({ name }) => name)).toEqual(['id', 'n', 'extra'])
    expect(derived.constraints).toEqual([])
  })

  it('have an estimate of their rows where the server has one', () => {
    const estimates = ['three_rows', 'no_rows', 'never_analysed'].map(
      (name) => all.of('other', name).estimatedRowCount,
    )
    expect(estimates).toEqual([3, 0, null])
    expect([all.of('a', 'v').estimatedRowCount, all.of('a', 'part').estimatedRowCount]).toEqual([null, null])
  })

  it('keep every name byte for byte', () => {
    expect(names(all.tables, 'names')).toEqual([
      ' (x) REFERENCES y(z) ',
      'Users',
      't'.repeat(63),
      'users',
      'ü'.repeat(31),
    ])
    const dotted = all.of('Mixed Case', 'Ta"ble.with.dot')
    expect(dotted.columns.map(({ name }) => name)).toEqual([
      'Col Ümlaut',
      'select',
      'a.b',
      '数',
      'e',
      'm',
      'k',
      'g',
      'dflt',
      'ts',
      'nm',
      'ser',
      'after_drop',
    ])
    expect(dotted.constraints.map(({ name, columns }) => [name, columns])).toEqual([
      ['Ta"ble.with.dot_Col Ümlaut_check', ['Col Ümlaut']],
      ['Ta"ble.with.dot_pkey', ['Col Ümlaut']],
    ])
    expect(all.of('names', 'Users').relationships).toMatchObject([
      { columns: ['id'], target: { schema: 'names', name: 'Users' }, targetColumns: ['Id'] },
    ])
    expect(all.of('names', ' (x) REFERENCES y(z) ').relationships).toMatchObject([
      { columns: [' , '], target: { schema: 'names', name: 'users' }, targetColumns: ['id'] },
    ])
  })

  it('look the same to a role that may only select, which is told what it cannot read', async () => {
    const session = await database.connect()
    await session.query('SET ROLE catalog_edge_reader')
    const seen = await database.read({}, session)
    expect(seen.tables.map((table) => ({ ...table, readable: true }))).toEqual(all.tables)
    expect(seen.schemasWithoutUsage).toEqual(['empty', 'hidden', 'indexes', 'keys', 'names', 'types'])
    const unread = seen.tables.filter(
      ({ readable, schema }) => !readable && !seen.schemasWithoutUsage.includes(schema),
    )
    expect(unread.map(({ name }) => name)).toEqual([
      'Ta"ble.with.dot',
      'elsewhere',
      'never_analysed',
      'no_rows',
    ])
    expect([seen.of('a', 'v').readable, seen.of('other', 'three_rows').readable]).toEqual([true, true])
    expect(all.schemasWithoutUsage).toEqual([])
    expect(all.tables.every(({ readable }) => readable)).toBe(true)
  })
})

it('reads the same whatever the search path of its session', async () => {
  const session = await database.connect()
  await session.query('SET search_path = a, b, types, indexes')
  expect((await database.read({}, session)).tables).toEqual(all.tables)
})

describe('a selection', () => {
  it('reads whole schemas and single tables, and says what is not there', async () => {
    const read = await database.read({
      selection: [
        { schema: 'b' },
        { schema: 'names', tables: ['users', 'USERS', `${'t'.repeat(63)}t`, 'ü'.repeat(31)] },
        { schema: 'empty' },
        { schema: 'B' },
        { schema: 'gone', tables: ['one', 'two'] },
        { schema: 'other', tables: ['not_a_table', 'neither'] },
        { schema: 'pg_catalog', tables: ['pg_class'] },
      ],
    })
    expect(names(read.tables, 'b')).toEqual(['child', 'child2', 'parent', 'selfref', 'two'])
    expect(names(read.tables, 'names')).toEqual(['users', 'ü'.repeat(31)])
    expect(read.tables).toHaveLength(7)
    expect(read.missing).toHaveLength(7)
    expect(read.missing).toEqual(
      expect.arrayContaining([
        { schema: 'B', name: null },
        { schema: 'gone', name: null },
        { schema: 'names', name: 'USERS' },
        { schema: 'names', name: 't'.repeat(64) },
        { schema: 'other', name: 'neither' },
        { schema: 'other', name: 'not_a_table' },
        { schema: 'pg_catalog', name: null },
      ]),
    )
  })

  it('names the target of a foreign key in a schema that it does not have', async () => {
    const { of, tables } = await database.read({ selection: [{ schema: 'b' }] })
    expect(tables.filter(({ schema }) => schema !== 'b')).toEqual([])
    expect(of('b', 'child').relationships).toEqual(all.of('b', 'child').relationships)
    expect(of('b', 'child').relationships.map(({ target }) => target)).toEqual([
      { schema: 'a', name: 'parent' },
      { schema: 'a', name: 'parent' },
    ])
  })

  it('counts the partitions below its tables that it does not read', async () => {
    const parent = [{ schema: 'a', tables: ['part', 'base'] }]
    const partition = [{ schema: 'a', tables: ['part_2a'] }]
    const counts = async (selection: typeof parent, includePartitions: boolean) => {
      const { tables, missing, partitionsLeftOut } = await database.read({ selection, includePartitions })
      return { tables: names(tables, 'a'), missing, partitionsLeftOut }
    }
    expect(await counts(parent, false)).toEqual({
      tables: ['base', 'part'],
      missing: [],
      partitionsLeftOut: 3,
    })
    expect(await counts(parent, true)).toEqual({
      tables: ['base', 'part'],
      missing: [],
      partitionsLeftOut: 3,
    })
    expect(await counts(partition, false)).toEqual({ tables: [], missing: [], partitionsLeftOut: 1 })
    expect(await counts(partition, true)).toEqual({ tables: ['part_2a'], missing: [], partitionsLeftOut: 0 })
  })

  it('without types and comments leaves them undefined and all else as it is', async () => {
    const include = new Set<MetadataKind>(['COLUMNS'])
    const read = await database.read({ include })
    const bare = all.of('types', 'columns').columns.map((column) => ({
      ...column,
      dataType: undefined,
      enumValues: undefined,
      comment: undefined,
    }))
    expect(read.of('types', 'columns').columns).toEqual(bare)
    expect(read.of('a', 'v').comment).toBeUndefined()
  })
})

describe('comments', () => {
  it('are those of tables, views and their columns, as they were written', () => {
    expect(all.of('names', 'Users').comment).toBe(`first line\nsecond 'line'\twith "tab" \\ and 数`)
    expect(all.of('a', 'v').comment).toBe('view c')
    expect(all.of('a', 'mv').columns[0]?.comment).toBe('mv col')
    expect(all.of('Mixed Case', 'Ta"ble.with.dot').columns[3]?.comment).toBe("multi\nline 'quoted'\ttab")
    expect(all.of('b', 'parent').comment).toBeNull()
  })

  it('are not those of another catalog’s object with the same oid', () => {
    expect(all.of('other', 'no_rows').comment).toBeNull()
    expect(all.of('other', 'no_rows').columns.map(({ comment }) => comment)).toEqual([null])
  })
})
