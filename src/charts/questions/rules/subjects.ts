import { piecesOf } from '../../../filtered/rules/source/measures.ts'
import type { Paths } from '../../../filtered/rules/source/paths.ts'
import type { Vocabulary } from '../../../filtered/rules/source/vocabulary.ts'
import type { Token } from '../../../filtered/rules/text/tokens.ts'
import type { StructureTable } from '../../../filtered/structure.ts'
import { moneyOf, moneyRank, moneyWords } from './money.ts'

const most = 14
const byColumn = 0.3
const byMoney = 0.3
const perDistance = 0.15
const outOfReach = 1

/** Tables whose rows a question may count or measure, the likeliest first. */
export function subjectsOf(
  tokens: readonly Token[],
  tables: readonly StructureTable[],
  vocabulary: Vocabulary,
  paths: Paths | null,
): StructureTable[] {
  const costs = new Map<StructureTable, number>()
  const add = (table: StructureTable, cost: number) =>
    costs.set(table, Math.min(cost, costs.get(table) ?? cost))
  const mentioned = new Map<StructureTable, number>()
  const isOfMoney = tokens.some((_, at) => moneyWords.some(([phrase]) => phrase(tokens, at).length > 0))
  const isOfPieces = tokens.some(({ word }) =>
    /^(quantity|quantities|units?|copies|pieces|items|sold|selling)$/.test(word),
  )
  for (let at = 0; at < tokens.length; at++) {
    for (const { value, cost } of vocabulary.tablesAt(tokens, at)) {
      add(value, cost)
      mentioned.set(value, Math.min(cost, mentioned.get(value) ?? cost))
    }
    for (const table of tables)
      for (const { value, cost } of vocabulary.columnsAt(tokens, at, table))
        if (value.role === 'NUMBER' && !table.primaryKey?.includes(value.name)) add(table, byColumn + cost)
  }
  for (const table of tables) {
    if (isOfMoney && moneyOf(table).length > 0) add(table, byMoney + moneyRank(table, 'sell'))
    if (isOfPieces && piecesOf(table).length > 0) add(table, byMoney + moneyRank(table, 'sell'))
  }
  const far = (table: StructureTable) => {
    if (mentioned.has(table) || mentioned.size === 0 || paths === null) return 0
    const reach = new Map(paths.reach(table).map((one) => [one.table, one.cost]))
    const least = Math.min(
      ...[...mentioned.keys()].map((other) => reach.get(other) ?? Number.POSITIVE_INFINITY),
    )
    return Number.isFinite(least) ? least * perDistance : outOfReach
  }
  return [...costs]
    .map(([table, cost]) => ({ table, cost: cost + far(table) }))
    .sort((a, b) => a.cost - b.cost)
    .slice(0, most)
    .map(({ table }) => table)
}
