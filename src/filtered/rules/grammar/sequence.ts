import type { Condition } from '../../plan.ts'
import type { StructureTable } from '../../structure.ts'
import { purposes } from '../terms/noise.ts'
import { phrases } from '../text/phrases.ts'
import { best, type Reading, reading } from '../text/reading.ts'
import { prefixes, suffix } from './clauses.ts'
import { all, any, negated } from './conditions.ts'
import { type Context, deepest, nothing, once, type Part, part } from './context.ts'
import { isValue } from './rules/adjectives.ts'
import { cores } from './rules/cores.ts'
import { existing } from './rules/counts.ts'
import { exceptions } from './rules/except.ts'
import { leads, valued, valueListsAt } from './rules/values.ts'
import { noHint } from './ties.ts'

const andWords = phrases(
  'and',
  ', and',
  ',',
  'but',
  ', but',
  '&',
  'and also',
  ', and also',
  'and who|which|that',
  'as well as',
  'and then',
  'plus',
  '(',
  ')',
  '; and',
  'while',
  'yet',
  'but also',
  'and have',
)
const orWords = phrases('or', ', or', 'or else', 'or who|that|which', 'or alternatively', 'or also', 'and/or')
/** Words after which a verb has to follow. */
const pronoun = /^(where|who|that|which|when|whom|we|they|there|it|if|i)$/
const neither = phrases('neither')
const nor = phrases('nor', ', nor', 'or')

/** A connector inside what is said of another noun may as well go on with the one before. */
const nestedConnector = 0.6
/** Words side by side say one thing rather than two. */
const besides = 0.15

/** One thing that is said of a table's rows, with the words that lead to it and may follow it. */
export const modifiers = (
  context: Context,
  table: StructureTable,
  at: number,
  depth: number,
): Reading<Part>[] =>
  once(context, `modifier ${table.id} ${at} ${depth}`, () => {
    const found: Reading<Part>[] = []
    for (const prefix of prefixes(context.tokens, at)) {
      const stated =
        prefix.end > at && !pronoun.test(context.tokens[prefix.end - 1]!.word)
          ? isValue(context, table, prefix.end, depth)
          : []
      for (const core of [...cores(context, table, prefix.end, depth), ...stated]) {
        const value = prefix.value.not ? turned(core.value) : core.value
        if (!value) continue
        const cost = prefix.cost + core.cost
        found.push(reading(core.end, value, cost))
        for (const end of suffix(context.tokens, core.end)) found.push(reading(end, value, cost + 0.05))
      }
    }
    found.push(...neitherNor(context, table, at, depth), ...exceptions(context, table, at, depth))
    for (const end of purposes(context.tokens, at)) found.push(reading(end, nothing, 0.3))
    return found
  })

function turned(value: Part): Part | null {
  const where = all(value.where)
  if (value.floating.length > 0 || value.order.length > 0 || !where) return null
  return { ...value, where: [negated(where)] }
}

/** "located neither in the USA nor in Germany", "rated neither G nor PG". */
function neitherNor(context: Context, table: StructureTable, at: number, depth: number): Reading<Part>[] {
  const { tokens } = context
  const starts = prefixes(tokens, at).flatMap((prefix) => [
    { end: prefix.end, hint: noHint, cost: prefix.cost },
    ...leads(context, table, prefix.end),
  ])
  return starts.flatMap((lead) =>
    neither(tokens, lead.end).flatMap((start) => {
      const said = (from: number): Reading<Condition>[] => [
        ...cores(context, table, from, depth).flatMap((one) => {
          const where = turned(one.value)?.where[0]
          return where ? [reading(one.end, where, one.cost)] : []
        }),
        ...valueListsAt(context, from)
          .flatMap((list) => valued(context, table, list, lead.hint))
          .map((one) => reading(one.end, negated(one.value), one.cost)),
        ...(depth < deepest ? context.read.things(context, from, depth + 1) : [])
          .flatMap((thing) => existing(context, table, thing))
          .map((one) => reading(one.end, negated(one.value), one.cost + 0.1)),
      ]
      const next = (first: Reading<Condition[]>, round: number): Reading<Part>[] =>
        round > 4
          ? []
          : nor(tokens, first.end).flatMap((from) =>
              said(from).flatMap((second) => {
                const both = reading(second.end, [...first.value, second.value], first.cost + second.cost)
                return [
                  reading(both.end, part(...both.value), both.cost + lead.cost),
                  ...next(both, round + 1),
                ]
              }),
            )
      return said(start).flatMap((first) => next(reading(first.end, [first.value], first.cost), 0))
    }),
  )
}

type Chain = { groups: Part[][] }

/** Everything that is said of a table's rows from a position on, one modifier after the other; "and" binds before "or". */
export const sequence = (
  context: Context,
  table: StructureTable,
  at: number,
  depth: number,
): Reading<Part>[] =>
  once(context, `sequence ${table.id} ${at} ${depth}`, () => {
    let open: Reading<Chain>[] = modifiers(context, table, at, depth).map((one) =>
      reading(one.end, { groups: [[one.value]] }, one.cost),
    )
    const done: Reading<Chain>[] = [...open]
    for (let round = 0; round < 7 && open.length > 0; round++) {
      open = best(open.flatMap((chain) => extended(context, table, chain, depth)))
      done.push(...open)
    }
    return best(done).flatMap((chain) => {
      const value = folded(chain.value)
      return value ? [reading(chain.end, value, chain.cost)] : []
    })
  })

function extended(
  context: Context,
  table: StructureTable,
  chain: Reading<Chain>,
  depth: number,
): Reading<Chain>[] {
  const { tokens } = context
  const { groups } = chain.value
  const last = groups.at(-1)!
  const nested = depth > 0 ? nestedConnector : 0
  const joined = [
    ...andWords(tokens, chain.end).map((end) => ({ end, cost: nested })),
    { end: chain.end, cost: depth > 0 ? besides + 0.1 : besides },
  ]
  const alternatives = orWords(tokens, chain.end).map((end) => ({ end, cost: nested }))
  return [
    ...joined.flatMap(({ end, cost }) =>
      modifiers(context, table, end, depth).map((next) =>
        reading(
          next.end,
          { groups: [...groups.slice(0, -1), [...last, next.value]] },
          chain.cost + cost + next.cost,
        ),
      ),
    ),
    ...alternatives.flatMap(({ end, cost }) =>
      modifiers(context, table, end, depth).map((next) =>
        reading(next.end, { groups: [...groups, [next.value]] }, chain.cost + cost + next.cost),
      ),
    ),
  ]
}

function folded({ groups }: Chain): Part | null {
  const parts = groups.map(
    (group): Part => ({
      where: group.flatMap(({ where }) => where),
      floating: group.flatMap(({ floating }) => floating),
      order: group.flatMap(({ order }) => order),
      limit: group.map(({ limit }) => limit).find((limit) => limit !== null) ?? null,
    }),
  )
  if (parts.length === 1) return parts[0]!
  // An order or a time for either side only would be a plan of another shape.
  if (
    parts.some(({ where, floating, order }) => where.length === 0 || floating.length > 0 || order.length > 0)
  )
    return null
  const alternatives = parts.map(({ where }) => all(where)).filter((one): one is Condition => one !== null)
  return { where: [any(alternatives)], floating: [], order: [], limit: null }
}
