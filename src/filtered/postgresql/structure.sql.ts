/** The statements that read a source's structure for plans; the set of tables is the same in each. */

export type TableRow = {
  id: string
  schema: string
  name: string
  partitioned: boolean
  comment: string | null
  estimated_rows: number | null
  readable: boolean
  inherits: string[]
}

const isOwn = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')`

/** Ordinary tables and roots of partitions; what an extension brought is the extension's. */
const ownTables = `
  SELECT c.oid, c.relnamespace, c.relname, c.relkind, n.nspname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
   WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND ${isOwn}`

/** Those below a root, at any depth, with the root. */
const leaves = `
  SELECT t.oid AS root, p.relid AS oid FROM own t CROSS JOIN LATERAL pg_partition_tree(t.oid) p
   WHERE t.relkind = 'p' AND p.isleaf`

export const tables = `
WITH own AS (${ownTables}), leaf AS (${leaves})
SELECT t.oid::text AS id, t.nspname AS schema, t.relname AS name, t.relkind = 'p' AS partitioned,
       obj_description(t.oid, 'pg_class') AS comment,
       (CASE t.relkind
         WHEN 'p' THEN (SELECT sum(greatest(c.reltuples, 0)) FROM leaf JOIN pg_class c ON c.oid = leaf.oid WHERE leaf.root = t.oid)
         ELSE (SELECT CASE WHEN c.reltuples < 0 OR c.relpages = 0 AND c.reltuples = 0 THEN NULL ELSE c.reltuples END
                 FROM pg_class c WHERE c.oid = t.oid)
       END)::float8 AS estimated_rows,
       has_schema_privilege(t.relnamespace, 'USAGE') AND has_table_privilege(t.oid, 'SELECT') AS readable,
       ARRAY(SELECT i.inhparent::text FROM pg_inherits i WHERE i.inhrelid = t.oid ORDER BY i.inhseqno) AS inherits
  FROM own t ORDER BY 2, 3`

export type OtherRow = {
  schema: string
  name: string
  kind: 'v' | 'm' | 'f' | 'r' | 'p'
  root_schema: string | null
  root_name: string | null
}

/** Views, foreign tables and partitions. */
export const others = `
SELECT n.nspname AS schema, c.relname AS name, CASE WHEN c.relispartition THEN 'p' ELSE c.relkind END AS kind,
       m.nspname AS root_schema, r.relname AS root_name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_class r ON c.relispartition AND r.oid = pg_partition_root(c.oid)
  LEFT JOIN pg_namespace m ON m.oid = r.relnamespace
 WHERE (c.relkind IN ('v', 'm', 'f') OR c.relispartition AND c.relkind IN ('r', 'p')) AND ${isOwn}
 ORDER BY 1, 2`

export type ColumnRow = {
  table_id: string
  name: string
  type: string
  /** pg_type's typtype, typcategory and typname of what a domain is over in the end. */
  kind: string
  category: string
  base: string
  base_type: string
  nullable: boolean
  comment: string | null
  labels: string[] | null
  generated: boolean
}

/** A domain may be over a domain: `base` follows them to the end. */
export const columns = `
WITH RECURSIVE own AS (${ownTables}), base AS (
  SELECT oid AS id, oid AS base, typnotnull AS not_null FROM pg_type
  UNION ALL
  SELECT b.id, t.typbasetype, b.not_null OR t.typnotnull FROM base b JOIN pg_type t ON t.oid = b.base WHERE t.typtype = 'd'
)
SELECT a.attrelid::text AS table_id, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
       t.typtype AS kind, t.typcategory AS category, t.typname AS base,
       format_type(t.oid, NULL) AS base_type,
       NOT a.attnotnull AND NOT b.not_null AS nullable,
       col_description(a.attrelid, a.attnum) AS comment,
       CASE t.typtype WHEN 'e' THEN
         ARRAY(SELECT l.enumlabel::text FROM pg_enum l WHERE l.enumtypid = t.oid ORDER BY l.enumsortorder) END AS labels,
       a.attgenerated <> '' AS generated
  FROM pg_attribute a
  JOIN own ON own.oid = a.attrelid
  JOIN base b ON b.id = a.atttypid
  JOIN pg_type t ON t.oid = b.base AND t.typtype <> 'd'
 WHERE a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attrelid, a.attnum`

export type KeyRow = { table_id: string; primary: boolean; columns: string[] }

/** Unique indexes over columns alone, of all rows, in key order; that of the primary key first. */
export const keys = `
WITH own AS (${ownTables})
SELECT i.indrelid::text AS table_id, i.indisprimary AS primary,
       ARRAY(SELECT a.attname::text FROM generate_series(0, i.indnkeyatts - 1) AS position
               JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[position] ORDER BY position) AS columns
  FROM pg_index i JOIN own ON own.oid = i.indrelid
 WHERE i.indisunique AND i.indisvalid AND i.indpred IS NULL AND i.indexprs IS NULL
 ORDER BY i.indrelid, i.indisprimary DESC, i.indexrelid`

export type ReferenceRow = {
  name: string
  source: string
  target: string
  columns: string[]
  target_columns: string[]
  match: 'f' | 's' | 'p'
  validated: boolean
  leaves: string[] | null
  leaf_count: number
}

const namesOf = (numbers: string, table: string) => `
       ARRAY(SELECT a.attname::text FROM generate_subscripts(${numbers}, 1) AS position
               JOIN pg_attribute a ON a.attrelid = ${table} AND a.attnum = ${numbers}[position] ORDER BY position)`

/**
 * As declared: one with a conparentid was derived for a partition of either side. A partition may have keys that its root does
 * not have: they come with the leaves below it.
 */
export const references = `
WITH own AS (${ownTables}), part AS (
  SELECT t.oid AS root, p.relid AS oid,
         ARRAY(SELECT l.relid::oid::text FROM pg_partition_tree(p.relid) l WHERE l.isleaf ORDER BY l.relid) AS leaves
    FROM own t CROSS JOIN LATERAL pg_partition_tree(t.oid) p
   WHERE t.relkind = 'p' AND p.level > 0
)
SELECT k.conname AS name, coalesce(part.root, k.conrelid)::text AS source, k.confrelid::text AS target,
       ${namesOf('k.conkey', 'k.conrelid')} AS columns,
       ${namesOf('k.confkey', 'k.confrelid')} AS target_columns,
       k.confmatchtype AS match, k.convalidated AS validated, part.leaves,
       (SELECT count(*)::int FROM pg_partition_tree(part.root) l WHERE l.isleaf) AS leaf_count
  FROM pg_constraint k
  LEFT JOIN part ON part.oid = k.conrelid
 WHERE k.contype = 'f' AND k.conparentid = 0
   AND coalesce(part.root, k.conrelid) IN (SELECT oid FROM own) AND k.confrelid IN (SELECT oid FROM own)
 ORDER BY 2, k.conname`
