import type { Condition } from '../../plan.ts'
import type { StructureTable } from '../../structure.ts'
import { nameWords } from '../source/names.ts'
import type { Path } from '../source/paths.ts'
import { stemsOfDeed } from '../terms/verbs.ts'
import { stem } from '../text/inflection.ts'
import { related } from './conditions.ts'
import type { Context } from './context.ts'

/** What the words before a place or thing say about the way to it: "shipped to", "from". */
export type Hint = { verb?: string; preposition?: string }

export const noHint: Hint = {}
const away = /^(from|source|origin|departure|depart|sender|start|leaving|out|billing)$/
const towards = /^(to|target|destination|dest|arrival|arrive|recipient|receiver|end|ship|shipping|delivery)$/
/** How much a step on the way costs a reading. */
const perStep = 0.4

/** Lower where a column's words fit the verb and preposition, higher where they say the opposite. */
export function hintCost(words: readonly string[], { verb, preposition }: Hint): number {
  const stems = verb ? stemsOfDeed(stem(verb)) : []
  const rank = Math.min(...words.map((word) => stems.indexOf(stem(word))).filter((index) => index >= 0))
  if (Number.isFinite(rank)) return -0.4 + rank * 0.05
  const [fitting, opposite] =
    preposition === 'from'
      ? [away, towards]
      : preposition === 'to' || preposition === 'into'
        ? [towards, away]
        : []
  if (fitting && words.some((word) => fitting.test(word))) return -0.3
  return opposite && words.some((word) => opposite.test(word)) ? 1 : 0
}

export type Way = { path: Path; cost: number }

/** The ways to another table, with their costs for a reading. */
export const ways = (
  context: Context,
  from: StructureTable,
  to: StructureTable,
  hint: Hint = noHint,
): Way[] =>
  context.paths.between(from, to).map((path) => ({
    path,
    cost:
      path.cost * perStep +
      Math.min(
        0,
        ...path.references.map(({ reference }) => hintCost(reference.columns.flatMap(nameWords), hint)),
      ) +
      Math.max(
        0,
        ...path.references.map(({ reference, down }) =>
          down ? 0 : hintCost(reference.columns.flatMap(nameWords), hint),
        ),
      ),
  }))

/** The condition on `from` that a condition on rows of `to` makes, each way. */
export function tied(
  context: Context,
  from: StructureTable,
  to: StructureTable,
  where: Condition | null,
  hint: Hint = noHint,
): { where: Condition; cost: number; path: Path | null }[] {
  const found: { where: Condition; cost: number; path: Path | null }[] = ways(context, from, to, hint).map(
    ({ path, cost }) => ({ where: related(path, where), cost, path }),
  )
  if (from !== to) return found
  // Of a table that refers to itself, the rows themselves are meant first.
  return [
    ...(where ? [{ where, cost: 0, path: null }] : []),
    ...found.map((one) => ({ ...one, cost: one.cost + 0.2 })),
  ]
}
