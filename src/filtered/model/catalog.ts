import { asData } from '../../platform/chat/data.ts'
import type { Reference, Structure, StructureColumn, StructureTable, TableRef } from '../structure.ts'
import type { DraftNames } from './draft-conditions.ts'
import type { Relevance } from './relevance.ts'

/** What a model is shown of a source, and the names that it can answer with. */
export type ModelCatalog = {
  /** JSON, a table a line; the characters < and > stand in it as escapes alone. */
  text: string
  names: DraftNames
  /** By the names that the tables have in `text`. */
  tables: ReadonlyMap<string, TableRef>
}

/** About 16,000 tokens. */
const mostCharacters = 56_000
/** Endpoints take at most 1,000 enum values in a strict schema, and 15,000 characters in one enum; some are the plan's own. */
const mostNames = 900
const mostNameCharacters = 14_000
const mostColumns = 120
const longestComment = 200
const longestValue = 60
const mostLabels = 50

/** The likeliest tables, as many as fit. Of a very wide table: its keys, the columns that are named, then the first ones. */
export function catalogFor({ references }: Structure, relevance: Relevance): ModelCatalog {
  const pairs = Map.groupBy(references, ({ source, target }) => [source, target].sort().join())
  const needsName = ({ source, target }: Reference) => pairs.get([source, target].sort().join())!.length > 1
  const held = Map.groupBy(references, ({ source }) => source)
  const nameOf = new Map(relevance.tables.map((table) => [table.id, quoted(table)]))
  const tables = new Map<string, TableRef>()
  const columns = new Set<string>()
  const keys = new Set<string>()
  const lines: string[] = []
  let characters = 0
  for (const table of relevance.tables) {
    const own = held.get(table.id) ?? []
    const shown = columnsOf(table, own, relevance)
    const line = asData({
      table: nameOf.get(table.id),
      rows: table.estimatedRows ?? undefined,
      comment: shortened(table.comment, longestComment),
      key: table.primaryKey ?? undefined,
      columns: shown.map((column) => describeColumn(table, column, relevance)),
      columnsLeftOut: table.columns.length - shown.length || undefined,
      references: own
        .filter(({ target }) => nameOf.has(target))
        .map((reference) => ({
          columns: reference.columns,
          to: nameOf.get(reference.target),
          via: needsName(reference) ? reference.name : undefined,
        })),
    })
    const more = {
      columns: new Set([...columns, ...shown.map(({ name }) => name)]),
      keys: new Set([...keys, ...own.filter(needsName).map(({ name }) => name)]),
    }
    const names = [tables.size + 1, more.columns.size, more.keys.size].reduce((sum, size) => sum + size)
    const fits =
      characters + line.length <= mostCharacters &&
      names <= mostNames &&
      [[...tables.keys()], more.columns, more.keys].every((all) => lengthOf(all) <= mostNameCharacters)
    if (!fits && lines.length > 0) break
    characters += line.length
    lines.push(line)
    tables.set(nameOf.get(table.id)!, { schema: table.schema, name: table.name })
    for (const name of more.columns) columns.add(name)
    for (const name of more.keys) keys.add(name)
  }
  return {
    text: lines.join('\n'),
    names: { tables: [...tables.keys()], columns: [...columns], keys: [...keys] },
    tables,
  }
}

const lengthOf = (names: Iterable<string>) => [...names].reduce((sum, name) => sum + name.length, 0)

function columnsOf(
  table: StructureTable,
  references: readonly Reference[],
  { isNamed }: Relevance,
): StructureColumn[] {
  if (table.columns.length <= mostColumns) return table.columns
  const keys = new Set([...(table.primaryKey ?? []), ...references.flatMap(({ columns }) => columns)])
  const rank = (column: StructureColumn) => (isNamed(table, column) ? 0 : keys.has(column.name) ? 1 : 2)
  const kept = new Set([...table.columns].sort((a, b) => rank(a) - rank(b)).slice(0, mostColumns))
  return table.columns.filter((column) => kept.has(column))
}

function describeColumn(table: StructureTable, column: StructureColumn, { valuesOf }: Relevance) {
  const values = (column.enumValues ?? valuesOf(table, column)).slice(0, mostLabels)
  return {
    name: column.name,
    type: column.type,
    nullable: column.nullable || undefined,
    comment: shortened(column.comment, longestComment),
    values: values.length > 0 ? values.filter((value) => value.length <= longestValue) : undefined,
  }
}

const shortened = (text: string | null, most: number) =>
  text === null ? undefined : text.length > most ? `${text.slice(0, most)}…` : text

/** schema.table; a part with a point or a quote in it stands in quotes, so that no two tables are called alike. */
const quoted = ({ schema, name }: TableRef) =>
  [schema, name].map((part) => (/[."]/.test(part) ? JSON.stringify(part) : part)).join('.')
