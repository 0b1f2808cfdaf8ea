import { afterEach, expect, inject, test } from 'vitest'
import { readDefinitions } from '../../../src/filtered/definitions/read.ts'
import { fitTo } from '../../../src/filtered/definitions/target.ts'
import { createDatabase } from '../../postgres.ts'
import { connect, createOwnedDatabase, definitionsOf, rebuild, withSession } from './rebuild.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

async function sourceOf(sql: string): Promise<string> {
  const source = await createDatabase({ sql })
  cleanUps.push(source.drop)
  return source.connectionString
}

async function emptyTarget(): Promise<string> {
  const target = await createOwnedDatabase(inject('postgresUrl'))
  cleanUps.push(target.drop)
  return target.connectionString
}

/** What fitTo says of a source, and whether the target is as empty as before. */
async function refusal(sql: string, change: (source: string) => Promise<unknown> = async () => {}) {
  const [source, target] = [await sourceOf(sql), await emptyTarget()]
  await change(source)
  const error = await rebuild(source, target).then(
    () => null,
    (reason) => reason,
  )
  const left = await withSession(target, ({ query }) =>
    query<{ count: number }>('SELECT count(*)::int FROM pg_class WHERE relnamespace = 2200'),
  )
  return { code: error?.code, retryable: error?.retryable, message: error?.message, tables: left[0]!.count }
}

test('what belongs to the server, its superusers and its roles is left out and named, with what needs it', async () => {
  const source = await sourceOf(`
    CREATE TABLE t (id int PRIMARY KEY, note text); INSERT INTO t VALUES (1, 'x');
    CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w; CREATE FOREIGN TABLE far (id int) SERVER s;
    CREATE VIEW over_far AS SELECT * FROM far; CREATE VIEW over_view AS SELECT id FROM over_far; COMMENT ON VIEW over_view IS 'far away';
    CREATE FUNCTION of_far() RETURNS SETOF far LANGUAGE sql AS 'SELECT * FROM far';
    CREATE FUNCTION same(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE LEAKPROOF PARALLEL SAFE AS 'SELECT $1 = $2';
    CREATE OPERATOR === (FUNCTION = same, LEFTARG = int, RIGHTARG = int);
    CREATE OPERATOR CLASS ops FOR TYPE int USING hash AS OPERATOR 1 ===, FUNCTION 1 hashint4(int); CREATE INDEX by_ops ON t USING hash (id ops);
    CREATE FUNCTION on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
    CREATE EVENT TRIGGER watch ON ddl_command_end WHEN TAG IN ('CREATE SEQUENCE') EXECUTE FUNCTION on_ddl();
    CREATE PUBLICATION p FOR TABLE t; GRANT SELECT ON t TO pg_monitor; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO pg_monitor;
    CREATE POLICY theirs ON t TO pg_monitor USING (true); CREATE POLICY all_of_us ON t USING (id > 0);
    SELECT lo_create(0); CREATE EXTENSION pg_buffercache;
    DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = app, "$user", public', current_database());
      EXECUTE format('ALTER DATABASE %I SET statement_timeout = 1000', current_database()); END $$`)
  const target = await emptyTarget()
  const { unsupported } = await rebuild(source, target)
  const said = unsupported.map(
    ({ kind, name, reason, blocking }) => `${kind} ${name}: ${reason}${blocking ? '!' : ''}`,
  )
  expect(said.sort()).toEqual([
    "DEFAULT PRIVILEGES 1 in all: the source's roles are not there",
    'EVENT TRIGGER watch: only a superuser may make it',
    'EXTENSION pg_buffercache: only a superuser may make it',
    'FOREIGN DATA WRAPPER w: only a superuser may make it',
    'FOREIGN TABLE public.far: its rows are on another server',
    'FUNCTION public.of_far(): it needs the foreign table public.far, which is left out',
    "GRANTS 1 objects: the source's roles are not there",
    'INDEX by_ops on public.t: it needs the operator class public.ops, which is left out',
    'LARGE OBJECTS 1 in all: they are in no table',
    'LEAKPROOF public.same(integer, integer): only a superuser may make it',
    'OPERATOR CLASS public.ops: only a superuser may make it',
    'OPERATOR FAMILY public.ops: only a superuser may make it',
    'POLICY theirs on public.t: it is for roles of the source',
    "PUBLICATION p: replication is the source's own",
    'SERVER s: it is another server',
    'SETTING statement_timeout: it is for whoever runs the database',
    'VIEW public.over_far: it needs the foreign table public.far, which is left out',
    'VIEW public.over_view: it needs the view public.over_far, which is left out',
  ])
  const made = await withSession(target, ({ query }) =>
    query(`SELECT current_setting('search_path') AS path, (SELECT count(*)::int FROM t) AS rows, same(1, 1) AS same,
             (SELECT array_agg(polname) FROM pg_policy)::text AS policies`),
  )
  expect(made).toEqual([{ path: 'app, "$user", public', rows: 1, same: true, policies: '{all_of_us}' }])
})

test('an extension that the role may not make and others need is refused by name before anything is made', async () => {
  const { message, ...rest } = await refusal(`
    CREATE EXTENSION dblink; CREATE TABLE t (id int);
    CREATE VIEW remote AS SELECT * FROM dblink('', '') AS (id int)`)
  expect(rest).toEqual({ code: 'DEFINITIONS_UNSUPPORTED', retryable: false, tables: 0 })
  expect(message).toMatch(/extension dblink: only a superuser may make it/)
})

test('an extension that the server does not have is refused by name, whoever needs it', async () => {
  const pretend = (source: string) =>
    withSession(source, ({ query }) =>
      query(`UPDATE pg_extension SET extname = 'no_such_extension' WHERE extname = 'pg_trgm'`),
    )
  const { message, ...rest } = await refusal('CREATE EXTENSION pg_trgm; CREATE TABLE t (id int)', pretend)
  expect(rest).toEqual({ code: 'DEFINITIONS_UNSUPPORTED', retryable: false, tables: 0 })
  expect(message).toMatch(/extension no_such_extension: the server of the new database does not have it/)
})

test('functions in languages that are not trusted, and tables that lack a part, are refused together', async () => {
  const { message, ...rest } = await refusal(`
    CREATE FUNCTION internal_upper(text) RETURNS text LANGUAGE internal IMMUTABLE STRICT AS 'upper';
    CREATE TABLE parts (id int) PARTITION BY RANGE (id);
    CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
    CREATE FOREIGN TABLE parts_far PARTITION OF parts FOR VALUES FROM (1) TO (2) SERVER s;
    CREATE TYPE own_int; CREATE FUNCTION own_in(cstring) RETURNS own_int LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
    CREATE FUNCTION own_out(own_int) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
    CREATE TYPE own_int (INPUT = own_in, OUTPUT = own_out, LIKE = int4); CREATE TABLE uses (v own_int);
    CREATE TABLE computed (t text, u text GENERATED ALWAYS AS (internal_upper(t)) STORED)`)
  expect(rest).toEqual({ code: 'DEFINITIONS_UNSUPPORTED', retryable: false, tables: 0 })
  expect(message).toMatch(
    /function public.internal_upper\([^)]*\): only a superuser may write functions in internal/,
  )
  expect(message).toMatch(/foreign table public.parts_far: its rows are on another server/)
  expect(message).toMatch(/table public.uses: it needs the type public.own_int, which is left out/)
  expect(message).toMatch(/table public.computed: it needs the function public.internal_upper/)
})

test('what the target refuses is named, and nothing of its batch stays', async () => {
  const { message, ...rest } = await refusal(`
    CREATE TABLE first (id int);
    CREATE FUNCTION logs() RETURNS int LANGUAGE sql SET log_min_messages = debug1 AS 'SELECT 1'`)
  expect(rest).toEqual({ code: 'DEFINITION_FAILED', retryable: false, tables: 0 })
  expect(message).toMatch(
    /refuses the function public.logs\(\) of the source: permission denied to set parameter/,
  )
})

test('however many tables there are, the statements are as many', async () => {
  const tables = (count: number) => `
    DO $$ BEGIN FOR i IN 1..${count} LOOP
      EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, up int REFERENCES t%1$s, v text CHECK (v <> ''''))', i);
      EXECUTE format('CREATE INDEX ON t%s (v)', i);
    END LOOP; END $$`
  const counts: number[] = []
  for (const count of [1, 150]) {
    const session = await connect(await sourceOf(tables(count)))
    cleanUps.push(session.close)
    let statements = 0
    const { definitions } = await readDefinitions({
      query: (text, values) => {
        statements++
        return session.query(text, values)
      },
    })
    expect(definitions.filter(({ kind }) => kind === 'TABLE')).toHaveLength(count)
    counts.push(statements)
  }
  expect(counts[1]).toBe(counts[0])
})

test('where a sequence stands may be unknown: what its columns have tells, or it is said to start anew', async () => {
  const reader = await createOwnedDatabase(inject('postgresUrl'))
  cleanUps.push(reader.drop)
  const source = await sourceOf(`
    CREATE TABLE t (id serial, note text); INSERT INTO t (note) SELECT 'x' FROM generate_series(1, 30); CREATE SEQUENCE alone;
    SELECT nextval('alone'); CREATE TABLE steps (id int GENERATED BY DEFAULT AS IDENTITY (INCREMENT 10));
    INSERT INTO steps VALUES (DEFAULT), (44)`)
  await withSession(source, ({ query }) =>
    query(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader.name}`),
  )
  const url = new URL(source)
  url.username = reader.name
  url.password = 'secret'
  const target = await emptyTarget()
  const { unsupported } = await rebuild(url.href, target)
  expect(unsupported).toContainEqual({
    kind: 'SEQUENCE VALUE',
    name: 'public.alone',
    reason: 'the role may not read where it stands: it starts anew',
    blocking: false,
  })
  const next = await withSession(target, ({ query }) =>
    query(
      `SELECT nextval('t_id_seq')::int AS t, nextval('alone')::int AS alone, nextval('steps_id_seq')::int AS steps`,
    ),
  )
  expect(next).toEqual([{ t: 31, alone: 1, steps: 61 }])
})

test('a superuser of the target may make what a plain owner may not', async () => {
  const source = await sourceOf(
    `CREATE EXTENSION dblink; CREATE VIEW remote AS SELECT * FROM dblink('', '') AS (id int)`,
  )
  const target = await createDatabase()
  cleanUps.push(target.drop)
  const definitions = await definitionsOf(source)
  const fitted = await withSession(target.connectionString, (session) => fitTo(definitions, session))
  expect(fitted.definitions.map(({ kind, name }) => `${kind} ${name}`)).toContain('EXTENSION dblink')
})
