import { access, rm } from 'node:fs/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkMysql } from '../../../src/charts/sql/mysql.ts'
import { parseConnectionString } from '../../../src/databases/connection-string.ts'
import { connectMysql, type MysqlConnection } from '../../../src/databases/mysql/connection.ts'
import type { ServerTarget } from '../../../src/databases/target.ts'
import { createMariaDatabase, dumpOf, type MariaDatabase, mariaDbIsInstalled } from '../../mariadb.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { ask, chartOf, drawn, message, register } from '../task/installation.ts'

const sales = `
CREATE TABLE region (id INT PRIMARY KEY, name VARCHAR(20) NOT NULL);
CREATE TABLE sale (id INT PRIMARY KEY, region_id INT NOT NULL REFERENCES region (id), sold_on DATE NOT NULL,
  amount DECIMAL(10,2) NOT NULL, paid BOOLEAN NOT NULL);
INSERT INTO region VALUES (1, 'North'), (2, 'South'), (3, 'East'), (4, 'West');
INSERT INTO sale SELECT seq, seq % 4 + 1, DATE '2025-01-01' + INTERVAL seq % 365 DAY, (seq % 50) * 1.5, seq % 3 = 0 FROM seq_1_to_1000;
CREATE SEQUENCE numbers;
CREATE FUNCTION honest(x INT) RETURNS INT DETERMINISTIC NO SQL RETURN x + 1;
CREATE FUNCTION vague(x INT) RETURNS INT RETURN x + 1;
CREATE PROCEDURE proceed() SELECT 1;
CREATE VIEW totals AS SELECT r.name AS region, SUM(s.amount) AS total FROM sale s JOIN region r ON r.id = s.region_id GROUP BY r.name;
`
const file = '/tmp/quarry-hostile-mariadb'

describe.skipIf(!mariaDbIsInstalled)("a message's query on MariaDB", () => {
  let source: MariaDatabase
  const connections: MysqlConnection[] = []

  const connect = async () => {
    const connection = await connectMysql(parseConnectionString(source.connectionString) as ServerTarget, {
      hosts: { allowed: null, servesLoopback: true },
      connectTimeoutMs: 10_000,
      statementTimeoutMs: 3_000,
      applicationName: 'quarry test',
    })
    connections.push(connection)
    return connection
  }

  beforeAll(async () => {
    source = await createMariaDatabase({ sql: sales })
  })
  afterAll(async () => {
    for (const connection of connections) await connection.close()
    await source?.drop()
    await rm(file, { force: true })
  })

  describe('through the API', () => {
    let quarry: TestQuarry
    let databaseId: string
    beforeAll(async () => {
      quarry = await startQuarry()
      databaseId = await register(quarry.client, source.connectionString, 'sales of MariaDB')
    })
    afterAll(() => quarry?.stop())

    it('becomes a chart of its rows', async () => {
      const sql = 'SELECT region, total FROM totals ORDER BY region;'
      const messageId = await message(quarry.client, { question: 'Total sales by region', databaseId, sql })
      const chart = await chartOf(quarry.client, { messageId })
      expect(chart).toMatchObject({ mark: 'bar' })
    })

    it('is typed as the server says: days, amounts and truths', async () => {
      const sql = 'SELECT sold_on, SUM(amount) AS amount FROM sale GROUP BY sold_on'
      const messageId = await message(quarry.client, { question: 'Amount over time', databaseId, sql })
      expect(await chartOf(quarry.client, { messageId })).toMatchObject({ mark: 'line' })
    })

    it('is refused at once where it does more than read, and says why', async () => {
      expect(await ask(quarry.client, { question: 'x', databaseId, sql: 'DELETE FROM sale' })).toMatchObject({
        __typename: 'InvalidInputError',
        fields: [{ path: ['sql'], message: expect.stringContaining('one SELECT') }],
      })
    })

    it('fails its chart with what the server says', async () => {
      const sql = 'SELECT a.x FROM (SELECT (SELECT id FROM sale) AS x) a'
      const messageId = await message(quarry.client, { question: 'x', databaseId, sql })
      expect(await drawn(quarry.client, { messageId })).toMatchObject({
        status: 'FAILED',
        error: { code: 'SQL_FAILED', message: expect.stringContaining('more than 1 row') },
      })
    })

    it('must be there: a question alone is answered over PostgreSQL', async () => {
      const messageId = await message(quarry.client, { question: 'How many sales?', databaseId })
      expect(await drawn(quarry.client, { messageId })).toMatchObject({
        status: 'FAILED',
        error: { code: 'UNSUPPORTED', message: expect.stringContaining('MariaDB') },
      })
    })
  })

  it.each([
    'SELECT 1',
    'select `name` from region where name like "N%" -- all\n',
    "SELECT 'INTO OUTFILE; DELETE', `into` FROM (SELECT 1 AS `into`) x # the end",
    'WITH t (a, b) AS (SELECT 1, 2) SELECT a, COUNT(*) FROM t GROUP BY a',
    'WITH RECURSIVE n AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM n WHERE i < 5) SELECT i FROM n;',
    '(SELECT 1) UNION (SELECT 2) ORDER BY 1',
    'VALUES (1, 2)',
    'SELECT id, SUM(amount) OVER (PARTITION BY region_id ORDER BY id) FROM sale',
    "SELECT DATE_FORMAT(sold_on, '%Y-%m'), CAST(amount AS CHAR), ST_ASTEXT(POINT(1, 2)), IF(paid, 1, 0) FROM sale",
    "SELECT j.a FROM JSON_TABLE('[1]', '$[*]' COLUMNS (a INT PATH '$')) j",
    'SELECT honest(1)',
    "SELECT 'it''s', 'a\\'b', @@version, EXISTS (SELECT 1)",
    'SELECT /* a comment */ 1;;',
  ])('is taken where it only reads: %s', async (sql) => {
    const connection = await connect()
    const statement = await checkMysql(connection, sql)
    expect((await connection.read(statement, [], { rows: 10 })).columns.length).toBeGreaterThan(0)
  })

  it.each([
    ['', /empty/],
    ['-- nothing', /empty/],
    ['SELECT 1; SELECT 2', /one statement/],
    [`SELECT 1 INTO OUTFILE '${file}'`, /INTO/],
    [`SELECT 1 INTO DUMPFILE '${file}'`, /INTO/],
    ['SELECT 1 INTO @x', /INTO/],
    [`SELECT 1 /*! INTO OUTFILE '${file}' */`, /comments/],
    [`SELECT 1 /*M!100100 INTO OUTFILE '${file}' */`, /comments/],
    ['SELECT /*+ MAX_EXECUTION_TIME(0) */ 1', /comments/],
    ['SELECT id FROM sale FOR UPDATE', /locks/],
    ['SELECT id FROM sale LOCK IN SHARE MODE', /locks/],
    ['SELECT @x := 1', /variable/],
    ['SELECT SLEEP(10)', /SLEEP does more/],
    ['SELECT `sleep` (10)', /sleep does more/],
    ['SELECT 1 FROM region WHERE BENCHMARK(1000000000, MD5(1))', /BENCHMARK/],
    ["SELECT GET_LOCK('a', 1)", /GET_LOCK/],
    ["SELECT LOAD_FILE('/etc/passwd')", /LOAD_FILE/],
    ['SELECT NEXTVAL(numbers)', /NEXTVAL/],
    ['SELECT NEXT VALUE FOR numbers', /NEXT VALUE/],
    ['SELECT vague(1)', /not declared/],
    ['SELECT unheard_of(1)', /no function unheard_of/],
    ['SELECT id FROM sale PROCEDURE ANALYSE()', /PROCEDURE/],
    ['CALL proceed()', /one SELECT/],
    ['SET STATEMENT max_statement_time = 0 FOR SELECT 1', /one SELECT/],
    ['EXPLAIN SELECT 1', /one SELECT/],
    ['HANDLER sale OPEN', /one SELECT/],
    ['WITH x AS (SELECT 1) DELETE FROM sale', /does not understand/],
    ['SELECT nothing FROM sale', /does not understand the query: Unknown column/],
    ['SELECT ?', /placeholder/],
    [`SELECT ${'1, '.repeat(500)}2`, /at most 500 columns; this one has 501/],
    ["SELECT 'open", /no end/],
    ['SELECT 1 /* open', /no end/],
    ['SELECT "a" \0', /NUL/],
  ])('is refused where it does more, or is none: %s', async (sql, message) => {
    await expect(checkMysql(await connect(), sql)).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(message),
    })
  })

  it('is read with quotes and backslashes as the server of the session reads them', async () => {
    const connection = await connect()
    const as = (...modes: string[]) => ({ ...connection, sqlModes: new Set(modes) })
    await expect(checkMysql(as('ANSI_QUOTES'), `SELECT "sleep"(1)`)).rejects.toThrow(/sleep does more/)
    const inBackslash = `SELECT '\\', SLEEP(1), '' FROM region`
    await expect(checkMysql(as('NO_BACKSLASH_ESCAPES'), inBackslash)).rejects.toThrow(/SLEEP does more/)
  })

  it('leaves nothing behind, however it is put together', { timeout: 120_000 }, async () => {
    const pieces = fc.constantFrom(
      ...[
        'SELECT',
        'WITH',
        'x',
        'AS',
        '(',
        ')',
        ',',
        ';',
        '1',
        "'a'",
        '"b"',
        '`sale`',
        'FROM sale',
        'id',
        '*',
        '\\',
        "'",
        '"',
        '`',
      ],
      ...[
        '/*',
        '*/',
        '/*!',
        '-- ',
        '--',
        '#',
        '\n',
        '@a',
        ':=',
        `INTO OUTFILE '${file}'`,
        'INTO @a',
        'FOR UPDATE',
        'UNION',
        'WHERE',
      ],
      ...[
        'DELETE FROM sale',
        'UPDATE sale SET id = id + 5000',
        'DROP TABLE region',
        'SLEEP(9)',
        'NEXTVAL(numbers)',
        "GET_LOCK('q', 0)",
      ],
      ...[
        'proceed()',
        'vague(1)',
        '.',
        '{',
        '}',
        'TRUNCATE region',
        'CALL proceed()',
        'SET @b = 1',
        '\u00a0',
        'é',
        'PROCEDURE ANALYSE()',
      ],
    )
    const loose = fc
      .tuple(
        fc.constantFrom('SELECT ', 'SELECT 1 ', 'WITH x AS (SELECT 1) SELECT ', 'VALUES (1)', ''),
        fc.array(pieces, { maxLength: 12 }),
      )
      .map(([start, rest]) => start + rest.join(' '))
    const expression = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constantFrom(
          'id',
          'amount + 1',
          "'it''s'",
          "'a\\'b'",
          '"a""b"',
          'COUNT(*)',
          'honest(id)',
          '`id`',
          '@a',
        ),
      },
      fc.constantFrom(
        'SLEEP(9)',
        'vague(id)',
        'NEXTVAL(numbers)',
        "GET_LOCK('q', 0)",
        '(@a := id)',
        "LOAD_FILE('/etc/hostname')",
      ),
      pieces,
    )
    const shaped = fc
      .tuple(
        expression,
        expression,
        fc.constantFrom(
          '',
          ' FOR UPDATE',
          ` INTO OUTFILE '${file}'`,
          '; DELETE FROM sale',
          ' -- x',
          ' /*! INTO @a */',
        ),
        fc.boolean(),
      )
      .map(([one, other, end, isNested]) =>
        isNested
          ? `WITH t (a) AS (SELECT ${one} FROM sale) SELECT a, ${other} FROM t, region${end}`
          : `SELECT ${one} AS a, ${other} FROM sale WHERE ${one} IS NOT NULL GROUP BY 1${end}`,
      )
    const statement = fc.oneof(loose, shaped)
    const dump = () => dumpOf(source.connectionString)
    const before = await dump()
    const connection = await connect()
    const { query } = connection
    let taken = 0
    await fc.assert(
      fc.asyncProperty(statement, async (sql) => {
        const startedAt = performance.now()
        let checked: string
        try {
          checked = await checkMysql(connection, sql)
        } catch (error) {
          expect(error, sql).toMatchObject({ code: 'INVALID_INPUT' })
          return
        }
        taken++
        await connection.read(checked, [], { rows: 10 }).catch((error) => {
          expect(error.code, sql).toMatch(/^MYSQL_\d+$/)
        })
        expect(performance.now() - startedAt, sql).toBeLessThan(3_000)
      }),
      { numRuns: 3_000, examples: [['SELECT 1']] },
    )
    expect(taken).toBeGreaterThan(200)
    expect(await query("SELECT IS_USED_LOCK('q') AS locked, @a AS a, @b AS b")).toEqual([
      { locked: null, a: null, b: null },
    ])
    expect(await dump()).toBe(before)
    await expect(access(file)).rejects.toThrow()
  })
})
