import { piecesOf } from '../../../filtered/rules/source/measures.ts'
import { nameWords } from '../../../filtered/rules/source/names.ts'
import type { Paths } from '../../../filtered/rules/source/paths.ts'
import type { Vocabulary } from '../../../filtered/rules/source/vocabulary.ts'
import { irregularDeeds, stemsOfDeed } from '../../../filtered/rules/terms/verbs.ts'
import { singular, stem } from '../../../filtered/rules/text/inflection.ts'
import type { Token } from '../../../filtered/rules/text/tokens.ts'
import type { StructureColumn, StructureTable } from '../../../filtered/structure.ts'
import { moneyOf, moneyRank, moneyWords } from './money.ts'

const most = 10
const byColumn = 0.3
const byMoney = 0.3
const byDeed = 0.4
const byFlag = 0.9
const perDistance = 0.15
const outOfReach = 1

const isDeed = (word: string) => /(ed|en|ing)$/.test(word) || irregularDeeds.includes(word)

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
  // Rows of a child by inheritance are rows of its parent, too.
  const own = tables.filter(({ inherits }) => inherits.length === 0)
  const isOfMoney = tokens.some((_, at) => moneyWords.some(([phrase]) => phrase(tokens, at).length > 0))
  const isOfPieces = tokens.some(({ word }) =>
    /^(quantity|quantities|units?|copies|pieces|items|sold|selling)$/.test(word),
  )
  for (let at = 0; at < tokens.length; at++) {
    for (const { value, cost } of vocabulary.tablesAt(tokens, at)) {
      add(value, cost)
      mentioned.set(value, Math.min(cost, mentioned.get(value) ?? cost))
    }
    for (const table of own)
      for (const { value, cost } of vocabulary.columnsAt(tokens, at, table))
        if (value.role === 'NUMBER' && !table.primaryKey?.includes(value.name)) add(table, byColumn + cost)
  }
  const deeds = tokens.filter(({ word }) => isDeed(word)).map(({ word }) => stemsOfDeed(stem(word)))
  const plurals = new Set(
    tokens
      .map(({ word }) => word)
      .filter((word) => singular(word) !== word)
      .map(singular),
  )
  for (const table of own) {
    // "Moderators" are users who are.
    const isNoun = ({ name, role }: StructureColumn) =>
      role === 'BOOLEAN' && plurals.has(nameWords(name).at(-1)!)
    if (plurals.size > 0 && table.columns.some(isNoun)) add(table, byFlag)
    const stems = nameWords(table.name).map(stem)
    for (const deed of deeds) {
      const rank = Math.min(...deed.flatMap((one, index) => (stems.includes(one) ? [index] : [])))
      if (Number.isFinite(rank)) add(table, byDeed + rank * 0.1)
    }
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
