/** What the rows of the statements say, as a catalog's plain values. */

import type {
  MetadataKind,
  SourceColumn,
  SourceConstraint,
  SourceIndex,
  SourceRelationship,
  SourceTable,
} from '../source.ts'
import { type Declared, keysIn } from './definition.ts'
import type { ColumnRow, IndexRow, KeyRow, TableRow } from './queries.sql.ts'

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
  estimatedRowCount: estimate === null ? null : Number(estimate),
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
  one.length === other.length && one.every((name, at) => name.toLowerCase() === other[at]!.toLowerCase())

/** One that was given no name is named by what it is. */
export function constraintsOf(
  columns: ColumnRow[],
  indexes: IndexRow[],
  declared: Declared[],
): SourceConstraint[] {
  const found: SourceConstraint[] = []
  const nameOf = (kind: Declared['kind'], of: string[]) =>
    declared.find((one) => one.kind === kind && sameNames(one.columns, of))?.name ?? null
  const key = columns.filter(({ key }) => key > 0).sort((one, other) => one.key - other.key)
  if (key.length > 0) {
    const of = key.map(({ name }) => name)
    const definition = `PRIMARY KEY (${of.join(', ')})`
    found.push({
      name: nameOf('PRIMARY KEY', of) ?? definition,
      kind: 'PRIMARY_KEY',
      columns: of,
      definition,
    })
  }
  for (const rows of Map.groupBy(indexes, ({ name }) => name).values()) {
    if (rows[0]!.origin !== 'u') continue
    const of = rows.map(({ column }) => column!)
    const definition = `UNIQUE (${of.join(', ')})`
    found.push({ name: nameOf('UNIQUE', of) ?? definition, kind: 'UNIQUE', columns: of, definition })
  }
  for (const { kind, name, text } of declared)
    if (kind === 'CHECK') found.push({ name: name ?? text, kind, columns: [], definition: text })
  return withNumbers(found)
}

export function indexOf(rows: IndexRow[]): SourceIndex {
  const [{ name, unique, sql }] = rows as [IndexRow]
  const keys = sql === null ? [] : keysIn(sql)
  return {
    name,
    unique: unique === 1,
    method: 'btree',
    columns: rows.map(({ column }, at) => column ?? keys[at] ?? 'rowid'),
    definition: sql,
  }
}

type Around = {
  schema: string
  target: string
  own: ColumnRow[]
  others: ColumnRow[]
  /** Those that no key has been found to be yet. */
  written: Declared[]
  /** Names that are given already. */
  taken: Set<string>
}

export function relationshipOf(
  rows: KeyRow[],
  { schema, target, own, others, written, taken }: Around,
): SourceRelationship {
  const [{ on_delete, on_update }] = rows as [KeyRow]
  const inCaseOf = (columns: ColumnRow[], name: string) =>
    columns.find((column) => column.name.toLowerCase() === name.toLowerCase())?.name ?? name
  const columns = rows.map(({ column }) => inCaseOf(own, column))
  const key = others.filter(({ key }) => key > 0).sort((one, other) => one.key - other.key)
  const targetColumns = rows.map(({ target_column }, at) =>
    target_column === null ? (key[at]?.name ?? '') : inCaseOf(others, target_column),
  )
  const at = written.findIndex((one) => one.kind === 'FOREIGN KEY' && sameNames(one.columns, columns))
  const [declared] = at < 0 ? [] : written.splice(at, 1)
  const unnamed = `(${columns.join(', ')}) REFERENCES ${target}`
  return {
    name: distinct(declared?.name ?? unnamed, taken),
    columns,
    target: { schema, name: target },
    targetColumns,
    onDelete: on_delete,
    onUpdate: on_update,
    deferrable: declared?.deferrable ?? false,
    // Whether it is kept is up to each connection that writes: nothing has proven the rows.
    validated: false,
  }
}

function distinct(name: string, taken: Set<string>): string {
  let free = name
  for (let number = 2; taken.has(free); number++) free = `${name} #${number}`
  taken.add(free)
  return free
}

function withNumbers(constraints: SourceConstraint[]): SourceConstraint[] {
  const taken = new Set<string>()
  return constraints.map((one) => ({ ...one, name: distinct(one.name, taken) }))
}
