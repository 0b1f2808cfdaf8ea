import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { UpdateDatabaseMutation } from '../../src/client/operations.ts'
import { counts, type Source, type Table, useCatalogs } from './catalogs.ts'

const fixture = new URL('../fixtures/catalog-edge.sql', import.meta.url)
const catalogs = useCatalogs()
let source: Source
let all: Table[]
let result: Awaited<ReturnType<typeof catalogs.createElements>>

beforeAll(async () => {
  source = await catalogs.source(await readFile(fixture, 'utf8'))
  result = await catalogs.createElements(source.id)
  all = await catalogs.tables(source.id)
})

function of(schema: string, name: string, tables = all): Table {
  const table = tables.find((one) => one.schema === schema && one.name === name)
  if (!table) throw new Error(`No table ${schema} ${name}`)
  return table
}
const strange = () => of('Mixed Case', 'Ta"ble.with.dot')
const column = (table: Table, name: string) => table.columns.find((one) => one.name === name)
const names = (items: { name: string }[]) => items.map(({ name }) => name)

/** The relationships of a table as `columns→schema.table(columns)`, by name. */
const ties = ({ references }: Table) =>
  references.map(
    ({ name, sourceColumns, targetTable, targetColumns }) =>
      `${name}: ${names(sourceColumns)}→${targetTable.schema}.${targetTable.name}(${names(targetColumns)})`,
  )

describe('a catalog', () => {
  it('pairs the columns of a composite key in the order of the constraint, and keeps that of the primary key', () => {
    expect(ties(of('b', 'child'))).toEqual([
      'fk_other: c_c→a.parent(other)',
      'same_name: c_b,c_a→a.parent(p2,p1)',
    ])
    expect(names(of('a', 'parent').primaryKey)).toEqual(['p2', 'p1'])
    expect(of('a', 'parent').columns.map(({ name, isPrimaryKey }) => [name, isPrimaryKey])).toEqual([
      ['p1', true],
      ['p2', true],
      ['other', false],
    ])
  })

  it('tells foreign keys of one name on two tables apart', () => {
    expect(ties(of('b', 'child2'))).toEqual(['same_name: x→b.parent(id)'])
    expect(ties(of('b', 'child')).filter((tie) => tie.startsWith('same_name'))).toHaveLength(1)
  })

  it('leaves partitions out with their derived keys and counts them, or has each with the table it is of', async () => {
    expect(result.partitionsLeftOut).toBe(4)
    expect(names(all.filter(({ schema }) => schema === 'a'))).not.toContain('part_1')
    expect(of('a', 'part').kind).toBe('PARTITIONED_TABLE')
    expect(ties(of('a', 'topart'))).toEqual(['topart_pid_pd_fkey: pid,pd→a.part(id,d)'])
    const other = await catalogs.source(
      'create table whole (id int) partition by list (id); create table half partition of whole for values in (1)',
    )
    expect(await catalogs.createElements(other.id, { includePartitions: true })).toMatchObject({
      tables: counts(2, 0, 0, 0),
      partitionsLeftOut: 0,
    })
    expect((await catalogs.table(other.id, 'public', 'half')).partitionOf).toEqual({
      schema: 'public',
      name: 'whole',
    })
    // Without includePartitions they are not looked for, and stay.
    expect(await catalogs.createElements(other.id)).toMatchObject({
      tables: counts(0, 1, 0, 0),
      partitionsLeftOut: 1,
    })
    await other.run('alter table whole detach partition half')
    expect((await catalogs.createElements(other.id)).tables).toEqual(counts(0, 1, 1, 0))
    expect((await catalogs.table(other.id, 'public', 'half')).partitionOf).toBeNull()
    await other.run('drop table half')
    expect((await catalogs.createElements(other.id)).tables).toEqual(counts(0, 1, 0, 1))
  })

  it('has a child by inheritance as a table of its own, with its parent and no key that it was not given', () => {
    const derived = of('a', 'derived')
    expect(derived).toMatchObject({
      kind: 'TABLE',
      inherits: [{ schema: 'a', name: 'base' }],
      partitionOf: null,
    })
    expect(names(derived.columns)).toEqual(['id', 'n', 'extra'])
    expect(derived.primaryKey).toEqual([])
    expect(derived.references).toEqual([])
  })

  it('keeps every name byte for byte, and apart what differs by case alone', () => {
    expect(names(strange().columns)).toEqual([
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
    const inNames = names(all.filter(({ schema }) => schema === 'names'))
    const expected = ['t'.repeat(63), 'ü'.repeat(31), 'Users', 'users', ' (x) REFERENCES y(z) ']
    expect(inNames.sort()).toEqual(expected.sort())
    expect(names(of('names', ' (x) REFERENCES y(z) ').references[0]!.sourceColumns)).toEqual([' , '])
    expect(ties(of('names', 'users'))).toEqual(['users_id_fkey: id→names.Users(Id)'])
  })

  it('writes types as the engine does, with the schema, the length of arrays, and the labels of enums in order', () => {
    const types = new Map(strange().columns.map((one) => [one.name, one]))
    expect(types.get('a.b')).toMatchObject({
      dataType: 'a.mood[]',
      enumValues: ['z-last', 'middle', 'a-first'],
    })
    expect(types.get('m')).toMatchObject({ dataType: 'b.mood', enumValues: ['x'] })
    expect(types.get('e')).toMatchObject({ dataType: 'a.email', nullable: false, enumValues: null })
    expect(types.get('数')).toMatchObject({ dataType: 'character varying(10)[]' })
    expect(types.get('k')).toMatchObject({ dataType: 'a.comp' })
    expect(types.get('nm')).toMatchObject({ dataType: 'numeric(10,2)' })
    expect(types.get('ts')).toMatchObject({ dataType: 'timestamp(3) with time zone' })
    expect(column(of('types', 'columns'), 'over_enum')).toMatchObject({
      dataType: 'types.loud_mood',
      nullable: false,
      enumValues: ['z-last', 'middle', 'a-first'],
    })
  })

  it('tells defaults, generated and identity columns apart, and counts positions without gaps', () => {
    expect(column(strange(), 'g')).toMatchObject({ isGenerated: true, isIdentity: false, default: null })
    expect(column(strange(), 'dflt')).toMatchObject({ isGenerated: false, default: '(1 + 1)' })
    expect(column(strange(), 'ser')).toMatchObject({
      isIdentity: false,
      default: expect.stringContaining('nextval'),
    })
    expect(column(of('b', 'child'), 'id')).toMatchObject({
      isIdentity: true,
      default: null,
      isPrimaryKey: true,
    })
    expect(strange().columns.map(({ position }) => position)).toEqual(
      strange().columns.map((_, index) => index + 1),
    )
    expect(column(strange(), 'after_drop')).toMatchObject({ isForeignKey: true })
    expect(column(of('types', 'generation'), 'computed')).toMatchObject({ isGenerated: true, default: null })
    expect(of('a', 'nocols').columns).toEqual([])
  })

  it('keeps what a foreign key says: twice the same columns, itself, when it is checked, and what follows', () => {
    expect(ties(of('b', 'two'))).toEqual(['dup2: f1→b.parent(id)', 'two_f1_fkey: f1→b.parent(id)'])
    expect(of('b', 'selfref').references).toMatchObject([
      { name: 'selfref_up2_fkey', validated: false, deferrable: false, targetTable: { name: 'selfref' } },
      { name: 'selfref_up_fkey', validated: true, deferrable: true },
    ])
    expect(of('b', 'selfref').referencedBy).toHaveLength(2)
    expect(Object.fromEntries(of('keys', 'actions').references.map((one) => [one.name, one]))).toMatchObject({
      some_columns: { onDelete: 'SET NULL (target_id, "Te nant")', onUpdate: 'NO ACTION' },
      all_columns: { onDelete: 'SET NULL', onUpdate: 'SET DEFAULT' },
      by_code: { onDelete: 'RESTRICT', onUpdate: 'CASCADE', targetColumns: [{ name: 'code' }] },
    })
  })

  it('keeps comments on tables and columns of every kind as they are, an empty one being none', () => {
    expect(of('names', 'Users').comment).toBe('first line\nsecond \'line\'\twith "tab" \\ and 数')
    expect(column(strange(), '数')!.comment).toBe("multi\nline 'quoted'\ttab")
    expect(of('a', 'v')).toMatchObject({ kind: 'VIEW', comment: 'view c' })
    expect(column(of('a', 'mv'), 'id')!.comment).toBe('mv col')
    expect(of('b', 'parent').comment).toBeNull()
    expect(of('other', 'no_rows').comment).toBeNull()
  })

  it('has constraints, indexes and estimates of each table', () => {
    expect(of('a', 'excl').constraints).toMatchObject([{ kind: 'EXCLUSION', columns: ['r'] }])
    expect(
      strange()
        .constraints.map(({ kind }) => kind)
        .sort(),
    ).toEqual(expect.arrayContaining(['CHECK', 'PRIMARY_KEY']))
    expect(of('b', 'two').indexes).toMatchObject([
      {
        name: 'inc',
        unique: true,
        method: 'btree',
        columns: ['f1'],
        definition: expect.stringContaining('INCLUDE (id)'),
      },
      { name: 'two_pkey', unique: true },
    ])
    expect(of('other', 'three_rows').estimatedRowCount).toBe(3)
    expect(of('other', 'never_analysed').estimatedRowCount).toBeNull()
    expect(of('other', 'elsewhere').kind).toBe('FOREIGN_TABLE')
  })

  it('has every foreign key twice: with the table that holds it, and with the one that it points at', async () => {
    const out = all.flatMap((table) => table.references.map(({ id }) => id))
    const back = all.flatMap((table) => table.referencedBy.map(({ id }) => id))
    expect(new Set(out)).toEqual(new Set(back))
    expect(result.relationships).toEqual(counts(out.length, 0, 0, 0))
    expect(result.unresolvedRelationships).toBe(0)
  })
})

describe('a login that may read little', () => {
  const role = `reader_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  let admin: pg.Client
  beforeAll(async () => {
    admin = new pg.Client({ connectionString: source.connectionString })
    await admin.connect()
    await admin.query(`create role ${role} login password '${password}' in role catalog_edge_reader`)
  })
  afterAll(async () => {
    await admin.query(`drop role ${role}`)
    await admin.end()
  })
  const asReader = () => Object.assign(new URL(source.connectionString), { username: role, password }).href

  it('sees the same structure and keys, with what it cannot read marked and counted', async () => {
    const id = await catalogs.register('weak', asReader())
    const seen = await catalogs.createElements(id)
    expect(seen.tables).toEqual(result.tables)
    expect(seen.columns).toEqual(result.columns)
    expect(seen.relationships).toEqual(result.relationships)
    const tables = await catalogs.tables(id)
    expect(tables.map(ties)).toEqual(all.map(ties))
    const unreadable = tables.filter(({ readable }) => !readable)
    expect(seen.unreadableTables).toBe(unreadable.length)
    expect(names(tables.filter(({ schema, readable }) => schema === 'other' && readable))).toEqual([
      'three_rows',
    ])
    expect(of('hidden', 'secret', tables).readable).toBe(false)
    expect(of('b', 'parent', tables).readable).toBe(true)
    const { log } = (await catalogs.database(id)).elementCreation
    expect(log).toContain(`The login may not select from ${unreadable.length} tables`)
    expect(log).toMatch(/no USAGE on the schemas .*hidden/)
  })

  it('removes nothing that a stronger one has found, and only marks what it cannot read', async () => {
    const { updateDatabase } = await catalogs.quarry.client.request(UpdateDatabaseMutation, {
      input: { id: source.id, connectionString: asReader() },
    })
    expect(updateDatabase.__typename).toBe('DatabasePayload')
    const weaker = await catalogs.createElements(source.id)
    expect(weaker.tables).toEqual(counts(0, all.length - weaker.unreadableTables, weaker.unreadableTables, 0))
    expect(weaker.columns).toEqual(counts(0, result.columns.created, 0, 0))
    expect(weaker.relationships).toEqual(counts(0, result.relationships.created, 0, 0))
  })
})
