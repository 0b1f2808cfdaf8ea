import { contextFor, type Prepared } from '../rules/prepare.ts'
import { phraseKey } from '../rules/text/inflection.ts'
import type { StructureColumn, StructureTable } from '../structure.ts'

/** What of a source a prompt may be about. */

export type Relevance = {
  /** All that can be read, the likeliest first. */
  tables: StructureTable[]
  /** Whether the prompt names the column. */
  isNamed(table: StructureTable, column: StructureColumn): boolean
  /** Values that the prompt's words may stand for, and all values of a column that sorts its rows into a few kinds. */
  valuesOf(table: StructureTable, column: StructureColumn): string[]
}

const namedColumn = 1.5
const spokenOf = 2
/** Those that are surely meant: what is tied to them is likelier than a like name elsewhere. */
const near = 1
const alsoMeant = 0.5
const far = 3
const mostSeeds = 5
const longestComment = 60
const mostKinds = 30
const mostFound = 10

/**
 * Tables that the prompt names or has values of come first, then those tied to them, nearest first, and those with a column or a
 * comment that shares a word with it; of the rest those that most others refer to.
 */
export function relevanceOf(prepared: Prepared, references: readonly { target: string }[]): Relevance {
  const { tokens, tables, vocabulary, paths, source } = prepared
  const costs = new Map<StructureTable, number>()
  const lower = (table: StructureTable, cost: number) =>
    costs.set(table, Math.min(cost, costs.get(table) ?? cost))
  const named = new Set<string>()
  const found = new Map<string, Set<string>>()
  const key = (table: StructureTable, column: StructureColumn) => `${table.id} ${column.name}`

  const { values } = contextFor(prepared, tokens)
  for (let at = 0; at < tokens.length; at++) {
    for (const { value: table, cost } of vocabulary.tablesAt(tokens, at)) lower(table, cost)
    for (const { value, cost } of values.at(at)) {
      lower(value.table, cost)
      if (!value.column) continue
      const known = found.get(key(value.table, value.column)) ?? new Set()
      found.set(key(value.table, value.column), known)
      for (const one of value.values) if (known.size < mostFound) known.add(one)
    }
  }
  const words = new Set(tokens.filter(({ kind, word }) => kind === 'word' && word.length > 3).map(wordKey))
  for (const table of tables) {
    for (let at = 0; at < tokens.length; at++)
      for (const { value: column } of vocabulary.columnsAt(tokens, at, table)) {
        named.add(key(table, column))
        lower(table, namedColumn)
      }
    if (commentWords(table).some((word) => words.has(word))) lower(table, spokenOf)
  }
  const all = [...costs].sort((a, b) => a[1] - b[1])
  const sure = all.filter(([, cost]) => cost <= near)
  const distances = new Map<StructureTable, number>()
  for (const [seed, cost] of sure.length > 0 ? sure : all.slice(0, mostSeeds))
    for (const other of paths.reach(seed))
      distances.set(other.table, Math.min(cost + other.cost, distances.get(other.table) ?? Number.MAX_VALUE))
  const costOf = (table: StructureTable): number => {
    const [cost, distance] = [costs.get(table), distances.get(table)]
    if (cost !== undefined && cost <= near) return cost
    if (distance !== undefined) return cost === undefined ? distance : Math.min(cost, distance - alsoMeant)
    return cost === undefined ? Number.MAX_VALUE : cost + far
  }

  const referredTo = Map.groupBy(references, ({ target }) => target)
  const weight = ({ id }: StructureTable) => referredTo.get(id)?.length ?? 0
  const kinds = new Map(
    source.columns
      .filter(({ table, column, values, few }) => few && isKind(table, column, values.length))
      .map(({ table, column, values }) => [key(table, column), values]),
  )
  return {
    tables: tables
      .filter(({ readable }) => readable)
      .sort((a, b) => costOf(a) - costOf(b) || weight(b) - weight(a)),
    isNamed: (table, column) => named.has(key(table, column)),
    valuesOf: (table, column) => kinds.get(key(table, column)) ?? [...(found.get(key(table, column)) ?? [])],
  }
}

/** Values that repeat sort rows into kinds; those that do not are somebody's own. */
const isKind = ({ estimatedRows }: StructureTable, { enumValues }: StructureColumn, count: number) =>
  enumValues !== null || (count <= mostKinds && estimatedRows !== null && estimatedRows >= 2 * count)

const wordKey = ({ word }: { word: string }) => phraseKey(word)

const commentWords = ({ comment, columns }: StructureTable): string[] =>
  [comment, ...columns.map((column) => column.comment)].flatMap((text) =>
    (text?.toLowerCase().match(/\p{L}{4,}/gu) ?? []).slice(0, longestComment).map(phraseKey),
  )
