import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { RegisterDatabaseMutation } from '../../../src/client/operations.ts'
import { runInFile } from '../../databases/sqlite-files.ts'
import { useCatalogs } from '../catalogs.ts'
import { type Case, describeCatalogOf, type Engine, type EngineSource, readCatalog } from './suite.ts'

const fixture = await readFile(new URL('../../fixtures/sqlite-edge.sql', import.meta.url), 'utf8')
const directory = mkdtempSync(path.join(tmpdir(), 'quarry-sqlite-'))
afterAll(() => rm(directory, { recursive: true, force: true }))

async function createSource(sql = fixture): Promise<EngineSource> {
  const name = `${randomBytes(6).toString('hex')}.db`
  const file = path.join(directory, name)
  runInFile(file, sql)
  return {
    connectionString: `sqlite:${name}`,
    schema: 'main',
    run: async (sql) => runInFile(file, sql),
    drop: () => rm(file),
  }
}

const sqlite: Engine = {
  name: 'SQLite',
  isInstalled: true,
  env: { SQLITE_DIR: directory },
  sqliteDirectory: () => directory,
  createSource,
  kinds: [
    ['Ta"ble.with`dot]', 'TABLE'],
    ['boxes', 'FOREIGN_TABLE'],
    ['broken', 'VIEW'],
    ['changed table', 'TABLE'],
    ['child', 'TABLE'],
    ['keyed', 'TABLE'],
    ['kinds', 'TABLE'],
    ['made', 'TABLE'],
    ['parent', 'TABLE'],
    ['seen', 'VIEW'],
    ['simple', 'TABLE'],
    ['words', 'FOREIGN_TABLE'],
  ],
  cases: (schema): Case[] => [
    {
      reads:
        'composite, self, implicit, repeated and dangling references, in whatever letters they are written, each in the order of its columns',
      table: 'child',
      relationships: [
        { name: '(boss) REFERENCES child', columns: ['boss'], targetColumns: ['id'], deferrable: false },
        {
          name: 'to_simple',
          columns: ['Simple_ID'],
          target: { schema, name: 'simple' },
          targetColumns: ['id'],
          onDelete: 'SET NULL',
          deferrable: true,
        },
        { name: '(one) REFERENCES simple', targetColumns: ['id'] },
        { name: '(two) REFERENCES simple', deferrable: false },
        { name: '(lost) REFERENCES nowhere', target: { schema, name: 'nowhere' }, targetColumns: ['id'] },
        { name: 'to_parent', columns: ['c_b', 'c_a'], targetColumns: ['p2', 'p1'], onDelete: 'CASCADE' },
        { name: '(one, two) REFERENCES parent', columns: ['one', 'two'], targetColumns: ['p1', 'p2'] },
        { name: '(one, two) REFERENCES parent #2' },
      ],
    },
    {
      reads: 'named and unnamed constraints among comments that look like some',
      table: 'child',
      constraints: [
        { name: 'PRIMARY KEY (id)', kind: 'PRIMARY_KEY', columns: ['id'] },
        { name: 'UNIQUE (c_a, c_b)', kind: 'UNIQUE', columns: ['c_a', 'c_b'] },
        { name: 'once', kind: 'UNIQUE', columns: ['one'] },
        { kind: 'CHECK', definition: `CHECK (c_a > 0 AND c_b <> 'UNIQUE, )')` },
        { name: 'small', kind: 'CHECK', definition: 'CHECK (c_a < 100)' },
      ],
    },
    {
      reads: 'a key in its own order, which is not that of the columns',
      table: 'parent',
      constraints: [{ name: 'parent_key', kind: 'PRIMARY_KEY', columns: ['p2', 'p1'] }, { kind: 'UNIQUE' }],
    },
    {
      reads: 'defaults, the number of rows that statistics have, and the column that numbers the rows',
      table: 'simple',
      is: { estimatedRowCount: 3 },
      columns: {
        id: { isIdentity: true, nullable: false },
        name: { default: `'none, (or) "one"'`, isIdentity: false },
        made: { default: 'CURRENT_TIMESTAMP', dataType: 'DATETIME' },
      },
    },
    {
      reads: 'indexes over parts of tables, over expressions, and in other orders',
      table: 'simple',
      indexes: [
        { name: 'by_expression', unique: true, columns: ['lower(name)', 'made'] },
        { name: 'plain', unique: false, columns: ['name', 'made'] },
      ],
    },
    {
      reads: 'tables without row numbers, whose keys take no null',
      table: 'keyed',
      columns: { k: { nullable: false, isIdentity: false }, v: { dataType: 'ANY' } },
      constraints: [{ kind: 'PRIMARY_KEY', columns: ['k'] }],
    },
    {
      reads: 'keywords as names, however they are quoted, and generated columns of both kinds',
      table: 'kinds',
      columnNames: ['select', 'from', 'group', 'text', 'untyped', 'a', 'doubled', 'halved'],
      columns: {
        select: { dataType: 'BOOLEAN' },
        from: { dataType: 'DECIMAL(10, 2)', nullable: false },
        untyped: { dataType: '' },
        doubled: { isGenerated: true, default: null },
        halved: { isGenerated: true },
      },
      constraints: [{ kind: 'CHECK', definition: 'CHECK (halved <> 7)' }],
    },
    {
      reads: 'quotes, dots and letters of other alphabets in names',
      table: 'Ta"ble.with`dot]',
      columnNames: ['Col Ümlaut', 'a.b', '数', 'check'],
      // Of all keys of one integer, one that is said to descend does not number the rows. Source: sqlite.org/lang_createtable.html#rowid
      columns: { 'a.b': { isIdentity: false } },
    },
    {
      reads: 'what ALTER TABLE made of a table',
      table: 'changed table',
      columnNames: ['id', 'new name', 'added, later'],
      constraints: [{ kind: 'PRIMARY_KEY' }, { name: 'added_check', kind: 'CHECK' }],
      relationships: [{ columns: ['added, later'], target: { schema, name: 'simple' } }],
    },
    { reads: 'a table made of a query', table: 'made', columnNames: ['one', 'two'], constraints: [] },
    { reads: 'a view’s columns by their own names', table: 'seen', columnNames: ['n', 'upper'] },
    {
      reads: 'virtual tables without what they keep for themselves',
      table: 'words',
      columnNames: ['title', 'body'],
    },
    { reads: 'the columns of an R-tree', table: 'boxes', columnNames: ['id', 'left', 'right'] },
  ],
  changes: {
    begin: 'CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (id INTEGER PRIMARY KEY)',
    addColumn: 'ALTER TABLE a ADD COLUMN more INT',
    dropTable: 'DROP TABLE b',
  },
}

describeCatalogOf(sqlite)

describe('a view over a table that is not there', () => {
  const catalogs = useCatalogs({ SQLITE_DIR: directory })

  it('fails alone, is named in the result, and spoils no other table', async () => {
    const { connectionString } = await createSource()
    const id = await catalogs.register('with a broken view', connectionString)
    const { failedTables, columns } = await catalogs.createElements(id)
    expect(failedTables).toEqual([
      { schema: 'main', name: 'broken', message: 'SQLite: no such table: main.no_such_table' },
    ])
    const { of } = await readCatalog(connectionString, { sqliteDirectory: directory })
    expect(of('child').columns).toHaveLength(8)
    expect(columns.created).toBeGreaterThan(30)
  })

  it('has no place on a server', async () => {
    const { connectionString } = await createSource('CREATE TABLE a (id)')
    const { registerDatabase } = await catalogs.quarry.client.request(RegisterDatabaseMutation, {
      input: { name: 'of a file', connectionString },
    })
    expect(registerDatabase).toMatchObject({
      database: {
        engine: 'SQLITE',
        host: null,
        port: null,
        username: null,
        databaseName: connectionString.slice('sqlite:'.length),
      },
    })
  })
})

describe('a file whose statements cannot be read at once', () => {
  const long = 'x'.repeat(900_000)
  it.each([
    [
      'there are too many of them',
      Array.from({ length: 10 }, (_, at) => `CREATE TABLE long_${at} (a TEXT DEFAULT '${long}')`),
    ],
    ['one has the character that would part them', ['CREATE TABLE "a\x7f" ("\x7f" TEXT)']],
  ])('has the same catalog, as SQLite tells it of each table, where %s', async (_, more) => {
    const [small, large] = await Promise.all(
      [fixture, [fixture, ...more].join(';\n')].map(async (sql) =>
        readCatalog((await createSource(sql)).connectionString, { sqliteDirectory: directory }),
      ),
    )
    expect(large!.tables).toHaveLength(small!.tables.length + more.length)
    for (const { name } of small!.tables) expect(large!.of(name)).toEqual(small!.of(name))
  })
})
