import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { refusalOf, useSource } from './source.ts'
import { stateOf, traps } from './traps.ts'

const source = useSource(traps)
let before: unknown

beforeAll(async () => {
  before = await stateOf(source.database.connectionString)
})
afterAll(async () => {
  expect(await stateOf(source.database.connectionString)).toEqual(before)
})

/** Each of the queries is refused in words that fit the pattern. */
async function areRefused(reason: RegExp, queries: string[]) {
  for (const sql of queries) expect(await refusalOf(source.connection, sql), sql).toMatch(reason)
}

describe('what is no query is refused, with what it is', () => {
  it('a text without a statement', async () => {
    await areRefused(/^The query is empty$/, ['', '  \n\t '])
    await areRefused(/^The query is empty: it has only comments$/, ['-- nothing', '/* nothing */', ';', ';;'])
  })

  it('more than one statement, with the place of the second', async () => {
    expect(await refusalOf(source.connection, 'select 1;\n  select 2')).toBe(
      'A query is one statement; this is a second one (line 2, column 3)',
    )
    await areRefused(/second one/, [
      'select 1; drop table u.log',
      'select 1; commit; drop table u.log',
      "select '1'; select '2';",
      'select 1 /* ; */ ; -- ;\n delete from u.log',
      'select $a$;$a$; truncate u.log',
    ])
  })

  it('a statement that is no SELECT', async () => {
    const statements = [
      'INSERT INTO u.log DEFAULT VALUES',
      'UPDATE u.people SET name = name',
      'DELETE FROM u.log',
      'MERGE INTO u.log USING u.people ON false WHEN NOT MATCHED THEN INSERT DEFAULT VALUES',
      'TRUNCATE u.log',
      'CREATE TABLE u.t AS SELECT 1',
      'CREATE ROLE hostile',
      'ALTER TABLE u.log ADD a int',
      'DROP TABLE u.log',
      "COPY (SELECT 1) TO PROGRAM 'false'",
      "COPY u.log FROM PROGRAM 'echo'",
      "COPY u.log TO '/tmp/quarry-hostile'",
      'DO $$ BEGIN PERFORM u.touch(); END $$',
      'CALL u.proceed()',
      'EXPLAIN ANALYZE SELECT u.touch()',
      'EXPLAIN SELECT 1',
      'SHOW ALL',
      'SET search_path = x',
      'RESET ALL',
      'LISTEN a',
      "NOTIFY a, 'b'",
      'PREPARE a AS SELECT 1',
      'EXECUTE a',
      'DECLARE a CURSOR WITH HOLD FOR SELECT 1',
      'FETCH ALL FROM a',
      'BEGIN',
      'COMMIT',
      'ROLLBACK',
      'SAVEPOINT a',
      'VACUUM',
      'LOCK TABLE u.log',
      'GRANT ALL ON u.log TO public',
      'REFRESH MATERIALIZED VIEW u.m',
      'CHECKPOINT',
      "LOAD 'x'",
      'DISCARD ALL',
    ]
    for (const sql of statements) {
      const word = sql.split(' ')[0]!.toUpperCase()
      expect(await refusalOf(source.connection, sql), sql).toBe(
        `A query for a chart is a SELECT, VALUES, TABLE or WITH … SELECT; this is ${word} (line 1, column 1)`,
      )
    }
  })

  it('a SELECT that writes or locks, at any depth', async () => {
    await areRefused(/^(INSERT|UPDATE|DELETE|MERGE) changes data/, [
      'with x as (insert into u.log default values returning 1) select * from x',
      'select * from (with x as (delete from u.log returning 1) select * from x) y',
      'with a as (with b as (update people set id = id returning *) select * from b) select * from a',
      'with x as (merge into u.log using people on false when not matched then insert default values returning 1) table x',
    ])
    await areRefused(/^SELECT INTO makes a table/, [
      'select * into u.copy from people',
      'select 1 as a into temp t',
    ])
    await areRefused(/^FOR UPDATE and FOR SHARE lock rows/, [
      'select * from people for update',
      'select * from people for no key update skip locked',
      'select * from (select * from people for share) x',
      'with x as (select * from people for key share nowait) select 1',
    ])
  })

  it('parameters, as nobody gives them values', async () => {
    await areRefused(/^A query for a chart has no parameters such as \$1.*column/, [
      'select $1',
      'select 1 where 1 = $1::int',
      'select * from people limit $12',
    ])
  })

  it('a result without columns', async () => {
    await areRefused(/no columns/, ['select', 'select from people', 'select from people where id = 1'])
  })

  it('more columns than anyone makes a chart of', async () => {
    await areRefused(/^A query for a chart has at most 500 columns; this one has 501$/, [
      `select ${'1, '.repeat(500)}1`,
    ])
    expect(await refusalOf(source.connection, `select ${'1, '.repeat(499)}1`)).toBeNull()
  })

  it('what cannot be sent or is too long', async () => {
    await areRefused(/^A query has no NUL character \(line 1, column 9\)$/, ["select '\0'"])
    await areRefused(/surrogate/, ["select '\ud800'"])
    expect(await refusalOf(source.connection, `select '${'x'.repeat(19_991)}'`)).toBeNull()
    await areRefused(/^A query has at most 20,000 characters; this one has 20,001$/, [
      `select '${'x'.repeat(19_992)}'`,
    ])
  })
})

describe('what the source does not understand is said in its own words, with the place', () => {
  it.each([
    ['selct 1', 'syntax error at or near "selct" (line 1, column 1)'],
    ['select 1 +', 'syntax error at end of input (line 1, column 11)'],
    ['select 1,\n  (select', 'syntax error at end of input (line 2, column 10)'],
    ["select 'a", `unterminated quoted string at or near "'a" (line 1, column 8)`],
    ['select * from nowhere', 'relation "nowhere" does not exist (line 1, column 15)'],
    ['/* ♥ */\nselect nothing\nfrom people', 'column "nothing" does not exist (line 2, column 8)'],
    ["select '𝒳', nothing from people", 'column "nothing" does not exist (line 1, column 13)'],
    ['-- first\n;;\n select 1 = true;', 'operator does not exist: integer = boolean (line 3, column 11)'],
    ['select nope(1)', 'function nope(integer) does not exist (line 1, column 8)'],
    ["select 'x'::int", 'invalid input syntax for type integer: "x" (line 1, column 8)'],
    [
      'select id, count(*) from people',
      'column "people.id" must appear in the GROUP BY clause or be used in an aggregate function (line 1, column 8)',
    ],
    [
      'select 1 union select 1, 2',
      'each UNION query must have the same number of columns (line 1, column 23)',
    ],
    ['select 1) q, (select 2', 'syntax error at or near ")" (line 1, column 9)'],
  ])('%s', async (sql, said) => {
    expect(await refusalOf(source.connection, sql)).toBe(said)
  })
})

describe('code that may do more than read is refused', () => {
  it('a VOLATILE function, however its name is written', async () => {
    expect(await refusalOf(source.connection, 'select 1,\n  touch()')).toBe(
      'A query for a chart cannot call u.touch(): it is VOLATILE, so it may do more than read data ' +
        '(where it does not, it can be declared STABLE or IMMUTABLE) (line 2, column 3)',
    )
    await areRefused(/ u\.touch\(\): it is VOLATILE/, [
      'select u.touch()',
      'select "u"."touch"(2)',
      'select ToUCH()',
      'select U&"\\0074ouch"()',
      'select u.U&"t\\006Fuch"()',
      `select u.U&"t!006Fuch" UESCAPE '!' ()`,
      `select ${source.database.name}.u.touch(2)`,
      'select u./* x */touch -- y\n (1)',
      'select touch(key => 1)',
    ])
    await areRefused(/u\.many\(\)/, ['select many(1, 2, 3)', 'select many(variadic array[1])'])
    await areRefused(/u\.Ärger\(\)/, ['select "Ärger"(1)'])
  })

  it('one of several functions of a name, where it is that one which may be meant', async () => {
    expect(await refusalOf(source.connection, 'select mixed(1)')).toBeNull()
    await areRefused(/u\.mixed\(\)/, ['select mixed(1, 2)'])
    // A server whose encoding has one byte a character would fold the first letter as well.
    await areRefused(/u\.übung\(\)/, ['select "Übung"(1)'])
  })

  it('in every place where an expression can stand', async () => {
    await areRefused(/ u\.(touch|rows_of)\(\)/, [
      'select count(*) filter (where touch() > 0) over (order by touch()) from people',
      'select * from people order by touch()',
      'select * from people limit touch()',
      'select * from people offset touch()',
      'select id from people group by id having touch() > 0',
      'select id from people group by id, touch()',
      'select id, count(*) from people group by grouping sets ((id), (touch()))',
      'select distinct on (touch()) id from people',
      'select tags[touch()] from people',
      'select tags[1:touch()] from people',
      'values (1), (touch())',
      'select id from people union select touch()',
      'with recursive r as (select 1 as n union all select touch() from r) select * from r',
      'select 1 where exists (select from people where touch() > 0)',
      'select array[touch()]',
      'select row(touch())',
      'select coalesce(null, touch())',
      'select greatest(1, touch())',
      'select not touch() > 0',
      'select case when true then touch() end',
      'select case touch() when 1 then 1 end',
      'select * from people tablesample system (touch())',
      'select * from people tablesample system (1) repeatable (touch())',
      'select xmlelement(name a, xmlattributes(touch() as b))',
      "select json_object('a': touch())",
      'select json_array(touch())',
      'select json_arrayagg(touch())',
      "select json_value('{}', '$.x' returning int default touch() on empty)",
      "select * from json_table('{}', '$' passing touch() as x columns (a int path '$.a'))",
      "select * from xmltable('/a' passing cast('<a>' || touch() as xml) columns a int)",
      "select interval '1 day' * touch()",
      'select sum(id) over w from people window w as (order by touch())',
      'select sum(id) over (order by id rows between touch() preceding and current row) from people',
      "select extract(year from now() + touch() * interval '1 day')",
      'select current_date + touch()',
      'select (touch(), 2)::text',
      'select * from people, lateral (select touch()) x',
      'select * from people p join people q on touch() > 0',
      'select * from rows_of(1)',
      'select * from rows from (rows_of(1), generate_series(1, 2)) as t(a, b)',
      'select touch() between 1 and 2',
      'select 1 in (2, touch())',
      'select 1 = any (array[touch()])',
      'select percentile_cont(0.5) within group (order by touch()) from people',
      "select substring('abc' from touch())",
      "select 'a' like 'b' escape touch()::text",
      'select (select (select (select touch())))',
    ])
  })

  it('a function that is written as a column', async () => {
    await areRefused(/ u\.\w+\(\), as \.\w+ does unless it is a column/, [
      'select (1).touch',
      'select (row(1)).touch_any',
      'select (p).of_person from people p',
      'select p.of_person from people p',
      'select people.touch_any from people',
      'select u.people.of_person from u.people',
      'select p."of_person" from people as p',
      'select g.touch from generate_series(1, 2) g',
      'select generate_series.touch from generate_series(1, 2)',
      'select (array[1]).touch_any',
      'select ((select p from people p limit 1)).of_person',
      'select generate_series.touch from generate_series(1, 2) where exists (select from sizes generate_series)',
    ])
    await areRefused(/u\.name\(\), as \.name does/, ['select p.name from people p(id, title)'])
    await areRefused(/ pg_sleep\(\), as \.pg_sleep does/, [
      'select (1).pg_sleep',
      'select (1::float8)."pg_sleep"',
    ])
    await areRefused(/ u\.name\(\)/, ['select name(p) from people p'])
  })

  it('and a column is not taken for such a function', async () => {
    for (const sql of [
      'select p.name from people p',
      'select people.name from people',
      'select u.people.name from u.people',
    ])
      expect(await refusalOf(source.connection, sql), sql).toBeNull()
  })

  it('what an aggregate, a default, an operator, a cast or a domain calls', async () => {
    await areRefused(/touched\(\), as its aggregate calls u\.step\(\)/, [
      'select touched(id) from people',
      'select touched(id) over () from people',
    ])
    await areRefused(/finished\(\), as its aggregate calls u\.done\(\)/, ['select finished(id) from people'])
    await areRefused(/as its default of an argument calls (u\.touch|pg_sleep)\(\)/, [
      'select by_default(1)',
      'select by_default(a => 1)',
      'select sleeps_by_default(1)',
    ])
    await areRefused(/the operator ===, as it calls u\.touch2\(\)/, [
      'select 1 === 2',
      'select 1 operator(u.===) 2',
      'select 1 === any (array[1])',
      'select 1 === any (select 1)',
    ])
    await areRefused(/the cast from text to pair, as it calls u\.to_pair\(\)/, [
      "select 'x'::text::pair",
      "select cast('x'::text as u.pair)",
      "select cast(array['x'::text] as u.pair[])",
      'select name::pair from people',
    ])
    await areRefused(/the cast from integer to wish, as it calls u\.to_wish\(\)/, [
      'select 1::wish',
      'select takes_wish(1)',
      'select takes_wish(id) from people',
    ])
    await areRefused(/the domain email, as it calls u\.is_fine\(\)/, [
      "select 'a@b'::email",
      "select email 'a@b'",
      'select cast(name as u.email) from people',
      "select takes_email('x')",
      'select takes_email(name) from people',
      `select jsonb_populate_record(null::contact, '{"email":"x"}')`,
      `select * from jsonb_to_record('{"email":"x"}') as x(email email)`,
      `select * from json_table('{"email":"x"}', '$' columns (e u.email path '$.email'))`,
      `select json_value('{"email":"x"}', '$.email' returning u.email)`,
      "select row(1, 'x')::contact",
      "select '{}'::email[]",
      "select email('x')",
      'select u.email(name) from people',
      `select jsonb_populate_record(c, '{"email":"x"}') from contacts c`,
      "select c #= 'email=>x' from contacts c",
      "select array_append(old, 'x') from old_contacts",
      "select old || '{x}' from old_contacts",
      "select old = '{x}' from old_contacts",
    ])
  })

  it('an operator that is not written', async () => {
    await areRefused(/the operator =, as it calls u\.same_pair\(\)/, [
      'select row(1,2)::pair = row(1,2)::pair',
      'select * from contacts a join contacts b using (pair)',
      'select * from contacts a natural join contacts b',
      "select case pair when '(1,2)' then 1 end from contacts",
      "select pair in ('(1,2)') from contacts",
      'select pair in (select pair from contacts) from contacts',
      'select pair = any (select pair from contacts) from contacts',
      "select nullif(pair, '(1,2)') from contacts",
      "select pair is distinct from '(1,2)' from contacts",
    ])
    await areRefused(/the operator \+, as it calls u\.plus_pair\(\)/, [
      "select info operator(plus.+) '(1,2)' from people",
    ])
    await areRefused(/the operator <>, as it calls u\.other_size\(\)/, ["select '(1,2)' <> size from sizes"])
    await areRefused(/the operator @@@, as it calls u\.at_pair\(\)/, ["select @@@ '(1,2)'"])
  })
})

describe('what reaches beyond the data is refused, however it is marked', () => {
  it('waiting, locking, signals, files, settings, numbers, other servers', async () => {
    await areRefused(/cannot call [\w.]+\(\): it (does more than read data|is VOLATILE)/, [
      'select pg_sleep(1)',
      "select pg_sleep_for('1 s')",
      'select pg_catalog.pg_sleep_until(now())',
      'select pg_advisory_lock(1)',
      'select pg_try_advisory_xact_lock_shared(1, 2)',
      'select pg_advisory_unlock_all()',
      "select pg_read_file('/etc/passwd')",
      "select pg_read_binary_file('/etc/passwd')",
      "select pg_ls_dir('.')",
      'select * from pg_ls_waldir()',
      "select * from pg_stat_file('x')",
      'select pg_current_logfile()',
      "select lo_export(815, '/tmp/quarry-hostile')",
      "select lo_import('/etc/passwd')",
      'select lo_get(815)',
      'select lo_unlink(815)',
      'select lo_create(0)',
      "select set_config('transaction_read_only', 'off', true)",
      "select set_config('search_path', 'x', false)",
      "select nextval('u.numbers')",
      "select setval('numbers', 9)",
      'select setseed(0.5)',
      'select txid_current()',
      'select pg_current_xact_id()',
      "select pg_notify('a', 'b')",
      'select pg_terminate_backend(pid) from pg_stat_activity',
      'select pg_cancel_backend(1)',
      'select pg_export_snapshot()',
      "select pg_logical_emit_message(true, 'a', 'b')",
      "select pg_create_restore_point('a')",
      "select pg_create_physical_replication_slot('hostile')",
      "select * from pg_logical_slot_get_changes('a', null, null)",
      'select pg_stat_reset()',
      'select pg_reload_conf()',
      'select pg_rotate_logfile()',
      'select pg_switch_wal()',
      'select pg_promote()',
      "select brin_summarize_new_values('u.people_pkey')",
      `select "Ext".dblink_connect('a', 'dbname=x')`,
      `select * from "Ext".dblink('dbname=x', 'insert into u.log default values') as x(a text)`,
      `select "Ext".dblink_exec('dbname=x', 'insert into u.log default values')`,
    ])
  })

  it('SQL in a text', async () => {
    await areRefused(/cannot call [\w.]+\(\): it (does more than read data|is VOLATILE)/, [
      "select query_to_xml('select u.touch()', true, true, '')",
      "select query_to_xmlschema('select u.touch()', true, true, '')",
      "select table_to_xml('pg_authid', true, true, '')",
      "select schema_to_xml('u', true, true, '')",
      "select database_to_xml(true, true, '')",
      "select cursor_to_xml('x', 1, true, true, '')",
      'select * from ts_stat($$select to_tsvector(u.touch()::text)$$)',
      "select ts_rewrite('a'::tsquery, 'select u.touch()')",
      "select pg_input_is_valid('x', 'u.email')",
      "select pg_input_error_info('x', 'u.email')",
      `select * from "Ext".crosstab('select 1, 1, u.touch()') as x(a int, b int)`,
      `select * from "Ext".connectby('u.people', 'id', 'id', '1', 1) as x(a int, b int, c int)`,
    ])
  })

  it('the catalogs that hold passwords', async () => {
    await areRefused(/holds secrets of the server/, [
      'select * from pg_authid',
      'select rolpassword from pg_catalog.pg_authid',
      'select passwd from only pg_shadow',
      'select * from (table pg_user_mappings) x',
      'select * from information_schema.user_mapping_options',
      'select * from pg_hba_file_rules',
      'select subconninfo from pg_subscription',
    ])
  })
})
