import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { RegisterDatabaseMutation } from '../../../src/client/operations.ts'
import { useCatalogs } from '../catalogs.ts'
import { readCatalog } from '../engines/suite.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'quarry-sqlite-'))
const catalogs = useCatalogs({ SQLITE_DIR: directory, SOURCE_STATEMENT_TIMEOUT_SECONDS: '8' })
afterAll(() => rm(directory, { recursive: true, force: true }))

let files = 0
/** A file with one good table, and what no program writes: its own list of tables may be changed, too. */
function file(...statements: string[]): string {
  const name = `${files++}.db`
  const database = new DatabaseSync(path.join(directory, name), { defensive: false })
  try {
    database.exec('PRAGMA writable_schema = ON; BEGIN; CREATE TABLE good (id INTEGER PRIMARY KEY, note TEXT)')
    for (const one of statements) database.exec(one)
    database.exec('COMMIT')
  } finally {
    database.close()
  }
  return `sqlite:${name}`
}

/** Two runs, of which the second finds what the first did. */
async function catalogOf(...statements: string[]) {
  const connectionString = file(...statements)
  const id = await catalogs.register(connectionString, connectionString)
  const { failedTables, tables: counted } = await catalogs.createElements(id)
  const again = await catalogs.createElements(id)
  expect([again.tables.skipped, again.columns.created, again.failedTables]).toEqual([
    counted.created,
    0,
    failedTables,
  ])
  const tables = await catalogs.tables(id)
  const of = (name: string) => tables.find((table) => table.name === name)
  expect(of('good')?.columns.map(({ name }) => name)).toEqual(['id', 'note'])
  return { of, tables, failed: failedTables.map(({ name, message }) => `${name}: ${message}`) }
}
async function refusalOf(...statements: string[]) {
  const connectionString = file(...statements)
  const input = { name: connectionString, connectionString }
  return (await catalogs.quarry.client.request(RegisterDatabaseMutation, { input })).registerDatabase
}
const rename = (to: string, sql: string) =>
  `UPDATE sqlite_schema SET name = CAST(x'${to}' AS TEXT), tbl_name = CAST(x'${to}' AS TEXT), sql = CAST(x'${sql}' AS TEXT) WHERE name = 't'`
const hex = (text: string) => Buffer.from(text, 'latin1').toString('hex')
const many = (count: number, of: (at: number) => string) => Array.from({ length: count }, (_, at) => of(at))

describe('the catalog of a file that was made to do harm', () => {
  it('has names that are no UTF-8, and names with control characters', async () => {
    const odd = await catalogOf('CREATE TABLE t (a)', rename(hex('t\xff'), hex('CREATE TABLE "t\xff" (a)')))
    expect(odd.tables.map(({ name }) => name)).toEqual(['good', 't\ufffd'])
    const { of } = await catalogOf(
      `CREATE TABLE "a\u0001b\nc\x7f" ("d\u0007e" TEXT DEFAULT '\u0002\x7f', CHECK ("d\u0007e" <> '\u0003'))`,
    )
    expect(of('a\u0001b\nc\x7f')).toMatchObject({
      columns: [{ name: 'd\u0007e', default: `'\u0002\x7f'` }],
      constraints: [{ definition: `CHECK ("d\u0007e" <> '\u0003')` }],
    })
  })

  it('has statements as far as SQLite reads them, which is to the first NUL', async () => {
    const { of } = await catalogOf(
      'CREATE TABLE t (a, CHECK (a > 1)); CREATE INDEX i ON t (a) WHERE a > 1',
      `UPDATE sqlite_schema SET sql = sql || char(0) || ', CHECK (b), REFERENCES good' WHERE name IN ('t', 'i')`,
    )
    expect(of('t')).toMatchObject({
      columns: [{ name: 'a' }],
      constraints: [{ definition: 'CHECK (a > 1)' }],
      indexes: [{ name: 'i', definition: 'CREATE INDEX i ON t (a) WHERE a > 1' }],
      references: [],
    })
  })

  it.each([
    ['99999999999999999999 x', Number.MAX_SAFE_INTEGER],
    ['-5 1', 0],
    ['many', 0],
  ])('has numbers of rows that can be, whatever its statistics say: %s', async (stat, count) => {
    const { of } = await catalogOf(
      `CREATE TABLE t (a); CREATE INDEX i ON t (a); INSERT INTO t VALUES (1); ANALYZE; UPDATE sqlite_stat1 SET stat = '${stat}'`,
    )
    expect(of('t')!.estimatedRowCount).toBe(count)
  })

  it('says which tables cannot be read, and has the others', async () => {
    const unknown = await catalogOf(
      `INSERT INTO sqlite_schema (type, name, tbl_name, rootpage, sql) VALUES ('table', 'w', 'w', 0, 'CREATE VIRTUAL TABLE w USING nomodule(a)')`,
    )
    expect(unknown.failed).toEqual(['w: SQLite: no such module: nomodule'])
    const circle = await catalogOf('CREATE VIEW a AS SELECT * FROM b; CREATE VIEW b AS SELECT * FROM a')
    expect(circle.failed).toEqual([
      'a: SQLite: view a is circularly defined',
      'b: SQLite: view b is circularly defined',
    ])
  })

  it('has what is only very much of something', { timeout: 90_000 }, async () => {
    const connectionString = file(
      `CREATE TABLE wide (${many(2_000, (at) => `c${at}`).join()})`,
      `CREATE TABLE "${'n'.repeat(100_000)}" ("${'m'.repeat(100_000)}")`,
      `CREATE TABLE checked (a, ${many(50_000, () => 'CHECK(1)').join()})`,
      `CREATE TABLE referring (a ${many(20_000, () => 'REFERENCES good').join(' ')})`,
      `CREATE TABLE spaced (a${' '.repeat(100_000)}TEXT); CREATE INDEX spaces ON spaced (a${' '.repeat(100_000)}) WHERE${'('.repeat(50)}a${')'.repeat(50)}`,
      `CREATE VIEW v0 AS SELECT id FROM good; ${many(500, (at) => `CREATE VIEW v${at + 1} AS SELECT * FROM v${at};`).join('')}`,
    )
    const id = await catalogs.register('much', connectionString)
    expect(await catalogs.createElements(id)).toMatchObject({ failedTables: [], columns: { created: 2_507 } })
    const { of } = await readCatalog(connectionString, { sqliteDirectory: directory })
    expect(of('wide')!.columns).toHaveLength(2_000)
    expect(of('n'.repeat(100_000))!.columns[0]!.name).toHaveLength(100_000)
    expect(of('checked')!.constraints).toHaveLength(50_000)
    expect(new Set(of('checked')!.constraints.map(({ name }) => name)).size).toBe(50_000)
    expect(of('v500')!.columns.map(({ name }) => name)).toEqual(['id'])
  })

  it('is none where SQLite itself cannot read the list, or not in time, and nothing of it stays', async () => {
    expect(
      await refusalOf(
        'CREATE TABLE t (a)',
        `INSERT INTO sqlite_schema SELECT type, 'T', 'T', rootpage, 'CREATE TABLE T (b)' FROM sqlite_schema WHERE name = 't'`,
      ),
    ).toMatchObject({ reason: 'UNSUPPORTED', message: expect.stringContaining('malformed database schema') })
    const doubled = many(
      40,
      (at) => `CREATE VIEW v${at + 1} AS SELECT id FROM v${at} UNION ALL SELECT id FROM v${at};`,
    )
    expect(await refusalOf(`CREATE VIEW v0 AS SELECT id FROM good; ${doubled.join('')}`)).toMatchObject({
      reason: expect.stringMatching(/TIMEOUT|UNREACHABLE/),
      message: expect.stringMatching(/did not answer in time|more memory than/),
    })
  })
})
