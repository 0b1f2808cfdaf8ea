import type { Condition } from '../../../plan.ts'
import type { StructureTable } from '../../../structure.ts'
import { mainDates } from '../../source/dates.ts'
import { columnsOfDimension } from '../../source/measures.ts'
import { nameWords } from '../../source/names.ts'
import { phraseKey, singular, stem } from '../../text/inflection.ts'
import { numberAt } from '../../text/numbers.ts'
import { whenAt } from '../../text/periods.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { negated } from '../conditions.ts'
import { type Context, type Rule, says } from '../context.ts'
import { afterDeterminers } from '../determiners.ts'
import { doneOf, flagColumnsAt, flagsOf } from '../flags.ts'
import { measured } from './columns.ts'
import { stock, stockAt } from './stock.ts'
import { dated } from './times.ts'
import { near, valueListsAt } from './values.ts'

const not = phrases('not', 'non', 'no longer', 'never', 'not yet', 'currently not')
const filler = phrases('currently', 'already', 'still', 'only', 'all', 'the', 'a', 'an', 'now', 'our', 'both')

/** What stands before a noun: a flag ("inactive", "discontinued"), a value of few ("Comedy", "G rated") or a nationality. */
export function adjectives(
  context: Context,
  table: StructureTable,
  at: number,
  _depth: number,
): Reading<Condition | null>[] {
  const { tokens } = context
  const found: Reading<Condition | null>[] = filler(tokens, at).map((end) => reading(end, null, 0.05))
  for (const flag of flagsOf(context, table, at)) found.push(flag)
  found.push(...stockAt(context, table, at), ...dates(context, table, at))
  found.push(...joinedNumbers(context, table, at))
  for (const end of not(tokens, at))
    for (const inner of adjectives(context, table, end, _depth))
      if (inner.value) found.push(reading(inner.end, negated(inner.value), inner.cost))
  for (const list of valueListsAt(context, at)) {
    // A lower-case word that is but one of many names is hardly said of a noun so.
    if (
      !list.value.few &&
      tokens[at]!.kind === 'word' &&
      tokens[at]!.text === tokens[at]!.word &&
      list.end === at + 1
    )
      continue
    for (const one of near(context, table, list)) {
      found.push(reading(one.end, one.value, one.cost))
      const end = ofColumn(context, list.value.column?.name, list.value.table, one.end)
      if (end > one.end) found.push(reading(end, one.value, one.cost - 0.15))
    }
  }
  return found
}

/** "yesterday's flights", "2023 invoices", "March 2005 rentals": when, without a preposition. */
function dates(context: Context, table: StructureTable, at: number): Reading<Condition>[] {
  if (preposition(context.tokens, at).length > 0) return []
  return whenAt(context.tokens, at, context.asOf).flatMap((when) =>
    dated(
      context,
      mainDates(table).filter(({ created }) => !created),
      when,
    ),
  )
}
const preposition = phrases(
  'in|on|from|of|at|since|until|till|before|after|by|during|within|over|for|between|through|past|under|more|less',
)

/** "5-star reviews", "3-hour films". */
function joinedNumbers(context: Context, table: StructureTable, at: number): Reading<Condition>[] {
  const { tokens } = context
  if (tokens[at]?.kind !== 'number') return []
  // "5 star hotels" say it without the hyphen as well; of pieces there may be so many.
  const apart = tokens[at]!.joined ? 0 : 0.2
  return numberAt(tokens, at).flatMap(({ end, value }) => {
    const amount = reading(end, {
      operator: 'EQ' as const,
      values: [value.number],
      unit: value.unit,
      stated: true,
    })
    if (value.unit?.kind === 'time' && !apart)
      return columnsOfDimension(table, 'length').flatMap((column) => measured(context, table, column, amount))
    return context.vocabulary
      .columnsAt(tokens, end, table)
      .filter(
        (column) =>
          column.value.role === 'NUMBER' &&
          (!apart || tokens[column.end - 1]!.word === singular(tokens[column.end - 1]!.word)),
      )
      .flatMap((column) =>
        measured(context, table, column.value, amount).map((one) =>
          reading(column.end, one.value, one.cost + column.cost + apart),
        ),
      )
  })
}

/** "G rated films", "premium plan users": the column, or a verb of its stem, after its value. */
function ofColumn(context: Context, column: string | undefined, table: StructureTable, at: number): number {
  const word = context.tokens[at]?.word
  if (!column || !word) return at
  const verb =
    nameWords(column).some((part) => stem(part) === stem(word)) || /^(based|located|born|made)$/.test(word)
  if (verb && /(ed|en|d|n|ing)$/.test(word)) return at + 1
  const [named] = context.vocabulary
    .columnsAt(context.tokens, at, table)
    .filter(({ value }) => value.name === column)
  return named && phraseKey(word) ? named.end : at
}

const subscribing = phrases(
  'with',
  'having',
  'have',
  'has',
  'had',
  'subscribed|subscribe|subscribes to',
  'signed up for|to',
  'opted in to|for',
  'opted into',
  'getting',
  'get',
  'gets',
  'receiving',
  'receive',
  'receives',
  'enabled for',
  'on',
  'registered for',
  'who get|receive',
  'agreed to',
  'accepting|accept',
  'marked as|for',
  'flagged as|for',
  'using',
  'whose',
)
const unsubscribing = phrases(
  'without',
  'with no',
  'unsubscribed from',
  'opted out of',
  'not on',
  'without a|the',
)
const switchedOn = phrases(
  'turned|switched on',
  'enabled',
  'on',
  'activated',
  'set',
  'is|are on',
  'is|are true',
  'is|are enabled',
  'checked',
  'set to true',
  '= true',
  'is|are set',
)
const switchedOff = phrases(
  'turned|switched off',
  'disabled',
  'off',
  'deactivated',
  'unset',
  'is|are off',
  'is|are false',
  'is|are disabled',
  'unchecked',
  'set to false',
  '= false',
  'is|are not set',
)

/** "subscribed to the newsletter", "with two-factor login turned off". */
const switched: Rule = (context, table, at) =>
  (
    [
      [subscribing, false],
      [unsubscribing, true],
    ] as const
  ).flatMap(([phrase, not]) =>
    phrase(context.tokens, at).flatMap((start) =>
      afterDeterminers(context, start).flatMap((noun) =>
        flagColumnsAt(context, table, noun).flatMap((flag) => [
          says(flag.end, not ? negated(flag.value) : flag.value, flag.cost + 0.2),
          ...switchedOn(context.tokens, flag.end).map((end) => says(end, flag.value, flag.cost)),
          ...switchedOff(context.tokens, flag.end).map((end) => says(end, negated(flag.value), flag.cost)),
        ]),
      ),
    ),
  )

/** "whose email is not verified". */
const whoseDone: Rule = (context, table, at) =>
  whose(context.tokens, at)
    .flatMap((start) => doneOf(context, table, start))
    .map((one) => says(one.end, one.value, one.cost))
const whose = phrases('whose', 'where', 'where the|their', 'if the|their')

/** The same as what something is: "that are discontinued", "which are not active". */
export const predicates: Rule = (context, table, at, depth) => [
  ...switched(context, table, at, depth),
  ...stock(context, table, at, depth),
  ...whoseDone(context, table, at, depth),
  ...flagsOf(context, table, at).map((one) => says(one.end, one.value, one.cost + 0.05)),
]

/** A value that something is, after "is" or "not" or another word that shows it: "that are pending or paid". */
export const isValue: Rule = (context, table, at) => [
  ...valueListsAt(context, at).flatMap((list) =>
    list.value.few || context.tokens[at]!.text !== context.tokens[at]!.word
      ? near(context, table, list).map((one) => says(one.end, one.value, one.cost + 0.5))
      : [],
  ),
]
