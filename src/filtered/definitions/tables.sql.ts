import { columnClause, columnTail, needsFunctions } from './columns.sql.ts'
import { nothing, optionsOf, ownRelations, type Reader } from './fragments.sql.ts'

/**
 * Without keys, indexes and checks. A partition is a table first and attached afterwards, so that it keeps the order of its
 * columns; a child by inheritance has its parents' columns from them.
 */
export const tables: Reader = (version) => `
SELECT 'pg_class:' || c.oid AS id, 'TABLE' AS kind, n.nspname || '.' || c.relname AS name,
       format('CREATE %sTABLE %I.%I', CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' ELSE '' END, n.nspname, c.relname)
       || CASE WHEN c.reloftype = 0 THEN ' (' || coalesce(own.clauses, '') || ')'
               ELSE ' OF ' || format_type(c.reloftype, NULL) || coalesce(' (' || own.clauses || ')', '') END
       || coalesce(' INHERITS (' || (
            SELECT string_agg(format('%I.%I', pn.nspname, p.relname), ', ' ORDER BY i.inhseqno)
              FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
             WHERE i.inhrelid = c.oid AND NOT c.relispartition) || ')', '')
       || CASE c.relkind WHEN 'p' THEN ' PARTITION BY ' || pg_get_partkeydef(c.oid) ELSE '' END
       || coalesce((SELECT format(' USING %I', m.amname) FROM pg_am m WHERE m.oid = c.relam AND m.amname <> 'heap'), '')
       || coalesce(' WITH (' || nullif(concat_ws(', ', ${optionsOf('c.reloptions')}, toast.options), '') || ')', '')
       || coalesce(format(E';\\nALTER TABLE ONLY %I.%I ', n.nspname, c.relname) || own.alterations, '') AS sql
  FROM (SELECT c.* ${ownRelations(`'r', 'p'`)}) c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN LATERAL (SELECT ${optionsOf('t.reloptions', 'toast.')} AS options FROM pg_class t WHERE t.oid = c.reltoastrelid) toast ON true
  LEFT JOIN LATERAL (
    SELECT string_agg(${columnClause(version)}, E',\\n  ' ORDER BY a.attnum)
             AS clauses,
           string_agg(${columnTail(version)}, ', ' ORDER BY a.attnum) AS alterations
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  ) own ON true`

/** Before the rows, which are compressed on their way in. A server may have been built without lz4. */
export const compressions: Reader = (version) =>
  version < 140_000
    ? nothing
    : `
SELECT 'compression:' || c.oid AS id, 'COMPRESSION' AS kind, n.nspname || '.' || c.relname AS name,
       format('ALTER TABLE ONLY %I.%I ', n.nspname, c.relname) || columns.alterations AS sql,
       ARRAY['pg_class:' || c.oid] AS needs,
       CASE WHEN columns.lz4 THEN jsonb_build_object('compression', 'lz4') END AS requires
  FROM (SELECT c.* ${ownRelations(`'r', 'p'`)}) c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN LATERAL (
    SELECT string_agg(format('ALTER COLUMN %I SET COMPRESSION %s', a.attname,
                             CASE a.attcompression WHEN 'l' THEN 'lz4' ELSE 'pglz' END), ', ' ORDER BY a.attnum) AS alterations,
           bool_or(a.attcompression = 'l') AS lz4
      FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attcompression <> ''
  ) columns ON columns.alterations IS NOT NULL`

export const partitions: Reader = () => `
SELECT 'attach:' || c.oid AS id, 'PARTITION' AS kind, n.nspname || '.' || c.relname || ' of ' || pn.nspname || '.' || p.relname AS name,
       format('ALTER TABLE ONLY %I.%I ATTACH PARTITION %I.%I %s', pn.nspname, p.relname, n.nspname, c.relname,
              pg_get_expr(c.relpartbound, c.oid)) AS sql,
       ARRAY['pg_class:' || c.oid, 'pg_class:' || p.oid] AS needs
  FROM (SELECT c.* ${ownRelations(`'r', 'p'`)} AND c.relispartition) c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_inherits i ON i.inhrelid = c.oid
  JOIN pg_class p ON p.oid = i.inhparent
  JOIN pg_namespace pn ON pn.oid = p.relnamespace`

/** Those that need functions, which may need the table, and those of views. */
export const defaults: Reader = () => `
SELECT 'pg_attrdef:' || d.oid AS id, 'DEFAULT' AS kind, n.nspname || '.' || c.relname || '.' || a.attname AS name,
       format('ALTER TABLE ONLY %I.%I ALTER COLUMN %I SET DEFAULT %s', n.nspname, c.relname, a.attname,
              pg_get_expr(d.adbin, d.adrelid)) AS sql,
       ARRAY['pg_class:' || c.oid] AS needs
  FROM (SELECT c.* ${ownRelations(`'r', 'p', 'v'`)}) c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attrdef d ON d.adrelid = c.oid
  JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
 WHERE a.attgenerated = '' AND (c.relkind = 'v' OR ${needsFunctions('d')})`

export const clusterAndIdentity: Reader = () => `
SELECT kind_of.prefix || c.oid AS id, 'TABLE OPTION' AS kind, n.nspname || '.' || c.relname AS name,
       format('ALTER TABLE %s%I.%I %s', CASE kind_of.prefix WHEN 'replica:' THEN 'ONLY ' ELSE '' END, n.nspname, c.relname, kind_of.option) AS sql,
       ARRAY['pg_class:' || c.oid, 'pg_class:' || kind_of.index] AS needs
  FROM (SELECT c.* ${ownRelations(`'r', 'p', 'm'`)}) c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  CROSS JOIN LATERAL (
    SELECT 'cluster:' AS prefix, format('CLUSTER ON %I', i.relname) AS option, i.oid AS index
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid AND x.indisclustered
    UNION ALL
    SELECT 'replica:', format('REPLICA IDENTITY USING INDEX %I', i.relname), i.oid
      FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid WHERE x.indrelid = c.oid AND x.indisreplident AND c.relreplident = 'i'
    UNION ALL
    SELECT 'replica:', CASE c.relreplident WHEN 'f' THEN 'REPLICA IDENTITY FULL' ELSE 'REPLICA IDENTITY NOTHING' END, NULL
     WHERE c.relreplident IN ('f', 'n')
  ) kind_of`
