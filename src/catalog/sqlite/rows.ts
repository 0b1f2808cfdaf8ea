/** What the rows of the statements say, as a catalog's plain values. */

import type {
  MetadataKind,
  SourceColumn,
  SourceConstraint,
  SourceIndex,
  SourceRelationship,
  SourceTable,
  TableName,
} from '../source.ts'
import type { Declared } from './definition.ts'
import { keysIn } from './index-definition.ts'
import { fold } from './names.ts'
import type { ColumnRow, IndexRow, KeyRow, TableRow, UniqueRow } from './queries.sql.ts'
import { upToNul } from './tokens.ts'

/** A virtual table shows what stands elsewhere. */
const kinds = { table: 'TABLE', view: 'VIEW', virtual: 'FOREIGN_TABLE' } as const

export const tableOf = (
  { name, type, estimate }: TableRow,
  { schema, comments }: { schema: string; comments: boolean },
): SourceTable => ({
  id: name,
  schema,
  name,
  kind: kinds[type],
  comment: comments ? null : undefined,
  estimatedRowCount: estimate === null ? null : Math.max(0, Math.min(estimate, Number.MAX_SAFE_INTEGER)),
  readable: true,
  inherits: [],
  partitionOf: null,
})

/** The one column that stands for the row's own number, which SQLite gives where none is given. */
const isRowNumber = (row: ColumnRow, all: ColumnRow[]) =>
  row.key === 1 &&
  !row.indexed &&
  row.type.toUpperCase() === 'INTEGER' &&
  all.filter(({ key }) => key > 0).length === 1

export function columnOf(
  row: ColumnRow,
  { position, key, include }: { position: number; key: ColumnRow[]; include: ReadonlySet<MetadataKind> },
): SourceColumn {
  const isGenerated = row.hidden > 1
  const isIdentity = isRowNumber(row, key)
  return {
    name: row.name,
    position,
    dataType: include.has('TYPES') ? row.type : undefined,
    // SQLite takes null in other primary keys of tables that have row numbers.
    nullable: !row.not_null && !isIdentity,
    default: isGenerated ? null : row.default,
    comment: include.has('COMMENTS') ? null : undefined,
    isGenerated,
    isIdentity,
    enumValues: include.has('TYPES') ? null : undefined,
  }
}

/** Names of columns are compared as SQLite does. */
const sameNames = (one: string[], other: string[]) =>
  one.length === other.length && one.every((name, at) => fold(name) === fold(other[at]!))

/** One that was given no name is named by what it is. @param key the columns of the primary key */
export function constraintsOf(key: string[], uniques: UniqueRow[], declared: Declared[]): SourceConstraint[] {
  const found: SourceConstraint[] = []
  const open = [...declared]
  function add(kind: 'PRIMARY KEY' | 'UNIQUE', columns: string[]) {
    const at = open.findIndex((one) => one.kind === kind && sameNames(one.columns, columns))
    const [written] = at < 0 ? [] : open.splice(at, 1)
    const definition = `${kind} (${columns.join(', ')})`
    found.push({
      name: written?.name ?? definition,
      kind: kind === 'UNIQUE' ? kind : 'PRIMARY_KEY',
      columns,
      definition,
    })
  }
  if (key.length > 0) add('PRIMARY KEY', key)
  for (const rows of byName(uniques))
    add(
      'UNIQUE',
      rows.map(({ column }) => column!),
    )
  for (const { kind, name, text } of declared)
    if (kind === 'CHECK') found.push({ name: name ?? text, kind, columns: [], definition: text })
  return withNumbers(found)
}

export const indexesOf = (rows: IndexRow[]): SourceIndex[] => byName(rows).map(indexOf)

/** The rows of each index, in the order of their names. */
const byName = <Row extends { name: string }>(rows: Row[]): Row[][] =>
  [...Map.groupBy(rows, ({ name }) => name)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, rows]) => rows)

function indexOf(rows: IndexRow[]): SourceIndex {
  const [{ name, unique, sql: written }] = rows as [IndexRow]
  const sql = written && upToNul(written)
  const keys = sql !== null && rows.some(({ column }) => column === null) ? keysIn(sql) : []
  return {
    name,
    unique: unique === 1,
    method: 'btree',
    columns: rows.map(({ column }, at) => column ?? keys[at] ?? 'rowid'),
    definition: sql,
  }
}

/**
 * @param written the declared keys that none has been found to be yet; the one that this is of is taken from them
 * @param taken names that are given already
 */
export function relationshipOf(
  rows: KeyRow[],
  { target, written, taken }: { target: TableName; written: Declared[]; taken: TakenNames },
): SourceRelationship {
  const [{ on_delete, on_update }] = rows as [KeyRow]
  const columns = rows.map(({ column }) => column)
  const at = written.findIndex((one) => one.kind === 'FOREIGN KEY' && sameNames(one.columns, columns))
  const [declared] = at < 0 ? [] : written.splice(at, 1)
  return {
    name: distinct(declared?.name ?? `(${columns.join(', ')}) REFERENCES ${target.name}`, taken),
    columns,
    target,
    targetColumns: rows.map(({ target_column }) => target_column),
    onDelete: on_delete,
    onUpdate: on_update,
    deferrable: declared?.deferrable ?? false,
    // Whether it is kept is up to each connection that writes: nothing has proven the rows.
    validated: false,
  }
}

/** With the highest number that each was given behind it. */
export type TakenNames = Map<string, number>

function distinct(name: string, taken: TakenNames): string {
  let number = taken.get(name) ?? 0
  let free = name
  while (taken.has(free)) free = `${name} #${++number}`
  taken.set(name, Math.max(number, 1))
  taken.set(free, taken.get(free) ?? 1)
  return free
}

function withNumbers(constraints: SourceConstraint[]): SourceConstraint[] {
  const taken: TakenNames = new Map()
  return constraints.map((one) => ({ ...one, name: distinct(one.name, taken) }))
}
