import type { Measure, Order, RelatedRows } from '../../../plan.ts'
import type { StructureTable } from '../../../structure.ts'
import { isDate, mainDates } from '../../source/dates.ts'
import { columnsOfDimension, measure, piecesOf, worthOf } from '../../source/measures.ts'
import { nameWords } from '../../source/names.ts'
import { stem } from '../../text/inflection.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { type Context, deepest, nothing, type Part, type Rule } from '../context.ts'
import { eventsOf } from '../events.ts'
import { ways } from '../ties.ts'
import { aggregated, childQuantities, type Summed, worths } from './sums.ts'

const most = phrases(
  'the most',
  'most',
  'the highest|largest|greatest|biggest number of',
  'the highest|largest|greatest|biggest count of',
  'highest|largest|greatest number of',
  'the maximum number of',
  'the max number of',
)
const fewest = phrases(
  'the fewest',
  'fewest',
  'the least',
  'the lowest|smallest number of',
  'the minimum number of',
  'the least number of',
  'lowest|smallest number of',
)
const highest = phrases(
  'the highest',
  'highest',
  'the largest',
  'largest',
  'the biggest',
  'biggest',
  'the greatest',
  'greatest',
  'the most',
  'the maximum',
  'the longest',
  'the latest',
  'the newest',
  'the most recent',
  'the top',
  'the best',
)
const lowest = phrases(
  'the lowest',
  'lowest',
  'the smallest',
  'smallest',
  'the least',
  'the minimum',
  'the fewest',
  'the shortest',
  'the earliest',
  'the oldest',
)
const lead = phrases('with', 'having', 'have', 'has', 'that have', 'who have', 'containing', 'and')
const by = phrases(
  'by',
  'ranked by',
  'ordered by',
  'sorted by',
  'in terms of',
  'measured by',
  'according to',
  'based on',
  'when ordered|sorted by',
  'in order of',
  'judging by',
)
const numberOf = phrases(
  'number of',
  'the number of',
  'count of',
  'how many',
  'total number of',
  'the total number of',
  'the count of',
  'amount of',
)
const descending = phrases(
  'descending',
  'desc',
  '( descending )',
  'from high to low',
  'highest first',
  'largest first',
  'in descending order',
  'most first',
  ', highest first',
  ', descending',
  'newest first',
  ', newest first',
  'latest first',
)
const ascending = phrases(
  'ascending',
  'asc',
  '( ascending )',
  'from low to high',
  'lowest first',
  'smallest first',
  'in ascending order',
  ', lowest first',
  ', ascending',
  'oldest first',
  ', oldest first',
)
const functions: [Measure['function'], ReturnType<typeof phrases>][] = [
  [
    'SUM',
    phrases(
      'total',
      'the total',
      'overall',
      'sum of',
      'combined',
      'their total',
      'the sum of',
      'the overall',
      'lifetime',
    ),
  ],
  ['AVG', phrases('average', 'the average', 'mean', 'avg')],
]
const spend = phrases(
  'spent',
  'paid',
  'spend',
  'pay',
  'spending',
  'generated',
  'earned',
  'bought for',
  'brought in',
)
const mostMoney = phrases(
  'the most',
  'most',
  'the most money',
  'most money',
  'the most in total',
  'the most overall',
  'the highest amount',
  'the most altogether',
)
const leastMoney = phrases('the least', 'least', 'the least money', 'least money', 'the least in total')
const count = phrases('count')

const ordered = (end: number, order: Order, cost: number): Reading<Part> =>
  reading(end, { ...nothing, order: [order] }, cost)
const byColumn = (column: string, down: boolean): Order => ({ column, related: null, descending: down })
const byRelated = (related: RelatedRows & Measure, down: boolean): Order => ({
  column: null,
  related,
  descending: down,
})
const bySum = ({ path, where, quantity }: Summed, fn: Measure['function'], down: boolean) =>
  byRelated({ path: path.steps, where, ...measure(fn, quantity) }, down)

/** "with the most films", "with the highest freight", "by total spend", "who spent the most". */
export const superlatives: Rule = (context, table, at, depth) => {
  if (depth > 0) return []
  const { tokens } = context
  const found: Reading<Part>[] = []
  for (const start of [at, ...lead(tokens, at)])
    for (const [phrase, down] of [
      [most, true],
      [fewest, false],
    ] as const)
      for (const next of phrase(tokens, start)) found.push(...byCount(context, table, next, down, depth))
  for (const start of [...lead(tokens, at)])
    for (const [phrase, down] of [
      [highest, true],
      [lowest, false],
    ] as const)
      for (const next of phrase(tokens, start)) found.push(...byQuantity(context, table, next, down, depth))
  for (const start of by(tokens, at)) {
    const sorted = /^(ordered|sorted|ranked|when|in)$/.test(tokens[at]!.word)
    // "Top 10 by price" begins with the highest; a plain order with the lowest.
    const down = !sorted
    const named = [
      ...byQuantity(context, table, start, down, depth),
      ...numberOf(tokens, start).flatMap((next) => byCount(context, table, next, true, depth)),
      ...context.read
        .things(context, start, depth + 1)
        .flatMap((thing) =>
          count(tokens, thing.end).flatMap((end) =>
            byThing(context, table, reading(end, thing.value, thing.cost), true),
          ),
        ),
    ]
    for (const one of named) {
      found.push(one)
      for (const [phrase, way] of [
        [descending, true],
        [ascending, false],
      ] as const)
        for (const end of phrase(tokens, one.end))
          found.push(
            reading(
              end,
              { ...one.value, order: one.value.order.map((order) => ({ ...order, descending: way })) },
              one.cost,
            ),
          )
    }
  }
  for (const start of spend(tokens, at))
    for (const [phrase, down] of [
      [mostMoney, true],
      [leastMoney, false],
    ] as const)
      for (const end of phrase(tokens, start))
        for (const { summed, cost } of worths(
          context,
          table,
          /^(generated|earned|brought)$/.test(tokens[at]!.word) ? 'sell' : tokens[at]!.word,
        ))
          found.push(ordered(end, bySum(summed, 'SUM', down), cost))
  found.push(...byDeed(context, table, at))
  return found
}

function byCount(
  context: Context,
  table: StructureTable,
  at: number,
  down: boolean,
  depth: number,
): Reading<Part>[] {
  if (depth >= deepest) return []
  return context.read.things(context, at, depth + 1).flatMap((thing) => byThing(context, table, thing, down))
}

const byThing = (
  context: Context,
  table: StructureTable,
  thing: Reading<{ table: StructureTable; where: RelatedRows['where'] }>,
  down: boolean,
): Reading<Part>[] =>
  ways(context, table, thing.value.table)
    .filter(({ path }) => !path.one)
    .map(({ path, cost }) =>
      ordered(
        thing.end,
        byRelated({ path: path.steps, where: thing.value.where, function: 'COUNT', column: null }, down),
        thing.cost + cost,
      ),
    )

/** A column of the rows' own, or a sum or average of what belongs to them. */
function byQuantity(
  context: Context,
  table: StructureTable,
  at: number,
  down: boolean,
  depth: number,
): Reading<Part>[] {
  const { tokens, vocabulary } = context
  const own = vocabulary
    .columnsAt(tokens, at, table)
    .filter(({ value }) => value.role === 'NUMBER' || isDate(value) || value.role === 'TEXT')
    .map((column) =>
      ordered(
        column.end,
        byColumn(column.value.name, down),
        column.cost + (column.value.role === 'TEXT' ? 0.3 : 0),
      ),
    )
  const summed = functions.flatMap(([fn, phrase]) =>
    phrase(tokens, at).flatMap((next) =>
      aggregated(context, table, next, depth, fn).map((one) =>
        ordered(one.end, bySum(one.value, fn, down), one.cost),
      ),
    ),
  )
  const plain = aggregated(context, table, at, depth, 'SUM')
    .filter(
      ({ end }) =>
        end > at &&
        /^(sale|sales|revenue|turnover|spending|spend|payments|purchases|amount)$/.test(
          tokens[end - 1]!.word,
        ),
    )
    .map((one) => ordered(one.end, bySum(one.value, 'SUM', down), one.cost + 0.1))
  return [...own, ...summed, ...plain]
}

const mostly = phrases(
  'most often',
  'the most often',
  'most frequently',
  'the most times',
  'most times',
  'most',
  'the most',
)

/** "rented most often", "ordered the most". */
function byDeed(context: Context, table: StructureTable, at: number): Reading<Part>[] {
  const verb = context.tokens[at]
  if (verb?.kind !== 'word' || !/(ed|t|en|d)$/.test(verb.word)) return []
  return mostly(context.tokens, at + 1).flatMap((end) =>
    deedOrders(context, table, verb.word, true).map((one) => ordered(end, one.order, one.cost)),
  )
}

/** By how many events a verb tells of; what is sold is counted in pieces where they are known. */
export function deedOrders(
  context: Context,
  table: StructureTable,
  verb: string,
  down: boolean,
): { order: Order; cost: number }[] {
  const sold = /^(selling|sold|bought|purchased|ordered)$/.test(verb)
    ? childQuantities(context, table, 'sold', piecesOf)
    : []
  if (sold.length > 0)
    return sold.slice(0, 2).map(({ summed, cost }) => ({ order: bySum(summed, 'SUM', down), cost }))
  return eventsOf(context, table, verb).flatMap(({ event, cost: unlike }) =>
    ways(context, table, event)
      .filter(({ path }) => !path.one)
      .map(({ path, cost }) => ({
        order: byRelated({ path: path.steps, where: null, function: 'COUNT', column: null }, down),
        cost: cost + unlike,
      })),
  )
}

const adjectives: [ReturnType<typeof phrases>, string, boolean][] = [
  [
    phrases(
      'most expensive',
      'priciest',
      'dearest',
      'costliest',
      'highest priced',
      'most costly',
      'highest-priced',
    ),
    'price',
    true,
  ],
  [phrases('cheapest', 'least expensive', 'lowest priced', 'lowest-priced', 'least costly'), 'price', false],
  [phrases('longest'), 'length', true],
  [phrases('shortest', 'briefest'), 'length', false],
  [phrases('heaviest'), 'weight', true],
  [phrases('lightest'), 'weight', false],
  [phrases('tallest', 'highest'), 'height', true],
  [phrases('largest', 'biggest', 'greatest'), 'size', true],
  [phrases('smallest'), 'size', false],
  [phrases('most populous', 'most populated'), 'population', true],
  [phrases('least populous', 'least populated'), 'population', false],
  [phrases('fastest'), 'speed', true],
  [phrases('slowest'), 'speed', false],
  [
    phrases('best rated', 'top rated', 'highest rated', 'best-rated', 'top-rated', 'highest-rated'),
    'rating',
    true,
  ],
  [phrases('worst rated', 'lowest rated', 'worst-rated', 'lowest-rated'), 'rating', false],
  [
    phrases('best paid', 'highest paid', 'best-paid', 'highest-paid', 'highest earning', 'top paid'),
    'salary',
    true,
  ],
  [phrases('worst paid', 'lowest paid', 'lowest-paid', 'worst-paid'), 'salary', false],
]
const worthy: [ReturnType<typeof phrases>, boolean][] = [
  [phrases('largest', 'biggest', 'highest', 'most expensive', 'most valuable', 'greatest'), true],
  [phrases('smallest', 'lowest', 'cheapest'), false],
]
const newest = phrases(
  'newest',
  'latest',
  'most recent',
  'last',
  'youngest',
  'most recently placed',
  'most recently added',
  'most recently made',
  'most recently created',
)
const oldest = phrases('oldest', 'earliest', 'first')
const recently = phrases('most recently', 'latest')
const deedWords = phrases(
  'best selling',
  'best-selling',
  'bestselling',
  'top selling',
  'top-selling',
  'most sold',
)
const mostWord = phrases('most', 'most often', 'most frequently', 'most-')

/** What stands before the noun: "most expensive", "newest", "best-selling", "most rented", "most recently hired". */
export function leadingOrders(context: Context, table: StructureTable, at: number): Reading<Order>[] {
  const { tokens } = context
  const found: Reading<Order>[] = []
  for (const [phrase, name, down] of adjectives)
    for (const end of phrase(tokens, at))
      for (const column of columnsOfDimension(table, name))
        found.push(reading(end, byColumn(column.name, down), 0))
  for (const [phrase, down] of worthy)
    for (const end of phrase(tokens, at))
      for (const quantity of worthOf(table).slice(0, 1))
        if (!quantity.times) found.push(reading(end, byColumn(quantity.column, down), 0.2 + quantity.cost))
  const births = table.columns.filter(
    (column) => isDate(column) && nameWords(column.name).some((word) => stem(word) === 'birth'),
  )
  for (const end of newest(tokens, at)) {
    const dates = tokens[end - 1]!.word === 'youngest' ? births : mainDates(table).map(({ column }) => column)
    for (const column of dates) found.push(reading(end, byColumn(column.name, true), 0))
  }
  for (const end of oldest(tokens, at)) {
    // Who is oldest was born first; the first of events is the earliest.
    const dates =
      tokens[end - 1]!.word === 'oldest' && births.length > 0
        ? births
        : mainDates(table).map(({ column }) => column)
    const vague = tokens[end - 1]!.word === 'first' && mainDates(table).every(({ created }) => created)
    if (!vague) for (const column of dates) found.push(reading(end, byColumn(column.name, false), 0))
  }
  for (const end of recently(tokens, at)) {
    const verb = tokens[end]?.word
    if (verb)
      for (const column of table.columns.filter(
        (one) => isDate(one) && nameWords(one.name).some((word) => stem(word) === stem(verb)),
      ))
        found.push(reading(end + 1, byColumn(column.name, true), 0))
  }
  for (const end of deedWords(tokens, at))
    for (const { order, cost } of deedOrders(context, table, 'sold', true))
      found.push(reading(end, order, cost * 0.5))
  for (const end of mostWord(tokens, at)) {
    const verb = tokens[end]?.word
    if (verb && /(ed|t|en)$/.test(verb))
      for (const { order, cost } of deedOrders(context, table, verb, true))
        found.push(reading(end + 1, order, cost * 0.2))
  }
  return found
}
