import type { Condition } from '../../../plan.ts'
import type { StructureTable } from '../../../structure.ts'
import { type DateColumn, datesOfVerb, isOwnDate, isYear, mainDates } from '../../source/dates.ts'
import { nameWords } from '../../source/names.ts'
import { irregularDeeds, linkingVerbs } from '../../terms/verbs.ts'
import { type When, whenAt } from '../../text/periods.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { during } from '../conditions.ts'
import { type Context, nothing, type Part, part, type Rule, says } from '../context.ts'
import { tied } from '../ties.ts'
import { values } from './values.ts'

const particle = phrases(
  'up',
  'out',
  'in',
  'for',
  'on',
  'back',
  'with us',
  'by us',
  'over',
  'to us',
  'off',
  'at',
  'by the company',
  'to market',
  'the company|firm|organization|organisation|business|team',
  'place',
)
/** Verbs that say no more of an event than that it happened. */
const happened = new Set(
  'placed made done created taken given happened occurred occurring happening issued processed recorded held dated entered filed submitted received came completed'.split(
    ' ',
  ),
)

/** "from this year", "placed in March 1997", "hired since 1993", "signed up before 2005". */
export const times: Rule = (context, table, at, depth) => {
  const { tokens, asOf } = context
  const found: Reading<Part>[] = whenAt(tokens, at, asOf).flatMap((when) => plain(context, table, when))
  const token = tokens[at]
  if (token?.kind !== 'word') return found
  const named = isVerb(tokens, at) ? withParticle(datesOfVerb(table, token.word), tokens[at + 1]?.word) : []
  const dates =
    named.length > 0
      ? named
      : happened.has(token.word) || linkingVerbs.has(token.word)
        ? mainDates(table).filter(({ created }) => !created || token.word === 'created')
        : []
  const generic = named.length === 0 && !happened.has(token.word) ? 0.6 : 0
  for (const start of new Set([at + 1, ...particle(tokens, at + 1)]))
    for (const when of whenAt(tokens, start, asOf)) {
      // A date that the verb names is surer than a value of the same word with a time of its own.
      const bare = named.length > 0 ? -0.2 : generic
      for (const one of dated(context, dates, when))
        found.push(says(one.end, one.value, one.cost + bare - 0.02))
    }
  // "Shipped to Brazil in March": one verb for where and when.
  for (const where of named.length > 0 ? values(context, table, at, depth) : [])
    for (const when of whenAt(tokens, where.end, asOf))
      for (const one of dated(context, named, when))
        found.push(reading(one.end, part(...where.value.where, one.value), where.cost + one.cost))
  return found
}

/** Who checks in does not check out. */
function withParticle(dates: DateColumn[], next: string | undefined): DateColumn[] {
  const has = (word: string) => (one: DateColumn) => nameWords(one.column.name).includes(word)
  const fitting = next && /^(in|out|up|off|on|over|back)$/.test(next) ? dates.filter(has(next)) : []
  return fitting.length > 0 ? fitting : dates
}

/** "Leave in 2024" may be a noun: a verb in its plain form needs what makes it one. */
const isVerb = (tokens: Context['tokens'], at: number) =>
  /(ed|ing|en|t|e?s)$/.test(tokens[at]!.word) ||
  irregularDeeds.includes(tokens[at]!.word) ||
  /^(who|that|which|they|we|will|would|can|could|should|must|to|do|does|did|not|never|and|or|due|born)$/.test(
    tokens[at - 1]?.word ?? '',
  )

export function dated(context: Context, dates: DateColumn[], when: Reading<When>): Reading<Condition>[] {
  return dates.flatMap(({ column, cost }) => {
    const where = during(column, when.value, context.asOf)
    return where ? [reading(when.end, where, when.cost + cost)] : []
  })
}

/** A time without a verb: of the event that the rows are, or of the one that is counted beside it. */
function plain(context: Context, table: StructureTable, when: Reading<When>): Reading<Part>[] {
  const dates = mainDates(table)
  const events = dates.filter(({ created, column }) => !created && !isYear(column))
  const found = dated(context, dates, when).map((one) =>
    says(one.end, one.value, one.cost + (events.length > 0 ? 0 : 0.5)),
  )
  const ofPerson = dates.filter(({ column }) => !isYear(column)).length === 0 || events.length === 0
  if (ofPerson) found.push(reading(when.end, { ...nothing, floating: [when.value] }, when.cost))
  if (dates.length === 0) found.push(...throughParent(context, table, when))
  return found
}

/** A line of an order is as old as the order before it is as old as what was ordered. */
const notItsOwn = 0.3

/** Lines of an order are as old as the order. */
function throughParent(context: Context, table: StructureTable, when: Reading<When>): Reading<Part>[] {
  return context.paths
    .reach(table)
    .filter((one) => one.cost > 0 && one.cost <= 1.05)
    .flatMap(({ table: parent }) => {
      const dates = mainDates(parent)
        .filter(({ created, column }) => !created && !isYear(column))
        .map((one) => (isOwnDate(parent, one.column) ? one : { ...one, cost: one.cost + notItsOwn }))
      return dated(context, dates, when).flatMap((one) =>
        tied(context, table, parent, one.value)
          .filter(({ path }) => path?.one && path.steps.length === 1)
          .map((tie) => says(one.end, tie.where, one.cost + tie.cost + 0.3)),
      )
    })
}
