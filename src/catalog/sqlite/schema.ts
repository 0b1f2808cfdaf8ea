import { type Declared, type DefinedColumn, type Definition, definitionOf } from './definition.ts'
import { type IndexDefinition, indexDefinitionOf } from './index-definition.ts'
import { fold } from './names.ts'
import type { ColumnRow, IndexRow, KeyRow, PrimaryKeyRow, SchemaRow, UniqueRow } from './queries.sql.ts'

/**
 * What the pragmas say of tables, told from the statements that made them: SQLite itself has nothing else to tell it from, and to ask it
 * takes a statement for each table and index. Null for a table where something is not understood here: that is to be asked.
 */
export type Schema = {
  definition(table: string): Definition
  columns(table: string): ColumnRow[] | null
  primaryKey(table: string): PrimaryKeyRow[] | null
  /** Of its UNIQUE constraints alone. */
  uniques(table: string): UniqueRow[] | null
  indexes(table: string): IndexRow[] | null
  foreignKeys(table: string): KeyRow[] | null
}

/** @param rows of all tables and indexes of a file; tables are asked for by the names that they have there */
export function schemaOf(rows: SchemaRow[]): Schema {
  const statements = new Map<string, string>()
  /** As SQLite finds them, in any case. */
  const names = new Map<string, string>()
  const automatic = new Set<string>()
  for (const { type, name, sql } of rows)
    if (sql === null) automatic.add(name)
    else if (type === 'table') {
      statements.set(name, sql)
      names.set(fold(name), name)
    }
  const definitions = memoized((name) => definitionOf(statements.get(name) ?? ''))
  const tables = memoized((name) => tableOf(name, definitions(name), automatic))
  let created: ReturnType<typeof createdIndexes> | undefined

  return {
    definition: definitions,
    columns: (name) => tables(name) && columnRows(tables(name)!),
    primaryKey: (name) => tables(name)?.key.map((column) => ({ table_id: name, column })) ?? null,
    uniques: (name) => tables(name)?.indexes.filter(({ origin }) => origin === 'u') ?? null,

    indexes(name) {
      const table = tables(name)
      if (created === undefined) created = createdIndexes(rows)
      const own = created?.get(fold(name)) ?? []
      return table && created && all([table.indexes, ...own.map((index) => rowsOfIndex(index, table))])
    },

    foreignKeys(name) {
      const table = tables(name)
      const keys = definitions(name).constraints.filter(({ kind }) => kind === 'FOREIGN KEY')
      return (
        table &&
        all(
          keys.map((key, at) => {
            const target = names.get(fold(key.reference!.table))
            return rowsOfKey(key, { at, table, target: target === undefined ? null : tables(target) })
          }),
        )
      )
    },
  }
}

type Table = {
  id: string
  columns: DefinedColumn[]
  /** The columns of the primary key. */
  key: string[]
  /** That its constraints have. */
  indexes: IndexRow[]
}

function memoized<Value>(make: (name: string) => Value): (name: string) => Value {
  const made = new Map<string, Value>()
  return (name) => {
    if (!made.has(name)) made.set(name, make(name))
    return made.get(name)!
  }
}

/** Null where one of them is. */
const all = <Row>(parts: (Row[] | null)[]): Row[] | null =>
  parts.every((part) => part !== null) ? parts.flat() : null

/** @param automatic the names of all indexes that constraints have */
function tableOf(name: string, definition: Definition, automatic: Set<string>): Table | null {
  const { columns, constraints } = definition
  if (!definition.isWhole || definition.table !== name) return null
  const keys = constraints.filter(({ kind }) => kind === 'PRIMARY KEY')
  const key = namesIn(
    columns,
    keys.flatMap((one) => one.columns),
  )
  const isRowNumber =
    key?.length === 1 && columns.some((column) => column.name === key[0] && column.type === 'INTEGER')
  const indexes: IndexRow[][] = []
  const seen = new Set<string>()
  for (const { kind, columns } of constraints) {
    if (kind !== 'UNIQUE' && (kind !== 'PRIMARY KEY' || isRowNumber)) continue
    const found = namesIn(definition.columns, columns)
    if (!found) return null
    seen.add(JSON.stringify(found))
    const row = {
      table_id: name,
      name: automaticName(name, indexes.length + 1),
      unique: 1,
      origin: kind === 'UNIQUE' ? ('u' as const) : ('pk' as const),
      sql: null,
    }
    indexes.push(found.map((column) => ({ ...row, column })))
  }
  // Of two constraints on the same columns SQLite makes one index, if they compare alike.
  if (!key || keys.length > 1 || seen.size < indexes.length) return null
  if (indexes.some(([row]) => !automatic.has(row!.name))) return null
  if (automatic.has(automaticName(name, indexes.length + 1))) return null
  return { id: name, columns, key, indexes: indexes.flat() }
}

function columnRows({ id, columns, key, indexes }: Table): ColumnRow[] {
  const isIndexed = indexes.some(({ origin }) => origin === 'pk')
  return columns.map(({ name, type, isNotNull, default: value }) => {
    const at = key.indexOf(name)
    return {
      table_id: id,
      name,
      type,
      not_null: isNotNull ? 1 : 0,
      default: value,
      key: at + 1,
      hidden: 0,
      indexed: at >= 0 && isIndexed ? 1 : 0,
    }
  })
}

const automaticName = (table: string, number: number) => `sqlite_autoindex_${table}_${number}`

/** As the table has it; most are written so. */
function nameIn(columns: DefinedColumn[], name: string): string | undefined {
  if (columns.some((column) => column.name === name)) return name
  const folded = fold(name)
  return columns.find((column) => fold(column.name) === folded)?.name
}

/** Null where one is not there, or is there twice. */
function namesIn(columns: DefinedColumn[], names: string[]): string[] | null {
  const found = names.flatMap((name) => nameIn(columns, name) ?? [])
  return found.length === names.length && new Set(found).size === found.length ? found : null
}

type CreatedIndex = { name: string; sql: string; definition: IndexDefinition }

/** By the tables that they say they are of, as SQLite takes it; null where one of them does not say it. */
function createdIndexes(rows: SchemaRow[]): Map<string, CreatedIndex[]> | null {
  const created = rows.flatMap(({ type, name, sql }) =>
    type === 'index' && sql !== null ? [{ name, sql, definition: indexDefinitionOf(sql) }] : [],
  )
  const isKnown = (index: (typeof created)[number]): index is CreatedIndex => index.definition !== null
  if (!created.every(isKnown)) return null
  return Map.groupBy(created, ({ definition }) => fold(definition.table))
}

/** A name that is no column is one of the row’s number, or a text. */
function rowsOfIndex({ name, sql, definition }: CreatedIndex, table: Table): IndexRow[] | null {
  const { isUnique, columns } = definition
  const found = columns?.map((column) => nameIn(table.columns, column))
  if (!found || found.includes(undefined)) return null
  const row = { table_id: table.id, name, unique: isUnique ? 1 : 0, origin: 'c' as const, sql }
  return found.map((column) => ({ ...row, column: column! }))
}

/** @param at how many keys stand before it */
function rowsOfKey(
  { columns, reference }: Declared,
  { at, table, target }: { at: number; table: Table; target: Table | null },
): KeyRow[] | null {
  const from = columns.map((column) => nameIn(table.columns, column))
  if (!target || from.includes(undefined)) return null
  const { table: name, columns: to, onDelete, onUpdate } = reference!
  return from.map((column, position) => {
    const given = to[position]
    return {
      table_id: table.id,
      id: at,
      column: column!,
      target: name,
      target_column:
        (given === undefined ? target.key[position] : (nameIn(target.columns, given) ?? given)) ?? '',
      on_update: onUpdate,
      on_delete: onDelete,
    }
  })
}
