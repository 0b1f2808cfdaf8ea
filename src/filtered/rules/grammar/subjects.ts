import type { Condition, Order, Subject } from '../../plan.ts'
import type { StructureTable } from '../../structure.ts'
import { singular } from '../text/inflection.ts'
import { numberAt } from '../text/numbers.ts'
import { phrases } from '../text/phrases.ts'
import { type Reading, reading } from '../text/reading.ts'
import { all } from './conditions.ts'
import { type Context, nothing, once, type Part } from './context.ts'
import { afterDeterminers } from './determiners.ts'
import { premodifiers } from './premodifiers.ts'
import { leadingOrders } from './rules/superlatives.ts'
import { sequence } from './sequence.ts'
import { settle } from './settle.ts'
import { headsAt } from './things.ts'

export type Chosen = { table: StructureTable; where: Condition | null; order: Order[]; limit: number | null }

const top = phrases(
  'top',
  'the top',
  'best',
  'the best',
  'our top',
  'my top',
  'our best',
  'the first',
  'first',
)
const bottom = phrases('bottom', 'the bottom', 'worst', 'the worst')
const some = phrases(
  'any',
  'up to',
  'about',
  'around',
  'at most',
  'a sample of',
  'a random sample of',
  'just',
  'only',
  'some',
  'the',
  'a set of',
  'a maximum of',
  'max',
  'no more than',
  'a handful of',
)
const singularDeterminer = phrases('the', 'which', 'a', 'an', 'our', 'the single', 'that', 'the one')

/** Rows of a table that a filtered database is to hold: the noun, what is said of it, an order and how many. */
export const subjectsAt = (context: Context, at: number): Reading<Chosen>[] =>
  once(context, `subject ${at}`, () => [...plain(context, at), ...limited(context, at)], 24)

function plain(context: Context, at: number): Reading<Chosen>[] {
  return headsAt(context, at, 0).flatMap((head) => {
    const { table, where } = head.value
    const start = reading(head.end, { where, order: [], limit: null as number | null }, head.cost)
    return rests(context, table, head.end).flatMap((rest) => finish(context, table, start, rest, at))
  })
}

const rests = (context: Context, table: StructureTable, at: number): Reading<Part>[] => [
  reading(at, nothing),
  ...sequence(context, table, at, 0),
]

type Start = Reading<{ where: Condition | null; order: Order[]; limit: number | null }>

function finish(
  context: Context,
  table: StructureTable,
  start: Start,
  rest: Reading<Part>,
  at: number,
): Reading<Chosen>[] {
  const settled = settle(context, rest.value)
  if (!settled) return []
  const [leading, named] = [start.value.order[0], rest.value.order[0]]
  if (start.value.order.length + rest.value.order.length > 2 || rest.value.order.length > 1) return []
  // "The largest countries by area": the adjective says which end, the column is named after it.
  const order =
    leading && named
      ? [{ ...named, descending: leading.descending }]
      : [...start.value.order, ...rest.value.order]
  const where = all([start.value.where, settled.where].filter((one) => one !== null))
  let limit = start.value.limit
  if (limit === null && order.length > 0) {
    // "the customer with the most orders" is one; of "customers with the most orders" it is not said how many.
    const noun = context.tokens[start.end - 1]!
    const one = singular(noun.word) === noun.word && singularDeterminer(context.tokens, at).length > 0
    if (!one) return []
    limit = 1
  }
  return [reading(rest.end, { table, where, order, limit }, start.cost + rest.cost + settled.cost)]
}

/** "the 3 actors …", "Top 5 most expensive products", "the 20 most recent orders", "the oldest employee". */
function limited(context: Context, at: number): Reading<Chosen>[] {
  const { tokens } = context
  const found: Reading<Chosen>[] = []
  const starts = new Map<number, 'top' | 'bottom' | null>()
  for (const end of afterDeterminers(context, at)) starts.set(end, null)
  for (const end of some(tokens, at)) starts.set(end, null)
  for (const end of bottom(tokens, at)) starts.set(end, 'bottom')
  for (const end of top(tokens, at)) starts.set(end, 'top')
  for (const [start, kind] of starts) {
    const counts: { end: number; limit: number | null; cost: number }[] = [
      { end: start, limit: null, cost: 0 },
    ]
    for (const { end, value } of numberAt(tokens, start))
      if (
        !tokens[start]!.joined &&
        !value.unit &&
        !value.plus &&
        Number.isInteger(value.number) &&
        value.number > 0
      )
        counts.push({ end, limit: value.number, cost: 0 })
    for (const count of counts) {
      if (count.limit !== null) found.push(...nouns(context, at, count.end, count.limit, kind, []))
      for (const next of afterDeterminers(context, count.end))
        found.push(...ordered(context, at, next, count.limit, kind))
    }
  }
  return found
}

/** An order before the noun; the number may follow it ("most recent 20 orders"). */
function ordered(
  context: Context,
  at: number,
  start: number,
  limit: number | null,
  kind: 'top' | 'bottom' | null,
): Reading<Chosen>[] {
  return context.tables.flatMap((table) =>
    leadingOrders(context, table, start).flatMap((order) => {
      const found: Reading<Chosen>[] = nouns(
        context,
        at,
        order.end,
        limit,
        kind,
        [order.value],
        table,
        order.cost,
      )
      if (limit === null)
        for (const { end, value } of numberAt(context.tokens, order.end))
          if (!value.unit && !value.plus && Number.isInteger(value.number) && value.number > 0)
            found.push(...nouns(context, at, end, value.number, kind, [order.value], table, order.cost))
      return found
    }),
  )
}

function nouns(
  context: Context,
  at: number,
  start: number,
  limit: number | null,
  kind: 'top' | 'bottom' | null,
  order: Order[],
  only?: StructureTable,
  cost = 0,
): Reading<Chosen>[] {
  const { tokens, vocabulary } = context
  const found: Reading<Chosen>[] = []
  for (const first of afterDeterminers(context, start))
    for (let noun = first; noun < Math.min(first + 6, tokens.length); noun++)
      for (const mention of vocabulary.tablesAt(tokens, noun)) {
        if (only && mention.value !== only) continue
        const before =
          noun === first
            ? [reading<Condition | null>(noun, null)]
            : premodifiers(context, mention.value, first, noun, 0)
        for (const said of before)
          for (const rest of rests(context, mention.value, mention.end)) {
            // "The best customers" are best by something that the prompt has to name.
            const named = order.length + rest.value.order.length
            if (kind === 'bottom' && named === 0) continue
            if (
              kind === 'top' &&
              named === 0 &&
              !/first/.test(
                tokens
                  .slice(at, start)
                  .map(({ word }) => word)
                  .join(' '),
              )
            )
              continue
            const turned =
              kind === 'bottom'
                ? {
                    ...rest,
                    value: {
                      ...rest.value,
                      order: rest.value.order.map((one) => ({ ...one, descending: false })),
                    },
                  }
                : rest
            const begun: Start = reading(
              mention.end,
              { where: said.value, order, limit },
              mention.cost + said.cost + cost,
            )
            found.push(...finish(context, mention.value, begun, turned, at))
          }
      }
  return found
}

export const asSubject = ({ table, where, order, limit }: Chosen): Subject => ({
  table: { schema: table.schema, name: table.name },
  where,
  orderBy: limit === null ? [] : order,
  limit,
})
