import type { Condition, Order } from '../../../filtered/plan.ts'
import { leadingOrders } from '../../../filtered/rules/grammar/rules/superlatives.ts'
import { settle } from '../../../filtered/rules/grammar/settle.ts'
import { headsAt } from '../../../filtered/rules/grammar/things.ts'
import { numberAt } from '../../../filtered/rules/text/numbers.ts'
import { type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { Token } from '../../../filtered/rules/text/tokens.ts'
import type { StructureTable } from '../../../filtered/structure.ts'
import { type Asking, type Grouped, type Measured, plainMeasure } from './asking.ts'
import { entity, groupsAt } from './groups.ts'
import type { Limit } from './order-words.ts'
import { reversed, type Way } from './ways.ts'

/** Things that are ranked: "top 10 products by quantity sold", "which countries have the most customers", "most rented films". */
export type Ranking = {
  group: Grouped
  measures: Measured[]
  limit: number | null
  /** Null where nothing was said of an order. */
  descending: boolean | null
  /** On rows of the group's table. */
  entityWhere: { way: Way; where: Condition }[]
}

/** "10 most expensive products", "most rented films", "customers who spent the most": as the filter planner orders them. */
export function superlative(
  asking: Asking,
  { end: start, value: limit, cost }: Reading<Limit>,
): Reading<Ranking>[] {
  const { context } = asking
  const found: Reading<Ranking>[] = []
  const add = (
    end: number,
    table: StructureTable,
    order: Order,
    wheres: Condition[],
    extra: number,
    count: number | null = null,
  ) => {
    for (const ranking of ofOrder(asking, table, order))
      found.push(
        reading(
          end,
          {
            ...ranking.value,
            limit: limit.limit ?? count,
            entityWhere: wheres.map((where) => ({ way: wayOf(ranking.value.group), where })),
          },
          cost + extra + ranking.cost,
        ),
      )
  }
  for (const { table } of asking.ways.up(asking.subject))
    for (const order of leadingOrders(context, table, start))
      for (const { from, count } of countsFrom(context.tokens, order.end))
        for (const head of headsAt(context, from, 0)) {
          const { where } = head.value
          if (head.value.table === table && (count === null || limit.limit === null))
            add(head.end, table, order.value, where ? [where] : [], order.cost + head.cost, count)
        }
  found.push(...superlativeGroups(asking, start, limit, cost))
  for (const head of headsAt(context, start, 0)) {
    const { table, where } = head.value
    for (const rest of context.read.sequence(context, table, head.end, 0)) {
      const [order, second] = rest.value.order
      const settled = order && !second ? settle(context, rest.value) : null
      if (!order || !settled) continue
      const wheres = [where, settled.where].filter((one) => one !== null)
      add(rest.end, table, order, wheres, head.cost + rest.cost)
    }
  }
  return found
}

/** "best selling brands", "most booked room types": by a property of what the superlative is said of. */
function superlativeGroups(
  asking: Asking,
  start: number,
  { limit }: Limit,
  cost: number,
): Reading<Ranking>[] {
  const { context, ways, subject } = asking
  return ways.up(subject).flatMap((way) =>
    leadingOrders(context, way.table, start).flatMap((order) =>
      order.value.related === null
        ? []
        : ofOrder(asking, way.table, order.value).flatMap((ranking) =>
            groupsAt(asking, order.end)
              .filter(({ value }) => value.kind === 'column' && value.way.table === way.table && !value.each)
              .map((group) =>
                reading(
                  group.end,
                  { ...ranking.value, group: group.value, limit, entityWhere: [] },
                  cost + order.cost + ranking.cost + group.cost + 0.1,
                ),
              ),
          ),
    ),
  )
}

const wayOf = (group: Grouped): Way => (group as Extract<Grouped, { kind: 'column' }>).way

function ofOrder(
  { context, ways, subject }: Asking,
  table: StructureTable,
  order: Order,
): Reading<Omit<Ranking, 'limit' | 'entityWhere'>>[] {
  const column = (name: string | null | undefined) => subject.columns.find((one) => one.name === name) ?? null
  const { descending } = order
  if (order.related === null) {
    if (table !== subject) return []
    const own = column(order.column)
    const [way] = ways.up(subject)
    if (own?.role !== 'NUMBER' || !way) return []
    return [
      reading(
        0,
        {
          group: entity(way),
          measures: [{ ...plainMeasure, function: 'IMPLIED', column: own, where: [] }],
          descending,
        },
        0,
      ),
    ]
  }
  const { path, where, function: name, column: measured, times } = order.related
  const last = path.at(-1)!
  if (last.name !== subject.name || last.schema !== subject.schema) return []
  const back = context.paths
    .between(table, subject)
    .filter(({ steps }) => JSON.stringify(steps) === JSON.stringify(path))
    .map(({ references }) => reversed(references))
  return back.flatMap((references) => {
    if (references.some(({ down }) => down)) return []
    const measure: Measured = {
      ...plainMeasure,
      function: name,
      column: column(measured),
      times: column(times),
      where: where ? [where] : [],
    }
    return [reading(0, { group: entity({ table, references, cost: 0 }), measures: [measure], descending }, 0)]
  })
}

/** "longest films", "longest 10 films". */
const countsFrom = (tokens: readonly Token[], at: number): { from: number; count: number | null }[] => [
  { from: at, count: null },
  ...numberAt(tokens, at)
    .filter(({ value }) => !value.unit && !value.plus && Number.isInteger(value.number) && value.number > 0)
    .map(({ end, value }) => ({ from: end, count: value.number })),
]
