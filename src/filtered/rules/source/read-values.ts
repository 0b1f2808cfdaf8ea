import type { StructureColumn, StructureTable } from '../../structure.ts'
import * as statements from './values.sql.ts'

export type Query = <Row>(text: string, values?: unknown[]) => Promise<Row[]>
export type ColumnValues = {
  table: StructureTable
  column: StructureColumn
  /** All there are where `few`, else those that the prompt may mention. */
  values: string[]
  few: boolean
}
export type FullName = { table: StructureTable; columns: [string, string]; names: [string, string][] }
export type Extremes = { low: number; high: number }
export type SourceValues = {
  columns: ColumnValues[]
  fullNames: FullName[]
  /** By table's id and column. */
  extremes: Map<string, Extremes>
}

const fewValues = 200
const longestValue = 80
const megabyte = 1024 * 1024
/** As much as is read in full for one prompt, the nearest tables first: about a second's work. */
const fullBytes = 6 * megabyte
/** As much as is searched for what the prompt mentions; of what lies beyond, statistics are all that is known. */
const searchedBytes = 96 * megabyte
const firstNames = /^(first|given|fore|christian)_?names?$|^fname$/i
const lastNames = /^(last|family|sur)_?names?$|^lname$/i

/** Reads what the prompt's words may be values of, one statement a table. `phrases`: all runs of words of the prompt, twice. */
export async function readValues(
  tables: readonly StructureTable[],
  phrases: { plain: string[]; folded: string[] },
  numbersOf: ReadonlySet<string>,
  query: Query,
): Promise<SourceValues> {
  const found: SourceValues = { columns: [], fullNames: [], extremes: new Map() }
  const ids = tables.map(({ id }) => id)
  const sizes = new Map(
    (await query<{ id: string; bytes: number }>(statements.sizes, [ids])).map(({ id, bytes }) => [
      id,
      Number(bytes),
    ]),
  )
  let [full, searched] = [fullBytes, searchedBytes]
  for (const table of tables) {
    for (const column of table.columns)
      if (column.enumValues) found.columns.push({ table, column, values: column.enumValues, few: true })
    if (!table.readable) continue
    const columns = table.columns.filter(isText)
    const bytes = sizes.get(table.id) ?? 0
    const known = bytes > full && columns.length > 0 ? await statistics(table, columns, query) : null
    if (bytes > searched) {
      found.columns.push(...(known ?? []))
      continue
    }
    searched -= bytes
    if (known && known.length > 0)
      found.columns.push(...merged(known, await fromSearch(table, columns, phrases, query)))
    // A table that was never analysed is read, however large, as nothing else tells what is in it.
    else if (columns.length > 0) {
      found.columns.push(...(await fromRows(table, columns, phrases, query)))
      full -= bytes
    }
    const first = table.columns.find(({ name }) => firstNames.test(name))
    const last = table.columns.find(({ name }) => lastNames.test(name))
    if (first && last) {
      const rows = await query<{ first: string; last: string }>(
        statements.fullNames(table, first.name, last.name),
        [phrases.plain, phrases.folded],
      )
      if (rows.length > 0)
        found.fullNames.push({
          table,
          columns: [first.name, last.name],
          names: rows.map((row) => [row.first, row.last]),
        })
    }
    const numbers = numbersOf.has(table.id) ? table.columns.filter(({ role }) => role === 'NUMBER') : []
    if (numbers.length === 0) continue
    const [row] = await query<Record<string, number | null>>(statements.extremes(table, numbers))
    for (const [index, { name }] of numbers.entries()) {
      const [low, high] = [row?.[`low${index}`], row?.[`high${index}`]]
      if (low != null && high != null) found.extremes.set(`${table.id} ${name}`, { low, high })
    }
  }
  return found
}

const isText = ({ role, type }: StructureColumn) =>
  role === 'TEXT' ||
  (role === 'ARRAY' && /^(text|character|varchar)/.test(type)) ||
  (role === 'ARRAY' &&
    /\[\]$/.test(type) &&
    !/(int|numeric|real|double|date|time|bool|uuid|json|bytea)/.test(type))

async function fromRows(
  table: StructureTable,
  columns: StructureColumn[],
  phrases: { plain: string[]; folded: string[] },
  query: Query,
): Promise<ColumnValues[]> {
  const rows = await query<{ column: number; value: string; few: boolean }>(
    statements.values(table, columns),
    [phrases.plain, phrases.folded, fewValues, longestValue],
  )
  return Map.groupBy(rows, ({ column }) => column)
    .entries()
    .map(([index, of]) => ({
      table,
      column: columns[index]!,
      values: of.map(({ value }) => value),
      few: of[0]!.few,
    }))
    .toArray()
}

async function fromSearch(
  table: StructureTable,
  columns: StructureColumn[],
  phrases: { plain: string[]; folded: string[] },
  query: Query,
): Promise<ColumnValues[]> {
  const rows = await query<{ column: number; value: string }>(statements.mentioned(table, columns), [
    phrases.plain,
    phrases.folded,
    longestValue,
  ])
  return Map.groupBy(rows, ({ column }) => column)
    .entries()
    .map(([index, of]) => ({
      table,
      column: columns[index]!,
      values: of.map(({ value }) => value),
      few: false,
    }))
    .toArray()
}

/** Rare values are not in the statistics, and those of many are nowhere else. */
function merged(known: ColumnValues[], mentioned: ColumnValues[]): ColumnValues[] {
  const others = new Map(mentioned.map((one) => [one.column, one]))
  const both = known.map((one) => {
    const more = others.get(one.column)?.values ?? []
    others.delete(one.column)
    return { ...one, values: [...new Set([...one.values, ...more])] }
  })
  return [...both, ...others.values()]
}

async function statistics(
  table: StructureTable,
  columns: StructureColumn[],
  query: Query,
): Promise<ColumnValues[]> {
  const rows = await query<{ name: string; distinct: number; values: string[] }>(statements.commonValues, [
    table.schema,
    table.name,
  ])
  return rows.flatMap(({ name, distinct, values }) => {
    const column = columns.find((one) => one.name === name && one.role === 'TEXT')
    const few = distinct > 0 && distinct <= fewValues
    return column && few
      ? [{ table, column, values: values.filter((value) => value.length <= longestValue), few }]
      : []
  })
}
