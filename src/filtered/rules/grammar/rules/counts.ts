import type { Condition } from '../../../plan.ts'
import type { StructureTable } from '../../../structure.ts'
import { keyOf, nameWords } from '../../source/names.ts'
import { linkingVerbs } from '../../terms/verbs.ts'
import type { Amount } from '../../text/numbers.ts'
import { amountAt } from '../../text/numbers.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { compare, negated, related } from '../conditions.ts'
import { type Context, deepest, type Part, part, type Rule, says, type Thing } from '../context.ts'
import { eventsOf } from '../events.ts'
import { type Hint, noHint, ways } from '../ties.ts'

export const possession = phrases(
  'with',
  'having',
  'have',
  'has',
  'had',
  'containing',
  'including',
  'holding',
  'owning',
  'there are|is|were|was',
  'who|that have|has|had',
  'associated with',
  'linked to',
  'own',
  'comprising',
  'with a total of',
  'possessing',
)
const lack = phrases(
  'without',
  'without any',
  'without a',
  'without an',
  'without a single',
  'no',
  'zero',
  'lacking',
  'lack|lacks',
  'lacking any',
  'with no',
  'with zero',
  'with missing',
  'missing',
  'not a single',
  'not any',
  'with not a single',
  'with no known',
  'with empty',
  'with unknown',
  'with an unknown|empty|undefined',
  'with a missing|null|blank',
  'whose unknown',
  'with null',
  'free of',
  'having no',
  'have no',
  'has no',
  'with none of',
  'none of',
  'minus',
  'with no recorded',
  'without a known',
  'without known',
  'with blank',
  'with out',
  'with out any',
  'with neither',
)
const numberOf = phrases(
  'number|count of',
  'a number|count of',
  'the number|count of',
  'total number of',
  'a total number of',
  'whose number of',
  'whose total number of',
  'with a number|count of',
  'with a total number of',
  'with number of',
  'with total number of',
)
const isWord = phrases('is', 'of', 'being', 'was', 'are', 'that is', ':')
const stranded = phrases('of', 'for', 'to', 'with', 'by', 'in', 'on')
const anyOf = phrases('any', 'some', 'one or more', 'any of the', 'a', 'an', 'at least a', 'at least some')

/** How many rows of another table belong to one: "with 3+ purchases", "that placed between 5 and 10 orders". */
export const counts: Rule = (context, table, at, depth) => {
  if (depth >= deepest) return []
  const { tokens } = context
  const found: Reading<Part>[] = []
  const starts = [...possession(tokens, at).map((end) => ({ end, cost: 0 })), { end: at, cost: 0.15 }]
  const verb = tokens[at]
  if (
    verb?.kind === 'word' &&
    linkingVerbs.has(verb.word) &&
    eventsOf(context, table, verb.word).length === 0
  )
    starts.push({ end: at + 1, cost: 0.05 }, ...stranded(tokens, at + 1).map((end) => ({ end, cost: 0.05 })))
  for (const start of starts) {
    for (const amount of amountAt(tokens, start.end)) {
      if (amount.value.unit || !whole(amount.value)) continue
      for (const thing of context.read.things(context, amount.end, depth + 1))
        for (const one of counted(context, table, thing, amount.value))
          found.push(says(one.end, one.value, start.cost + amount.cost + one.cost))
    }
    if (start.end > at)
      for (const end of [start.end, ...anyOf(tokens, start.end)])
        for (const thing of context.read.things(context, end, depth + 1))
          for (const one of existing(context, table, thing))
            found.push(says(one.end, one.value, start.cost + one.cost + (end > start.end ? 0.2 : 0.3)))
  }
  for (const start of numberOf(tokens, at))
    for (const thing of context.read.things(context, start, depth + 1))
      for (const next of [thing.end, ...isWord(tokens, thing.end)])
        for (const amount of amountAt(tokens, next))
          if (whole(amount.value) && !amount.value.unit)
            for (const one of counted(context, table, thing, amount.value))
              found.push(says(amount.end, one.value, amount.cost + one.cost))
  return found
}

const whole = ({ values }: Amount) => values.every((value) => Number.isInteger(value) && value >= 0)

/** Rows of `table` that so many of the thing belong to. */
export function counted(
  context: Context,
  table: StructureTable,
  thing: Reading<Thing>,
  amount: Amount,
  hint: Hint = noHint,
): Reading<Condition>[] {
  const pieces = piecesIn(context, thing)
  if (pieces)
    return manyWays(context, table, thing, hint).map(({ path, cost }) =>
      reading(
        thing.end,
        related(path, thing.value.where, { measure: { function: 'SUM', column: pieces }, amount }),
        thing.cost + cost,
      ),
    )
  return manyWays(context, table, thing, hint).map(({ path, cost }) => {
    const none = amount.operator === 'EQ' && amount.values[0] === 0
    const where = none
      ? negated(related(path, thing.value.where))
      : related(path, thing.value.where, { measure: { function: 'COUNT', column: null }, amount })
    return reading(thing.end, where, thing.cost + cost)
  })
}

/** Copies are rows where each has one; where a row says how many there are, they are what it says. */
function piecesIn(context: Context, thing: Reading<Thing>): string | null {
  const words = context.tokens
    .slice(0, thing.end)
    .slice(-4)
    .map(({ word }) => word)
  if (!words.some((word) => /^(copies|copy|units?|pieces?|stock)$/.test(word))) return null
  const own = nameWords(thing.value.table.name)
  if (own.some((word) => /^(copy|copies|unit|piece)/.test(word))) return null
  const column = thing.value.table.columns.find(
    ({ role, name }) =>
      role === 'NUMBER' && nameWords(name).some((word) => /^(hand|quantity|stock)$/.test(word)),
  )
  return column?.name ?? null
}

export const existing = (
  context: Context,
  table: StructureTable,
  thing: Reading<Thing>,
  hint: Hint = noHint,
): Reading<Condition>[] =>
  manyWays(context, table, thing, hint).map(({ path, cost }) =>
    reading(thing.end, related(path, thing.value.where), thing.cost + cost),
  )

/** Of a row that there is one of at most, nothing can be counted. */
const manyWays = (context: Context, table: StructureTable, thing: Reading<Thing>, hint: Hint) =>
  ways(context, table, thing.value.table, hint)
    .filter(({ path }) => !path.one)
    .map((way) => (isPart(table, thing.value.table) ? { ...way, cost: way.cost - ownPart } : way))

/** The items of an order are its `order_item`s before they are anything else. */
const isPart = (table: StructureTable, part: StructureTable) =>
  part !== table && keyOf(nameWords(part.name)).startsWith(`${keyOf(nameWords(table.name))} `)
const ownPart = 0.4

/** "without any orders", "with no fax number", "that have no employees". */
export const lacks: Rule = (context, table, at, depth) => {
  const { tokens } = context
  return lack(tokens, at).flatMap((start) => {
    const found: Reading<Part>[] = []
    for (const column of context.vocabulary.columnsAt(tokens, start, table)) {
      const { name, role, nullable } = column.value
      // "No units in stock" are zero of them, "no fax" is none known.
      const where =
        role === 'NUMBER' && !nullable
          ? compare(name, 'EQ', 0)
          : role === 'NUMBER' &&
              /^(no|zero|with no|with zero|have no|has no|having no|without|without any)/.test(
                tokens
                  .slice(at, start)
                  .map(({ word }) => word)
                  .join(' '),
              ) &&
              !/^missing/.test(tokens[at]!.word) &&
              countable(name)
            ? compare(name, 'EQ', 0)
            : role === 'BOOLEAN'
              ? compare(name, 'EQ', false)
              : compare(name, 'IS_NULL')
      found.push(says(column.end, where, column.cost))
    }
    for (const role of context.vocabulary.rolesAt(tokens, start, table)) {
      const [name] = role.value.columns
      found.push(says(role.end, compare(name!, 'IS_NULL'), role.cost))
    }
    if (depth < deepest)
      for (const thing of context.read.things(context, start, depth + 1)) {
        found.push(...lacksToo(context, table, thing, depth))
        for (const { path, cost } of ways(context, table, thing.value.table)) {
          // A single row that is not there is a reference that leads nowhere.
          const where = negated(related(path, thing.value.where))
          const whole = thing.cost + cost
          found.push(says(thing.end, where, whole))
          for (const end of stranded(tokens, thing.end)) {
            found.push(says(end, where, whole + 0.3))
            const [place] = [...stranded(tokens, end), end].flatMap((next) =>
              context.vocabulary.tablesAt(tokens, next).filter(({ value }) => value === thing.value.table),
            )
            if (place) found.push(says(place.end, where, whole + 0.3))
          }
        }
      }
    return found
  })
}

const orElse = phrases(
  'or',
  'nor',
  'and',
  ',',
  ', or',
  ', nor',
  ', and',
  'or any',
  'and any',
  'or a',
  'nor any',
)

/** "without orders or reviews": none of either. */
function lacksToo(
  context: Context,
  table: StructureTable,
  first: Reading<Thing>,
  depth: number,
): Reading<Part>[] {
  if (first.value.where) return []
  const without = (thing: Reading<Thing>) =>
    existing(context, table, thing).map((one) => reading(one.end, negated(one.value), one.cost))
  return orElse(context.tokens, first.end).flatMap((next) =>
    context.read
      .things(context, next, depth + 1)
      .filter(({ value }) => !value.where && value.table !== first.value.table && value.table !== table)
      .flatMap((second) =>
        without(first).flatMap((a) =>
          without(second).map((b) => reading(b.end, part(a.value, b.value), a.cost + b.cost)),
        ),
      ),
  )
}

const countable = (name: string) =>
  /(units?|stock|quantity|count|number|qty|hand|reserved|available|points|amount|balance|total|discount)/i.test(
    name,
  )
