import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openReader } from '../../../src/catalog/readers.ts'
import { metadataKinds } from '../../../src/catalog/source.ts'
import { parseConnectionString } from '../../../src/databases/connection-string.ts'
import { connectSource } from '../../../src/databases/drivers.ts'
import {
  createMariaDatabase,
  createMariaLogin,
  type MariaDatabase,
  mariaDbIsInstalled,
  withLogin,
} from '../../mariadb.ts'
import { type Case, describeCatalogOf, type Engine, type EngineSource, readCatalog } from './suite.ts'

const fixture = await readFile(new URL('../../fixtures/mariadb-edge.sql', import.meta.url), 'utf8')
const otherOf = (name: string) => `${name}_other`

async function createSource(sql?: string): Promise<EngineSource & MariaDatabase & { schema: string }> {
  const name = `edge_${randomBytes(6).toString('hex')}`
  const other = await createMariaDatabase({ name: otherOf(name) })
  const source = await createMariaDatabase({ name, sql: sql ?? fixture.replaceAll('{other}', other.name) })
  return {
    ...source,
    schema: name,
    async drop() {
      await source.drop()
      await other.drop()
    },
  }
}

const mariaDb: Engine = {
  name: 'MariaDB',
  isInstalled: mariaDbIsInstalled,
  createSource,
  kinds: [
    ['Ta"ble.with`dot', 'TABLE'],
    ['Users', 'TABLE'],
    ['abroad', 'TABLE'],
    ['broken', 'VIEW'],
    ['child', 'TABLE'],
    ['keys_of', 'TABLE'],
    ['kinds', 'TABLE'],
    ['parent', 'TABLE'],
    ['parted', 'PARTITIONED_TABLE'],
    ['seen', 'VIEW'],
    ['users', 'TABLE'],
    ['versioned', 'TABLE'],
  ],
  cases: (schema): Case[] => [
    {
      reads:
        'composite, self and repeated references with their rules, each with its columns in the order of the key',
      table: 'child',
      relationships: [
        { name: 'to_code', columns: ['parent_code'], targetColumns: ['code'], onDelete: 'NO ACTION' },
        { name: 'to_code_too', columns: ['parent_code'], targetColumns: ['code'], onDelete: 'RESTRICT' },
        {
          name: 'to_parent',
          columns: ['c_b', 'c_a'],
          target: { schema, name: 'parent' },
          targetColumns: ['p2', 'p1'],
          onDelete: 'CASCADE',
          onUpdate: 'SET NULL',
          deferrable: false,
          validated: true,
        },
        {
          name: 'to_self',
          columns: ['boss'],
          target: { schema, name: 'child' },
          targetColumns: ['id'],
          onDelete: 'SET NULL',
          onUpdate: 'RESTRICT',
        },
      ],
    },
    {
      reads: 'a reference to another database',
      table: 'abroad',
      relationships: [
        {
          name: 'to_elsewhere',
          columns: ['other'],
          target: { schema: otherOf(schema), name: 'elsewhere' },
          targetColumns: ['id'],
        },
      ],
    },
    {
      reads: 'a primary key in its own order, a unique key, and a comment of several lines',
      table: 'parent',
      is: { comment: 'A "parent\'s" line\nand another\tone' },
      columnNames: ['x', 'p2', 'p1', 'code'],
      constraints: [
        {
          name: 'PRIMARY',
          kind: 'PRIMARY_KEY',
          columns: ['p2', 'p1'],
          definition: 'PRIMARY KEY (`p2`, `p1`)',
        },
        { name: 'by_code', kind: 'UNIQUE', columns: ['code'] },
      ],
      relationships: [],
    },
    {
      reads: 'AUTO_INCREMENT as identity',
      table: 'child',
      columns: {
        id: { dataType: 'bigint(20) unsigned', isIdentity: true, nullable: false, default: null },
        c_a: { isIdentity: false, nullable: true, default: null },
      },
    },
    {
      reads: 'types, defaults, comments, generated columns, and the labels of ENUM and SET in their order',
      table: 'kinds',
      columns: {
        mood: {
          enumValues: ['z-last', 'middle', "a'b", 'back\\slash', 'two\nlines', 'a,b', 'Ümlaut'],
          default: "'middle'",
          comment: 'how it "feels"',
          nullable: false,
        },
        tags: { enumValues: ['x', "y'z"], default: null },
        twice: { isGenerated: true, default: null, dataType: 'int(11)' },
        thrice: { isGenerated: true, default: null },
        price: { dataType: 'decimal(10,2) unsigned', default: '1.50', enumValues: null, comment: null },
        name: { dataType: 'varchar(40)', default: "'it''s'" },
        nothing: { default: null, nullable: true },
        made: { dataType: 'timestamp(3)', default: 'current_timestamp(3)', isGenerated: false },
        token: { dataType: 'uuid', default: 'uuid()' },
        hidden: { default: '7' },
        flag: { dataType: 'tinyint(1)', default: '0' },
        bits: { dataType: 'bit(5)', default: "b'101'" },
        born: { dataType: 'year(4)' },
        doc: { dataType: 'longtext' },
      },
      constraints: [
        { kind: 'PRIMARY_KEY' },
        { kind: 'CHECK', name: 'doc', definition: 'CHECK (json_valid(`doc`))' },
        { kind: 'CHECK', name: 'positive', definition: 'CHECK (`price` >= 0 and `id` <> 13)' },
      ],
    },
    {
      reads: 'names with quotes, dots, spaces, and letters of any script',
      table: 'Ta"ble.with`dot',
      columnNames: ['Col Ümlaut', 'a.b', 'select', '数', 'ñ "x"'],
      columns: { 'ñ "x"': { comment: '数 — ñ' } },
    },
    {
      reads: 'one of two tables whose names differ by case alone',
      table: 'Users',
      is: { comment: 'with a capital' },
    },
    { reads: 'the other one of them', table: 'users', is: { comment: 'without' } },
    {
      reads: 'indexes over parts of columns, downwards, of words and of places, and those that are ignored',
      table: 'keys_of',
      indexes: [
        { name: 'PRIMARY', unique: true, columns: ['id'], method: 'btree' },
        {
          name: 'odd `name',
          unique: false,
          columns: ['a'],
          definition: 'KEY `odd ``name` (`a`) USING BTREE',
        },
        { name: 'pair', unique: true, columns: ['b', 'a'] },
        { name: 'places', unique: false, columns: ['place'], method: 'spatial' },
        {
          name: 'short_title',
          columns: ['title', 'a'],
          definition: 'KEY `short_title` (`title`(10), `a` DESC) USING BTREE',
        },
        { name: 'unseen', columns: ['b'], definition: 'KEY `unseen` (`b`) USING BTREE IGNORED' },
        { name: 'words', columns: ['title', 'body'], method: 'fulltext' },
      ],
    },
    {
      reads: 'a partitioned table as one',
      table: 'parted',
      is: { partitionOf: null, readable: true },
      columnNames: ['id', 'made'],
    },
    {
      reads: 'a table with system versioning without the columns that the server adds',
      table: 'versioned',
      columnNames: ['id', 'price'],
      constraints: [{ kind: 'PRIMARY_KEY', columns: ['id'] }],
    },
    {
      reads: 'a view with its columns and types, without keys',
      table: 'seen',
      is: { comment: null, estimatedRowCount: null },
      columnNames: ['id', 'mood', 'the code'],
      columns: { mood: { nullable: false } },
      constraints: [],
      indexes: [],
      relationships: [],
    },
  ],
  changes: {
    begin: 'CREATE TABLE a (id INT PRIMARY KEY); CREATE TABLE b (id INT PRIMARY KEY)',
    addColumn: 'ALTER TABLE a ADD COLUMN more INT',
    dropTable: 'DROP TABLE b',
  },
}

describeCatalogOf(mariaDb)

describe.skipIf(!mariaDbIsInstalled)('the catalog of MariaDB, beyond what others have', () => {
  let source: Awaited<ReturnType<typeof createSource>>
  beforeAll(async () => {
    source = await createSource()
  })
  afterAll(() => source?.drop())

  it('fails a view over what is not there, and nothing else', async () => {
    const { failed } = await readCatalog(source.connectionString)
    expect(failed).toEqual([expect.stringMatching(/View '.*broken' references invalid table/)])
  })

  it('is the same for a login that may only SELECT, the rules of references among it', async () => {
    const login = await createMariaLogin([`SELECT ON \`${source.name}\`.*`])
    try {
      const whole = await readCatalog(source.connectionString)
      const read = await readCatalog(withLogin(source.connectionString, login))
      expect(read.tables).toEqual(whole.tables)
      for (const { name } of whole.tables) expect(read.of(name)).toEqual(whole.of(name))
    } finally {
      await login.drop()
    }
  })

  it('takes as many statements for a login that may only SELECT, however many tables refer to others', async () => {
    const login = await createMariaLogin([`SELECT ON \`${source.name}\`.*`])
    const names = Array.from({ length: 60 }, (_, n) => `many_${n}`)
    await source.run(
      names
        .map(
          (name) =>
            `CREATE TABLE ${name} (id INT PRIMARY KEY, code VARCHAR(20) REFERENCES parent (code) ON DELETE CASCADE);`,
        )
        .join(''),
    )
    const connection = await connectSource(parseConnectionString(withLogin(source.connectionString, login)), {
      hosts: { allowed: null, servesLoopback: true },
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 30_000,
      applicationName: 'quarry test',
    })
    try {
      const asked = async () =>
        Number((await connection.query<{ Value: string }>("SHOW SESSION STATUS LIKE 'Questions'"))[0]!.Value)
      const reader = await openReader(connection, {
        selection: null,
        include: new Set(metadataKinds),
        includePartitions: false,
      })
      const ids = (await reader.tables()).tables
        .filter(({ name }) => names.includes(name))
        .map(({ id }) => id)
      async function statementsFor(count: number) {
        const before = await asked()
        const found = await reader.relationships(ids.slice(0, count))
        expect([...found.values()].flat().map(({ onDelete }) => onDelete)).toEqual(
          Array(count).fill('CASCADE'),
        )
        return (await asked()) - before
      }
      expect(await statementsFor(60)).toBe(await statementsFor(1))
      // One that is gone by then has no rules; the others have theirs.
      await source.run('DROP TABLE many_7')
      const found = await reader.relationships(ids)
      expect([...found.values()].filter(([first]) => first?.onDelete === 'CASCADE')).toHaveLength(59)
    } finally {
      await connection.close()
      await source.run(`DROP TABLE IF EXISTS ${names.join(', ')}`)
      await login.drop()
    }
  })

  it('has what a weaker login is shown, and says what it may not select from', async () => {
    const login = await createMariaLogin([
      `SELECT (id) ON \`${source.name}\`.child`,
      `DELETE ON \`${source.name}\`.parent`,
      `SELECT (a, id) ON \`${source.name}\`.keys_of`,
    ])
    try {
      const { tables, of, failed } = await readCatalog(withLogin(source.connectionString, login))
      expect(tables.map(({ name, readable }) => [name, readable])).toEqual([
        ['child', true],
        ['keys_of', true],
        ['parent', false],
      ])
      // Of a key over (b, a) it is not told that there is one over a.
      expect(of('keys_of').indexes.map(({ name, columns }) => [name, columns])).toEqual([
        ['PRIMARY', ['id']],
        ['odd `name', ['a']],
      ])
      expect(of('child').relationships).toEqual([])
      expect(of('child').columns.map(({ name }) => name)).toEqual(['id'])
      expect(failed).toEqual([])
    } finally {
      await login.drop()
    }
  })

  it('has tables of other databases where the selection names them, with references of names that are here, too', async () => {
    const { tables, of } = await readCatalog(source.connectionString, {
      selection: [{ schema: otherOf(source.name) }, { schema: source.name, tables: ['abroad'] }],
    })
    expect(tables.map(({ schema, name }) => [schema, name])).toEqual([
      [source.name, 'abroad'],
      [otherOf(source.name), 'elsewhere'],
    ])
    expect(of('elsewhere').relationships).toMatchObject([
      { name: 'to_self', columns: ['boss'], target: { schema: otherOf(source.name), name: 'elsewhere' } },
    ])
  })

  it('is read while others create, change and drop tables', async () => {
    let running = true
    const changing = (async () => {
      for (let n = 0; running; n++)
        await source.run(
          `CREATE TABLE passing_${n} (id INT PRIMARY KEY, a INT); ALTER TABLE passing_${n} ADD COLUMN b INT; DROP TABLE passing_${n}`,
        )
    })()
    try {
      for (let round = 0; round < 10; round++) {
        const { of, failed } = await readCatalog(source.connectionString)
        expect(failed.filter((message) => !message.includes('broken'))).toEqual([])
        expect(of('child').relationships).toHaveLength(4)
      }
    } finally {
      running = false
      await changing
    }
  })
})
