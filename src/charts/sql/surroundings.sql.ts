import { asked, firstOwn, inSchema } from './asked.sql.ts'

/** Types that a value of a type has in it: elements, fields, the base of a domain, what a range ranges over. */
const partsOf = (type: string) => `
  SELECT unnest(ARRAY[y.typelem, y.typbasetype]) AS oid FROM pg_catalog.pg_type y WHERE y.oid = ${type}
   UNION ALL SELECT a.atttypid FROM pg_catalog.pg_type y JOIN pg_catalog.pg_attribute a ON a.attrelid = y.typrelid AND NOT a.attisdropped
    WHERE y.oid = ${type} AND y.typtype = 'c'
   UNION ALL SELECT r.rngsubtype FROM pg_catalog.pg_range r WHERE r.rngtypid = ${type}`

/** What is needed to tell whether something is meant. Types by number; of `reached` and `wanted` only those that are not PostgreSQL's own. */
export type Surroundings = {
  /** Those that the query names, as casts do. */
  named: number[]
  /** Those that values of the query may have: columns of its relations, results of its functions and operators. */
  reached: number[]
  /** Those of its functions' arguments and its operators' operands. */
  wanted: number[]
  /** Those that stand in others that values of the query may have: elements of arrays, fields of columns. */
  contained: number[]
  /** Those that something is cast to without being written. */
  implied: number[]
  /** Whether a function makes values of the type of another argument. */
  polymorphic: boolean
  /** Which attributes are columns: each relation that may stand before the dot has one. */
  columns: number[]
  /** Which functions are the name of a type, or of a column, and so a cast or a column of a row. */
  namesakes: number[]
}

/** $1 as above. A type comes with all that is in it. */
export const surroundings = `
WITH RECURSIVE
  fn AS MATERIALIZED (
    SELECT p.prorettype, p.proallargtypes, p.proargtypes, p.pronargs
      FROM ${asked('functions')} JOIN pg_catalog.pg_proc p ON p.proname = asked.name ${inSchema} AND n.oid = p.pronamespace),
  op AS MATERIALIZED (
    SELECT o.oid, o.oprleft, o.oprright, o.oprresult
      FROM ${asked('operators')} JOIN pg_catalog.pg_operator o ON o.oprname = asked.name ${inSchema} AND n.oid = o.oprnamespace),
  rel AS MATERIALIZED (
    SELECT c.oid, c.reltype FROM ${asked('relations')} JOIN pg_catalog.pg_class c ON c.relname = asked.name ${inSchema} AND n.oid = c.relnamespace),
  named(oid) AS (
    SELECT y.oid FROM ${asked('types')} JOIN pg_catalog.pg_type y ON y.typname = asked.name ${inSchema} AND n.oid = y.typnamespace
     UNION SELECT part.oid FROM named CROSS JOIN LATERAL (${partsOf('named.oid')}) part WHERE part.oid <> 0),
  given(oid) AS (
    SELECT a.atttypid FROM rel JOIN pg_catalog.pg_attribute a ON a.attrelid = rel.oid AND a.attnum > 0 AND NOT a.attisdropped
     UNION SELECT prorettype FROM fn
     UNION SELECT unnest(proallargtypes) FROM fn
     UNION SELECT oprresult FROM op),
  contained(oid) AS (
    SELECT part.oid FROM given CROSS JOIN LATERAL (${partsOf('given.oid')}) part WHERE given.oid >= ${firstOwn} AND part.oid >= ${firstOwn}
     UNION SELECT part.oid FROM contained CROSS JOIN LATERAL (${partsOf('contained.oid')}) part WHERE part.oid >= ${firstOwn}),
  reached(oid) AS (
    SELECT seed.oid FROM (SELECT oid FROM named UNION ALL SELECT reltype FROM rel UNION ALL SELECT oid FROM given) seed
     WHERE seed.oid >= ${firstOwn}
     UNION SELECT part.oid FROM reached CROSS JOIN LATERAL (${partsOf('reached.oid')}) part WHERE part.oid >= ${firstOwn}),
  wanted(oid) AS (
    SELECT seed.oid FROM (
      SELECT unnest(proargtypes::oid[]) AS oid FROM fn
       UNION ALL SELECT unnest(ARRAY[oprleft, oprright]) FROM op) seed WHERE seed.oid >= ${firstOwn}
     UNION SELECT part.oid FROM wanted CROSS JOIN LATERAL (${partsOf('wanted.oid')}) part WHERE part.oid >= ${firstOwn})
SELECT ${['named', 'reached', 'contained', 'wanted'].map((name) => `ARRAY(SELECT oid::int8::float8 FROM ${name}) AS ${name}`).join(', ')},
  ARRAY(SELECT casttarget::int8::float8 FROM pg_catalog.pg_cast WHERE castcontext = 'i' AND oid >= ${firstOwn}) AS implied,
  EXISTS (SELECT FROM fn JOIN pg_catalog.pg_type y ON y.oid = ANY (fn.proargtypes::oid[])
           WHERE fn.pronargs > 1 AND y.typtype = 'p' AND y.typname LIKE 'any_%')
   OR EXISTS (SELECT FROM op WHERE op.oid >= ${firstOwn} AND 'anyelement'::regtype IN (op.oprleft, op.oprright)) AS polymorphic,
  ARRAY(SELECT asked.i FROM ${asked('attributes', ', "of" jsonb')}
         WHERE asked.of <> 'null' AND NOT EXISTS (
           SELECT FROM jsonb_to_recordset(asked.of) AS r(schema text, name text)
             LEFT JOIN (pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace) ON c.relname = r.name
              AND CASE WHEN r.schema IS NULL THEN n.nspname = ANY (current_schemas(true)) ELSE n.nspname = r.schema END
             LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = asked.name AND NOT a.attisdropped
            WHERE a.attrelid IS NULL)) AS columns,
  ARRAY(SELECT asked.i FROM ${asked('functions', ', args int')}
         WHERE asked.args = 1 AND (EXISTS (SELECT FROM pg_catalog.pg_type y WHERE y.typname = asked.name)
            OR asked.schema IS NULL AND EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attname = asked.name))) AS namesakes`
