import { access } from 'node:fs/promises'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { PostgresConnection } from '../../../src/databases/postgresql/connection.ts'
import { TaskError } from '../../../src/platform/errors.ts'
import { connectTo, readSql, useSource } from './source.ts'
import { stateOf, traps } from './traps.ts'

/** Where a COPY, an lo_export or a shell would leave something. */
const file = '/tmp/quarry-hostile-file'

const source = useSource(traps)
let listener: pg.Client
let connection: PostgresConnection
const notifications: string[] = []

beforeAll(async () => {
  listener = new pg.Client({ connectionString: source.database.connectionString })
  listener.on('notification', ({ payload }) => notifications.push(payload ?? ''))
  await listener.connect()
  await listener.query('LISTEN hostile')
})
afterAll(async () => {
  await connection?.close()
  await listener?.end()
})

/** Expressions that leave something behind where they are run, most of them with a name of their own for that. */
const deeds = (dsn: string) => [
  'u.touch()',
  'touch(3)',
  '(1).touch',
  '(row(1)).touch_any',
  "touch_text('x')",
  'many(1, 2)',
  'by_default(1)',
  'sleeps_by_default(1)',
  'mixed(1, 2)',
  'liar()',
  '(1 === 2)',
  '(1 operator(u.===) any (array[1]))',
  "('x'::text::pair)",
  '(1::wish)',
  'takes_wish(1)',
  "('x'::email)",
  "takes_email('x')",
  `(jsonb_populate_record(null::contact, '{"email":"x"}'))`,
  "('{x}'::email[])",
  "(select count(*) from old_contacts where old = '{x}')",
  "(select array_append(old, 'x') from old_contacts)",
  `(select jsonb_populate_record(c, '{"email":"x"}') from contacts c)`,
  '(select touched(id) from people)',
  '(select finished(id) from people)',
  '(select p.of_person from people p limit 1)',
  '(select count(*) from contacts a join contacts b using (pair))',
  "(row(1,2)::pair = '(1,2)')",
  "(info operator(plus.+) '(1,2)')",
  'pg_advisory_lock(7)',
  'pg_catalog.pg_try_advisory_lock_shared(7)',
  "nextval('u.numbers')",
  "setval('u.numbers', 99)",
  'lo_create(4711)',
  'lo_unlink(815)',
  `lo_export(815, '${file}')`,
  `lo_import('/etc/hostname')`,
  "lo_put(815, 0, 'x')",
  "pg_notify('hostile', 'x')",
  "set_config('search_path', 'nowhere', false)",
  "set_config('transaction_read_only', 'off', true)",
  "set_config('default_transaction_read_only', 'off', false)",
  "pg_create_physical_replication_slot('hostile')",
  "pg_read_file('/etc/hostname')",
  `"Ext".dblink_exec('${dsn}', 'insert into u.log default values')`,
  `(select count(*) from "Ext".dblink('${dsn}', 'insert into u.log default values returning 1') as x(a int))`,
  `"Ext".dblink_connect('hostile', '${dsn}')`,
  "query_to_xml('select u.touch()', true, true, '')",
  "(select count(*) from ts_stat('select u.touch()::text::tsvector'))",
  `(select count(*) from "Ext".crosstab('select 1, 1, u.touch()') as x(a int, b int))`,
  "table_to_xml('u.people', true, true, '')",
  'txid_current()',
]

const statements = (dsn: string) => [
  'insert into u.log default values',
  'update u.people set name = null',
  'delete from u.people',
  'truncate u.people',
  'drop table u.people cascade',
  'alter table u.people add hostile int',
  'create table u.hostile (id int)',
  'create temp table hostile (id int)',
  'create role hostile',
  'create function u.hostile() returns int language sql as $$ select 1 $$',
  `copy u.people to '${file}'`,
  `copy (select 1) to program 'touch ${file}'`,
  `copy u.log from program 'touch ${file}; echo'`,
  'do $$ begin insert into u.log default values; end $$',
  'call u.proceed()',
  'explain analyze select u.touch()',
  'explain (analyze) delete from u.people',
  'lock table u.people',
  'notify hostile',
  'set search_path = nowhere',
  'set session characteristics as transaction read write',
  'set transaction read write',
  'alter database current set work_mem = 1',
  'commit',
  'rollback',
  'end',
  'begin read write',
  "prepare transaction 'hostile'",
  'declare hostile cursor with hold for select 1',
  'prepare hostile as insert into u.log default values',
  'vacuum u.people',
  'analyze u.people',
  'select * into u.hostile from u.people',
  'select * from u.people for update',
  'with x as (delete from u.people returning *) select * from x',
  'with x as (insert into u.log default values returning 1) select * from x',
  'merge into u.log using u.people on true when matched then delete',
  "security label on table u.people is 'x'",
  `select "Ext".dblink_exec('${dsn}', 'truncate u.people')`,
]

/** Queries around an expression. */
const places = [
  (x: string) => `select ${x}`,
  (x: string) => `select ${x} from people`,
  (x: string) => `select 1 from people where ${x} is not null`,
  (x: string) => `select * from (select ${x} as a) b`,
  (x: string) => `with a as (select ${x}) select * from a`,
  (x: string) => `with a as materialized (select 1), b as (select ${x} from a) table b`,
  (x: string) => `values (1), ((${x})::text::int)`,
  (x: string) => `select * from people p, lateral (select ${x}) y`,
  (x: string) => `select id from people order by ${x}`,
  (x: string) => `select id from people group by id, ${x}`,
  (x: string) => `select count(*) filter (where ${x} is null) from people`,
  (x: string) => `select row_number() over (order by ${x}) from people`,
  (x: string) => `select case when ${x} is null then 1 end from people`,
  (x: string) => `select array[${x}]`,
  (x: string) => `select coalesce(null, ${x})`,
  (x: string) => `select 1 where exists (select ${x})`,
  (x: string) => `select json_build_object('a', ${x})`,
  (x: string) => `select tags[(${x})::text::int] from people`,
  (x: string) => `select id from people limit (${x})::text::bigint`,
  (x: string) => `select 1 union all select (${x})::text::int`,
  (x: string) => `select a from generate_series(1, 2) a join people on ${x} is not null`,
]

/** What makes a text look like something else. */
const disguises = [
  (x: string) => x,
  (x: string) => x,
  (x: string) => `${x};`,
  (x: string) => `/* select 1 */ ${x} -- ;`,
  (x: string) => `--\n${x}\n--`,
  (x: string) => x.toUpperCase(),
  (x: string) => x.replaceAll(' ', '/**/'),
  (x: string) => x.replaceAll(' ', '\n\t'),
  (x: string) => x.replace(/\b(touch|pg_\w+|lo_\w+|nextval)\b/g, (name) => `"${name}"`),
  (x: string) => x.replace(/\bt(ouch)\b/g, 'U&"\\0074$1"'),
  (x: string) => x.replace(/\b(pg_advisory_lock|nextval|set_config)\b/g, 'pg_catalog.$1'),
  (x: string) => x.replaceAll("'", '$q$'),
  (x: string) => x.replaceAll("'", "E'").replaceAll("E'E'", "''"),
  (x: string) => x.replaceAll("'", "''"),
  (x: string) => `${x}) q, (select 2`,
  (x: string) => `select 1) as q limit 1; ${x}; select * from (select 1`,
  (x: string) => `(${x})`,
  (x: string) => `select 1; ${x}`,
  (x: string) => `${x}; select 1`,
  (x: string) => `select '\\'; ${x}; --'`,
  (x: string) => `select '; ${x}`,
  (x: string) => `select $$ $$; ${x}`,
  (x: string) => `/* /* */ ${x} -- */`,
  (x: string) => `select 1 /* */ */ ; ${x}`,
  (x: string) => `explain analyze ${x}`,
  (x: string) => `${x}\u0000`,
  (x: string) => `\ufeff${x}`,
  (x: string) => `${x}\u00a0`,
]

const mutation = fc.oneof(
  { weight: 6, arbitrary: fc.constant((x: string) => x) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.nat(),
        fc.constantFrom(
          ';',
          "'",
          '"',
          '$$',
          '--',
          '/*',
          '*/',
          '(',
          ')',
          '\\',
          ',',
          '.',
          ' ',
          '\n',
          '$1',
          '::',
          '"x',
        ),
      )
      .map(
        ([at, piece]) =>
          (x: string) =>
            x.slice(0, at % (x.length + 1)) + piece + x.slice(at % (x.length + 1)),
      ),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(), fc.integer({ min: 1, max: 4 })).map(
      ([at, length]) =>
        (x: string) =>
          x.slice(0, at % (x.length + 1)) + x.slice((at % (x.length + 1)) + length),
    ),
  },
)

function hostileText(dsn: string) {
  const place = fc.constantFrom(...places)
  const expression = fc.tuple(place, fc.constantFrom(...deeds(dsn))).map(([around, x]) => around(x))
  const nested = fc.tuple(place, expression).map(([around, inner]) => around(`(${inner} limit 1)`))
  const text = fc.oneof(
    { weight: 4, arbitrary: expression },
    { weight: 2, arbitrary: nested },
    { weight: 3, arbitrary: fc.constantFrom(...statements(dsn)) },
  )
  return fc
    .tuple(text, fc.constantFrom(...disguises), mutation, mutation)
    .map(([x, disguise, first, second]) => second(first(disguise(x))))
}

it('whatever is tried, the database and its sessions are afterwards as they were before', async () => {
  const runs = Number(process.env.HOSTILE_QUERIES ?? 1_500)
  const seed = process.env.HOSTILE_SEED ? Number(process.env.HOSTILE_SEED) : undefined
  const { connectionString } = source.database
  const dsn = connectionString.replaceAll("'", "''")
  const outcomes = new Map<string, number>()
  connection = await connectTo(connectionString)
  const before = await stateOf(connectionString)
  const settings = () =>
    connection.query(`SELECT name, setting FROM pg_settings WHERE name NOT LIKE 'plpgsql.%' ORDER BY 1`)
  const settingsBefore = await settings()
  let sinceLook: string[] = []

  async function look() {
    try {
      expect(await stateOf(connectionString)).toEqual(before)
      expect(await settings()).toEqual(settingsBefore)
      expect(notifications).toEqual([])
      await expect(access(file)).rejects.toThrow()
    } catch (error) {
      throw new Error(`One of these changed something:\n${sinceLook.join('\n')}`, { cause: error })
    }
    sinceLook = []
  }

  await fc.assert(
    fc.asyncProperty(hostileText(dsn), async (sql) => {
      const outcome = await readSql(connection, sql, { rows: 10, bytes: 1_000_000, timeoutMs: 2_000 }).then(
        () => 'run',
        (error) => {
          if (!(error instanceof TaskError)) throw error
          return error.code
        },
      )
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      // What was run has to be looked at alone, to know which it was.
      sinceLook.push(sql)
      if (outcome !== 'SQL_REFUSED' || sinceLook.length > 100) await look()
    }),
    { numRuns: runs, seed },
  )
  await look()
  console.info(Object.fromEntries(outcomes))
  expect(outcomes.get('SQL_REFUSED')).toBeGreaterThan(runs / 2)
}, 600_000)
