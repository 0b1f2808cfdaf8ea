import { beforeAll, describe, expect, it } from 'vitest'
import type { SourceRelationship } from '../../src/catalog/source.ts'
import { type Catalog, useEdgeDatabase } from './edge-database.ts'

const database = useEdgeDatabase()
let catalog: Catalog
beforeAll(async () => {
  catalog = await database.read()
})

/** A foreign key with what it says where nothing is said. */
const relationship = (given: Partial<SourceRelationship>) => ({
  onDelete: 'NO ACTION',
  onUpdate: 'NO ACTION',
  deferrable: false,
  validated: true,
  ...given,
})

describe('columns', () => {
  it('have the type as the server writes it, qualified outside of its own schema and with its length', () => {
    const typesOf = (schema: string, table: string) =>
      catalog.of(schema, table).columns.map(({ name, dataType }) => [name, dataType])
    expect(typesOf('Mixed Case', 'Ta"ble.with.dot')).toEqual([
      ['Col Ümlaut', 'integer'],
      ['select', 'text'],
      ['a.b', 'a.mood[]'],
      ['数', 'character varying(10)[]'],
      ['e', 'a.email'],
      ['m', 'b.mood'],
      ['k', 'a.comp'],
      ['g', 'integer'],
      ['dflt', 'integer'],
      ['ts', 'timestamp(3) with time zone'],
      ['nm', 'numeric(10,2)'],
      ['ser', 'integer'],
      ['after_drop', 'integer'],
    ])
    expect(typesOf('types', 'columns')).toEqual([
      ['optional', 'types.nullable_text'],
      ['nested', 'types.work_email'],
      ['over_enum', 'types.loud_mood'],
      ['over_array', 'types.moods'],
      ['domains', 'types.work_email[]'],
      ['enum_domains', 'types.loud_mood[]'],
      ['matrix', 'integer[]'],
      ['fixed', 'character(3)'],
      ['flags', 'bit varying(8)'],
      ['span', 'interval day to second(2)'],
      ['composite', 'a.comp[]'],
      ['range', 'int4range'],
      ['quoted', '"char"'],
    ])
  })

  it('have the labels of an enum in their order, also in an array or under a domain', () => {
    const labels = [
      ...catalog.of('Mixed Case', 'Ta"ble.with.dot').columns,
      ...catalog.of('types', 'columns').columns,
    ]
      .filter(({ enumValues }) => enumValues !== null)
      .map(({ name, enumValues }) => [name, enumValues])
    const mood = ['z-last', 'middle', 'a-first']
    expect(labels).toEqual([
      ['a.b', mood],
      ['m', ['x']],
      ['over_enum', mood],
      ['over_array', mood],
      ['enum_domains', mood],
    ])
  })

  it('are not nullable where a domain, or one below it, refuses null', () => {
    const refusing = (schema: string, table: string) =>
      catalog
        .of(schema, table)
        .columns.filter(({ nullable }) => !nullable)
        .map(({ name }) => name)
    expect(refusing('types', 'columns')).toEqual(['nested', 'over_enum'])
    expect(refusing('Mixed Case', 'Ta"ble.with.dot')).toEqual(['Col Ümlaut', 'e', 'ser'])
  })

  it('tell a default from an identity and from a generated value', () => {
    const said = catalog
      .of('types', 'generation')
      .columns.map((column) => [column.name, column.default, column.isIdentity, column.isGenerated])
    expect(said).toEqual([
      ['always_id', null, true, false],
      ['default_id', null, true, false],
      ['serial_id', "nextval('types.generation_serial_id_seq'::regclass)", false, false],
      ['text_default', "'it''s'::text", false, false],
      ['null_default', null, false, false],
      ['enum_default', "'a-first'::a.mood", false, false],
      ['computed', null, false, true],
    ])
    const dotted = catalog.of('Mixed Case', 'Ta"ble.with.dot').columns
    expect(
      dotted.filter((column) => column.default !== null).map((column) => [column.name, column.default]),
    ).toEqual([
      ['dflt', '(1 + 1)'],
      ['ser', `nextval('"Mixed Case"."Ta""ble.with.dot_ser_seq"'::regclass)`],
    ])
    expect(dotted.filter(({ isGenerated }) => isGenerated).map(({ name }) => name)).toEqual(['g'])
  })

  it('are counted without the gaps of dropped ones, and may be none at all', () => {
    expect(catalog.of('Mixed Case', 'Ta"ble.with.dot').columns.at(-1)).toMatchObject({
      name: 'after_drop',
      position: 13,
    })
    expect(catalog.of('keys', 'actions').columns.map(({ name, position }) => [name, position])).toEqual([
      ['Te nant', 1],
      ['target_id', 2],
      ['code', 3],
      ['late', 4],
    ])
    expect(catalog.of('a', 'nocols').columns).toEqual([])
  })
})

describe('constraints', () => {
  it('are primary keys, unique keys, checks and exclusions, with their columns in the order of the key', () => {
    expect(catalog.of('a', 'parent').constraints).toEqual([
      { name: 'parent_other_key', kind: 'UNIQUE', columns: ['other'], definition: 'UNIQUE (other)' },
      { name: 'parent_pkey', kind: 'PRIMARY_KEY', columns: ['p2', 'p1'], definition: 'PRIMARY KEY (p2, p1)' },
    ])
    expect(catalog.of('a', 'excl').constraints).toEqual([
      {
        name: 'excl_r_excl',
        kind: 'EXCLUSION',
        columns: ['r'],
        definition: 'EXCLUDE USING gist (r WITH &&)',
      },
    ])
    expect(catalog.of('Mixed Case', 'Ta"ble.with.dot').constraints[0]).toEqual({
      name: 'Ta"ble.with.dot_Col Ümlaut_check',
      kind: 'CHECK',
      columns: ['Col Ümlaut'],
      definition: 'CHECK (("Col Ümlaut" > 0))',
    })
  })
})

describe('indexes', () => {
  it('are defined in the words of the server, whatever they are made of', async () => {
    const session = await database.connect()
    await session.query(`SET search_path = ''`)
    const { rows } = await session.query<{ schemaname: string; indexname: string; indexdef: string }>(
      `SELECT schemaname, indexname, indexdef FROM pg_indexes
        WHERE schemaname NOT LIKE 'pg\\_%' AND indexname <> 'half_made'`,
    )
    const { tables } = await database.read({ includePartitions: true })
    const definitions = tables.flatMap(({ schema, indexes }) =>
      indexes.map(({ name, definition }) => [schema, name, definition]),
    )
    expect(definitions).toHaveLength(rows.length)
    expect(new Set(definitions.map(String))).toEqual(
      new Set(rows.map(({ schemaname, indexname, indexdef }) => String([schemaname, indexname, indexdef]))),
    )
  })

  it('have their key columns and expressions in order, without the included ones', () => {
    const said = catalog.of('indexes', 'things').indexes.map(({ name, columns }) => [name, columns])
    expect(said.slice(0, 5)).toEqual([
      ['Unique Plain', ['id']],
      ['block_range', ['id', 'order']],
      ['collated', ['Name', 'latin']],
      ['descending', ['id', 'order', 'fixed']],
      ['expressions', ['lower("Name")', 'id', '(id + "order")']],
    ])
    expect(catalog.of('b', 'two').indexes[0]).toEqual({
      name: 'inc',
      unique: true,
      method: 'btree',
      columns: ['f1'],
      definition: 'CREATE UNIQUE INDEX inc ON b.two USING btree (f1) INCLUDE (id) NULLS NOT DISTINCT',
    })
    expect(catalog.of('indexes', 'things').indexes.find(({ name }) => name === 'inverted')?.method).toBe(
      'gin',
    )
  })

  it('leave out one that a concurrent build left behind without validating it', () => {
    expect(catalog.of('other', 'no_rows').indexes).toEqual([])
  })
})

describe('foreign keys', () => {
  it('pair their columns in the order of the constraint, whatever the order in the table', () => {
    expect(catalog.of('b', 'child').relationships).toEqual([
      relationship({
        name: 'fk_other',
        columns: ['c_c'],
        target: { schema: 'a', name: 'parent' },
        targetColumns: ['other'],
      }),
      relationship({
        name: 'same_name',
        columns: ['c_b', 'c_a'],
        target: { schema: 'a', name: 'parent' },
        targetColumns: ['p2', 'p1'],
        onDelete: 'CASCADE',
      }),
    ])
  })

  it('of one name on two tables stay with their own tables and targets', () => {
    const named = catalog.tables.flatMap(({ name: table, relationships }) =>
      relationships
        .filter(({ name }) => name === 'same_name')
        .map(({ columns, target }) => ({ table, columns, target })),
    )
    expect(named).toEqual([
      { table: 'child', columns: ['c_b', 'c_a'], target: { schema: 'a', name: 'parent' } },
      { table: 'child2', columns: ['x'], target: { schema: 'b', name: 'parent' } },
    ])
  })

  it('are all kept where several have the same columns, a table refers to itself, or one was not validated', () => {
    const parent = { columns: ['f1'], target: { schema: 'b', name: 'parent' }, targetColumns: ['id'] }
    expect(catalog.of('b', 'two').relationships).toEqual([
      relationship({ name: 'dup2', ...parent, onDelete: 'CASCADE' }),
      relationship({ name: 'two_f1_fkey', ...parent }),
    ])
    const itself = { target: { schema: 'b', name: 'selfref' }, targetColumns: ['id'] }
    expect(catalog.of('b', 'selfref').relationships).toEqual([
      relationship({ name: 'selfref_up2_fkey', columns: ['up2'], ...itself, validated: false }),
      relationship({ name: 'selfref_up_fkey', columns: ['up'], ...itself, deferrable: true }),
    ])
  })

  it('say what happens on delete and update, and to which columns', () => {
    const keys = catalog.of('keys', 'actions').relationships
    expect(keys.map(({ name, onDelete, onUpdate }) => [name, onDelete, onUpdate])).toEqual([
      ['all_columns', 'SET NULL', 'SET DEFAULT'],
      ['by_code', 'RESTRICT', 'CASCADE'],
      ['late_keys', 'NO ACTION', 'NO ACTION'],
      ['one_column', 'SET DEFAULT ("Te nant")', 'NO ACTION'],
      ['some_columns', 'SET NULL (target_id, "Te nant")', 'NO ACTION'],
    ])
    expect(keys[2]).toMatchObject({ columns: ['late', 'Te nant'], targetColumns: ['id', 'tenant'] })
  })
})
