import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typeColumns } from '../../../src/charts/columns/type.ts'
import { TooLargeToRead } from '../../../src/databases/rows.ts'
import type { TaskError } from '../../../src/platform/errors.ts'
import { waitUntil } from '../../../src/platform/processes.ts'
import { asSuperuser, createRole, type TestRole, withParts } from '../../databases/sources.ts'
import { startRelay } from '../../start/processes.ts'
import { connectTo, readSql, useSource } from './source.ts'

const source = useSource(`
  CREATE TABLE numbers AS SELECT i AS id, i % 7 AS kind FROM generate_series(1, 50000) i;
  CREATE TYPE size AS ENUM ('small', 'large');
  CREATE DOMAIN price AS numeric(10,2);
  CREATE TABLE kept_back (id int);
`)
const limits = { rows: 100_000, bytes: 100_000_000, timeoutMs: 10_000 }
const read = (sql: string, changes: Partial<typeof limits> = {}) =>
  readSql(source.connection, sql, { ...limits, ...changes })
const failure = (sql: string, changes?: Partial<typeof limits>) =>
  read(sql, changes).then(
    () => Promise.reject(new Error('It did not fail')),
    (error) => error as TaskError,
  )

describe('values are kept', () => {
  /** One value of a type: what format_type says, and what is read. */
  it.each<[sql: string, databaseType: string, value: unknown]>([
    ['true', 'boolean', true],
    ['null::bool', 'boolean', null],
    ['12::smallint', 'smallint', 12],
    ['-12::int', 'integer', -12],
    ['9007199254740991', 'bigint', 9007199254740991],
    ['9007199254740993', 'bigint', '9007199254740993'],
    ['-9223372036854775808', 'bigint', '-9223372036854775808'],
    ['(-9223372036854775807)::bigint', 'bigint', '-9223372036854775807'],
    ['1.10::numeric(10,2)', 'numeric(10,2)', '1.10'],
    ['1.5', 'numeric', '1.5'],
    ["'NaN'::numeric", 'numeric', 'NaN'],
    ['1.10::price', 'numeric(10,2)', '1.10'],
    ['0.1::real', 'real', 0.1],
    ['0.1::float8 + 0.2::float8', 'double precision', 0.30000000000000004],
    ["'Infinity'::float8", 'double precision', 'Infinity'],
    ["'NaN'::float8", 'double precision', 'NaN'],
    ["'12.3'::money", 'money', '$12.30'],
    ["'a''ü♥𝒳'", 'text', "a'ü♥𝒳"],
    ["''", 'text', ''],
    ["'ab'::varchar(3)", 'character varying(3)', 'ab'],
    ["'ab'::char(3)", 'character(3)', 'ab '],
    ["'ab'::name", 'name', 'ab'],
    ["date '2024-03-10'", 'date', '2024-03-10'],
    ["date '0044-03-15 BC'", 'date', '-0043-03-15'],
    ["date '0001-01-01 BC'", 'date', '+0000-01-01'],
    ["date '12024-01-01'", 'date', '12024-01-01'],
    ["date 'infinity'", 'date', 'infinity'],
    ["timestamp '2024-03-10 02:30:00.123456'", 'timestamp without time zone', '2024-03-10 02:30:00.123456'],
    ["timestamp(0) '2024-03-10 02:30:00.7'", 'timestamp(0) without time zone', '2024-03-10 02:30:01'],
    ["timestamptz '2024-03-10 02:30:00+02'", 'timestamp with time zone', '2024-03-10 00:30:00+00'],
    ["timestamptz '0044-03-15 12:00+00 BC'", 'timestamp with time zone', '-0043-03-15 12:00:00+00'],
    ["time '10:11'", 'time without time zone', '10:11:00'],
    ["interval '1 year 2 days 03:04'", 'interval', '1 year 2 days 03:04:00'],
    ["'{1,2,NULL}'::int[]", 'integer[]', '{1,2,NULL}'],
    [`'{"a": [1, "b"]}'::jsonb`, 'jsonb', '{"a": [1, "b"]}'],
    [`'{"a":1}'::json`, 'json', '{"a":1}'],
    ["'\\xdeadbeef'::bytea", 'bytea', '\\xdeadbeef'],
    ['int4range(1, 5)', 'int4range', '[1,5)'],
    ["'large'::size", 'size', 'large'],
    ["'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid", 'uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
    ["'10.0.0.1/8'::inet", 'inet', '10.0.0.1/8'],
    ['row(1, null)', 'record', '(1,)'],
    ["'pg_class'::regclass", 'regclass', 'pg_class'],
    ["point '(1,2)'", 'point', '(1,2)'],
  ])('%s', async (sql, databaseType, value) => {
    const { columns, rows, complete } = await read(`select ${sql} as it`)
    expect({ columns, rows, complete }).toEqual({
      columns: [{ name: 'it', databaseType }],
      rows: [[value]],
      complete: true,
    })
  })

  it('as charts read them: dates and times at their moments, numbers as numbers', async () => {
    const { columns, rows } = await read(`
      select date '0044-03-15 BC' as day, timestamp '2024-03-10 02:30' as at, timestamptz '2024-03-10 02:30+02' as moment,
             1234567890.50 as amount, 'NaN'::float8 as missing, 9007199254740994 as large, true as yes
      union all select '12024-01-01', null, null, 2, 3, 4, false`)
    const { columns: typed, rows: values } = typeColumns({ columns, rows })
    expect(typed.map(({ kind, misfits }) => [kind, misfits])).toEqual([
      ['time', 0],
      ['time', 0],
      ['time', 0],
      ['number', 0],
      ['number', 1],
      ['number', 0],
      ['text', 0],
    ])
    expect(values).toEqual([
      [
        Date.parse('-000043-03-15'),
        Date.UTC(2024, 2, 10, 2, 30),
        Date.UTC(2024, 2, 10, 0, 30),
        1234567890.5,
        null,
        9007199254740994,
        'true',
      ],
      [Date.parse('+012024-01-01'), null, null, 2, 3, 4, 'false'],
    ])
  })

  it('whatever the login is set to, and whatever time zone this process is in', async () => {
    await asSuperuser(
      [
        'datestyle = german',
        'intervalstyle = iso_8601',
        'bytea_output = escape',
        'extra_float_digits = -5',
        "timezone = 'Asia/Tokyo'",
      ]
        .map((setting) => `alter database ${source.database.name} set ${setting}`)
        .join('; '),
    )
    const zone = process.env.TZ
    process.env.TZ = 'America/New_York'
    const connection = await connectTo(source.database.connectionString)
    try {
      const { rows } = await readSql(
        connection,
        `select date '2024-03-10', timestamp '2024-03-10 02:30', timestamptz '2024-03-10 02:30+00', interval '1 day', '\\x00'::bytea,
                0.1::float8 + 0.2::float8`,
        limits,
      )
      expect(rows).toEqual([
        [
          '2024-03-10',
          '2024-03-10 02:30:00',
          '2024-03-10 02:30:00+00',
          '1 day',
          '\\x00',
          0.30000000000000004,
        ],
      ])
    } finally {
      await connection.close()
      if (zone === undefined) delete process.env.TZ
      else process.env.TZ = zone
      await asSuperuser(`alter database ${source.database.name} reset all`)
    }
  })

  it('of two columns of one name both, and of columns without a name each', async () => {
    expect(await read('select 1 as a, 2 as a, 3, 4, null')).toEqual({
      columns: [
        { name: 'a', databaseType: 'integer' },
        { name: 'a', databaseType: 'integer' },
        { name: '?column?', databaseType: 'integer' },
        { name: '?column?', databaseType: 'integer' },
        { name: '?column?', databaseType: 'text' },
      ],
      rows: [[1, 2, 3, 4, null]],
      complete: true,
    })
  })

  it('in the order of the query, also where the limit cuts it', async () => {
    const { rows } = await read('select id from numbers order by id desc', { rows: 3 })
    expect(rows).toEqual([[50_000], [49_999], [49_998]])
  })
})

describe('what is read has limits', () => {
  it('of rows: so many are read, and it is said that there were more', async () => {
    const ask = async (count: number, rows: number) => {
      const result = await read(`select id from numbers limit ${count} -- so many`, { rows })
      return [result.rows.length, result.complete]
    }
    expect(await ask(99, 100)).toEqual([99, true])
    expect(await ask(100, 100)).toEqual([100, true])
    expect(await ask(101, 100)).toEqual([100, false])
    expect(await ask(0, 100)).toEqual([0, true])
    expect(await ask(5, 0)).toEqual([0, false])
  })

  it('and the server stops there', async () => {
    const started = performance.now()
    const { rows } = await read('select a.id from numbers a, numbers b, numbers c', { rows: 10 })
    expect(rows).toHaveLength(10)
    expect(performance.now() - started).toBeLessThan(2_000)
  })

  it('telling how many have come', async () => {
    const counts: number[] = []
    await readSql(source.connection, 'select * from numbers', { ...limits, rows: 20_000 }, (count) =>
      counts.push(count),
    )
    expect(counts.length).toBeGreaterThan(10)
    expect(counts).toEqual([...counts].sort((a, b) => a - b))
    expect(counts.at(-1)).toBe(20_000)
  })

  it.each([
    ['one cell of 300 MB', "select repeat('0123456789', 30000000)"],
    ['rows that are small, and too many', "select i, repeat('x', 1000) from generate_series(1, 500000) i"],
    [
      'rows of many cells without a value',
      `select ${Array(200).fill('null::int').join(', ')} from generate_series(1, 200000)`,
    ],
  ])('of bytes: %s is given up early, with memory flat', async (_, sql) => {
    const connection = await connectTo(source.database.connectionString)
    let highest = 0
    const baseline = process.memoryUsage.rss()
    const watch = setInterval(() => {
      highest = Math.max(highest, process.memoryUsage.rss() - baseline)
    }, 2)
    try {
      const error = await readSql(connection, sql, { ...limits, rows: 1_000_000, bytes: 8_000_000 }).catch(
        (error) => error,
      )
      expect(error).toBeInstanceOf(TooLargeToRead)
      expect(error).toMatchObject({
        code: 'RESULT_TOO_LARGE',
        retryable: false,
        message: 'The rows are larger than 8 MB; select fewer or shorter columns, or fewer rows',
      })
    } finally {
      clearInterval(watch)
      await connection.close()
    }
    console.info(`memory grew by ${(highest / 1e6).toFixed(0)} MB`)
    expect(highest).toBeLessThan(120_000_000)
    const ended = await waitUntil(async () => (await running()).length === 0, 2_000)
    expect(ended).toBe(true)
  })

  it('of time: a query that takes longer is ended, and says how long it may', async () => {
    const error = await failure('select count(*) from numbers a, numbers b, numbers c', { timeoutMs: 300 })
    expect(error).toMatchObject({
      code: 'SQL_TIMEOUT',
      retryable: false,
      message: 'The query took longer than 0.3 s, so it was ended: let it read fewer rows, or aggregate them',
    })
    expect((await read('select 1')).rows).toEqual([[1]])
  })
})

/** Sessions of this test that run a query at the moment, without those that help them. */
const running = () =>
  asSuperuser<{ pid: number }>(
    `select pid from pg_stat_activity where datname = '${source.database.name}' and state = 'active'
        and backend_type = 'client backend' and query like 'SELECT * FROM (%'`,
  )

const forever = 'select count(*) from numbers a, numbers b, numbers c'

describe('a query that runs', () => {
  it('ends within a second on its server, where the signal aborts', async () => {
    const controller = new AbortController()
    const connection = await connectTo(source.database.connectionString, controller.signal)
    const reading = readSql(connection, forever, limits).catch((error) => error)
    expect(await waitUntil(async () => (await running()).length === 1, 5_000)).toBe(true)
    const reason = new Error('Cancelled by its owner')
    const abortedAt = performance.now()
    controller.abort(reason)
    expect(await reading).toBe(reason)
    const ended = await waitUntil(async () => (await running()).length === 0, 1_000)
    console.info(`ended after ${Math.round(performance.now() - abortedAt)} ms`)
    expect(ended).toBe(true)
    await connection.close()
  })

  it('that someone else cancels is tried again', async () => {
    const reading = failure(forever)
    expect(await waitUntil(async () => (await running()).length === 1, 5_000)).toBe(true)
    await asSuperuser(`select pg_cancel_backend(${(await running())[0]!.pid})`)
    expect(await reading).toMatchObject({ code: 'SOURCE_BUSY', retryable: true })
  })

  it('is tried again where its connection is lost', async () => {
    const relay = await startRelay(Number(new URL(source.database.connectionString).port))
    const connection = await connectTo(withParts(source.database.connectionString, { port: relay.port }))
    const reading = readSql(connection, forever, limits).catch((error) => error)
    expect(await waitUntil(async () => (await running()).length === 1, 5_000)).toBe(true)
    const [session] = await running()
    await relay.close()
    expect(await reading).toMatchObject({ code: 'SOURCE_LOST', retryable: true })
    await connection.close()
    await asSuperuser(`select pg_terminate_backend(${session!.pid})`)
    expect(await waitUntil(async () => (await running()).length === 0, 5_000)).toBe(true)
  })

  it('is tried again where its session is ended', async () => {
    const connection = await connectTo(source.database.connectionString)
    const reading = readSql(connection, forever, limits).catch((error) => error)
    expect(await waitUntil(async () => (await running()).length === 1, 5_000)).toBe(true)
    await asSuperuser(`select pg_terminate_backend(${(await running())[0]!.pid})`)
    expect(await reading).toMatchObject({ code: 'SOURCE_LOST', retryable: true })
    await connection.close()
  })

  it('is tried again where a table is locked by another session', async () => {
    const holder = await connectTo(source.database.connectionString)
    await holder.query('SET default_transaction_read_only = off')
    await holder.query('BEGIN; LOCK TABLE kept_back')
    expect(await failure('select * from kept_back')).toMatchObject({ code: 'SOURCE_BUSY', retryable: true })
    await holder.close()
  })
})

describe('what the server refuses is final, in its words', () => {
  it.each([
    ['select 1 / (id - 1) from numbers', 'division by zero'],
    ["select (kind || 'x')::int from numbers", 'invalid input syntax for type integer: "1x"'],
    ['select (select id from numbers)', 'more than one row returned by a subquery used as an expression'],
    ['select 10000000000::bigint::int', 'integer out of range'],
  ])('%s', async (sql, said) => {
    expect(await failure(sql)).toMatchObject({
      code: 'SQL_FAILED',
      retryable: false,
      message: `The query failed: ${said}`,
    })
    expect((await read('select 1')).rows).toEqual([[1]])
  })

  describe('for a login that may not read everything', () => {
    let role: TestRole
    beforeAll(async () => {
      role = await createRole()
      await asSuperuser(
        `create function peek() returns bigint language sql stable as 'select count(*) from kept_back'; grant select on numbers to ${role.user}`,
        source.database.name,
      )
    })
    afterAll(async () => {
      await asSuperuser(`revoke all on numbers from ${role.user}`, source.database.name)
      await role.drop()
    })

    it('before it runs, and while it does', async () => {
      const connection = await connectTo(withParts(source.database.connectionString, role))
      const say = (sql: string) => readSql(connection, sql, limits).catch((error) => error)
      expect(await say('select count(*) from numbers')).toMatchObject({ rows: [[50_000]] })
      expect(await say('select * from kept_back')).toMatchObject({
        code: 'SOURCE_PERMISSION',
        retryable: false,
        message: expect.stringContaining('permission denied for table kept_back'),
      })
      expect(await say('select peek()')).toMatchObject({ code: 'SOURCE_PERMISSION', retryable: false })
      await connection.close()
    })
  })
})

it('every read is of one state, and leaves no transaction open', async () => {
  await read('select 1')
  await failure('select 1 / (id - 1) from numbers')
  await sleep(10)
  const sessions = await asSuperuser(
    `select pid from pg_stat_activity where datname = '${source.database.name}' and state ~ 'transaction'`,
  )
  expect(sessions).toEqual([])
})
