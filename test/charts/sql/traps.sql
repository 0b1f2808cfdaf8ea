-- A database in which much runs code that no query for a chart should run: whatever reaches "touch" leaves an advisory lock, which
-- outlives a transaction that is rolled back.
CREATE SCHEMA u;
CREATE SCHEMA "Ext";
CREATE EXTENSION dblink SCHEMA "Ext";
CREATE EXTENSION tablefunc SCHEMA "Ext";
CREATE EXTENSION pgcrypto SCHEMA "Ext";
CREATE EXTENSION hstore;
CREATE EXTENSION citext;

CREATE FUNCTION u.touch(key int DEFAULT 1) RETURNS int LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_lock(4711, key); RETURN key; END $$;
CREATE FUNCTION u.touch_text(text) RETURNS text LANGUAGE sql AS $$ SELECT u.touch()::text $$;
CREATE FUNCTION u.touch_any(anyelement) RETURNS int LANGUAGE sql AS $$ SELECT u.touch() $$;
CREATE FUNCTION u."Ärger"(int) RETURNS int LANGUAGE sql AS $$ SELECT u.touch() $$;
CREATE FUNCTION u."Übung"(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION u."übung"(int) RETURNS int LANGUAGE sql AS $$ SELECT u.touch() $$;
CREATE FUNCTION u.many(VARIADIC int[]) RETURNS int LANGUAGE sql AS $$ SELECT u.touch() $$;
CREATE FUNCTION u.rows_of(int) RETURNS TABLE (n int) LANGUAGE sql AS $$ SELECT u.touch() $$;
CREATE FUNCTION u.by_default(a int, b int DEFAULT u.touch()) RETURNS int LANGUAGE sql STABLE AS 'SELECT a';
CREATE FUNCTION u.sleeps_by_default(a int, b text DEFAULT pg_sleep(0)::text) RETURNS int LANGUAGE sql STABLE AS 'SELECT a';
-- The same name: one that only reads and one that does not.
CREATE FUNCTION u.mixed(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION u.mixed(int, int) RETURNS int LANGUAGE sql AS 'SELECT u.touch()';
-- Says that it only reads, and writes.
CREATE TABLE u.log (at timestamptz DEFAULT now());
CREATE FUNCTION u.liar() RETURNS int LANGUAGE plpgsql STABLE AS $$ BEGIN EXECUTE 'INSERT INTO u.log DEFAULT VALUES'; RETURN 1; END $$;
CREATE FUNCTION u.honest(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 * 2';
CREATE PROCEDURE u.proceed() LANGUAGE sql AS 'INSERT INTO u.log DEFAULT VALUES';

CREATE TABLE u.people (id int PRIMARY KEY, name text, tags text[], info jsonb, born date, note citext, more hstore);
INSERT INTO u.people SELECT i, 'name ' || i, ARRAY['a', 'b'], jsonb_build_object('n', i), date '2000-01-01' + i, 'x', '' FROM generate_series(1, 20) i;
CREATE FUNCTION u.of_person(u.people) RETURNS int LANGUAGE sql AS 'SELECT u.touch()';
CREATE FUNCTION u.name(u.people) RETURNS text LANGUAGE sql AS 'SELECT u.touch()::text';
CREATE FUNCTION u.age_of(p u.people) RETURNS int LANGUAGE sql STABLE AS 'SELECT (date ''2026-01-01'' - p.born) / 365';
CREATE VIEW u.owners_view AS SELECT id, name, clock_timestamp() AS seen, pg_backend_pid() AS pid FROM u.people;

-- An operator, an aggregate, a cast, a domain, each of them by a function that touches.
CREATE FUNCTION u.touch2(int, int) RETURNS bool LANGUAGE sql AS 'SELECT u.touch() > 0';
CREATE OPERATOR u.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = u.touch2);
CREATE FUNCTION u.step(int, int) RETURNS int LANGUAGE sql AS 'SELECT u.touch()';
CREATE AGGREGATE u.touched(int) (SFUNC = u.step, STYPE = int, INITCOND = '0');
CREATE FUNCTION u.done(int) RETURNS int LANGUAGE sql AS 'SELECT u.touch()';
CREATE FUNCTION u.keep(int, int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE AGGREGATE u.finished(int) (SFUNC = u.keep, STYPE = int, FINALFUNC = u.done, INITCOND = '0');
CREATE TYPE u.pair AS (a int, b int);
CREATE TYPE u.size AS ENUM ('small', 'large');
CREATE FUNCTION u.to_pair(text) RETURNS u.pair LANGUAGE sql AS 'SELECT ROW(u.touch(), 1)::u.pair';
CREATE CAST (text AS u.pair) WITH FUNCTION u.to_pair(text);
CREATE TYPE u.wish AS (a int);
CREATE FUNCTION u.to_wish(int) RETURNS u.wish LANGUAGE sql AS 'SELECT ROW(u.touch())::u.wish';
CREATE CAST (int AS u.wish) WITH FUNCTION u.to_wish(int) AS IMPLICIT;
CREATE FUNCTION u.takes_wish(u.wish) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION u.is_fine(text) RETURNS bool LANGUAGE sql AS 'SELECT u.touch() > 0';
CREATE DOMAIN u.email AS text CHECK (u.is_fine(VALUE));
CREATE TYPE u.contact AS (id int, email u.email);
CREATE FUNCTION u.takes_email(u.email) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE TABLE u.contacts (id int, email u.email, pair u.pair, size u.size);
INSERT INTO u.contacts (id) VALUES (1);
CREATE TABLE u.old_contacts (id int, old u.email[]);
INSERT INTO u.old_contacts VALUES (1, '{}');
-- "=" over a type of the database's own, by a function that nobody marked as IMMUTABLE.
CREATE FUNCTION u.same_pair(u.pair, u.pair) RETURNS bool LANGUAGE sql AS 'SELECT u.touch() > 0';
CREATE OPERATOR u.= (LEFTARG = u.pair, RIGHTARG = u.pair, FUNCTION = u.same_pair);
CREATE FUNCTION u.plus_pair(jsonb, u.pair) RETURNS int LANGUAGE sql AS 'SELECT u.touch()';
CREATE SCHEMA plus;
CREATE OPERATOR plus.+ (LEFTARG = jsonb, RIGHTARG = u.pair, FUNCTION = u.plus_pair);
CREATE FUNCTION u.at_pair(u.pair) RETURNS int LANGUAGE sql AS 'SELECT u.touch()';
CREATE OPERATOR u.@@@ (RIGHTARG = u.pair, FUNCTION = u.at_pair);

-- Between a type that a column has and one that only a literal could have.
CREATE FUNCTION u.other_size(u.pair, u.size) RETURNS bool LANGUAGE sql AS 'SELECT u.touch() > 0';
CREATE OPERATOR u.<> (LEFTARG = u.pair, RIGHTARG = u.size, FUNCTION = u.other_size);
CREATE TABLE u.sizes (size u.size, touch int);
INSERT INTO u.sizes VALUES ('small', 1);

CREATE SEQUENCE u.numbers;
DO $$ BEGIN PERFORM lo_from_bytea(815, 'abc'); END $$;
DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = u, public', current_database()); END $$;
