import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkSqlite } from '../../../src/charts/sql/sqlite.ts'
import type { SqliteConnection } from '../../../src/databases/sqlite/connection.ts'
import { connectTo, makeDirectory, runInFile } from '../../databases/sqlite-files.ts'

let directory: string
let remove: () => Promise<void>
let file: string
let connection: SqliteConnection
beforeAll(async () => {
  ;({ directory, remove } = await makeDirectory())
  file = path.join(directory, 'shop.db')
  runInFile(
    file,
    `CREATE TABLE sale (id INTEGER PRIMARY KEY, place TEXT, amount REAL);
     CREATE INDEX by_place ON sale (place);
     CREATE VIRTUAL TABLE words USING fts5 (title);
     CREATE VIRTUAL TABLE boxes USING rtree (id, low, high);
     INSERT INTO sale (place, amount) VALUES ('north', 1.5), ('south', 2);
     INSERT INTO words VALUES ('red apples'), ('green pears');
     INSERT INTO boxes VALUES (1, 0, 5)`,
  )
  connection = await connectTo(directory, 'shop.db')
})
afterAll(async () => {
  await connection?.close()
  await remove?.()
})

/** On a connection of its own: the check may end it. */
async function using<T>(work: (own: SqliteConnection) => Promise<T>): Promise<T> {
  const own = await connectTo(directory, 'shop.db')
  try {
    return await work(own)
  } finally {
    await own.close()
  }
}

const refusalOf = (sql: string) =>
  checkSqlite(connection, sql).then(
    () => 'accepted',
    ({ code, message }) => `${code}: ${message}`,
  )
const state = () => [
  createHash('sha256').update(readFileSync(file)).digest('hex'),
  readdirSync(directory).join(),
]

describe('a message’s query over SQLite', () => {
  it.each([
    ['SELECT place, sum(amount) AS total FROM sale GROUP BY place ORDER BY place', 2],
    ['WITH a AS (SELECT * FROM sale) SELECT count(*) FROM a; -- all', 1],
    ['/* what is there */ VALUES (1), (2), (3)', 3],
    [`SELECT title FROM words WHERE words MATCH 'apples'`, 1],
    ['SELECT id FROM boxes WHERE low < 1 AND high > 1', 1],
    [`SELECT value FROM json_each('[1, 2]')`, 2],
    ["SELECT name, type FROM pragma_table_info('sale')", 3],
    ['WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 5) SELECT x FROM n', 5],
    [`SELECT ${'id, '.repeat(499)}amount FROM sale ORDER BY amount`, 2],
    [`SELECT place, sum(amount) OVER (ORDER BY id) FROM sale WHERE place <> 'DROP TABLE sale;'`, 2],
  ])('is accepted, and runs: %s', async (sql, count) => {
    const text = await checkSqlite(connection, sql)
    expect((await connection.read(text)).rows).toHaveLength(count)
  })

  it.each([
    ['', 'The query is empty'],
    ['-- nothing', 'The query is empty'],
    ['DELETE FROM sale', 'is one SELECT'],
    ['WITH a AS (SELECT 1) DELETE FROM sale', 'only reads'],
    ['WITH a AS (SELECT 1) INSERT INTO sale (place) SELECT 1', 'only reads'],
    ['WITH a AS (SELECT 1) DELETE FROM boxes_node', 'only reads'],
    ['SELECT 1; SELECT 2', 'is one statement'],
    ['SELECT 1; DROP TABLE sale', 'is one statement'],
    [`SELECT load_extension('x')`, 'only reads'],
    ['PRAGMA table_info(sale)', 'is one SELECT'],
    [`VACUUM INTO 'copy.db'`, 'is one SELECT'],
    [`ATTACH 'x' AS x`, 'is one SELECT'],
    ['EXPLAIN SELECT 1', 'is one SELECT'],
    ['SELECT amuont FROM sale', 'no such column: amuont'],
    ['SELECT "amuont" FROM sale', 'no such column: "amuont"'],
    ['SELECT 1\0; DROP TABLE sale', 'no NUL character'],
    ["SELECT '\ud800'", 'half of a surrogate pair'],
    [`SELECT '${'x'.repeat(100_001)}'`, 'at most 100,000 characters'],
    ["SELECT writefile('x', 1)", 'no such function: writefile'],
    ["SELECT readfile('/etc/passwd')", 'no such function: readfile'],
    ["SELECT fts3_tokenizer('simple')", 'only reads'],
    ['SELECT place FROM sale WHERE id = ?', 'has a placeholder'],
    ['SELECT place FROM sale WHERE id = :id', 'has a placeholder'],
    [`SELECT ${'('.repeat(40_000)}1${')'.repeat(40_000)}`, 'does not understand'],
    [`SELECT * FROM ${'(SELECT * FROM '.repeat(2_000)}sale${')'.repeat(2_000)}`, 'does not understand'],
    [`SELECT ${'1, '.repeat(2_000)}1`, 'too many columns'],
    [`SELECT id, ${'1, '.repeat(499)}2 FROM sale`, 'at most 500 columns; this one has 501'],
    [`SELECT ${'1, '.repeat(500)}2 UNION ALL SELECT ${'3, '.repeat(500)}4 ORDER BY 1`, 'at most 500 columns'],
  ])('is refused with words that say why: %j', async (sql, reason) => {
    const before = state()
    expect(await refusalOf(sql)).toContain(`INVALID_INPUT: `)
    expect(await refusalOf(sql)).toContain(reason)
    expect(state()).toEqual(before)
  })

  it('is not told where files are, which SQLite refuses when it runs it', async () => {
    await expect(connection.read('SELECT * FROM pragma_database_list')).rejects.toMatchObject({
      code: 'SQL_FAILED',
    })
  })

  it('changes nothing, whatever its words are', async () => {
    const before = state()
    const word = fc.constantFrom(
      ...`SELECT WITH a AS ( ) FROM sale , * 1 'x' ; DELETE INSERT INTO VALUES UPDATE SET place = REPLACE DROP TABLE INDEX CREATE
        TEMP VIEW TRIGGER ATTACH DETACH PRAGMA user_version journal_mode writable_schema VACUUM REINDEX ANALYZE BEGIN IMMEDIATE COMMIT ROLLBACK
        SAVEPOINT RELEASE UNION ALL EXPLAIN QUERY PLAN load_extension pragma_user_version sqlite_schema boxes_node words RETURNING id`.split(
        /\s+/,
      ),
      `'${path.join('/tmp', 'made-by-a-query.db')}'`,
    )
    const words = fc.array(word, { minLength: 1, maxLength: 12 })
    const begin = fc.constantFrom('', 'WITH a AS (SELECT 1) ', 'SELECT 1; ', 'SELECT * FROM (', 'VALUES (1) ')
    await fc.assert(
      fc.asyncProperty(begin, words, async (begin, words) => {
        const sql = `${begin}${words.join(' ')}`
        const accepted = await checkSqlite(connection, sql).catch(() => null)
        // Also past the check, which is not what protects the file.
        await connection.read(accepted ?? sql, [], { rows: 10 }).catch(() => {})
        await connection.query('ROLLBACK').catch(() => {})
      }),
      { numRuns: 1_500 },
    )
    expect(state()).toEqual(before)
    expect(existsSync('/tmp/made-by-a-query.db')).toBe(false)
    expect(await connection.query('SELECT count(*) AS count FROM sale')).toEqual([{ count: 2 }])
  })

  it.each(['SELECT x FROM n UNION ALL SELECT x FROM n', 'SELECT (SELECT x FROM n) + (SELECT x FROM n) AS x'])(
    'that becomes a thousand times itself is refused before it takes the room of others: %s',
    async (twice) => {
      const doubled = (times: number) =>
        Array.from({ length: times }, (_, at) => {
          const text = twice.replaceAll(' n', ` n${at}`)
          return `, n${at + 1} (x) AS NOT MATERIALIZED (${text})`
        })
      const sql = (times: number) =>
        `WITH n0 (x) AS NOT MATERIALIZED (SELECT 1)${doubled(times).join('')} SELECT x FROM n${times}`
      expect((await using((own) => checkSqlite(own, sql(5)))).length).toBeGreaterThan(200)
      const before = process.memoryUsage.rss()
      for (const times of [16, 20, 30])
        await expect(
          using((own) => checkSqlite(own, sql(times))),
          String(times),
        ).rejects.toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('too large') })
      expect(process.memoryUsage.rss() - before).toBeLessThan(150 * 2 ** 20)
    },
  )

  it('without an end is checked all the same, and ends with its rows or its time', async () => {
    const sql = 'WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n'
    expect(await checkSqlite(connection, sql)).toBe(sql)
    expect((await connection.read(sql, [], { rows: 100 })).complete).toBe(false)
  })
})
