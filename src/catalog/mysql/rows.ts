/** What the rows of the statements say, as a catalog's plain values. */

import type { Session } from '../../databases/mysql/session.ts'
import type {
  MetadataKind,
  SourceColumn,
  SourceConstraint,
  SourceIndex,
  SourceRelationship,
  SourceTable,
  TableKind,
} from '../source.ts'
import { labelsIn } from './labels.ts'
import { quoted } from './names.ts'
import type { CheckRow, ColumnRow, IndexRow, KeyRow, RuleRow, TableRow } from './queries.sql.ts'

/** Engines whose tables show what stands elsewhere. */
const foreignEngines = new Set(['FEDERATED', 'CONNECT', 'SPIDER', 'S3'])

function kindOf({ type, engine, options }: TableRow): TableKind {
  if (type.endsWith('VIEW')) return 'VIEW'
  if (foreignEngines.has(engine?.toUpperCase() ?? '')) return 'FOREIGN_TABLE'
  return /\bpartitioned\b/i.test(options ?? '') ? 'PARTITIONED_TABLE' : 'TABLE'
}

/** Neither engine tells no comment from an empty one, and a view has none: there the servers write what is wrong with it. */
export function tableOf(
  row: TableRow,
  { id, readable, comments }: { id: string; readable: boolean; comments: boolean },
): SourceTable {
  const kind = kindOf(row)
  return {
    id,
    schema: row.table_schema,
    name: row.table_name,
    kind,
    comment: comments ? (kind === 'VIEW' ? null : row.comment || null) : undefined,
    estimatedRowCount: row.estimate === null || kind === 'VIEW' ? null : Number(row.estimate),
    readable,
    inherits: [],
    partitionOf: null,
  }
}

export function columnOf(
  row: ColumnRow,
  { position, session, include }: { position: number; session: Session; include: ReadonlySet<MetadataKind> },
): SourceColumn {
  const types = include.has('TYPES')
  const isGenerated = /\b(VIRTUAL|STORED|PERSISTENT) GENERATED\b/i.test(row.extra)
  const isIdentity = /\bauto_increment\b/i.test(row.extra)
  return {
    name: row.name,
    position,
    dataType: types ? row.type : undefined,
    nullable: row.nullable === 'YES',
    default: isGenerated || isIdentity ? null : defaultOf(row, session),
    comment: include.has('COMMENTS') ? row.comment || null : undefined,
    isGenerated,
    isIdentity,
    enumValues: types ? labelsIn(row.type) : undefined,
  }
}

const written =
  /^(char|varchar|tinytext|text|mediumtext|longtext|enum|set|date|datetime|timestamp|time|json)$/

/** MariaDB gives an expression, and NULL where a column that takes null has none; MySQL gives a literal's value, and says which are none. */
function defaultOf(row: ColumnRow, { engine }: Session): string | null {
  const { default: text, extra, kind } = row
  if (text === null) return null
  if (engine === 'MARIADB') return text === 'NULL' ? null : text
  if (/\bDEFAULT_GENERATED\b/i.test(extra)) return withoutEscapes(text)
  if (!written.test(kind)) return text
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
}

/** Of an expression in MySQL's information_schema. */
const withoutEscapes = (text: string) => text.replace(/\\(['"\\])/g, '$1')

const keysOf = (rows: IndexRow[]) =>
  rows
    .map(({ column, expression, prefix, direction }) => {
      const key = column === null ? `(${withoutEscapes(expression ?? '')})` : quoted(column)
      return `${key}${prefix === null ? '' : `(${prefix})`}${direction === 'D' ? ' DESC' : ''}`
    })
    .join(', ')

const isPrimary = ({ name }: IndexRow) => name === 'PRIMARY'
const isUnique = ({ not_unique }: IndexRow) => Number(not_unique) === 0

/** @param rows the keys of one index, in their order */
export function indexOf(rows: IndexRow[]): SourceIndex {
  const [first] = rows
  const { name, method, hidden } = first!
  const isOfMethod = /^(FULLTEXT|SPATIAL)$/.test(method)
  const noun = isPrimary(first!)
    ? 'PRIMARY KEY'
    : `${isUnique(first!) ? 'UNIQUE ' : ''}${isOfMethod ? `${method} ` : ''}KEY ${quoted(name)}`
  const using = isOfMethod ? '' : ` USING ${method}`
  return {
    name,
    unique: isUnique(first!),
    method: method.toLowerCase(),
    columns: rows.map(({ column, expression }) => column ?? withoutEscapes(expression ?? '')),
    definition: `${noun} (${keysOf(rows)})${using}${Number(hidden) ? ' IGNORED' : ''}`,
  }
}

/** A unique index is a constraint, and the other way round; over expressions it says nothing of columns. */
export function keyConstraintsOf(indexes: IndexRow[][]): SourceConstraint[] {
  return indexes
    .filter((rows) => isUnique(rows[0]!) && rows.every(({ column }) => column !== null))
    .map((rows) => ({
      name: rows[0]!.name,
      kind: isPrimary(rows[0]!) ? 'PRIMARY_KEY' : 'UNIQUE',
      columns: rows.map(({ column }) => column!),
      definition: `${isPrimary(rows[0]!) ? 'PRIMARY KEY' : 'UNIQUE'} (${keysOf(rows)})`,
    }))
}

export const checkOf = ({ name, clause, has_escapes }: CheckRow): SourceConstraint => ({
  name,
  kind: 'CHECK',
  columns: [],
  definition: `CHECK ${Number(has_escapes) ? withoutEscapes(clause) : clause}`,
})

/** @param rows the columns of one key, in their order */
export function relationshipOf(
  rows: KeyRow[],
  rule: Pick<RuleRow, 'on_update' | 'on_delete'>,
): SourceRelationship {
  const { name, target_schema, target_name, table_schema } = rows[0]!
  return {
    name,
    columns: rows.map(({ column }) => column),
    target: { schema: target_schema ?? table_schema, name: target_name },
    targetColumns: rows.map(({ target_column }) => target_column),
    onDelete: rule.on_delete,
    onUpdate: rule.on_update,
    deferrable: false,
    validated: true,
  }
}
