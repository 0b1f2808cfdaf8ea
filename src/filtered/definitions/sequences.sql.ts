import { ownRelations, ownSchema, type Reader, sequenceOptions } from './fragments.sql.ts'

/** Whether a column's identity is this pg_class `c`: such a sequence comes and goes with its column. */
const isIdentity = `EXISTS (
  SELECT FROM pg_depend o WHERE o.classid = 'pg_class'::regclass AND o.objid = c.oid
     AND o.refclassid = 'pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype = 'i')`

export const sequences: Reader = () => `
SELECT 'pg_class:' || c.oid AS id, 'SEQUENCE' AS kind, n.nspname || '.' || c.relname AS name,
       format('CREATE %sSEQUENCE %I.%I AS %s', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END, n.nspname, c.relname,
              format_type(q.seqtypid, NULL)) || ${sequenceOptions('q')} AS sql
  FROM (SELECT c.* ${ownRelations(`'S'`)} AND NOT ${isIdentity}) c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_sequence q ON q.seqrelid = c.oid`

export const sequenceOwners: Reader = () => `
SELECT 'owner:' || c.oid AS id, 'SEQUENCE OWNER' AS kind, n.nspname || '.' || c.relname AS name,
       format('ALTER SEQUENCE %I.%I OWNED BY %I.%I.%I', n.nspname, c.relname, tn.nspname, t.relname, a.attname) AS sql,
       ARRAY['pg_class:' || c.oid, 'pg_class:' || t.oid] AS needs
  FROM (SELECT c.* ${ownRelations(`'S'`)}) c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_depend o ON o.classid = 'pg_class'::regclass AND o.objid = c.oid AND o.refclassid = 'pg_class'::regclass
   AND o.refobjsubid > 0 AND o.deptype = 'a'
  JOIN pg_class t ON t.oid = o.refobjid
  JOIN pg_namespace tn ON tn.oid = t.relnamespace
  JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = o.refobjsubid`

export type SequenceRow = {
  id: string
  /** Qualified and quoted. */
  identifier: string
  name: string
  start: string
  increment: string
  /** Between them a value leaves the sequence room to go on. */
  lowest: string
  highest: string
  readable: boolean
  /** Whole statements for the lowest (of one that counts down) or highest value of each column that it feeds. */
  values: string[]
  /** Oids of the tables of these columns. */
  feeds: string[]
}

/**
 * A sequence feeds the columns that own it, and those whose default is its next value and nothing else. Values at the very end
 * of its range say nothing of where it stands.
 */
export const sequenceValues = `
WITH RECURSIVE base AS (
  SELECT oid AS id, oid AS base FROM pg_type WHERE typcategory = 'N'
  UNION ALL
  SELECT b.id, t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.base WHERE t.typtype = 'd'
), fed AS (
  SELECT o.objid AS sequence, o.refobjid AS relation, o.refobjsubid AS position
    FROM pg_depend o JOIN pg_class s ON s.oid = o.objid AND s.relkind = 'S'
   WHERE o.classid = 'pg_class'::regclass AND o.refclassid = 'pg_class'::regclass AND o.refobjsubid > 0 AND o.deptype IN ('a', 'i')
  UNION
  SELECT o.refobjid, d.adrelid, d.adnum
    FROM pg_depend o
    JOIN pg_attrdef d ON d.oid = o.objid
    JOIN pg_class s ON s.oid = o.refobjid AND s.relkind = 'S'
   WHERE o.classid = 'pg_attrdef'::regclass AND o.refclassid = 'pg_class'::regclass
     AND pg_get_expr(d.adbin, d.adrelid) ~ '^"?nextval"?\\(''([^'']|'''')*''::"?regclass"?\\)$'
), bounded AS (
  SELECT c.oid, n.nspname, c.relname, c.relpersistence, q.*,
         CASE WHEN q.seqincrement > 0 THEN q.seqmin ELSE q.seqmin::numeric - 2 * q.seqincrement END AS lowest,
         CASE WHEN q.seqincrement > 0 THEN q.seqmax::numeric - 2 * q.seqincrement ELSE q.seqmax END AS highest
    FROM (SELECT c.* ${ownRelations(`'S'`)}) c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_sequence q ON q.seqrelid = c.oid
)
SELECT b.oid::text AS id, format('%I.%I', b.nspname, b.relname) AS identifier, b.nspname || '.' || b.relname AS name,
       b.seqstart::text AS start, b.seqincrement::text AS increment, b.lowest::text, b.highest::text,
       has_schema_privilege(b.nspname, 'USAGE') AND has_sequence_privilege(b.oid, 'SELECT')
         AND NOT (b.relpersistence = 'u' AND pg_is_in_recovery()) AS readable,
       coalesce(columns.values, '{}') AS values, coalesce(columns.feeds, '{}') AS feeds
  FROM bounded b
  LEFT JOIN LATERAL (
    SELECT array_agg(format('SELECT %1$s(%2$I)::numeric FROM %3$I.%4$I WHERE %2$I BETWEEN %5$s AND %6$s',
                            CASE WHEN b.seqincrement > 0 THEN 'pg_catalog.max' ELSE 'pg_catalog.min' END,
                            a.attname, n.nspname, c.relname, b.lowest, b.highest) ORDER BY n.nspname, c.relname, a.attnum) AS values,
           array_agg(DISTINCT f.relation::text) AS feeds
      FROM fed f
      JOIN pg_class c ON c.oid = f.relation AND c.relkind IN ('r', 'p')
      JOIN pg_namespace n ON n.oid = c.relnamespace AND ${ownSchema('n')}
      JOIN pg_attribute a ON a.attrelid = f.relation AND a.attnum = f.position
      JOIN base ON base.id = a.atttypid
      JOIN pg_type t ON t.oid = base.base AND t.typname IN ('int2', 'int4', 'int8', 'numeric')
     WHERE f.sequence = b.oid
  ) columns ON true
 ORDER BY b.nspname, b.relname`

export type PositionRow = { id: string; last_value: string; is_called: boolean }

/** Where sequences stand: the only thing that no catalog has. */
export const positions = (sequences: Pick<SequenceRow, 'id' | 'identifier'>[]) =>
  sequences
    .map(
      ({ id, identifier }) =>
        `SELECT '${id}' AS id, last_value::text AS last_value, is_called FROM ${identifier}`,
    )
    .join(' UNION ALL ')
