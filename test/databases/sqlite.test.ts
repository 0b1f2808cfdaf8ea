import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SqliteConnection } from '../../src/databases/sqlite/connection.ts'
import { waitUntil } from '../../src/platform/processes.ts'
import { connectTo, makeDirectory, runInFile } from './sqlite-files.ts'

let directory: string
let outside: string
let remove: () => Promise<void>
const at = (name: string) => path.join(directory, name)

beforeAll(async () => {
  const made = await makeDirectory()
  remove = made.remove
  directory = path.join(made.directory, 'files')
  outside = path.join(made.directory, 'outside.db')
  mkdirSync(directory)
  runInFile(outside, 'CREATE TABLE secret (a)')
  runInFile(
    at('shop.db'),
    'CREATE TABLE sale (id INTEGER PRIMARY KEY, amount); CREATE INDEX by_amount ON sale (amount); INSERT INTO sale (amount) VALUES (1), (2)',
  )
})
afterAll(() => remove?.())

/** Connects, works, and closes. */
async function using<T>(
  name: string,
  work: (connection: SqliteConnection) => Promise<T>,
  options: Parameters<typeof connectTo>[2] = {},
): Promise<T> {
  const connection = await connectTo(directory, name, options)
  try {
    return await work(connection)
  } finally {
    await connection.close()
  }
}
const read = (sql: string, name = 'shop.db') => using(name, (connection) => connection.read(sql))
const refusalOf = (name: string) =>
  connectTo(directory, name).then(
    async (connection) => {
      await connection.close()
      return 'connected'
    },
    ({ reason, message }) => `${reason}: ${message}`,
  )
const endless = 'WITH RECURSIVE a (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a)'

/** The processes that hold a file of this directory open. */
const holders = () =>
  readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(directory)
      } catch {
        return false
      }
    })

describe('a file of SQLite', () => {
  it.each([
    ['../outside.db', 'HOST_NOT_ALLOWED'],
    ['a/../../outside.db', 'HOST_NOT_ALLOWED'],
    ['../no such file', 'HOST_NOT_ALLOWED'],
    ['/etc/passwd', 'HOST_NOT_ALLOWED'],
    ['/dev/zero', 'HOST_NOT_ALLOWED'],
    ['link.db', 'HOST_NOT_ALLOWED'],
    ['linked/outside.db', 'HOST_NOT_ALLOWED'],
    ['not there.db', 'DATABASE_MISSING'],
    ['shop.db\0.txt', 'DATABASE_MISSING'],
    ['a folder', 'UNSUPPORTED'],
    ['a pipe', 'UNSUPPORTED'],
    ['a text', 'UNSUPPORTED'],
  ])('is refused where it is %j', async (name, reason) => {
    if (!existsSync(at('a folder'))) {
      symlinkSync(outside, at('link.db'))
      symlinkSync('..', at('linked'))
      mkdirSync(at('a folder'))
      execFileSync('mkfifo', [at('a pipe')])
      writeFileSync(at('a text'), 'nothing of SQLite, or all of it encrypted')
    }
    expect(await refusalOf(name)).toContain(`${reason}: `)
  })

  it('may be named by its whole path, and through links that stay below the directory', async () => {
    symlinkSync('shop.db', at('other name.db'))
    for (const name of [at('shop.db'), 'other name.db', './a folder/../shop.db'])
      expect((await read('SELECT count(*) FROM sale', name)).rows).toEqual([[2]])
  })

  it('is none where the operator set no directory', async () => {
    await expect(connectTo('', 'shop.db')).rejects.toMatchObject({ reason: 'HOST_NOT_ALLOWED' })
  })

  it('without a byte is a database without tables, and a cut one is said to be damaged', async () => {
    writeFileSync(at('empty.db'), '')
    expect((await read('SELECT * FROM sqlite_schema', 'empty.db')).rows).toEqual([])
    runInFile(
      at('large.db'),
      `CREATE TABLE t (a); ${endless} INSERT INTO t SELECT randomblob(1000) FROM a LIMIT 500`,
    )
    const whole = readFileSync(at('large.db'))
    writeFileSync(
      at('damaged.db'),
      Buffer.concat([whole.subarray(0, 8_192), Buffer.alloc(whole.length - 8_192, 7)]),
    )
    await expect(read('SELECT sum(length(a)) FROM t', 'damaged.db')).rejects.toMatchObject({
      code: 'SOURCE_DAMAGED',
      retryable: false,
    })
  })

  it('that a program writes in WAL mode is read with what is not in the file itself yet', async () => {
    const writer = new DatabaseSync(at('wal.db'))
    writer.exec(
      'PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; CREATE TABLE t (a); INSERT INTO t VALUES (1)',
    )
    expect((await read('SELECT a FROM t', 'wal.db')).rows).toEqual([[1]])
    await using('wal.db', async (connection) => {
      await connection.query('BEGIN')
      expect(await connection.query('SELECT a FROM t')).toEqual([{ a: 1 }])
      writer.exec('INSERT INTO t VALUES (2)')
      // One state of it, as long as the reading lasts.
      expect(await connection.query('SELECT a FROM t')).toEqual([{ a: 1 }])
      await connection.query('ROLLBACK')
      expect(await connection.query('SELECT a FROM t')).toEqual([{ a: 1 }, { a: 2 }])
    })
    writer.close()
  })

  it('that is locked by someone who writes it is said to be, after some seconds', async () => {
    runInFile(at('locked.db'), 'CREATE TABLE t (a)')
    // A process of its own: locks of one process do not keep it from anything, and end when it closes the file anywhere.
    const program = `
      const { DatabaseSync } = require('node:sqlite')
      const writer = new DatabaseSync(process.argv[1])
      writer.exec('BEGIN EXCLUSIVE')
      console.log('locked')
      process.stdin.resume()`
    const writer = spawn(process.execPath, ['-e', program, at('locked.db')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    await once(writer.stdout, 'data')
    expect(await refusalOf('locked.db')).toContain('TIMEOUT: locked.db is locked by someone who writes it')
    writer.kill('SIGKILL')
    await once(writer, 'close')
    expect(await refusalOf('locked.db')).toBe('connected')
  })

  it('whose writer died in the midst of a change is not read as if that had happened', async () => {
    const program = `
      const { DatabaseSync } = require('node:sqlite')
      const writer = new DatabaseSync(process.argv[1])
      writer.exec("CREATE TABLE t (a); PRAGMA cache_size = 1; BEGIN; ${endless} INSERT INTO t SELECT randomblob(1000) FROM a LIMIT 3000")
      process.kill(process.pid, 'SIGKILL')`
    const writer = spawn(process.execPath, ['-e', program, at('half.db')], { stdio: 'inherit' })
    await once(writer, 'close')
    expect(statSync(at('half.db')).size).toBeGreaterThan(100_000)
    expect(await refusalOf('half.db')).toContain('UNREACHABLE: half.db was left in the middle of a change')
    runInFile(at('half.db'), 'SELECT * FROM t')
    expect((await read('SELECT count(*) FROM t', 'half.db')).rows).toEqual([[0]])
  })

  it('that nobody may write is read without locks', async () => {
    mkdirSync(at('fixed'))
    runInFile(at('fixed/a.db'), 'PRAGMA journal_mode = WAL; CREATE TABLE t (a); INSERT INTO t VALUES (1)')
    chmodSync(at('fixed/a.db'), 0o444)
    chmodSync(at('fixed'), 0o555)
    expect((await read('SELECT a FROM t', 'fixed/a.db')).rows).toEqual([[1]])
    expect(readdirSync(at('fixed'))).toEqual(['a.db'])
    chmodSync(at('fixed'), 0o755)
  })

  it('is the same, byte for byte, whatever is tried on it', async () => {
    const digest = () =>
      createHash('sha256')
        .update(readFileSync(at('shop.db')))
        .digest('hex')
    const before = [digest(), statSync(at('shop.db')).mtimeMs]
    const attempts = [
      'INSERT INTO sale (amount) VALUES (3)',
      'WITH a AS (SELECT 1) DELETE FROM sale',
      'DROP TABLE sale',
      'CREATE TEMP TABLE t (a)',
      'PRAGMA user_version = 4',
      'PRAGMA journal_mode = WAL',
      'PRAGMA writable_schema = ON',
      'PRAGMA query_only = OFF',
      'PRAGMA database_list',
      `ATTACH '${outside}' AS other`,
      `VACUUM INTO '${at('copy.db')}'`,
      'REINDEX',
      'ANALYZE',
      'SAVEPOINT a',
      `SELECT load_extension('libm.so.6')`,
      'SELECT 1; DELETE FROM sale',
      'CREATE VIRTUAL TABLE w USING fts5 (a)',
      'DETACH main',
    ]
    await using('shop.db', async (connection) => {
      for (const attempt of attempts)
        await expect(connection.query(attempt), attempt).rejects.toMatchObject({ code: 'SQL_FAILED' })
      expect(await connection.query('SELECT count(*) AS count FROM sale')).toEqual([{ count: 2 }])
    })
    expect([digest(), statSync(at('shop.db')).mtimeMs]).toEqual(before)
    expect(existsSync(at('copy.db'))).toBe(false)
  })
})

describe('its values', () => {
  beforeAll(() => {
    runInFile(
      at('values.db'),
      `CREATE TABLE v (yes BOOLEAN, big BIGINT, real REAL, bytes BLOB, day DATE, at DATETIME, unix TIMESTAMP, text TEXT, mixed);
       INSERT INTO v VALUES
         (1, 9007199254740993, 9e999, x'00ff', '2026-01-31', '2026-01-31 10:00:00', 1767225600, 'a' || char(0) || 'b', 1),
         (0, -5, 1.5, x'', '2026-02-28', '2026-02-28', 1767312000, CAST(x'ff41' AS TEXT), 'two'),
         (NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
    )
  })

  it('come with types that the declaration and all values agree on', async () => {
    const { columns, rows, complete } = await read('SELECT * FROM v', 'values.db')
    expect(columns.map(({ name, databaseType }) => `${name} ${databaseType}`)).toEqual([
      'yes boolean',
      'big bigint',
      'real double precision',
      'bytes blob',
      'day date',
      'at timestamp',
      'unix timestamp',
      'text text',
      'mixed ',
    ])
    expect(rows).toEqual([
      [
        true,
        '9007199254740993',
        Number.POSITIVE_INFINITY,
        "X'00FF'",
        '2026-01-31',
        '2026-01-31 10:00:00',
        '2026-01-01T00:00:00.000Z',
        'a\0b',
        1,
      ],
      [false, -5, 1.5, "X''", '2026-02-28', '2026-02-28', '2026-01-02T00:00:00.000Z', '\ufffdA', 'two'],
      [null, null, null, null, null, null, null, null, null],
    ])
    expect(complete).toBe(true)
  })

  it('say what they are where the declaration is wrong', async () => {
    runInFile(
      at('wrong.db'),
      `CREATE TABLE v (b BOOLEAN, d DATE, n INTEGER); INSERT INTO v VALUES (2, 'soon', 'x'), (1, 5, 1.5)`,
    )
    const { columns } = await read('SELECT b, d, n FROM v', 'wrong.db')
    expect(columns.map(({ databaseType }) => databaseType)).toEqual(['bigint', '', ''])
  })
})

describe('a statement', () => {
  it('gives no more rows than are wanted, and says that there are more', async () => {
    const { rows, complete } = await using('shop.db', (connection) =>
      connection.read(`${endless} SELECT x FROM a`, [], { rows: 2_500 }),
    )
    expect([rows.length, rows.at(-1), complete]).toEqual([2_500, [2_500], false])
  })

  it('gives no more bytes than are wanted, of text as UTF-8 has them', async () => {
    const bytes = (limit: number) =>
      using('shop.db', (connection) => connection.read(`SELECT 'ääääääääää'`, [], { bytes: limit }))
    expect((await bytes(20)).rows).toEqual([['ääääääääää']])
    await expect(bytes(19)).rejects.toMatchObject({ code: 'RESULT_TOO_LARGE' })
  })

  it.each(['NULL', "''", '1'])('counts the room of a value also where it is %s', async (value) => {
    const columns = Array.from({ length: 1_000 }, () => value).join()
    const sql = `${endless} SELECT ${columns} FROM a LIMIT 100`
    const reading = (bytes: number) => using('shop.db', (connection) => connection.read(sql, [], { bytes }))
    expect((await reading(800_000)).rows).toHaveLength(100)
    await expect(reading(799_999)).rejects.toMatchObject({ code: 'RESULT_TOO_LARGE' })
  })

  it('is ended when its time is over, or when it is no longer wanted, within a second', async () => {
    const startedAt = Date.now()
    await expect(
      using('shop.db', (connection) => connection.query(`${endless} SELECT count(*) FROM a`), {
        statementTimeoutMs: 700,
      }),
    ).rejects.toMatchObject({ code: 'SQL_TIMEOUT', retryable: false })
    expect(Date.now() - startedAt).toBeLessThan(15_000)

    const controller = new AbortController()
    const connection = await connectTo(directory, 'shop.db', { signal: controller.signal })
    const running = connection.query(`${endless} SELECT count(*) FROM a`)
    setTimeout(() => controller.abort(new Error('no longer')), 100)
    const abortedAt = Date.now() + 100
    await expect(running).rejects.toThrow('no longer')
    expect(Date.now() - abortedAt).toBeLessThan(1_000)
    await connection.close()
    expect(holders()).toEqual([])
  })

  it('that was answered in time is, also where this process was too busy to listen', async () => {
    await using(
      'shop.db',
      async (connection) => {
        const reading = connection.read(`${endless} SELECT x FROM a LIMIT 100000`)
        await wait(1)
        for (const until = Date.now() + 3_200; Date.now() < until; );
        expect((await reading).rows).toHaveLength(100_000)
      },
      { statementTimeoutMs: 1_500 },
    )
  })

  it('that takes more memory than it may ends itself alone, and is not tried again', async () => {
    await expect(
      read(
        `${endless}, b AS (SELECT x, randomblob(1000000) AS y FROM a) SELECT count(*) FROM (SELECT y FROM b ORDER BY y)`,
      ),
    ).rejects.toMatchObject({ code: 'RESULT_TOO_LARGE', retryable: false })
    await expect(read('SELECT length(zeroblob(200000000))')).rejects.toMatchObject({ code: 'SQL_FAILED' })
  })

  it('whose process is killed is one that may be tried again', async () => {
    await using('shop.db', async (connection) => {
      const running = connection.query(`${endless} SELECT count(*) FROM a`)
      for (const pid of holders()) process.kill(Number(pid), 'SIGKILL')
      await expect(running).rejects.toMatchObject({ code: 'SOURCE_LOST', retryable: true })
      await expect(connection.query('SELECT 1')).rejects.toMatchObject({ code: 'SOURCE_LOST' })
    })
  })

  it('runs beside others, each on a connection of its own', async () => {
    const counts = await Promise.all(
      Array.from({ length: 8 }, () => read('SELECT count(*) FROM sale').then(({ rows }) => rows[0])),
    )
    expect(counts).toEqual(Array.from({ length: 8 }, () => [2]))
  })
})

describe('the process that holds a file open', () => {
  it('knows nothing of this one’s environment', async () => {
    process.env.QUARRY_TEST_SECRET = 'not to be handed on'
    await using('shop.db', async () => {
      for (const pid of holders()) expect(readFileSync(`/proc/${pid}/environ`, 'latin1')).toBe('')
    })
  })

  it('ends with the one that started it, even in the middle of a statement without end', async () => {
    const program = `
      import { connectTo } from ${JSON.stringify(new URL('./sqlite-files.ts', import.meta.url).href)}
      const connection = await connectTo(${JSON.stringify(directory)}, 'shop.db', { statementTimeoutMs: 600_000 })
      connection.query(${JSON.stringify(`${endless} SELECT count(*) FROM a`)})
      setTimeout(() => console.log('running'), 200)`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(parent.stdout, 'data')
    const children = () => holders().filter((pid) => Number(pid) !== parent.pid)
    expect(children()).toHaveLength(1)
    parent.kill('SIGKILL')
    expect(await waitUntil(async () => children().length === 0, 10_000)).toBe(true)
  })
})
