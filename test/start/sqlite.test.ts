import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { QuarryClient } from '../../src/client/client.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { ask, chartOf, message, register, settled, start } from '../charts/task/installation.ts'
import { runInFile } from '../databases/sqlite-files.ts'
import { clientOf, processesOf, type QuarryProcess, useProcesses, workerOf } from './processes.ts'

const processes = useProcesses()
let directory: string
let quarry: QuarryProcess
let client: QuarryClient
let databaseId: string
let worker: number

beforeAll(async () => {
  directory = await processes.newDirectory()
  const files = path.join(directory, 'files')
  mkdirSync(files)
  runInFile(
    path.join(files, 'shop.db'),
    `CREATE TABLE sale (id INTEGER PRIMARY KEY, place TEXT, amount REAL);
     INSERT INTO sale (place, amount) VALUES ('north', 1.5), ('south', 2), ('east', 4)`,
  )
  quarry = processes.start({
    DATA_DIR: directory,
    SQLITE_DIR: files,
    PORT: '0',
    LOG_LEVEL: 'warn',
    SOURCE_STATEMENT_TIMEOUT_SECONDS: '20',
  })
  client = await clientOf(await quarry.url(), directory)
  databaseId = await register(client, 'sqlite:shop.db', 'shop')
  worker = (await workerOf(directory))!.pid
}, 120_000)
afterAll(() => client?.close())

/** The most memory that a process has had so far, in MB. */
const mostOf = (pid: number) =>
  Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1_024
const held = async () =>
  (await processesOf(directory)).filter(({ command }) => command.includes('sqlite/process/main.js'))

const from = 'WITH RECURSIVE a (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a)'
const list = (count: number, of: string) => Array.from({ length: count }, () => of).join()

/** Queries that would take a machine with them, and the ends that they may come to. */
const bombs: [what: string, sql: string, code: string | RegExp | null][] = [
  ['a blob of 1 GB', 'SELECT zeroblob(1000000000) AS x', 'SQL_FAILED'],
  ['a text of 2 GB', `SELECT printf('%.*c', 2000000000, 'x') AS x`, 'SQL_FAILED'],
  [
    'a text that doubles',
    `WITH RECURSIVE a (x) AS (SELECT 'x' UNION ALL SELECT x || x FROM a) SELECT length(x) FROM a`,
    'SQL_FAILED',
  ],
  [
    'a text in place of each letter of another',
    'SELECT replace(hex(zeroblob(30000)), 0, hex(zeroblob(30000))) AS x',
    'SQL_FAILED',
  ],
  ['twenty blobs of 60 MB', `SELECT ${list(20, 'zeroblob(60000000)')}`, /RESULT_TOO_LARGE|SQL_TIMEOUT/],
  ['two texts of 60 MB', `SELECT place, printf('%.*c', 60000000, 'x') AS x FROM sale LIMIT 2`, null],
  [
    'control characters, which take six each',
    `SELECT printf('%.*c', 30000000, char(1)) AS x`,
    /RESULT_TOO_LARGE|NOTHING_TO_DRAW/,
  ],
  ['more of them', `SELECT printf('%.*c', 60000000, char(1)) AS x`, /RESULT_TOO_LARGE|SQL_TIMEOUT/],
  [
    'nulls, which take nothing',
    `${from} SELECT ${list(500, 'NULL')} FROM a LIMIT 100000`,
    /RESULT_TOO_LARGE|SQL_TIMEOUT/,
  ],
  ['empty texts', `${from} SELECT ${list(500, "''")} FROM a LIMIT 100000`, /RESULT_TOO_LARGE|SQL_TIMEOUT/],
  ['rows without an end', `${from} SELECT x FROM a`, /RESULT_TOO_LARGE|SQL_TIMEOUT/],
  [
    'rows without an end, sorted',
    `${from} SELECT x, hex(randomblob(500)) AS y FROM a ORDER BY y`,
    /RESULT_TOO_LARGE|SQL_TIMEOUT/,
  ],
  [
    'one JSON of all',
    `${from} SELECT json_group_array(hex(randomblob(10000))) AS x FROM a`,
    /SQL_FAILED|SQL_TIMEOUT|RESULT_TOO_LARGE/,
  ],
  [
    'all that differ',
    `${from} SELECT count(DISTINCT hex(randomblob(10000))) AS x FROM a`,
    /SQL_TIMEOUT|RESULT_TOO_LARGE/,
  ],
  [
    'each with all before it',
    `${from} SELECT x, group_concat(x) OVER (ORDER BY x) AS y FROM a`,
    /SQL_TIMEOUT|RESULT_TOO_LARGE/,
  ],
  ['a count without an end', `${from} SELECT count(*) AS x FROM a`, 'SQL_TIMEOUT'],
  [
    'a pattern that is tried in each place',
    `SELECT printf('%.*c', 20000000, 'a') LIKE '${'%a'.repeat(500)}b' AS x`,
    /SQL_TIMEOUT|^$/,
  ],
  [
    'five hundred columns',
    `SELECT ${Array.from({ length: 500 }, (_, at) => `id * ${at} AS c${at}`).join()} FROM sale`,
    null,
  ],
  ['a name of many letters', `SELECT place AS "${'n'.repeat(50_000)}", amount FROM sale`, null],
  ['a hundred thousand names', `${from} SELECT hex(randomblob(100)) AS name, x FROM a LIMIT 100000`, null],
]

describe('a query over SQLite that would take a machine with it', () => {
  it('ends alone, with words that say why, and the worker draws the next chart', {
    timeout: 240_000,
  }, async () => {
    const ends = new Map<string, unknown>()
    // Some at a time, as they may meet, and no more, so that each has its time.
    const left = bombs.values()
    const run = async () => {
      for (const [what, sql] of left) {
        const messageId = await message(client, { question: what, databaseId, sql })
        const { status, attempt, error } = await settled(
          client,
          (await start(client, { messageId })).task!.id,
        )
        ends.set(what, { status, attempt, code: error?.code ?? '', retryable: error?.retryable ?? false })
      }
    }
    await Promise.all([run(), run(), run()])
    for (const [what, , expected] of bombs)
      expect([what, ends.get(what)]).toEqual([
        what,
        {
          status: expect.stringMatching(expected === null ? 'COMPLETED' : /COMPLETED|FAILED/),
          attempt: 1,
          code: expected === null ? '' : expect.stringMatching(expected),
          retryable: false,
        },
      ])
    expect((await workerOf(directory))!.pid).toBe(worker)
    expect(await waitUntil(async () => (await held()).length === 0, 5_000)).toBe(true)
    const next = { question: 'amount by place', databaseId, sql: 'SELECT place, amount FROM sale' }
    const { data, svg } = await chartOf(client, { messageId: await message(client, next) })
    expect(data).toHaveLength(3)
    expect(svg).toContain('north')
    expect(mostOf(worker)).toBeLessThan(1_500)
  })

  it('is refused at once where it is the query itself that grows, and the server answers others meanwhile', {
    timeout: 60_000,
  }, async () => {
    const grown = Array.from(
      { length: 22 },
      (_, at) => `, n${at + 1} (x) AS NOT MATERIALIZED (SELECT x FROM n${at} UNION ALL SELECT x FROM n${at})`,
    )
    const sql = `WITH n0 (x) AS NOT MATERIALIZED (SELECT 1)${grown.join('')} SELECT x FROM n22`
    const asking = Promise.all(
      Array.from({ length: 3 }, () => ask(client, { question: 'x', databaseId, sql })),
    )
    const startedAt = Date.now()
    expect(await ask(client, { question: 'x', databaseId, sql: 'SELECT place FROM sale' })).toMatchObject({
      __typename: 'MessagePayload',
    })
    expect(Date.now() - startedAt).toBeLessThan(5_000)
    for (const answer of await asking)
      expect(answer).toMatchObject({
        __typename: 'InvalidInputError',
        fields: [{ path: ['sql'], message: expect.stringContaining('too large') }],
      })
    expect(mostOf(quarry.pid)).toBeLessThan(700)
    expect(await waitUntil(async () => (await held()).length === 0, 5_000)).toBe(true)
  })
})
