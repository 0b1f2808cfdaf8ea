import { afterDeterminers } from '../../../filtered/rules/grammar/determiners.ts'
import { premodifiers } from '../../../filtered/rules/grammar/premodifiers.ts'
import { piecesOf } from '../../../filtered/rules/source/measures.ts'
import { type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { MeasureName, QuestionFunction } from '../question-plan.ts'
import type { Asking, Measured } from './asking.ts'
import { countsAt } from './counts.ts'
import { subjectsAt } from './heads.ts'
import { countOf, functions, money, per, piecesSold, worthWords } from './measure-words.ts'
import { moneyOf, moneyRank, moneyWords, pricesOf } from './money.ts'
import { phrases } from './phrases.ts'
import { isUp, type Way } from './ways.ts'
import { pieces, worth } from './worth.ts'

/** "total revenue", "sales", "ticket revenue", "average sales". */
export function moneyAt(asking: Asking, at: number): Reading<Measured>[] {
  const { context, subject } = asking
  const { tokens } = context
  const found: Reading<Measured>[] = []
  const starts: { fn: QuestionFunction; start: number; cost: number }[] = [
    { fn: 'SUM', start: at, cost: 0.02 },
    ...functions.flatMap(([fn, phrase]) =>
      phrase(tokens, at).map((start) => ({ fn, start, cost: fn === 'SUM' ? 0 : 0.1 })),
    ),
    ...worthWords(tokens, at).map((start) => ({ fn: 'SUM' as const, start, cost: 0.02 })),
  ]
  // The average of "revenue" may be that of an order, of a customer, of a month: it is not said.
  for (const { fn, start, cost } of starts.filter((one) => one.fn === 'SUM'))
    for (const [phrase, called, deed] of moneyWords)
      for (const end of phrase(tokens, start))
        for (const quantity of moneyOf(subject).slice(0, 1))
          found.push(
            reading(
              end,
              worth(subject, quantity, fn, called, []),
              cost + quantity.cost + moneyRank(subject, deed),
            ),
          )
  // "Paperback sales": which of them.
  for (const { fn, start, cost } of starts.filter((one) => one.fn === 'SUM'))
    for (let noun = start + 1; noun <= start + 3; noun++)
      for (const [phrase, called, deed] of moneyWords)
        for (const end of phrase(tokens, noun))
          for (const before of premodifiers(context, subject, start, noun, 0))
            for (const quantity of before.value ? moneyOf(subject).slice(0, 1) : [])
              found.push(
                reading(
                  end,
                  worth(subject, quantity, fn, called, [before.value!]),
                  cost + before.cost + quantity.cost + moneyRank(subject, deed) + 0.05,
                ),
              )
  for (const { fn, start, cost } of starts)
    for (const head of subjectsAt(asking, start))
      for (const end of money(tokens, head.end))
        for (const quantity of [...moneyOf(subject), ...pricesOf(subject)].slice(0, 1))
          found.push(
            reading(
              end,
              worth(subject, quantity, fn, tokens[end - 1]!.word as MeasureName, head.value),
              cost + head.cost + quantity.cost,
            ),
          )
  return found
}

/** "quantity sold", "number of units sold". */
export function piecesAt(asking: Asking, at: number): Reading<Measured>[] {
  const { context, subject } = asking
  const [quantity] = piecesOf(subject)
  if (!quantity) return []
  const cost = Math.min(moneyRank(subject, 'sell'), 0.9)
  const starts = [at, ...countOf(context.tokens, at), ...functions[0]![1](context.tokens, at)]
  return starts
    .flatMap((start) => piecesSold(context.tokens, start))
    .map((end) => reading(end, pieces(subject, quantity, []), cost))
}

/** "average order value", where only the lines of orders say it; "average number of orders per customer". */
export function perAt(asking: Asking, at: number): Reading<Measured>[] {
  const { context, ways, subject } = asking
  const { tokens, vocabulary } = context
  const [, average] = functions.find(([fn]) => fn === 'AVG')!
  const parents = (start: number): Reading<Way>[] =>
    afterDeterminers(context, start).flatMap((next) =>
      vocabulary.tablesAt(tokens, next).flatMap(({ end, value, cost }) =>
        ways
          .up(subject)
          .filter((way) => way.table === value && way.references.length > 0 && isUp(way))
          .slice(0, 1)
          .map((way) => reading(end, way, cost + way.cost * 0.5)),
      ),
    )
  const each = (measured: Reading<Measured>): Reading<Measured>[] =>
    per(tokens, measured.end).flatMap((next) =>
      parents(next).map((parent) =>
        reading(
          parent.end,
          { ...measured.value, function: 'AVG', per: parent.value },
          measured.cost + parent.cost,
        ),
      ),
    )
  return average(tokens, at).flatMap((start) => [
    ...countsAt(asking, start)
      .filter(({ value }) => value.function === 'COUNT' && !value.bare)
      .flatMap(each),
    ...moneyAt(asking, start)
      .filter(({ value }) => value.function === 'SUM')
      .flatMap(each),
    ...parents(start)
      .filter(({ value }) => value.references.length === 1 && moneyOf(value.table).length === 0)
      .flatMap((parent) =>
        [...worthWord(tokens, parent.end), ...money(tokens, parent.end)].flatMap((end) =>
          moneyOf(subject)
            .slice(0, 1)
            .map((quantity) =>
              reading(
                end,
                { ...worth(subject, quantity, 'AVG', 'value', []), per: parent.value },
                parent.cost + quantity.cost + moneyRank(subject, 'sell'),
              ),
            ),
        ),
      ),
  ])
}
const worthWord = phrases('value', 'amount', 'total', 'size', 'worth', 'sum')
