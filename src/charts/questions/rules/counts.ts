import { eventsOf } from '../../../filtered/rules/grammar/events.ts'
import { headsAt } from '../../../filtered/rules/grammar/things.ts'
import { datesOfVerb } from '../../../filtered/rules/source/dates.ts'
import { piecesOf } from '../../../filtered/rules/source/measures.ts'
import { nameWords } from '../../../filtered/rules/source/names.ts'
import { irregularDeeds } from '../../../filtered/rules/terms/verbs.ts'
import { singular } from '../../../filtered/rules/text/inflection.ts'
import { type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { Asking, Measured } from './asking.ts'
import { rows, subjectsAt } from './heads.ts'
import { countAfter, countOf, different, freshly } from './measure-words.ts'
import { moneyWords } from './money.ts'
import { phrases } from './phrases.ts'
import { isUp, relatedTo } from './ways.ts'
import { isMoneyName, pieces } from './worth.ts'

/** "number of orders", "how many different cities", "new customers", "orders". */
export function countsAt(asking: Asking, at: number): Reading<Measured>[] {
  const { context, subject } = asking
  const { tokens, vocabulary } = context
  const found = arrivalsAt(asking, at)
  const counted = isMoneyName(subject) ? countOf(tokens, at) : [...countOf(tokens, at), ...total(tokens, at)]
  for (const start of [at, ...counted])
    for (const next of freshly(tokens, start))
      for (const head of subjectsAt(asking, next))
        found.push(reading(head.end, rows(head.value, { fresh: true }), head.cost + 0.1))
  // "Sales" are money before they are orders.
  const isMoney = (start: number, end: number) =>
    moneyWords.some(([phrase]) => phrase(tokens, start).includes(end))
  for (const start of counted) {
    const said = countOf(tokens, at).includes(start)
    for (const head of subjectsAt(asking, start))
      found.push(
        reading(head.end, rows(head.value), head.cost + (!said && isMoney(start, head.end) ? 0.5 : 0)),
      )
    for (const next of different(tokens, start)) {
      for (const head of subjectsAt(asking, next)) found.push(reading(head.end, rows(head.value), head.cost))
      for (const { end, value, cost } of vocabulary.columnsAt(tokens, next, subject))
        found.push(reading(end, rows([], { function: 'COUNT_DISTINCT', column: value }), cost))
    }
  }
  for (const head of subjectsAt(asking, at)) {
    for (const end of countAfter(tokens, head.end)) found.push(reading(end, rows(head.value), head.cost))
    const bare = rows(head.value, { bare: true })
    found.push(reading(head.end, bare, head.cost + (isMoney(at, head.end) ? 0.5 : 0.1)))
  }
  return found
}
const total = phrases('total', 'the total', 'overall')

/** Those who came, by what they did. */
const arrivals: [ReturnType<typeof phrases>, string][] = [
  [phrases('signups', 'sign-ups', 'sign ups', 'registrations', 'signup count', 'joiners'), 'joined'],
  [phrases('hires', 'hirings', 'new hires'), 'hired'],
]
const isPerson =
  /(^| )(customer|client|user|account|member|guest|patient|subscriber|student|employee|staff|person|player|donor|participant|passenger|contact|teacher)$/

function arrivalsAt({ context: { tokens }, subject }: Asking, at: number): Reading<Measured>[] {
  if (!isPerson.test(nameWords(subject.name).map(singular).join(' '))) return []
  const starts = [at, ...countOf(tokens, at)].flatMap((start) => [start, ...freshly(tokens, start)])
  return arrivals.flatMap(([phrase, deed]) =>
    datesOfVerb(subject, deed).length === 0
      ? []
      : starts
          .flatMap((start) => phrase(tokens, start))
          .map((end) => reading(end, rows([], { fresh: true }), 0.2)),
  )
}

/** "films rented", "books sold": what happened to them is counted, in pieces where it says how many. */
export function soldAt(asking: Asking, at: number): Reading<Measured>[] {
  const { context, ways, subject } = asking
  const { tokens } = context
  return [at, ...countOf(tokens, at)].flatMap((start) =>
    headsAt(context, start, 0).flatMap((head) => {
      const { table, where } = head.value
      const way = ways.up(subject).find((one) => one.table === table && isUp(one))
      if (table === subject || !way) return []
      const wheres = where ? [relatedTo(way, where, context.paths.table)] : []
      const found: Reading<Measured>[] = []
      for (const { verb, end } of verbsAfter(context.tokens, head.end))
        for (const { event, cost } of eventsOf(context, table, verb)) {
          if (event !== subject) continue
          const [quantity] = sold.test(verb) ? piecesOf(subject) : []
          const measured = quantity ? pieces(subject, quantity, wheres) : rows(wheres)
          found.push(reading(end, measured, head.cost + cost + (quantity ? -0.4 : -0.1)))
        }
      return found
    }),
  )
  function verbsAfter(words: typeof tokens, at: number) {
    const done = [at, ...were(words, at)].map((start) => ({ verb: words[start]?.word ?? '', end: start + 1 }))
    // "Did we sell" is the same as "were sold".
    const asked = didWe(words, at).map((start) => {
      const verb = words[start]?.word ?? ''
      return { verb: Object.hasOwn(participles, verb) ? participles[verb]! : '', end: start + 1 }
    })
    return [...done.filter(({ verb }) => /(ed|en)$/.test(verb) || irregularDeeds.includes(verb)), ...asked]
  }
}
const sold = /^(sold|ordered|bought|purchased)$/
const were = phrases('were|are|was|is|being', 'have|has been', 'that|which were|are')
const didWe = phrases('did|do we|they|customers')
const participles: Record<string, string> = {
  sell: 'sold',
  ship: 'shipped',
  rent: 'rented',
  lend: 'lent',
  order: 'ordered',
  buy: 'bought',
  deliver: 'delivered',
  return: 'returned',
}
