import type { Condition } from '../../../plan.ts'
import type { StructureColumn, StructureTable } from '../../../structure.ts'
import { nameWords } from '../../source/names.ts'
import type { Path } from '../../source/paths.ts'
import { otherName, type Value } from '../../source/values.ts'
import { irregularDeeds, linkingVerbs, stemsOfDeed } from '../../terms/verbs.ts'
import { stem } from '../../text/inflection.ts'
import { after, phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { all, any } from '../conditions.ts'
import { type Context, deepest, once, type Part, type Rule, says } from '../context.ts'
import { afterDeterminers } from '../determiners.ts'
import { eventsOf } from '../events.ts'
import { type Hint, hintCost, noHint, tied } from '../ties.ts'

/** Several values of one column, or people of one table; `every`: each of them, not any. */
export type Values = {
  table: StructureTable
  column: StructureColumn | null
  wheres: Condition[]
  joiner: 'or' | 'and' | 'both'
  few: boolean
}

const article = phrases('the', 'a', 'an', 'any', 'any of the', 'either', 'one of the', 'one of')
const both = phrases('both')
const separator = phrases(
  ',',
  'or',
  ', or',
  'and',
  ', and',
  'and/or',
  '/',
  '&',
  'or the',
  'and the',
  'as well as',
  'and also',
  'nor',
  ', nor',
  ', nor',
  'or a',
  'and a',
)
export const place = phrases(
  'in',
  'from',
  'of',
  'at',
  'by',
  'to',
  'via',
  'for',
  'on',
  'with',
  'under',
  'through',
  'using',
  'into',
  'within',
  'inside',
  'as',
  'like',
  'such as',
  'across',
  'around',
  'in the',
  'about',
  'over',
)
const prepositionAgain = phrases('in', 'from', 'of', 'at', 'by', 'to', 'via', 'for', 'on', 'with', 'under')
const asWhat = phrases('as', 'as a|an|the', 'as one of the', 'as their|its')
/** Nouns for what a value is one of, whatever its column is called. */
const classifier = phrases(
  'class',
  'type',
  'kind',
  'category',
  'status',
  'plan',
  'level',
  'tier',
  'group',
  'state',
  'section',
)
const ownWord = phrases('is', 'are', 'was', 'were', 'being')

export const valuesAt = (context: Context, at: number): Reading<Value>[] => [
  ...context.values.at(at),
  ...article(context.tokens, at).flatMap((start) => context.values.at(start)),
  ...form(context.tokens, at).flatMap((start) =>
    context.values.at(start).filter(({ value }) => value.column === null || /name/i.test(value.column.name)),
  ),
]
/** Forms of address before the name of a person. */
const form = phrases(
  ...['dr', 'mr', 'mrs', 'ms', 'miss', 'prof', 'professor', 'doctor'].flatMap((word) => [word, `${word} .`]),
)

/** "Germany", "G or PG", "both trailers and commentaries". */
export const valueListsAt = (context: Context, at: number): Reading<Values>[] =>
  once(
    context,
    `values ${at}`,
    () => {
      const start = after(both, context.tokens, at)
      return valuesAt(context, start).flatMap((first) => {
        const { table, column, where, few } = first.value
        const list: Values = { table, column, wheres: [where], joiner: start > at ? 'both' : 'or', few }
        const single = start > at ? [] : [reading(first.end, list, first.cost)]
        return [...single, ...longer(context, reading(first.end, list, first.cost), 0)]
      })
    },
    40,
  )

function longer(context: Context, list: Reading<Values>, round: number): Reading<Values>[] {
  if (round > 8) return []
  const { table, column, wheres, joiner } = list.value
  return separator(context.tokens, list.end).flatMap((end) => {
    const word =
      context.tokens[list.end]!.word === ','
        ? context.tokens[list.end + 1]!.word
        : context.tokens[list.end]!.word
    const and = ['and', '&', 'as', 'plus'].includes(word)
    return [end, ...prepositionAgain(context.tokens, end)].flatMap((start) =>
      valuesAt(context, start).flatMap((next) => {
        if (next.value.table !== table || next.value.column !== column) return []
        const joined: Values['joiner'] = joiner === 'both' ? 'both' : and ? 'and' : joiner
        const more = reading(
          next.end,
          { ...list.value, wheres: [...wheres, next.value.where], joiner: joined },
          Math.max(list.cost, next.cost) - 0.02,
        )
        return [more, ...longer(context, more, round + 1)]
      }),
    )
  })
}

/** Part of a value, or one misspelt, is not looked for among what only shares a parent. */
const vague = 1
export const isSibling = ({ references }: Path) =>
  references.some(({ down }, index) => !down && references[index + 1]?.down === true)

/** What a list of values says of rows of `table`, by each way to them. */
export function valued(
  context: Context,
  table: StructureTable,
  list: Reading<Values>,
  hint: Hint = noHint,
  fits: (path: Path) => boolean = () => true,
): Reading<Condition>[] {
  const { wheres, joiner, column } = list.value
  const own = column ? hintCost(nameWords(column.name), hint) + placeCost(column, hint) : 0
  const array = column?.role === 'ARRAY'
  const found = tied(context, table, list.value.table, wheres[0]!, hint)
  return found.flatMap(({ cost, path }) => {
    if (path && (!fits(path) || (list.cost >= vague && isSibling(path)))) return []
    const manifold = array || (path !== null && !path.one)
    const total = list.cost + cost + own
    const each = (where: Condition) =>
      tied(context, table, list.value.table, where, hint).find(
        (one) => one.path === path || JSON.stringify(one.path?.steps) === JSON.stringify(path?.steps),
      )!.where
    if (wheres.length === 1) return [reading(list.end, each(wheres[0]!), total)]
    if (joiner === 'both' && !manifold) return []
    if (joiner === 'both' || (joiner === 'and' && array))
      return [reading(list.end, all(wheres.map(each))!, total)]
    // "Bought A and B" may be meant either way; of one place or kind, "A and B" can only be any of them.
    if (joiner === 'and' && manifold) return [reading(list.end, all(wheres.map(each))!, total)]
    return [reading(list.end, each(any(wheres)), total)]
  })
}

/** What a word says of a row by itself: through its own columns, what it refers to, or a table that only links two. */
export function near(context: Context, table: StructureTable, list: Reading<Values>): Reading<Condition>[] {
  return valued(context, table, list, noHint, ({ references }) =>
    references.every(
      ({ down }, index) =>
        !down ||
        (references[index + 1]?.down === false && index === 0 && isLinked(context, references[index]!)),
    ),
  )
}
const isLinked = (context: Context, { reference }: Path['references'][number]) =>
  context.paths.isLink(context.paths.table(reference.source))

const ofPlace = /city|town|country|state|province|region|continent|location|nation/i

/** "From", "to" and "in" lead to places first. */
const placeCost = ({ name }: StructureColumn, { preposition }: Hint) =>
  preposition && /^(in|from|to|near)$/.test(preposition) && ofPlace.test(name) ? -0.15 : 0

/** "in Canada", "rated PG-13, "handled by Jon Stephens", "via Federal Shipping", "containing Chai". */
export const values: Rule = (context, table, at, depth) => [
  ...passive(context, table, at, depth),
  ...afterNoun(context, table, at),
  ...leads(context, table, at).flatMap(({ end, hint, cost }) =>
    valueListsAt(context, end).flatMap((list) =>
      valued(context, table, list, hint)
        .filter((one) => hint.preposition !== 'under' || !isSelf(table, list.value, one.value))
        .flatMap((one) =>
          withNoun(
            context,
            list.value,
            reading(
              one.end,
              one.value,
              one.cost + cost + (hint.verb && isSelf(table, list.value, one.value) ? himself : 0),
            ),
            depth,
          ),
        ),
    ),
  ),
]

/** "with the skills Python and SQL", "of house Falcon or Otter": the values after what they are. */
const afterNoun = (context: Context, table: StructureTable, at: number): Reading<Part>[] =>
  leads(context, table, at).flatMap(({ end, hint, cost }) =>
    afterDeterminers(context, end).flatMap((noun) =>
      context.vocabulary.tablesAt(context.tokens, noun).flatMap((mention) =>
        valueListsAt(context, mention.end)
          .filter(({ value }) => value.table === mention.value && value.wheres.length > 1)
          .flatMap((list) => valued(context, table, list, hint))
          .map((one) => says(one.end, one.value, one.cost + cost + mention.cost)),
      ),
    ),
  )

/** Nobody is managed by himself: a verb leads from a row to another one. And nobody is under himself. */
const himself = 1.2
const isSelf = (table: StructureTable, list: Values, where: Condition) =>
  list.table === table &&
  !('related' in where) &&
  (list.column === null || /name$|title$/i.test(list.column.name))

/** "where German is spoken", "where French is an official language": a value that something is said of. */
function passive(context: Context, table: StructureTable, at: number, depth: number): Reading<Part>[] {
  const { tokens } = context
  return valueListsAt(context, at).flatMap((list) =>
    ownWord(tokens, list.end).flatMap((end) => [
      // Who is called by the name of a people is not what they speak.
      ...(linkingVerbs.has(tokens[end]?.word ?? '') && list.cost < otherName
        ? valued(context, table, list).map((one) => says(end + 1, one.value, one.cost + 0.2))
        : []),
      ...(depth < deepest ? context.read.things(context, end, depth + 1) : []).flatMap((thing) => {
        if (thing.value.table !== list.value.table || list.value.wheres.length > 1) return []
        const where = all([...list.value.wheres, ...(thing.value.where ? [thing.value.where] : [])])
        return tied(context, table, list.value.table, where).map((tie) =>
          says(thing.end, tie.where, list.cost + thing.cost + tie.cost),
        )
      }),
    ]),
  )
}

type Lead = { end: number; hint: Hint; cost: number }

/** Prepositions and verbs that lead to a value, with what they hint at. */
export function leads(context: Context, table: StructureTable, at: number): Lead[] {
  const { tokens } = context
  const found: Lead[] = []
  for (const end of place(tokens, at)) found.push({ end, hint: { preposition: tokens[at]!.word }, cost: 0 })
  const verb = tokens[at]
  if (verb?.kind === 'word') {
    const named = namesOwn(context, table, verb.word)
    // A verb of a deed ties through the events that it tells of.
    if (named || (linkingVerbs.has(verb.word) && eventsOf(context, table, verb.word).length === 0)) {
      const hint = { verb: verb.word }
      // A verb without preposition needs an object that its deed can have.
      found.push({ end: at + 1, hint, cost: 0.1 })
      for (const particle of [at + 1, at + 2])
        for (const end of place(tokens, particle))
          if (particle === at + 1 || /^(up|out|off|in|over|back)$/.test(tokens[at + 1]!.word))
            found.push({ end, hint: { verb: verb.word, preposition: tokens[particle]!.word }, cost: 0 })
    }
  }
  for (const end of ownWord(tokens, at)) found.push({ end, hint: noHint, cost: 0.1 })
  return found
}

/** Whether a verb shares its stem with a column or the name of the table: "shipped" and ship_country. */
const namesOwn = (_context: Context, table: StructureTable, verb: string) => {
  if (!/(ed|ing|en|s)$/.test(verb) && !irregularDeeds.includes(verb)) return false
  const stems = stemsOfDeed(stem(verb))
  return [table.name, ...table.columns.map(({ name }) => name)].some((name) =>
    nameWords(name).some((word) => stems.includes(stem(word))),
  )
}

/** The value may be followed by what it is: "south region", "Seafood category", "as a special feature". */
export function withNoun(
  context: Context,
  list: Pick<Values, 'table' | 'column'>,
  one: Reading<Condition>,
  _depth: number,
): Reading<Part>[] {
  const { tokens, vocabulary } = context
  const found = [says(one.end, one.value, one.cost)]
  if (list.column?.role === 'TEXT' || list.column?.role === 'ENUM')
    for (const end of classifier(tokens, one.end)) found.push(says(end, one.value, one.cost + 0.1))
  for (const start of [one.end, ...asWhat(tokens, one.end)]) {
    for (const column of vocabulary.columnsAt(tokens, start, list.table))
      if (column.value === list.column)
        found.push(says(column.end, one.value, one.cost - 0.15 + column.cost * 0.1))
    for (const table of vocabulary.tablesAt(tokens, start))
      if (table.value === list.table)
        found.push(says(table.end, one.value, one.cost - 0.15 + table.cost * 0.1))
  }
  return found
}
