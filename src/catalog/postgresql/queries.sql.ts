/**
 * The statements of the PostgreSQL catalog reader, for PostgreSQL 12 and later: here the transaction and the tables, in
 * `parts.sql.ts` what the tables have. Each is set-based over pg_catalog, which every role may read; information_schema
 * hides what the role has no grant on, and repeats foreign keys of equal names.
 *
 * Catalog columns: https://www.postgresql.org/docs/current/catalogs.html
 */

const tableKinds = `c.relkind IN ('r', 'p', 'v', 'm', 'f')`

/** Names that begin with pg_ are reserved: they cover pg_catalog, pg_toast and the temporary schemas of all sessions. */
const userSchema = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

/**
 * `$1` whole schemas (null for all), `$2` and `$3` the schemas and names of single tables. Compared as text: a cast to
 * name would cut a longer string at 63 bytes and find a table that was not named.
 */
const selectedTable = `($1::text[] IS NULL OR n.nspname = ANY ($1)
    OR (n.nspname, c.relname) IN (SELECT * FROM unnest($2::text[], $3::text[])))`

export const begin = `
BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;
SET LOCAL search_path = '';
SET LOCAL jit = off;
SAVEPOINT reading`

export const rollbackToSavepoint = 'ROLLBACK TO SAVEPOINT reading'

export const serverVersion = `SELECT current_setting('server_version_num')::int AS version`

export type TableRow = {
  id: string
  schema: string
  name: string
  kind: 'r' | 'p' | 'v' | 'm' | 'f'
  is_partition: boolean
  comment: string | null
  estimated_row_count: number | null
  readable: boolean
  parents: [schema: string, name: string][]
}

/**
 * The selection's tables; `$4` says whether partitions are among them. reltuples is -1 for a table never analysed, but 0
 * before PostgreSQL 14; for a partitioned table 0 is what it has until it is analysed itself.
 */
export function tables(options: { comments: boolean; version: number }): string {
  const neverAnalysed = options.version < 140_000 ? 'c.relpages = 0' : `c.relkind = 'p'`
  const description = `
  LEFT JOIN pg_description d ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0`
  return `
SELECT c.oid::text AS id, n.nspname AS schema, c.relname AS name, c.relkind AS kind, c.relispartition AS is_partition,
       ${options.comments ? 'd.description' : 'NULL'} AS comment,
       CASE WHEN c.relkind <> 'v' AND c.reltuples >= 0 AND NOT (c.reltuples = 0 AND ${neverAnalysed})
            THEN round(c.reltuples)::float8 END AS estimated_row_count,
       coalesce(has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT'), false) AS readable,
       ARRAY(SELECT ARRAY[pn.nspname, p.relname]::text[]
               FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace
              WHERE i.inhrelid = c.oid ORDER BY i.inhseqno) AS parents
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace${options.comments ? description : ''}
 WHERE ${tableKinds} AND ${userSchema} AND ${selectedTable} AND ($4::boolean OR NOT c.relispartition)
 ORDER BY n.nspname, c.relname`
}

/** How many partitions the selection names, or has below one of its tables, that `tables` does not yield. */
export const partitionsLeftOut = `
WITH RECURSIVE selected AS (
  SELECT c.oid, c.relkind, c.relispartition
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE ${tableKinds} AND ${userSchema} AND ${selectedTable}
), partition AS (
  SELECT oid FROM selected WHERE relispartition
  UNION
  SELECT i.inhrelid FROM pg_inherits i JOIN selected s ON s.oid = i.inhparent AND s.relkind = 'p'
  UNION
  SELECT i.inhrelid FROM pg_inherits i JOIN partition p ON p.oid = i.inhparent
)
SELECT count(*)::int AS count FROM partition WHERE NOT ($4::boolean AND oid IN (SELECT oid FROM selected))`

/** `$1` schemas, null for all. */
export const schemasWithoutUsage = `
SELECT n.nspname AS schema
  FROM pg_namespace n
 WHERE ${userSchema} AND ($1::text[] IS NULL OR n.nspname = ANY ($1)) AND NOT has_schema_privilege(n.oid, 'USAGE')
 ORDER BY n.nspname`

/** Which of the tables `$1` (schemas) and `$2` (names, null for a whole schema) are not there; a missing schema once. */
export const missing = `
SELECT DISTINCT wanted.schema, CASE WHEN n.oid IS NOT NULL THEN wanted.name END AS name
  FROM unnest($1::text[], $2::text[]) AS wanted (schema, name)
  LEFT JOIN pg_namespace n ON n.nspname = wanted.schema AND ${userSchema}
  LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = wanted.name AND ${tableKinds}
 WHERE n.oid IS NULL OR (wanted.name IS NOT NULL AND c.oid IS NULL)
 ORDER BY 1, 2`

/** The tables that other sessions have not dropped since the snapshot: the function sees the catalog as it is now. */
export const tablesStillThere = `
SELECT id::text AS id FROM unnest($1::oid[]) AS id WHERE has_table_privilege(id, 'SELECT') IS NOT NULL`
