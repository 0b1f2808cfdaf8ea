import { describe, expect, it } from 'vitest'
import { checkMessageSql } from '../../../src/charts/sql/check-message.ts'
import { TaskError } from '../../../src/platform/errors.ts'
import { asSuperuser } from '../../databases/sources.ts'
import { readSql, refusalOf, useSource } from './source.ts'
import { stateOf, traps } from './traps.ts'

const source = useSource(traps)
const limits = { rows: 100, bytes: 10_000_000, timeoutMs: 10_000 }

/** All of them are run as they stand, and change nothing. */
async function areRun(queries: string[]) {
  const before = await stateOf(source.database.connectionString)
  for (const sql of queries) {
    expect(await refusalOf(source.connection, sql), sql).toBeNull()
    await expect(readSql(source.connection, sql, limits), sql).resolves.toMatchObject({
      rows: expect.any(Array),
    })
  }
  expect(await stateOf(source.database.connectionString)).toEqual(before)
}

describe('what people ask of data is run', () => {
  it.each(
    Object.entries({
      'every form of a query': [
        'select 1',
        'SELECT * FROM people;',
        'table people',
        "values (1, 'a'), (2, 'b')",
        '(select 1) union all (select 2) order by 1',
        'with a as (select * from people) select count(*) from a',
        '-- comment\n select /* a ; comment */ 1 -- and ; another',
        'select 1 /* /* nested */ */ ; -- end',
        ';; select 1;;',
      ],
      groups: [
        'select name, count(*) as n, sum(id), avg(id)::numeric(10,2) from people group by name order by n desc limit 10',
        'select width_bucket(id, 0, 20, 5) as bucket, count(*) from people group by 1 having count(*) > 1',
        "select coalesce(name, 'all'), grouping(name), count(*) from people group by grouping sets ((name), ())",
        'select name, born, count(*) from people group by rollup (name, born)',
        'select name, born, count(*) from people group by cube (name, born)',
        'select percentile_cont(0.5) within group (order by id), mode() within group (order by name), corr(id, id), stddev(id) from people',
        "select string_agg(name, ', ' order by id), array_agg(distinct name) filter (where id > 3) from people",
        'select rank(3) within group (order by id) from people',
        "select sum(v) filter (where kind = 'a') as a, sum(v) filter (where kind = 'b') as b from (values ('a', 1), ('b', 2)) x(kind, v)",
      ],
      windows: [
        'select id, rank() over (partition by born order by id desc), lag(id, 1, 0) over w, sum(id) over (w rows between 2 preceding and current row) from people window w as (order by id)',
        'select first_value(id) over (order by id), ntile(4) over (order by id), count(*) over () from people',
      ],
      'joins and subqueries': [
        'select p.id, t.tag from people p cross join lateral unnest(p.tags) with ordinality as t(tag, n)',
        'select a.id, b.total from people a left join (select id, sum(id) as total from people group by id) b on b.id = a.id',
        'select * from people natural join (select id from people) x',
        'select p.name, p.*, other.name from people p join people other using (id)',
        'select a.n, (select count(*) from people p where p.id < a.n) from generate_series(1, 3) as a(n)',
        'select id from people where id in (select id from people) and exists (select 1) and id = any (array[1, 2])',
        'select id from people union select 1 union all select 2 intersect select 3 except select 4',
        'select distinct on (name) name, id from people order by name, id desc',
        'select * from people tablesample bernoulli (10) repeatable (1)',
      ],
      'common table expressions': [
        'with a as (select * from people), b as materialized (select id from a) select count(*) from a join b using (id)',
        'with recursive t(n) as (values (1) union all select n + 1 from t where n < 10) select sum(n) from t',
        'with recursive t as (select id, 1 as depth from people where id = 1 union all select p.id, t.depth + 1 from people p join t on p.id = t.id + 1) search depth first by id set o cycle id set c using path select * from t',
      ],
      times: [
        "select date_trunc('month', born) as month, count(*) from people where born >= date '2000-01-01' and born < now() - interval '1 day' group by 1 order by 1",
        "select g::date as day, count(p.id) from generate_series(timestamp '2000-01-01', '2000-01-31', '1 day') g left join people p on p.born = g::date group by 1 order by 1",
        "select extract(year from born), date_part('month', born), to_char(born, 'YYYY-MM'), born + 1, age(now(), born), born::timestamp at time zone 'UTC', make_date(2020, 1, 1), date_bin('15 minutes', now(), timestamp '2001-01-01') from people",
        'select current_date, current_timestamp, localtime, statement_timestamp(), clock_timestamp()',
      ],
      'json, arrays, ranges, xml': [
        `select info ->> 'n', info -> 'n', info #>> '{n}', info @> '{"n": 1}', info ? 'n', jsonb_path_query_first(info, '$.n') from people`,
        'select key, value from people, jsonb_each_text(info)',
        `select * from jsonb_to_recordset('[{"a":1,"b":"x"}]') as x(a int, b text)`,
        "select json_agg(p), jsonb_object_agg(p.id, p.name), json_build_object('a', 1), row_to_json(p) from people p group by p.id",
        "select jt.* from people, json_table(info, '$' columns (n int path '$.n')) jt",
        "select json_value(info, '$.n' returning int), json_object('a': 1), json_array(1, 2) from people",
        "select (array[1,2,3])[2], tags[1], tags[1:2], 'a' = any(tags), cardinality(tags) from people",
        "select int4range(1, 5) @> 3, lower(int4range(1, 5)), daterange('2020-01-01', '2020-02-01')",
        "select xmlelement(name a, 'b'), xpath('/a', '<a/>')",
        "select (row(1, 2)).f2, (p).born, (p.more) -> 'a', p.note = 'X' from people p",
      ],
      texts: [
        "select regexp_replace(name, '\\d+', '#'), name ~ '^n', name similar to '%1', name ilike 'NAME%', substring(name from 1 for 3), split_part(name, ' ', 1) from people",
        "select to_tsvector('english', name) @@ to_tsquery('name'), ts_rank(to_tsvector(name), plainto_tsquery('x')) from people",
        "select overlay('abc' placing 'x' from 2), position('b' in 'abc'), trim(both ' ' from ' a '), 'a' || 1, format('%s', 1), md5('a')",
        `select name as "Größe ♥", U&'\\0061', E'a\\nb', $$it's$$, $a$;b$a$, 'it''s' from people`,
      ],
      'expressions of every kind': [
        "select case when id > 3 then 'big' else 'small' end, case id when 1 then 'one' end, nullif(id, 1), greatest(id, 2), coalesce(null, id), id between 1 and 2, id in (1, 2, 3), id not in (4), id is distinct from 3 from people",
        "select null::text, 'x'::varchar(3), 3.14::float8, '1'::numeric(4,1), 'a'::bytea, B'101', interval '1' month, time '10:00', 1e5, 0x1F, 1_000, true and not false",
        'select 5 % 2, 2 ^ 3, |/ 4, @ -3, 5 & 3, ~1, -(-1), round(2.5), ceil(1.2), div(7, 2), power(2, 3), ln(10)',
        "select count(*) from people where (id, name) > (1, 'a') and (born, born) overlaps (born, born)",
        'select text(1), float8(3), int4(2.5)',
        "select current_user, current_schema, version(), current_setting('TimeZone')",
      ],
      'chance, which is VOLATILE but harmless': [
        'select random(), random() * 10, gen_random_uuid(), uuidv4(), uuidv7(), timeofday(), array_shuffle(array[1, 2])',
        'select "Ext".gen_random_bytes(4), "Ext".normal_rand(3, 0, 1)',
        'select name from people order by random() limit 5',
      ],
      'functions of the database that are STABLE or IMMUTABLE': [
        'select u.honest(2), mixed(1), age_of(p), p.age_of from people p',
        'select honest(id) as x, count(*) from people group by 1',
      ],
      'views, whatever they do for their owner': [
        'select * from owners_view',
        'select seen from owners_view',
      ],
      'types of extensions and of the database': [
        "select more -> 'a', note = 'X', more ? 'b' from people",
        'select size, count(*) from contacts group by size order by size',
        "select id <> 2, 'a' <> 'b' from people where name <> 'x'",
        "select 'small'::size, pair is null, email, upper(email), email || 'x', email like 'a%', count(*) over () from contacts",
        'select max(email), array_agg(email), json_agg(c) from contacts c',
        'select id, old, cardinality(old) from old_contacts',
      ],
      'what the catalogs say of data': [
        "select pg_size_pretty(pg_total_relation_size('u.people')), relname, reltuples from pg_class",
        'select table_schema, count(*) from information_schema.tables group by 1',
        'select state, count(*) from pg_stat_activity group by 1',
      ],
    }),
  )('%s', (_, queries) => areRun(queries))
})

it('what calls itself STABLE and writes is stopped by the server', async () => {
  const before = await stateOf(source.database.connectionString)
  await expect(readSql(source.connection, 'select liar()', limits)).rejects.toMatchObject({
    code: 'SQL_FAILED',
    retryable: false,
    message: 'The query failed: INSERT is not allowed in a non-volatile function',
  })
  expect(await stateOf(source.database.connectionString)).toEqual(before)
})

it('what is written as a column and is one of every relation that may be meant, is a column', async () => {
  const say = (sql: string) => refusalOf(source.connection, sql)
  expect(await say('select p.name from people p')).toBeNull()
  expect(await say('select q.name from (select name from people) q')).toMatch(/u\.name\(\)/)
  expect(await say('with people as (select 1 as id) select people.name from u.people')).toBeNull()
  expect(await say('with people as (select * from u.people) select people.name from people')).toMatch(
    /u\.name\(\)/,
  )
})

it('a name stands for what it does in the search_path of the login', async () => {
  await asSuperuser(
    "create schema mine; create table mine.people (only_here int); create function mine.honest(int) returns int language sql as 'select 1'",
    source.database.name,
  )
  expect(await refusalOf(source.connection, 'select only_here from people')).toBe(
    'column "only_here" does not exist (line 1, column 8)',
  )
  expect(await refusalOf(source.connection, 'select only_here from mine.people')).toBeNull()
  expect(await refusalOf(source.connection, 'select honest(1)')).toBeNull()
  expect(await refusalOf(source.connection, 'select mine.honest(1)')).toMatch(
    /mine\.honest\(\): it is VOLATILE/,
  )
})

it('a check tells the columns and their types', async () => {
  const sql = 'select id, born, 1.5::numeric(5,2) as price, tags, 2 as id from people;'
  expect(await checkMessageSql(source.connection, sql)).toEqual({
    statement: sql.slice(0, -1),
    columns: [
      { name: 'id', databaseType: 'integer' },
      { name: 'born', databaseType: 'date' },
      { name: 'price', databaseType: 'numeric(5,2)' },
      { name: 'tags', databaseType: 'text[]' },
      { name: 'id', databaseType: 'integer' },
    ],
  })
})

it('what was refused can be told from what failed', async () => {
  const run = (sql: string) => readSql(source.connection, sql, limits).catch((error) => error)
  expect(await run('select 1; select 2')).toSatisfy(
    (e) => e instanceof TaskError && e.code === 'SQL_REFUSED' && !e.retryable,
  )
  expect(await run('select 1 / (id - 1) from people')).toMatchObject({
    code: 'SQL_FAILED',
    retryable: false,
    message: 'The query failed: division by zero',
  })
})
