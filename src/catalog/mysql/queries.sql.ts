import { isAtLeast, type Session } from '../../databases/mysql/session.ts'
import { quoted } from './names.ts'

/**
 * The statements of the MariaDB and MySQL catalog reader. Each asks one table of information_schema, which is no table: the server
 * fills it for the statement, and only a condition on the schema and on the name of tables keeps it from opening all there are. What
 * belongs together is put together by the reader.
 *
 * Source: MariaDB and MySQL, "Information Schema Tables". It shows what the login has any right on, and nothing else.
 */

export type Of = { schema: string; table: string }
type Names = { table_schema: string; table_name: string }

/** The server compares names without regard to case and to spaces at the end; the reader looks again. */
const inSchemas = (schemas: readonly string[]) => `TABLE_SCHEMA IN (${marks(schemas)})`

const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ')

/** The tables of one schema: a pair of columns would have the server open the tables of all schemas. */
const ofTables = (names: readonly string[], schema = 'TABLE_SCHEMA') =>
  `${schema} = ? AND TABLE_NAME IN (${marks(names)})`

export type SchemaRow = { schema: string }

export const schemas = (wanted: readonly string[]) => `
SELECT SCHEMA_NAME AS \`schema\` FROM information_schema.SCHEMATA WHERE SCHEMA_NAME IN (${marks(wanted)})`

export type TableRow = Names & {
  type: string
  engine: string | null
  estimate: number | string | null
  options: string | null
  comment: string
}

export const tables = (schemas: readonly string[]) => `
SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, TABLE_TYPE AS type, ENGINE AS engine, TABLE_ROWS AS estimate,
       CREATE_OPTIONS AS options, TABLE_COMMENT AS comment
  FROM information_schema.TABLES
 WHERE ${inSchemas(schemas)} AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW', 'SYSTEM VIEW')`

export type ReadableRow = Names

/** A right on any column of them. */
export const readable = (schemas: readonly string[]) => `
SELECT DISTINCT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name
  FROM information_schema.COLUMNS
 WHERE ${inSchemas(schemas)} AND FIND_IN_SET('select', PRIVILEGES) > 0`

export type ColumnRow = Names & {
  name: string
  position: number | string
  type: string
  kind: string
  nullable: 'YES' | 'NO'
  default: string | null
  extra: string
  comment: string
}

export const columns = (names: readonly string[]) => `
SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, COLUMN_NAME AS name, ORDINAL_POSITION AS position,
       COLUMN_TYPE AS type, DATA_TYPE AS kind, IS_NULLABLE AS nullable, COLUMN_DEFAULT AS \`default\`, EXTRA AS extra,
       COLUMN_COMMENT AS comment
  FROM information_schema.COLUMNS
 WHERE ${ofTables(names)}`

export type IndexRow = Names & {
  name: string
  not_unique: number | string
  position: number | string
  column: string | null
  /** In characters; null for the whole column. */
  prefix: number | string | null
  direction: 'A' | 'D' | null
  method: string
  /** Of MySQL alone. */
  expression: string | null
  hidden: number | string
}

/** MariaDB can ignore an index from 10.6 on. */
export function indexes({ engine, version }: Session, names: readonly string[]): string {
  const hidden =
    engine === 'MYSQL' ? `IS_VISIBLE = 'NO'` : isAtLeast(version, [10, 6]) ? `IGNORED = 'YES'` : '0'
  return `
SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, INDEX_NAME AS name, NON_UNIQUE AS not_unique,
       SEQ_IN_INDEX AS position, COLUMN_NAME AS \`column\`, SUB_PART AS prefix, COLLATION AS direction, INDEX_TYPE AS method,
       ${engine === 'MYSQL' ? 'EXPRESSION' : 'NULL'} AS expression, ${hidden} AS hidden
  FROM information_schema.STATISTICS
 WHERE ${ofTables(names)}`
}

/** MySQL writes a backslash before quotes and backslashes of its expressions, in which they then mean nothing. */
export type CheckRow = Names & { name: string; clause: string; has_escapes: number | string }

export const checksOfMariaDb = (names: readonly string[]) => `
SELECT CONSTRAINT_SCHEMA AS table_schema, TABLE_NAME AS table_name, CONSTRAINT_NAME AS name,
       CONCAT('(', CHECK_CLAUSE, ')') AS clause, 0 AS has_escapes
  FROM information_schema.CHECK_CONSTRAINTS
 WHERE ${ofTables(names, 'CONSTRAINT_SCHEMA')}`

/** Its names are of the whole schema, and the table is told elsewhere. */
export const checksOfMySql = (names: readonly string[]) => `
SELECT t.TABLE_SCHEMA AS table_schema, t.TABLE_NAME AS table_name, t.CONSTRAINT_NAME AS name,
       CONCAT(c.CHECK_CLAUSE, IF(t.ENFORCED = 'NO', ' NOT ENFORCED', '')) AS clause, 1 AS has_escapes
  FROM information_schema.TABLE_CONSTRAINTS t
  JOIN information_schema.CHECK_CONSTRAINTS c
    ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME
 WHERE t.CONSTRAINT_TYPE = 'CHECK' AND t.TABLE_SCHEMA = ? AND t.TABLE_NAME IN (${marks(names)})`

export type KeyRow = Names & {
  name: string
  position: number | string
  column: string
  target_schema: string | null
  target_name: string
  target_column: string
}

export const keys = (names: readonly string[]) => `
SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, CONSTRAINT_NAME AS name, ORDINAL_POSITION AS position,
       COLUMN_NAME AS \`column\`, REFERENCED_TABLE_SCHEMA AS target_schema, REFERENCED_TABLE_NAME AS target_name,
       REFERENCED_COLUMN_NAME AS target_column
  FROM information_schema.KEY_COLUMN_USAGE
 WHERE ${ofTables(names)}`

export type RuleRow = Names & { name: string; on_update: string; on_delete: string }

/** Shown to who has a right beyond SELECT on the table. */
export const rules = (names: readonly string[]) => `
SELECT CONSTRAINT_SCHEMA AS table_schema, TABLE_NAME AS table_name, CONSTRAINT_NAME AS name, UPDATE_RULE AS on_update,
       DELETE_RULE AS on_delete
  FROM information_schema.REFERENTIAL_CONSTRAINTS
 WHERE ${ofTables(names, 'CONSTRAINT_SCHEMA')}`

export type WarningRow = { Level: string; Code: number; Message: string }

export const warnings = 'SHOW WARNINGS'

export type CreateRow = { Table: string; 'Create Table': string }

/** A query that its server ends after so long. */
export const within = ({ engine }: Pick<Session, 'engine'>, ms: number, text: string) =>
  engine === 'MARIADB'
    ? `SET STATEMENT max_statement_time = ${Number(ms) / 1_000} FOR ${text}`
    : text.replace(/^SELECT/, `SELECT /*+ MAX_EXECUTION_TIME(${Number(ms)}) */`)

export const createTable = ({ schema, table }: Of) => `SHOW CREATE TABLE ${quoted(schema)}.${quoted(table)}`

/**
 * All of them in one block, which gives a result for each that is there. Of MariaDB, but for its sql_mode ORACLE, which reads blocks
 * otherwise.
 */
export const createTables = (tables: readonly Of[]) =>
  `BEGIN NOT ATOMIC DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END; ${tables.map((table) => `${createTable(table)};`).join(' ')} END`
