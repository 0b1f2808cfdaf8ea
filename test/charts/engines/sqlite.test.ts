import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  CancelTaskMutation,
  FilterPlanQuery,
  RetryTaskMutation,
  StartFilteredDatabaseMutation,
} from '../../../src/client/operations.ts'
import { waitUntil } from '../../../src/platform/processes.ts'
import { makeDirectory, runInFile } from '../../databases/sqlite-files.ts'
import { startWriter } from '../../databases/sqlite-writer.ts'
import { ofTen } from '../../filtered/task/installation.ts'
import { startQuarry, type TestQuarry } from '../../quarry.ts'
import { processesOf } from '../../start/processes.ts'
import { ask, chartOf, drawn, message, register, settled, start, taskOf } from '../task/installation.ts'

let quarry: TestQuarry
let directory: string
let remove: () => Promise<void>
let databaseId: string
const at = (name: string) => path.join(directory, name)
/** Seconds that a statement may take. */
const limit = 4

beforeAll(async () => {
  ;({ directory, remove } = await makeDirectory())
  runInFile(
    at('shop.db'),
    `CREATE TABLE region (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
     CREATE TABLE sale (id INTEGER PRIMARY KEY, region_id INT REFERENCES region, sold_on DATE, amount DECIMAL(10,2), paid BOOLEAN, note TEXT);
     INSERT INTO region VALUES (1, 'North'), (2, 'South'), (3, 'East'), (4, 'West');
     WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000)
       INSERT INTO sale SELECT i, i % 4 + 1, date('2025-01-01', (i % 365) || ' days'), (i % 50) * 1.5, i % 3 = 0, NULL FROM n;
     CREATE VIEW totals AS SELECT r.name AS region, sum(amount) AS total FROM sale s JOIN region r ON r.id = s.region_id GROUP BY 1;
     CREATE TABLE odd (name TEXT, bytes BLOB, big BIGINT, day DATE, n INT);
     INSERT INTO odd VALUES
       ('plain', x'00ff', 9007199254740993, '2025-02-01', 1),
       (CAST(x'ff41fe' AS TEXT), x'', -9223372036854775808, '2025-02-02', 2),
       ('a' || char(0) || 'b', zeroblob(100000), 9223372036854775807, '2025-02-30', 3),
       (char(1, 7, 27) || '</svg><script>', NULL, NULL, 'yesterday', 4),
       (NULL, x'c3', 0, '', 5),
       ('__proto__', x'22', 1, NULL, 6)`,
  )
  quarry = await startQuarry({
    env: { SQLITE_DIR: directory, SOURCE_STATEMENT_TIMEOUT_SECONDS: String(limit) },
  })
  databaseId = await register(quarry.client, 'sqlite:shop.db', 'shop of SQLite')
})
afterAll(async () => {
  await quarry?.stop()
  await remove?.()
})

const chart = async (question: string, sql: string, id = databaseId) =>
  chartOf(quarry.client, { messageId: await message(quarry.client, { question, databaseId: id, sql }) })
const ending = async (sql: string, id = databaseId) =>
  drawn(quarry.client, { messageId: await message(quarry.client, { question: 'x', databaseId: id, sql }) })
const columnOf = (data: readonly Record<string, unknown>[], kind: string) =>
  data.map((row) => Object.values(row).find((value) => typeof value === kind))
/** The processes that hold a file of the directory open, some of which are about to end. */
const held = async () =>
  (await processesOf(directory)).filter(({ command }) => command.includes('sqlite/process/main.js'))
const letGo = () => waitUntil(async () => (await held()).length === 0, 3_000)
const endless = 'WITH RECURSIVE a (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a)'

describe('a message’s query over SQLite', () => {
  it('becomes a chart of its rows, with a picture, step by step', async () => {
    const sql = 'SELECT region, total FROM totals ORDER BY region; -- of all years'
    const messageId = await message(quarry.client, { question: 'Total sales by region', databaseId, sql })
    const { task } = await start(quarry.client, { messageId })
    const events: [number, string][] = []
    for await (const { progress, message } of quarry.client.watchTask(task!.id))
      events.push([progress, message])
    const done = (await taskOf(quarry.client, task!.id))!
    expect(done).toMatchObject({ status: 'COMPLETED', attempt: 1, error: null })
    expect(done.steps.map(({ name, status, progress }) => [name, status, progress])).toEqual([
      ['queued', 'COMPLETED', 1],
      ['data_extraction', 'COMPLETED', 1],
      ['llm_generation', 'COMPLETED', 1],
      ['schema_creation', 'COMPLETED', 1],
    ])
    expect(events.map(([progress]) => progress)).toEqual(
      events.map(([progress]) => progress).toSorted((a, b) => a - b),
    )
    expect(events.at(-1)).toEqual([1, expect.stringMatching(/^Drew “.+” \(bar\)$/)])
    const { mark, data, svg } = await chartOf(quarry.client, { messageId, forceCreate: true })
    expect(mark).toBe('bar')
    expect(Object.fromEntries(data.map((row) => Object.values(row)))).toEqual({
      North: 9_000,
      South: 9_375,
      East: 9_000,
      West: 9_375,
    })
    expect(svg).toMatch(/^<svg/)
    for (const region of ['North', 'South', 'East', 'West']) expect(svg).toContain(region)
    expect(await letGo()).toBe(true)
  })

  it.each([
    ['days of a table', 'SELECT sold_on, sum(amount) AS amount FROM sale GROUP BY sold_on', 'line'],
    [
      'days that were reckoned',
      `SELECT date(sold_on, 'weekday 0') AS week, sum(amount) AS amount FROM sale GROUP BY 1`,
      'line',
    ],
    [
      'months in text',
      `SELECT strftime('%Y-%m', sold_on) AS month, sum(amount) AS amount FROM sale GROUP BY 1`,
      'line',
    ],
  ])('has dates over time: %s', async (_, sql, mark) => {
    expect(await chart('Amount over time', sql)).toMatchObject({ mark })
  })

  it('loses no row to a value that is none of text, of numbers or of days', async () => {
    const names = await chart('n by name', 'SELECT name, n FROM odd')
    expect(columnOf(names.data, 'number').toSorted()).toEqual([1, 2, 3, 4, 5, 6])
    expect(JSON.stringify(names.data)).toContain('\ufffdA\ufffd')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(names.svg).not.toMatch(/[\x00-\x08\x0b-\x1f]|<script/)
    const bytes = await chart('n by bytes', 'SELECT bytes, n FROM odd')
    expect(columnOf(bytes.data, 'number').toSorted()).toEqual([1, 2, 3, 4, 5, 6])
    const days = await chart('n by day', 'SELECT day, n FROM odd')
    expect(columnOf(days.data, 'number').reduce((sum, n) => Number(sum) + Number(n), 0)).toBeGreaterThan(0)
    const numbers = await chart('big by name as bars', `SELECT 'row ' || n AS name, big FROM odd`)
    expect(numbers.svg).toContain('row 3')
  })

  it('says so where it gives no rows, or nothing but nulls', async () => {
    for (const sql of ['SELECT * FROM sale WHERE 0', 'SELECT NULL AS a, NULL AS b FROM sale LIMIT 3'])
      expect((await ending(sql)).error, sql).toMatchObject({ code: 'NOTHING_TO_DRAW' })
  })

  it('is refused at once where it does more than read, and leaves the file as it is', async () => {
    const digest = () =>
      createHash('sha256')
        .update(readFileSync(at('shop.db')))
        .digest('hex')
    const before = [digest(), readdirSync(directory).join()]
    for (const sql of [
      'DELETE FROM sale',
      'WITH a AS (SELECT 1) UPDATE sale SET amount = 0',
      `ATTACH '${at('made.db')}' AS made`,
      `VACUUM INTO '${at('made.db')}'`,
      'PRAGMA journal_mode = WAL',
      'PRAGMA user_version = 7',
      `SELECT load_extension('libm.so.6')`,
      `SELECT writefile('${at('made.db')}', 'x')`,
      `SELECT readfile('/etc/passwd')`,
      'SELECT 1; DROP TABLE sale',
      'SELECT amount FROM sale WHERE id = ?',
      'SELECT amuont FROM sale',
    ])
      expect(await ask(quarry.client, { question: 'x', databaseId, sql }), sql).toMatchObject({
        __typename: 'InvalidInputError',
        fields: [
          {
            path: ['sql'],
            message: expect.stringMatching(/one SELECT|only reads|no such|one statement|placeholder/),
          },
        ],
      })
    expect([digest(), readdirSync(directory).join()]).toEqual(before)
    expect(existsSync(at('made.db'))).toBe(false)
  })

  it.each([
    ['pragma_database_list', 'not authorized'],
    ['pragma_compile_options', 'not authorized'],
  ])('is not told where files are, or what SQLite is made of: %s', async (table, words) => {
    expect(await ending(`SELECT * FROM ${table}`)).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'SQL_FAILED', retryable: false, message: expect.stringContaining(words) },
    })
  })

  it('fails its chart with what SQLite says, once', async () => {
    expect(await ending('SELECT abs(-9223372036854775808) AS n')).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'SQL_FAILED', message: 'SQLite: integer overflow', retryable: false },
    })
  })

  async function messageOverNew(name: string): Promise<string> {
    runInFile(at(`${name}.db`), 'CREATE TABLE t (name TEXT, n INT); INSERT INTO t VALUES (1, 2), (3, 4)')
    const databaseId = await register(quarry.client, `sqlite:${name}.db`, name)
    return message(quarry.client, { question: 'n by name', databaseId, sql: 'SELECT name, n FROM t' })
  }

  it('over what is gone by then is said to be, and is drawn once it is back', async () => {
    const messageId = await messageOverNew('goes')
    runInFile(at('goes.db'), 'ALTER TABLE t RENAME TO away')
    const refused = await drawn(quarry.client, { messageId })
    expect(refused.error).toMatchObject({
      code: 'SQL_REFUSED',
      message: expect.stringContaining('no such table: t'),
    })
    renameSync(at('goes.db'), at('gone.db'))
    const missing = await drawn(quarry.client, { messageId })
    expect(missing.error).toMatchObject({
      code: 'CONNECTION_FAILED',
      message: expect.stringContaining('no file goes.db'),
    })
    renameSync(at('gone.db'), at('goes.db'))
    runInFile(at('goes.db'), 'ALTER TABLE away RENAME TO t')
    const { retryTask } = await quarry.client.request(RetryTaskMutation, { taskId: missing.id })
    if (retryTask.__typename !== 'TaskPayload') throw new Error(JSON.stringify(retryTask))
    expect((await settled(quarry.client, retryTask.task.id)).chart).not.toBeNull()
  })

  it('waits for a program that locks the file, over several attempts where it takes long', async () => {
    const messageId = await messageOverNew('locked')
    const writer = await startWriter(at('locked.db'))
    try {
      await writer.run('BEGIN EXCLUSIVE; INSERT INTO t VALUES (5, 6)')
      const { task } = await start(quarry.client, { messageId })
      const second = async () => (await taskOf(quarry.client, task!.id))!.attempt > 1
      expect(await waitUntil(second, 20_000)).toBe(true)
      await writer.run('COMMIT')
      expect(await settled(quarry.client, task!.id)).toMatchObject({ status: 'COMPLETED' })
    } finally {
      await writer.kill()
    }
  })
})

describe('a limit', () => {
  it('of time ends the query and its process, once and for all', async () => {
    const startedAt = Date.now()
    for (const sql of [
      `${endless} SELECT count(*) AS n FROM a`,
      `SELECT count(*) AS n FROM ${Array.from({ length: 8 }, (_, at) => `sale s${at}`).join(', ')}`,
    ])
      expect(await ending(sql)).toMatchObject({
        status: 'FAILED',
        attempt: 1,
        error: { code: 'SQL_TIMEOUT', retryable: false, message: expect.stringContaining(`${limit} s`) },
      })
    expect(Date.now() - startedAt).toBeGreaterThan(2 * limit * 1_000)
    expect(await letGo()).toBe(true)
  })

  it('of rows is said, and how many there may be are drawn', async () => {
    const rows = (count: number) => `${endless} SELECT x % 1000 AS a, x * 2 AS b FROM a LIMIT ${count}`
    expect(await ending(rows(100_001))).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: { code: 'RESULT_TOO_LARGE', retryable: false, message: expect.stringContaining('100,000 rows') },
    })
    expect(await ending(rows(100_000))).toMatchObject({ status: 'COMPLETED' })
    expect(await letGo()).toBe(true)
  })

  it('is what an end by the user is, too: the query ends in a second', async () => {
    const sql = `${endless} SELECT count(*) AS n FROM a`
    const messageId = await message(quarry.client, { question: 'x', databaseId, sql })
    const { task } = await start(quarry.client, { messageId })
    expect(await waitUntil(async () => (await held()).length > 0, 10_000)).toBe(true)
    await quarry.client.request(CancelTaskMutation, { taskId: task!.id, reason: 'no longer' })
    expect(await settled(quarry.client, task!.id)).toMatchObject({ status: 'CANCELLED', chart: null })
    expect(await letGo()).toBe(true)
  })
})

describe('what SQLite has no counterpart for', () => {
  const unsupported = {
    __typename: 'ConnectionFailedError',
    reason: 'UNSUPPORTED',
    message: 'Filtered databases are made of PostgreSQL databases; this one is of SQLite',
  }
  it.each([
    ['registered', () => ({ databaseId })],
    ['connected to this once', () => ({ connectionString: 'sqlite:shop.db' })],
  ])('a filtered database is refused with words that say so: one that is %s', async (_, source) => {
    const { startFilteredDatabase } = await quarry.client.request(StartFilteredDatabaseMutation, {
      input: { source: source(), plan: ofTen },
    })
    expect(startFilteredDatabase).toMatchObject(unsupported)
    const { filterPlan } = await quarry.client.request(FilterPlanQuery, {
      input: { source: source(), prompt: 'sales of the North' },
    })
    expect(filterPlan).toMatchObject(unsupported)
  })

  it('a question alone is refused, and says to give the query', async () => {
    const messageId = await message(quarry.client, { question: 'How many sales?', databaseId })
    expect(await drawn(quarry.client, { messageId })).toMatchObject({
      status: 'FAILED',
      attempt: 1,
      error: {
        code: 'UNSUPPORTED',
        retryable: false,
        message: expect.stringMatching(/SQLite.*give the query as sql/),
      },
    })
  })
})
