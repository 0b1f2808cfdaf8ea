import type { Condition } from '../../plan.ts'
import type { StructureTable } from '../../structure.ts'
import { nameWords } from '../source/names.ts'
import type { Value } from '../source/values.ts'
import { singular } from '../text/inflection.ts'
import { phrases } from '../text/phrases.ts'
import { type Reading, reading } from '../text/reading.ts'
import { all, any, compare, key } from './conditions.ts'
import { type Context, deepest, once, type Thing } from './context.ts'
import { afterDeterminers } from './determiners.ts'
import { premodifiers } from './premodifiers.ts'
import { valueListsAt, valuesAt } from './rules/values.ts'
import { settle } from './settle.ts'

const numbered = phrases(
  'number',
  'no',
  'no .',
  '#',
  'id',
  'ids',
  'numbers',
  'with id',
  'with the id',
  'nr',
  'with ids',
  'with number',
  'number #',
)
const listed = phrases('and', 'or', ',', ', and', ', or')
const named = phrases('named', 'called', 'titled', 'entitled', ':', 'with the name', 'by the name of', 'of')
const longestPremodifier = 7

/** A noun for a table with what stands before it, its own name or number, and what is said of it after. */
export const thingsAt = (context: Context, at: number, depth: number): Reading<Thing>[] =>
  once(context, `thing ${at} ${depth}`, () => {
    if (depth > deepest) return []
    return headsAt(context, at, depth).flatMap((head) => {
      const { table, where } = head.value
      const found: Reading<Thing>[] = [head]
      for (const rest of context.read.sequence(context, table, head.end, depth)) {
        if (rest.value.order.length > 0) continue
        const settled = settle(context, rest.value)
        if (settled)
          found.push(
            reading(
              rest.end,
              { table, where: all([where, settled.where].filter((one) => one !== null)) },
              head.cost + rest.cost + settled.cost,
            ),
          )
      }
      return found
    })
  })

/** The noun itself: "the Seafood category", "staff member Jon Stephens", "store 2". */
export const headsAt = (context: Context, at: number, depth: number): Reading<Thing>[] =>
  once(context, `head ${at} ${depth}`, () => {
    const found: Reading<Thing>[] = []
    for (const start of afterDeterminers(context, at)) {
      for (let noun = start; noun <= Math.min(start + longestPremodifier, context.tokens.length - 1); noun++)
        for (const kind of [...kinds(context, noun), ...flagged(context, noun)])
          for (const first of noun === start
            ? [reading<Condition | null>(noun, null)]
            : premodifiers(context, kind.value.table, start, noun, depth))
            found.push(
              reading(
                kind.end,
                {
                  table: kind.value.table,
                  where: all([first.value, kind.value.where].filter((one) => one !== null)),
                },
                kind.cost + first.cost,
              ),
            )
      // "In each category" divides; it does not say which.
      if (
        depth > 0 &&
        context.tokens.slice(at, start).some(({ word }) => word === 'each' || word === 'every')
      )
        continue
      for (let noun = start; noun <= Math.min(start + longestPremodifier, context.tokens.length - 1); noun++)
        for (const mention of context.vocabulary.tablesAt(context.tokens, noun)) {
          const before =
            noun === start
              ? [reading<Condition | null>(noun, null)]
              : premodifiers(context, mention.value, start, noun, depth)
          for (const first of before)
            for (const after of appositions(context, mention.value, mention.end)) {
              const where = all([first.value, after.value].filter((one) => one !== null))
              found.push(
                reading(after.end, { table: mention.value, where }, mention.cost + first.cost + after.cost),
              )
            }
        }
    }
    return found
  })

const ofKind =
  /title|role|type|kind|position|job|occupation|profession|category|class|species|specialty|speciality/i
const asNoun = 0.9

/** "Software engineers" are the employees with that job title: the plural of a kind stands for the rows of it. */
const kinds = (context: Context, at: number): Reading<Thing>[] =>
  valueListsAt(context, at).flatMap(({ end, value, cost }) => {
    const last = context.tokens[end - 1]!
    const plural = last.kind === 'word' && singular(last.word) !== last.word
    if (!plural || !value.few || !value.column || !ofKind.test(value.column.name) || cost > 0.3) return []
    if (value.joiner === 'both' || value.column.role === 'ARRAY') return []
    if (context.vocabulary.tablesAt(context.tokens, at).some((one) => one.end >= end)) return []
    return [reading(end, { table: value.table, where: any(value.wheres) }, cost + asNoun)]
  })

/** "Moderators" are the users with `is_moderator`. */
const flagged = (context: Context, at: number): Reading<Thing>[] => {
  const { kind } = context.tokens[at]!
  if (kind !== 'word' || context.vocabulary.tablesAt(context.tokens, at).length > 0) return []
  return context.tables
    .filter(({ columns }) => columns.some(({ role }) => role === 'BOOLEAN'))
    .flatMap((table) =>
      context.vocabulary.columnsAt(context.tokens, at, table).flatMap(({ value, end, cost }) => {
        const last = context.tokens[end - 1]!.word
        const plural = singular(last) !== last && nameWords(value.name).at(-1) === singular(last)
        if (value.role !== 'BOOLEAN' || !plural) return []
        return [reading(end, { table, where: compare(value.name, 'EQ', true) }, cost + asNoun)]
      }),
    )
}

/** Right after its noun stands a name, "the category Seafood"; how something is stands there with a verb. */
const namesRow = ({ tokens }: Context, { column }: Value, at: number) =>
  column === null ||
  /name|nm$|title|label|code|number|plate|sku/i.test(column.name) ||
  tokens[at]!.kind !== 'word' ||
  tokens[at]!.text !== tokens[at]!.word

/** What names one row or some: a number of its key, or a value. */
function appositions(context: Context, table: StructureTable, at: number): Reading<Condition | null>[] {
  const { tokens } = context
  const found: Reading<Condition | null>[] = [reading(at, null)]
  const own = key(table)
  for (const start of [at, ...numbered(tokens, at)]) {
    if (own?.role !== 'NUMBER') break
    const cost = start > at ? 0 : 0.3
    const numbers: number[] = []
    for (
      let next = start;
      tokens[next]?.kind === 'number' && !tokens[next]!.sign && Number.isInteger(tokens[next]!.number);
    ) {
      numbers.push(tokens[next]!.number!)
      const value =
        numbers.length === 1 ? compare(own.name, 'EQ', numbers[0]!) : compare(own.name, 'IN', ...numbers)
      // A year after a noun is when, not which.
      const looksLikeYear = start === at && numbers.some((number) => number >= 1900 && number <= 2100)
      found.push(reading(next + 1, value, cost + (looksLikeYear ? 0.8 : 0)))
      const more = listed(tokens, next + 1).find((end) => tokens[end]?.kind === 'number')
      if (more === undefined) break
      next = more
    }
  }
  for (const start of [at, ...named(tokens, at)])
    for (const one of valuesAt(context, start))
      if (one.value.table === table && (start > at || namesRow(context, one.value, at)))
        found.push(reading(one.end, one.value.where, one.cost + (start > at ? 0 : 0.05)))
  return found
}
