/**
 * The statements of the SQLite catalog reader. Each is set-based: pragmas as tables, joined to the list of tables, of which `$1` has the
 * names as a JSON array. Source: sqlite.org/pragma.html, "PRAGMA functions".
 */

export const begin = 'BEGIN'
export const rollback = 'ROLLBACK'

export type TableRow = {
  name: string
  type: 'table' | 'view' | 'virtual'
  estimate: number | null
}

/** Tables that belong to a virtual table are its own affair, and sqlite_… is SQLite's. */
const shown = `l.schema = 'main' AND l.type IN ('table', 'view', 'virtual') AND l.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`

export type OverviewRow = {
  /** Whether there are statistics; null where there is nothing at all. */
  statistics: number | null
  /** Of all statements together. */
  bytes: number | null
}

export const overview = `
SELECT max(name = 'sqlite_stat1') AS statistics, sum(octet_length(sql)) AS bytes FROM main.sqlite_schema`

export type SchemaRow = { type: 'table' | 'index'; name: string; sql: string | null }

export type StatementsRow = Record<'types' | 'names' | 'statements', string | null> & { count: number }

/** Hardly ever in a name, and JSON takes it as it is. */
export const separator = '\x7f'

/** All tables and indexes in one row, as texts with the separator between them: a row for each takes five times as long. */
export const statements = `
SELECT count(*) AS count,
       group_concat(type, char(127)) AS types,
       group_concat(name, char(127)) AS names,
       group_concat(coalesce(sql, ''), char(127)) AS statements
  FROM main.sqlite_schema
 WHERE type IN ('table', 'index')`

/**
 * All in one row, as JSON: a row for each takes longer to hand on than to find. The first number of a table's statistics is how many
 * rows it had.
 */
export const tables = ({ statistics }: { statistics: boolean }) => `
SELECT json_group_array(json_object('name', name, 'type', type, 'estimate', estimate)) AS tables
  FROM (SELECT l.name, l.type,
               ${statistics ? '(SELECT max(CAST(s.stat AS INTEGER)) FROM main.sqlite_stat1 s WHERE s.tbl = l.name COLLATE NOCASE)' : 'NULL'} AS estimate
          FROM pragma_table_list l
         WHERE ${shown}
         ORDER BY l.name)`

export type ColumnRow = {
  table_id: string
  name: string
  type: string
  not_null: number
  default: string | null
  key: number
  /** 1: of a virtual table, and not shown. 2 and 3: generated. */
  hidden: number
  /** Whether the primary key has an index: it has none where it is the row's own number. */
  indexed: number
}

export const columns = `
SELECT t.value AS table_id, c.name, c.type, c."notnull" AS not_null, c.dflt_value AS "default", c.pk AS "key", c.hidden,
       c.pk > 0 AND EXISTS (SELECT 1 FROM pragma_index_list(t.value, 'main') i WHERE i.origin = 'pk') AS indexed
  FROM json_each(?) t
  JOIN pragma_table_xinfo(t.value, 'main') c
 ORDER BY t.key, c.cid`

export type DefinitionRow = { table_id: string; sql: string | null }

export const definitions = `
SELECT m.name AS table_id, m.sql
  FROM main.sqlite_schema m
 WHERE m.type IN ('table', 'view') AND m.name IN (SELECT value FROM json_each(?))`

export type PrimaryKeyRow = { table_id: string; column: string }

/** A row for each column of each primary key, in the key's own order. */
export const primaryKeys = `
SELECT t.value AS table_id, c.name AS "column"
  FROM json_each(?) t
  JOIN pragma_table_xinfo(t.value, 'main') c ON c.pk > 0
 ORDER BY t.key, c.pk`

export type IndexRow = {
  table_id: string
  name: string
  unique: number
  /** c: by CREATE INDEX; u and pk: of a constraint. */
  origin: 'c' | 'u' | 'pk'
  sql: string | null
  /** Null for an expression, and for the row's own number. */
  column: string | null
}

/** A row for each column of each key. */
export const indexes = `
SELECT t.value AS table_id, i.name, i."unique", i.origin, m.sql, k.name AS "column"
  FROM json_each(?) t
  JOIN pragma_index_list(t.value, 'main') i
  JOIN pragma_index_xinfo(i.name, 'main') k ON k.key = 1
  LEFT JOIN main.sqlite_schema m ON m.type = 'index' AND m.name = i.name
 ORDER BY t.key, i.seq, k.seqno`

export type UniqueRow = Pick<IndexRow, 'table_id' | 'name' | 'column'>

/** As `indexes`, of UNIQUE constraints alone. */
export const uniques = `
SELECT t.value AS table_id, i.name, k.name AS "column"
  FROM json_each(?) t
  JOIN pragma_index_list(t.value, 'main') i ON i.origin = 'u'
  JOIN pragma_index_xinfo(i.name, 'main') k ON k.key = 1
 ORDER BY t.key, i.seq, k.seqno`

export type KeyRow = {
  table_id: string
  id: number
  column: string
  /** As the reference has it, which may be in other letters than the table. */
  target: string
  target_column: string
  on_update: string
  on_delete: string
}

/** A reference that names no columns is to the primary key. */
export const foreignKeys = `
SELECT t.value AS table_id, f.id, f."from" AS "column", f."table" AS target, coalesce(c.name, f."to", '') AS target_column,
       f.on_update, f.on_delete
  FROM json_each(?) t
  JOIN pragma_foreign_key_list(t.value, 'main') f
  LEFT JOIN pragma_table_xinfo(f."table", 'main') c ON c.name = f."to" COLLATE NOCASE OR (f."to" IS NULL AND c.pk = f.seq + 1)
 ORDER BY t.key, f.id DESC, f.seq`
