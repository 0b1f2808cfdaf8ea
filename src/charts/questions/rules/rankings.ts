import type { Condition, Order } from '../../../filtered/plan.ts'
import { leadingOrders } from '../../../filtered/rules/grammar/rules/superlatives.ts'
import { settle } from '../../../filtered/rules/grammar/settle.ts'
import { headsAt } from '../../../filtered/rules/grammar/things.ts'
import { linkingVerbs } from '../../../filtered/rules/terms/verbs.ts'
import { numberAt } from '../../../filtered/rules/text/numbers.ts'
import { best, type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { Token } from '../../../filtered/rules/text/tokens.ts'
import type { StructureTable } from '../../../filtered/structure.ts'
import type { Asking, Grouped, Measured } from './asking.ts'
import { entity, groupsAt } from './groups.ts'
import { measuresAt } from './measures.ts'
import { type Limit, limitsAt } from './order-words.ts'
import { phrases } from './phrases.ts'
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

const by = phrases(
  'by',
  'by their',
  'by the',
  'ranked|sorted|ordered|measured by',
  'in terms of',
  'according to',
  'based on',
  'and their',
  'with their',
  'along with their',
  'and the',
)
const have = phrases(
  'with',
  'having',
  'have|has|had',
  'that|which|who have|has|had',
  'get|gets|got|make|makes|made|place|placed|places|receive|received|generate|generated|generates',
  'that|which|who get|gets|got|make|makes|made|place|placed|places|receive|received|generate|generated|generates',
  'there are|were',
  'are there|were there',
  'in which there are|were',
  'bring|brings|brought in',
)
const most = phrases(
  'most',
  'the most',
  'the highest|largest|greatest|biggest',
  'highest|largest|greatest|biggest',
  'the highest|largest|greatest|biggest number of',
  'highest|largest|greatest|biggest number of',
  'a lot of',
)
const fewest = phrases(
  'fewest',
  'the fewest',
  'least',
  'the least',
  'the lowest|smallest',
  'lowest|smallest',
  'the lowest|smallest number of',
  'lowest|smallest number of',
)
const which = phrases(
  'which',
  'what',
  'who',
  'the',
  'which of the',
  'what are the',
  'who are the',
  'which are the',
)

export function rankingsAt(asking: Asking, at: number): Reading<Ranking>[] {
  const { tokens } = asking.context
  const said: Reading<Limit & { ranked: boolean }>[] = [
    reading(at, { limit: null, descending: true, ranked: false }, 0.3),
    ...which(tokens, at).map((end) => reading(end, { limit: null, descending: true, ranked: false }, 0.1)),
    ...limitsAt(tokens, at).map(({ end, value, cost }) => reading(end, { ...value, ranked: true }, cost)),
  ]
  return best(said.flatMap((one) => [...named(asking, one), ...superlative(asking, one)]))
}

/** Groups that a measure follows. */
function named(
  asking: Asking,
  { end: start, value: limit, cost }: Reading<Limit & { ranked: boolean }>,
): Reading<Ranking>[] {
  const { context, subject } = asking
  const { tokens } = context
  const groups: Reading<{ group: Grouped; entityWhere: Ranking['entityWhere'] }>[] = [
    ...groupsAt(asking, start).map((one) =>
      reading(one.end, { group: one.value, entityWhere: [] }, one.cost),
    ),
    ...entitiesAt(asking, start),
  ]
  return groups.flatMap((group) => {
    const found: Reading<Ranking>[] = []
    const add = (measure: Reading<Measured[]>, descending: boolean | null, extra: number) => {
      const isBare = measure.value.some(({ bare }) => bare)
      found.push(
        reading(
          measure.end,
          { ...group.value, measures: measure.value, limit: limit.limit, descending },
          cost + group.cost + measure.cost + extra + (isBare && descending === null ? 0.4 : 0),
        ),
      )
    }
    for (const next of by(tokens, group.end))
      for (const measure of measuresAt(asking, next)) add(measure, limit.ranked ? limit.descending : null, 0)
    for (const next of [group.end, ...have(tokens, group.end), ...verbEnd(asking, group.end)])
      for (const [phrase, descending] of [
        [most, true],
        [fewest, false],
      ] as const)
        for (const start of phrase(tokens, next))
          for (const measure of measuresAt(asking, start)) {
            const implied = measure.value.some((one) => one.function === 'IMPLIED')
            const own = group.value.group.kind === 'column' && group.value.group.way.table === subject
            add(measure, descending, implied && !own ? 0.2 : -0.1)
          }
    for (const next of [...have(tokens, group.end), ...verbEnd(asking, group.end)])
      for (const measure of measuresAt(asking, next))
        if (measure.value.every((one) => one.function === 'MAX' || one.function === 'MIN'))
          add(measure, measure.value[0]!.function === 'MAX', 0)
    return found
  })
}

/** "pays the highest", "sells the most". */
const verbEnd = ({ context: { tokens } }: Asking, at: number) =>
  linkingVerbs.has(tokens[at]?.word ?? '') ||
  /^(pays?|paid|sells?|spends?|earns?|shows?|offers?)$/.test(tokens[at]?.word ?? '')
    ? [at + 1]
    : []

/** "longest films", "longest 10 films". */
const countsFrom = (tokens: readonly Token[], at: number): { from: number; count: number | null }[] => [
  { from: at, count: null },
  ...numberAt(tokens, at)
    .filter(({ value }) => !value.unit && !value.plus && Number.isInteger(value.number) && value.number > 0)
    .map(({ end, value }) => ({ from: end, count: value.number })),
]

/** Rows of a table that something is said of: "German customers". */
function entitiesAt(
  { context, ways, subject }: Asking,
  at: number,
): Reading<{ group: Grouped; entityWhere: Ranking['entityWhere'] }>[] {
  return headsAt(context, at, 0).flatMap(({ end, value, cost }) =>
    ways
      .up(subject)
      .filter(({ table }) => table === value.table)
      .slice(0, 2)
      .map((way) =>
        reading(
          end,
          { group: entity(way) as Grouped, entityWhere: value.where ? [{ way, where: value.where }] : [] },
          cost + way.cost + 0.05,
        ),
      ),
  )
}

/** "10 most expensive products", "most rented films", "customers who spent the most": as the filter planner orders them. */
function superlative(
  asking: Asking,
  { end: start, value: limit, cost }: Reading<Limit & { ranked: boolean }>,
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
  const plain = { times: null, per: null, called: null, bare: false, fresh: false }
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
          measures: [{ ...plain, function: 'IMPLIED', column: own, where: [] }],
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
      ...plain,
      function: name,
      column: column(measured),
      times: column(times),
      where: where ? [where] : [],
    }
    return [reading(0, { group: entity({ table, references, cost: 0 }), measures: [measure], descending }, 0)]
  })
}
