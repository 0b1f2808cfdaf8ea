/**
 * The statements about parts of tables. They take the tables' oids as `$1 oid[]` and yield the rows of one table one after
 * another, as `table_id`.
 */

/**
 * The names behind a constraint's attribute numbers, in the constraint's order. A scalar lookup an element, as a join
 * would read all columns of the table for each of its constraints.
 */
function columnNames(numbers: string, table: string): string {
  return `ARRAY(
    SELECT (SELECT a.attname::text FROM pg_attribute a WHERE a.attrelid = ${table} AND a.attnum = ${numbers}[i])
      FROM generate_subscripts(${numbers}, 1) AS i WHERE ${numbers}[i] <> 0 ORDER BY i)`
}

export type TypeRow = {
  id: string
  inner_id: string | null
  domain: boolean
  not_null: boolean
  labels: string[] | null
}

/** Domains, enums and arrays of either; `inner_id` is the type that a domain is over or an array is of. */
export function types(options: { labels: boolean }): string {
  const labels = `CASE t.typtype WHEN 'e' THEN
         ARRAY(SELECT l.enumlabel::text FROM pg_enum l WHERE l.enumtypid = t.oid ORDER BY l.enumsortorder) END`
  return `
SELECT t.oid::text AS id, t.typtype = 'd' AS domain, t.typnotnull AS not_null,
       CASE t.typtype WHEN 'd' THEN t.typbasetype WHEN 'b' THEN t.typelem END::text AS inner_id,
       ${options.labels ? labels : 'NULL'} AS labels
  FROM pg_type t
  LEFT JOIN pg_type element ON element.oid = t.typelem AND t.typtype = 'b'
 WHERE t.typtype IN ('d', 'e') OR element.typtype IN ('d', 'e')`
}

export type ColumnRow = {
  table_id: string
  name: string
  type_id: string
  data_type: string | null
  not_null: boolean
  default: string | null
  comment: string | null
  generated: boolean
  identity: boolean
}

/**
 * attgenerated is 's' for stored and, from PostgreSQL 18, 'v' for virtual: pg_attrdef then holds what the column is made
 * from. A default refers to no column, so that pg_get_expr is not given the table, which it would open and wait for.
 */
export function columns(options: { types: boolean; comments: boolean }): string {
  const description = `
  LEFT JOIN pg_description c ON c.objoid = a.attrelid AND c.objoid = ANY ($1::oid[])
                            AND c.classoid = 'pg_class'::regclass AND c.objsubid = a.attnum`
  return `
SELECT a.attrelid::text AS table_id, a.attname AS name, a.atttypid::text AS type_id, a.attnotnull AS not_null,
       ${options.types ? 'format_type(a.atttypid, a.atttypmod)' : 'NULL'} AS data_type,
       ${options.comments ? 'c.description' : 'NULL'} AS comment,
       a.attgenerated <> '' AS generated, a.attidentity <> '' AS identity,
       CASE WHEN a.attgenerated = '' AND a.attidentity = '' THEN pg_get_expr(d.adbin, 0) END AS default
  FROM pg_attribute a
  LEFT JOIN pg_attrdef d ON a.atthasdef AND d.adrelid = a.attrelid AND d.adnum = a.attnum${options.comments ? description : ''}
 WHERE a.attrelid = ANY ($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
 ORDER BY a.attrelid, a.attnum`
}

export type ConstraintRow = {
  table_id: string
  name: string
  kind: 'p' | 'u' | 'c' | 'x'
  columns: string[]
  definition: string | null
}

export const constraints = `
SELECT k.conrelid::text AS table_id, k.conname AS name, k.contype AS kind, pg_get_constraintdef(k.oid) AS definition,
       ${columnNames('k.conkey', 'k.conrelid')} AS columns
  FROM pg_constraint k
 WHERE k.conrelid = ANY ($1::oid[]) AND k.contype IN ('p', 'u', 'c', 'x')
 ORDER BY k.conrelid, k.conname`

export type IndexRow = {
  table_id: string
  name: string
  unique: boolean
  method: string
  columns: (string | null)[]
  definition: string | null
}

/**
 * Indexes that hold for the table, by the rule of pg_dump: none that a concurrent build left behind half-made.
 *
 * pg_get_indexdef opens the table of each index: for all indexes it would take a third of the whole read, and it waits for
 * a table that is locked in ACCESS EXCLUSIVE mode. Plain B-tree indexes (columns alone, ascending, in the default operator
 * class of their type and the column's collation) are therefore written here, in the same words.
 */
export function indexes(options: { version: number }): string {
  return `
SELECT i.indrelid::text AS table_id, c.relname AS name, i.indisunique AS unique, m.amname AS method, key.columns,
       CASE WHEN m.amname = 'btree' AND key.plain AND i.indnatts = i.indnkeyatts AND i.indpred IS NULL AND c.reloptions IS NULL
                 ${options.version < 150_000 ? '' : 'AND NOT i.indnullsnotdistinct'}
            THEN format('CREATE %sINDEX %I ON %s%I.%I USING btree (%s)', CASE WHEN i.indisunique THEN 'UNIQUE ' END,
                        c.relname, CASE WHEN c.relkind = 'I' THEN 'ONLY ' END, n.nspname, t.relname, key.list)
            ELSE pg_get_indexdef(i.indexrelid) END AS definition
  FROM pg_index i
  JOIN pg_class c ON c.oid = i.indexrelid
  JOIN pg_am m ON m.oid = c.relam
  JOIN pg_class t ON t.oid = i.indrelid AND t.oid = ANY ($1::oid[])
  JOIN pg_namespace n ON n.oid = t.relnamespace
  CROSS JOIN LATERAL (
    SELECT array_agg(coalesce(a.name, pg_get_indexdef(i.indexrelid, position, true)) ORDER BY position) AS columns,
           string_agg(quote_ident(a.name), ', ' ORDER BY position) AS list,
           bool_and(coalesce(a.plain, false)) AS plain
      FROM generate_series(1, i.indnkeyatts) AS position
      LEFT JOIN LATERAL (
        SELECT a.attname::text AS name,
               i.indoption[position - 1] = 0 AND i.indcollation[position - 1] = a.attcollation
                 AND (i.indclass[position - 1], CASE a.atttypid WHEN 'varchar'::regtype THEN 'text'::regtype ELSE a.atttypid END)
                     IN (SELECT o.oid, o.opcintype FROM pg_opclass o WHERE o.opcdefault) AS plain
          FROM pg_attribute a
         WHERE a.attrelid = i.indrelid AND a.attnum = i.indkey[position - 1]
         LIMIT 1
      ) a ON true
  ) key
 WHERE i.indrelid = ANY ($1::oid[]) AND (i.indisvalid OR c.relkind = 'I') AND i.indisready
 ORDER BY i.indrelid, c.relname`
}

export type RelationshipRow = {
  table_id: string
  name: string
  columns: string[]
  target_schema: string
  target_name: string
  target_columns: string[]
  on_delete: ReferentialAction
  on_update: ReferentialAction
  on_delete_columns: string | null
  deferrable: boolean
  validated: boolean
}

export type ReferentialAction = 'a' | 'r' | 'c' | 'n' | 'd'

/** Foreign keys as declared: a row with a conparentid was derived from one for a partition of either side. */
export function relationships(options: { version: number }): string {
  const onDeleteColumns = `(
    SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY i)
      FROM generate_subscripts(k.confdelsetcols, 1) AS i
      JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.confdelsetcols[i])`
  return `
SELECT k.conrelid::text AS table_id, k.conname AS name,
       ${columnNames('k.conkey', 'k.conrelid')} AS columns,
       n.nspname AS target_schema, c.relname AS target_name,
       ${columnNames('k.confkey', 'k.confrelid')} AS target_columns,
       k.confdeltype AS on_delete, k.confupdtype AS on_update, k.condeferrable AS deferrable, k.convalidated AS validated,
       ${options.version < 150_000 ? 'NULL' : onDeleteColumns} AS on_delete_columns
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.confrelid
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE k.conrelid = ANY ($1::oid[]) AND k.contype = 'f' AND k.conparentid = 0
 ORDER BY k.conrelid, k.conname`
}
