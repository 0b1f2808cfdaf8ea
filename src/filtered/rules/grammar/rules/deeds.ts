import type { Condition } from '../../../plan.ts'
import type { StructureTable } from '../../../structure.ts'
import { deedWords } from '../../terms/verbs.ts'
import { type Amount, amountAt } from '../../text/numbers.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { all, negated, related } from '../conditions.ts'
import { type Context, deepest, once, type Rule, says } from '../context.ts'
import { eventsOf } from '../events.ts'
import { settle } from '../settle.ts'
import { tied, ways } from '../ties.ts'
import { existing } from './counts.ts'
import { valued, valueListsAt } from './values.ts'

const particle = phrases('up', 'out', 'from us', 'with us', 'back', 'for', 'at', 'in')
const anything = phrases(
  'anything',
  'something',
  'at all',
  'any',
  'stuff',
  'things',
  'goods',
  'items',
  'anything at all',
  'from us',
  'with us',
  'an item',
  'any item|items',
  'nothing',
  'by anyone|anybody|someone|somebody',
  'by any customer|customers|client|clients|user|users',
)
const times = phrases('times', 'time', 'different times', 'separate times')
const timesOnce: [ReturnType<typeof phrases>, Amount['operator'], number][] = [
  [phrases('once', 'exactly once', 'only once', 'just once', 'a single time'), 'EQ', 1],
  [phrases('twice', 'exactly twice', 'only twice'), 'EQ', 2],
  [phrases('more than once', 'repeatedly', 'multiple times'), 'GT', 1],
  [phrases('more than twice'), 'GT', 2],
  [phrases('at least once', 'ever', 'once or more'), 'GE', 1],
  [phrases('at least twice', 'twice or more'), 'GE', 2],
]

/** Nouns are no verbs: "lines" of an invoice are not what somebody lines. */
const looksLikeDeed = (word: string) => /(ed|ing)$/.test(word) || deedWords.has(word)

/** "And orders from last year" is a noun: what is also called so is a verb only after what makes it one. */
const isNoun = ({ tokens, vocabulary }: Context, at: number) =>
  /[^s]s$/.test(tokens[at]!.word) &&
  vocabulary.tablesAt(tokens, at).length > 0 &&
  !/^(who|that|which|whoever|nobody|never|only|also|always|often|regularly)$/.test(tokens[at - 1]?.word ?? '')

/** "who rented at least 8 times in June 2005", "haven't ordered anything", "rented since August", "who bought Chai". */
export const deeds: Rule = (context, table, at, depth) => {
  const verb = context.tokens[at]
  if (depth >= deepest || verb?.kind !== 'word' || !looksLikeDeed(verb.word)) return []
  if (isNoun(context, at)) return []
  return eventsOf(context, table, verb.word).flatMap(({ event, cost }) =>
    [at + 1, ...particle(context.tokens, at + 1)].flatMap((start) =>
      withContrast(context, table, event, start, depth, verb.word).map((one) =>
        says(one.end, one.value, one.cost + cost + 0.1),
      ),
    ),
  )
}

const butNot = phrases('but not', ', but not', 'and not', 'but never', 'though not', 'yet not')

/** "ordered in 1998 but not in 1997": of two events, one that is there and one that is not. */
function withContrast(...args: Parameters<typeof afterVerb>): Reading<Condition>[] {
  const [context, table, event, at, depth, verb] = args
  const first = afterVerb(context, table, event, at, depth, verb)
  return [
    ...first,
    ...first.flatMap((one) =>
      butNot(context.tokens, one.end).flatMap((next) =>
        afterVerb(context, table, event, next, depth, verb)
          .filter(({ end }) => end > next)
          .map((two) =>
            reading(two.end, { all: [one.value, negated(two.value)] }, one.cost + two.cost - 0.3),
          ),
      ),
    ),
  ]
}

function afterVerb(
  context: Context,
  table: StructureTable,
  event: StructureTable,
  at: number,
  depth: number,
  verb: string,
): Reading<Condition>[] {
  const { tokens } = context
  const plain = [at, ...anything(tokens, at)]
  const found: Reading<Condition>[] = []
  for (const start of plain) {
    const not = start > at && tokens[start - 1]!.word === 'nothing'
    for (const said of saidOfEvent(context, event, start, depth)) {
      found.push(
        ...events(context, table, event, said).map((one) =>
          not ? reading(one.end, negated(one.value), one.cost) : one,
        ),
      )
      for (const count of timesAt(context, said.end))
        found.push(
          ...events(
            context,
            table,
            event,
            reading(count.end, said.value, said.cost + count.cost),
            count.value,
          ),
        )
    }
    for (const count of timesAt(context, start))
      for (const said of saidOfEvent(context, event, count.end, depth))
        found.push(
          ...events(
            context,
            table,
            event,
            reading(said.end, said.value, said.cost + count.cost),
            count.value,
          ),
        )
  }
  found.push(...withObject(context, table, event, at, depth, verb))
  return found
}

function timesAt(context: Context, at: number): Reading<Amount>[] {
  const { tokens } = context
  const counted = amountAt(tokens, at).flatMap((amount) =>
    amount.value.unit ? [] : times(tokens, amount.end).map((end) => reading(end, amount.value, amount.cost)),
  )
  const named = timesOnce.flatMap(([phrase, operator, value]) =>
    phrase(tokens, at).map((end) =>
      reading<Amount>(end, { operator, values: [value], unit: null, stated: true }),
    ),
  )
  return [...counted, ...named]
}

/** Whatever follows is said of the event; nothing may follow, too. */
const saidOfEvent = (
  context: Context,
  event: StructureTable,
  at: number,
  depth: number,
): Reading<Condition | null>[] => [
  reading<Condition | null>(at, null),
  ...context.read.sequence(context, event, at, depth + 1).flatMap((rest) => {
    const settled = rest.value.order.length > 0 ? null : settle(context, rest.value)
    return settled ? [reading(rest.end, settled.where, rest.cost + settled.cost)] : []
  }),
]

function events(
  context: Context,
  table: StructureTable,
  event: StructureTable,
  said: Reading<Condition | null>,
  count?: Amount,
): Reading<Condition>[] {
  return ways(context, table, event)
    .filter(({ path }) => !path.one)
    .map(({ path, cost }) => {
      const measured = count && { measure: { function: 'COUNT' as const, column: null }, amount: count }
      return reading(said.end, related(path, said.value, measured), said.cost + cost)
    })
}

/** The verb's object: "rented at least 5 comedies", "bought Chai in 1997". */
function withObject(
  context: Context,
  table: StructureTable,
  event: StructureTable,
  at: number,
  depth: number,
  verb: string,
): Reading<Condition>[] {
  return once(context, `object ${table.id} ${event.id} ${at} ${depth} ${verb}`, () => {
    const { tokens } = context
    const found: Reading<Condition>[] = []
    const through = (to: StructureTable) =>
      ways(context, table, to).filter(
        ({ path }) =>
          !path.one &&
          path.references.some(
            ({ reference }) => reference.source === event.id || reference.target === event.id,
          ),
      )
    for (const amount of amountAt(tokens, at)) {
      if (amount.value.unit) continue
      for (const thing of context.read.things(context, amount.end, depth + 1))
        if (thing.value.table !== event)
          for (const { path, cost } of through(thing.value.table))
            found.push(
              reading(
                thing.end,
                related(path, thing.value.where, {
                  measure: { function: 'COUNT', column: null },
                  amount: amount.value,
                }),
                thing.cost + cost + amount.cost,
              ),
            )
        else
          for (const { path, cost } of ways(context, table, event).filter(({ path }) => !path.one))
            found.push(
              reading(
                thing.end,
                related(path, thing.value.where, {
                  measure: { function: 'COUNT', column: null },
                  amount: amount.value,
                }),
                thing.cost + cost + amount.cost,
              ),
            )
    }
    const objects: Reading<Condition>[] = []
    for (const thing of context.read.things(context, at, depth + 1)) {
      if (thing.value.table === event) found.push(...existing(context, table, thing))
      else
        for (const tie of tied(context, event, thing.value.table, thing.value.where))
          objects.push(reading(thing.end, tie.where, thing.cost + tie.cost + (thing.value.where ? 0 : 0.2)))
    }
    for (const list of valueListsAt(context, at)) objects.push(...valued(context, event, list))
    for (const object of objects)
      for (const said of saidOfEvent(context, event, object.end, depth))
        for (const one of events(
          context,
          table,
          event,
          reading(
            said.end,
            all([object.value, said.value].filter((condition) => condition !== null)),
            object.cost + said.cost,
          ),
        ))
          found.push(one)
    return found
  })
}
