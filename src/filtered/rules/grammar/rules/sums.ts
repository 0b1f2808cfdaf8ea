import type { AggregateFunction, Condition } from '../../../plan.ts'
import type { StructureColumn, StructureTable } from '../../../structure.ts'
import { isYear, mainDates } from '../../source/dates.ts'
import { measure, piecesOf, priceOf, type Quantity, worthOf } from '../../source/measures.ts'
import { nameWords } from '../../source/names.ts'
import type { Path } from '../../source/paths.ts'
import { deedWords, linkingVerbs, stemsOfDeed } from '../../terms/verbs.ts'
import { stem } from '../../text/inflection.ts'
import { type Amount, amountAt } from '../../text/numbers.ts'
import { whenAt } from '../../text/periods.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { all, compare, related } from '../conditions.ts'
import { type Context, deepest, type Part, type Rule, says, type Thing } from '../context.ts'
import { tied, ways } from '../ties.ts'
import { converted, isMoney } from '../units.ts'
import {
  addsUp,
  functions,
  inTotal,
  inWhat,
  is,
  lead,
  money,
  ofEach,
  participle,
  pieceWords,
  selling,
  spending,
  worth,
} from './sum-words.ts'
import { dated } from './times.ts'
import { near, valueListsAt } from './values.ts'

/** Something that is summed (or averaged …) over rows that belong to one: by which way, and what of it. */
export type Summed = { path: Path; table: StructureTable; quantity: Quantity; where: Condition | null }

const farthestSum = 3.5

/** Everything below a table that tells how much money its rows stand for. */
export function worths(
  context: Context,
  table: StructureTable,
  verb: string | null,
): { summed: Summed; cost: number }[] {
  const stems = verb ? stemsOfDeed(stem(verb)) : []
  const found = context.paths
    .reach(table)
    .filter(({ cost }) => cost > 0 && cost <= farthestSum)
    .flatMap(({ table: child, cost: distance }) => {
      const rank = Math.min(
        ...nameWords(child.name)
          .map((word) => stems.indexOf(stem(word)))
          .filter((index) => index >= 0),
      )
      const unfit = verb === null ? 0 : Number.isFinite(rank) ? (rank === 0 ? -0.3 : 0) : 0.8
      return worthOf(child)
        .filter(({ column }) => isMoney(child.columns.find(({ name }) => name === column)!))
        .flatMap((quantity) =>
          ways(context, table, child)
            // A sum over what many share would count it more than once.
            .filter(({ path }) => !path.one && downOnly(path))
            .map(({ path }) => ({
              summed: { path, table: child, quantity, where: null },
              cost: path.cost * 0.4 + quantity.cost + unfit + distance * 0,
            })),
        )
    })
  return found.sort((a, b) => a.cost - b.cost).slice(0, 4)
}

const downOnly = (path: Path) => path.references.every(({ down }) => down)

/** Who spent less than something has spent something: rows that nothing belongs to are not meant by a small sum. */
export function sumOf({ path, where, quantity }: Summed, fn: AggregateFunction, amount: Amount): Condition {
  const sum = related(path, where, { measure: measure(fn, quantity), amount })
  const small = fn === 'SUM' && ['LT', 'LE'].includes(amount.operator)
  return small ? { all: [related(path, where), sum] } : sum
}

const compared = (
  context: Context,
  summed: Summed,
  amount: ReturnType<typeof amountAt>[number],
  fn: AggregateFunction,
): Reading<Condition>[] => {
  const column = summed.table.columns.find(({ name }) => name === summed.quantity.column)!
  return converted(context, summed.table, column, amount.value).map(({ values, cost }) =>
    reading(amount.end, sumOf(summed, fn, { ...amount.value, values }), amount.cost + cost),
  )
}

/** "spent more than 1000 in total", "with an average payment above 5", "whose orders add up to more than 2000 in freight". */
export const sums: Rule = (context, table, at, depth) => {
  if (depth >= deepest) return []
  return [
    ...spent(context, table, at, depth),
    ...pieces(context, table, at),
    ...aggregates(context, table, at, depth),
    ...worthOfChildren(context, table, at, depth),
    ...added(context, table, at, depth),
  ]
}

/** "spent more than 150 in total", "paid less than $60 overall", also within a time. */
function spent(context: Context, table: StructureTable, at: number, depth: number): Reading<Part>[] {
  const { tokens } = context
  const found: Reading<Part>[] = []
  for (const start of spending(tokens, at)) {
    const verb = /^(earned|generated|made|generating|grossed|brought)$/.test(tokens[at]!.word)
      ? 'sell'
      : tokens[at]!.word
    const total = [start, ...inTotal(tokens, start)]
    for (const next of total)
      for (const amount of amountAt(tokens, next)) {
        if (!amount.value.stated && amount.value.unit?.kind !== 'money') continue
        // Who never paid more than 10 has no single payment of more, whatever they come to.
        const single = next === start && tokens[at - 1]?.word === 'never'
        found.push(...spentIn(context, table, amount, depth, verb))
        for (const { summed, cost } of worths(context, table, verb))
          if (single && summed.quantity.times === null)
            found.push(
              says(
                amount.end,
                related(
                  summed.path,
                  compare(summed.quantity.column, amount.value.operator, ...amount.value.values),
                ),
                cost + amount.cost,
              ),
            )
          else
            for (const one of compared(context, summed, amount, 'SUM'))
              found.push(...within(context, summed, one, cost, (s) => sumOf(s, 'SUM', { ...amount.value })))
      }
  }
  return found
}

/** "paid more than 100 in fees", "owe more than 20 in unpaid fines", "spent over 200 on beverages": of what follows the amount. */
function spentIn(
  context: Context,
  table: StructureTable,
  amount: Reading<Amount>,
  depth: number,
  verb: string,
): Reading<Part>[] {
  return inWhat(context.tokens, amount.end)
    .flatMap((start) => [
      ...aggregated(context, table, start, depth, 'SUM').filter(({ value }) => downOnly(value.path)),
      ...spentOn(context, table, start, depth, verb),
    ])
    .flatMap((of) =>
      compared(context, of.value, amount, 'SUM').flatMap((one) =>
        within(context, of.value, reading(of.end, one.value, one.cost), of.cost, (s) =>
          sumOf(s, 'SUM', amount.value),
        ),
      ),
    )
}

/** What the money went to, by what each row of it refers to. */
function spentOn(
  context: Context,
  table: StructureTable,
  at: number,
  depth: number,
  verb: string,
): Reading<Summed>[] {
  const found = worths(context, table, verb).slice(0, 2)
  return found.flatMap(({ summed, cost }) => {
    const of = [
      ...context.read.things(context, at, depth + 1).flatMap((thing) =>
        tied(context, summed.table, thing.value.table, thing.value.where)
          .filter(({ path }) => path?.one)
          .map((tie) => reading(thing.end, tie.where, thing.cost + tie.cost)),
      ),
      ...valueListsAt(context, at).flatMap((list) => near(context, summed.table, list)),
    ]
    return of.map((one) => reading(one.end, { ...summed, where: one.value }, cost + one.cost + 0.1))
  })
}

/** The words that may follow a sum: "in total", and a time, which is that of what is summed. */
function within(
  context: Context,
  summed: Summed,
  one: Reading<Condition>,
  cost: number,
  again: (summed: Summed) => Condition,
): Reading<Part>[] {
  const { tokens } = context
  const stops = [one.end, ...inTotal(tokens, one.end)]
  const found = stops.map((end) => says(end, one.value, one.cost + cost))
  for (const stop of stops)
    for (const when of whenAt(tokens, stop, context.asOf)) {
      const where = eventTime(context, summed, when.value)
      if (!where) continue
      const value = again({
        ...summed,
        where: all([summed.where, where].filter((condition) => condition !== null)),
      })
      for (const end of [when.end, ...inTotal(tokens, when.end)])
        found.push(says(end, value, one.cost + cost + when.cost))
    }
  return found
}

/** The time of what is summed: its own, or that of the row above it, on the way to it first. */
function eventTime(
  context: Context,
  { table, path: way }: Summed,
  when: Parameters<typeof dated>[2]['value'],
): Condition | null {
  const during = (of: StructureTable) =>
    dated(
      context,
      mainDates(of).filter(({ created, column }) => !created && !isYear(column)),
      reading(0, when),
    )
  const own = during(table)
  if (own.length > 0) return own.length === 1 ? own[0]!.value : null
  const onTheWay = new Set(way.references.flatMap(({ reference }) => [reference.source, reference.target]))
  const parents = context.paths
    .reach(table)
    .filter(({ cost }) => cost > 0 && cost <= 1.05)
    .flatMap(({ table: parent }) => {
      const [date, second] = during(parent)
      const path = context.paths.between(table, parent).find((one) => one.one && one.steps.length === 1)
      return date && !second && path
        ? [{ where: related(path, date.value), first: onTheWay.has(parent.id) }]
        : []
    })
  const nearest = parents.filter(({ first }) => first)
  const [found, other] = nearest.length > 0 ? nearest : parents
  return found && !other ? found.where : null
}

/** "sold more than 100 copies": pieces, of what the lines of orders count. */
function pieces(context: Context, table: StructureTable, at: number): Reading<Part>[] {
  const { tokens } = context
  return selling(tokens, at).flatMap((start) =>
    [start, ...inTotal(tokens, start)].flatMap((next) =>
      amountAt(tokens, next).flatMap((amount) =>
        amount.value.unit
          ? []
          : [...pieceWords(tokens, amount.end), ...inTotal(tokens, amount.end)]
              .filter((end) => tokens[end - 1]!.word !== 'times')
              .flatMap((end) =>
                childQuantities(context, table, tokens[at]!.word, piecesOf).flatMap(({ summed, cost }) =>
                  within(
                    context,
                    summed,
                    reading(end, sumOf(summed, 'SUM', amount.value), amount.cost),
                    cost + 0.1,
                    (s) => sumOf(s, 'SUM', amount.value),
                  ),
                ),
              ),
      ),
    ),
  )
}

export function childQuantities(
  context: Context,
  table: StructureTable,
  verb: string,
  quantities: (table: StructureTable) => Quantity[],
): { summed: Summed; cost: number }[] {
  const found = context.paths
    .reach(table)
    .filter(({ cost }) => cost > 0 && cost <= farthestSum)
    .flatMap(({ table: child }) =>
      quantities(child).flatMap((quantity) =>
        ways(context, table, child)
          .filter(({ path }) => !path.one && downOnly(path))
          .map(({ path }) => ({
            summed: { path, table: child, quantity, where: null },
            cost: path.cost * 0.4 + quantity.cost + unfitness(path, child, verb),
          })),
      ),
    )
  return found.sort((a, b) => a.cost - b.cost).slice(0, 4)
}

/** What was sold is in lines of orders rather than in those of deliveries. */
function unfitness(path: Path, child: StructureTable, verb: string): number {
  const stems = [...stemsOfDeed(stem(verb))]
  return [child.name, ...path.steps.map(({ name }) => name)].some((name) =>
    nameWords(name).some((word) => stems.includes(stem(word))),
  )
    ? 0
    : 0.4
}

/** "with a total quantity (sold) over 1000", "with an average payment above 5", "total sales of at least 500". */
function aggregates(context: Context, table: StructureTable, at: number, depth: number): Reading<Part>[] {
  const { tokens } = context
  const found: Reading<Part>[] = []
  for (const start of [at, ...lead(tokens, at)])
    for (const [fn, phrase] of functions)
      for (const next of phrase(tokens, start))
        for (const of of aggregated(context, table, next, depth, fn))
          for (const end of [of.end, ...participle(tokens, of.end)])
            for (const last of [end, ...is(tokens, end)])
              for (const amount of nouned(context, of.value, amountAt(tokens, last))) {
                const cost = of.cost + (start === at ? 0.1 : 0)
                for (const one of compared(context, of.value, amount, fn))
                  found.push(...within(context, of.value, one, cost, (s) => sumOf(s, fn, amount.value)))
              }
  return found
}

/** "at least 3.2 stars": the amount may be followed by what it is of. */
const nouned = ({ tokens, vocabulary }: Context, { table, quantity }: Summed, amounts: Reading<Amount>[]) =>
  amounts.flatMap((amount) => [
    amount,
    ...vocabulary
      .columnsAt(tokens, amount.end, table)
      .filter(({ value }) => value.name === quantity.column)
      .map(({ end }) => reading(end, amount.value, amount.cost)),
  ])

/** What is summed: a column of what belongs to the rows, a thing with its amount, or simply money. */
export function aggregated(
  context: Context,
  table: StructureTable,
  at: number,
  depth: number,
  fn: AggregateFunction,
): Reading<Summed>[] {
  const { tokens, vocabulary } = context
  const found: Reading<Summed>[] = []
  for (const { table: child, cost: distance } of context.paths.reach(table)) {
    if (distance === 0 || distance > farthestSum) continue
    const paths = ways(context, table, child).filter(
      ({ path }) => !path.one && (fn !== 'SUM' || downOnly(path)),
    )
    if (paths.length === 0) continue
    for (const column of vocabulary.columnsAt(tokens, at, child)) {
      if (!summable(child, column.value)) continue
      for (const { path, cost } of paths)
        found.push(
          reading(
            column.end,
            {
              path,
              table: child,
              quantity: { column: column.value.name, times: null, cost: 0 },
              where: null,
            },
            column.cost + cost,
          ),
        )
      // "payment amount", "order total": the thing before its column is said twice.
    }
    for (const mention of vocabulary.tablesAt(tokens, at))
      if (mention.value === child)
        for (const column of vocabulary.columnsAt(tokens, mention.end, child))
          if (summable(child, column.value))
            for (const { path, cost } of paths)
              found.push(
                reading(
                  column.end,
                  {
                    path,
                    table: child,
                    quantity: { column: column.value.name, times: null, cost: 0 },
                    where: null,
                  },
                  mention.cost + column.cost + cost - 0.1,
                ),
              )
  }
  for (const end of money(tokens, at))
    for (const { summed, cost } of worths(
      context,
      table,
      /paid|payment/.test(tokens[at]!.word) ? 'pay' : null,
    ))
      found.push(reading(end, summed, cost + 0.2))
  for (const thing of context.read.things(context, at, depth + 1))
    found.push(...ofThing(context, table, thing))
  return found
}

const summable = (table: StructureTable, { name, role }: StructureColumn) =>
  role === 'NUMBER' && !table.primaryKey?.includes(name) && !/(^|_)id$/i.test(name)

/** The amount of a thing is what it is worth: "an average payment". */
export function ofThing(context: Context, table: StructureTable, thing: Reading<Thing>): Reading<Summed>[] {
  const { table: child, where } = thing.value
  const quantities = worthOf(child).length > 0 ? worthOf(child) : priceOf(child).slice(0, 1)
  const least = Math.min(...quantities.map(({ cost }) => cost))
  return quantities
    .filter(({ cost }) => cost === least)
    .flatMap((quantity) =>
      ways(context, table, child)
        .filter(({ path }) => !path.one)
        .map(({ path, cost }) =>
          reading(thing.end, { path, table: child, quantity, where }, thing.cost + cost + quantity.cost),
        ),
    )
}

/** "orders worth more than 1000", where only their lines tell: the sum of those. */
function worthOfChildren(
  context: Context,
  table: StructureTable,
  at: number,
  depth: number,
): Reading<Part>[] {
  if (worthOf(table).length > 0) return []
  return worth(context.tokens, at).flatMap((start) =>
    amountAt(context.tokens, start).flatMap((amount) =>
      worths(context, table, null).flatMap(({ summed, cost }) =>
        [amount.end, ...(depth > 0 ? [] : inTotal(context.tokens, amount.end))].map((end) =>
          says(end, sumOf(summed, 'SUM', amount.value), amount.cost + cost),
        ),
      ),
    ),
  )
}

/** "whose orders add up to more than 2000 in freight". */
function added(context: Context, table: StructureTable, at: number, depth: number): Reading<Part>[] {
  const { tokens } = context
  const verb = tokens[at]?.word ?? ''
  const starts = [...lead(tokens, at), ...(linkingVerbs.has(verb) || deedWords.has(verb) ? [at + 1] : [])]
  return starts.flatMap((start) =>
    context.read.things(context, start, depth + 1).flatMap((thing) =>
      addsUp(tokens, thing.end).flatMap((next) =>
        amountAt(tokens, next).flatMap((amount) => {
          const { table: child, where } = thing.value
          const paths = ways(context, table, child).filter(({ path }) => !path.one)
          const found: Reading<Part>[] = []
          for (const into of inWhat(tokens, amount.end))
            for (const column of context.vocabulary.columnsAt(tokens, into, child))
              if (summable(child, column.value))
                for (const { path, cost } of paths)
                  found.push(
                    says(
                      column.end,
                      sumOf(
                        {
                          path,
                          table: child,
                          quantity: { column: column.value.name, times: null, cost: 0 },
                          where,
                        },
                        'SUM',
                        amount.value,
                      ),
                      thing.cost + amount.cost + column.cost + cost,
                    ),
                  )
          for (const summed of ofThing(context, table, thing))
            for (const end of ofEach.test(tokens[thing.end]!.word)
              ? inTotal(tokens, amount.end)
              : [amount.end, ...inTotal(tokens, amount.end)])
              found.push(says(end, sumOf(summed.value, 'SUM', amount.value), summed.cost + amount.cost + 0.1))
          return found
        }),
      ),
    ),
  )
}
