import type { Condition } from '../../../filtered/plan.ts'
import { afterDeterminers } from '../../../filtered/rules/grammar/determiners.ts'
import { eventsOf } from '../../../filtered/rules/grammar/events.ts'
import { headsAt } from '../../../filtered/rules/grammar/things.ts'
import { datesOfVerb } from '../../../filtered/rules/source/dates.ts'
import { piecesOf, type Quantity, worthOf } from '../../../filtered/rules/source/measures.ts'
import { nameWords } from '../../../filtered/rules/source/names.ts'
import { irregularDeeds } from '../../../filtered/rules/terms/verbs.ts'
import { singular, stem } from '../../../filtered/rules/text/inflection.ts'
import { best, type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { StructureColumn, StructureTable } from '../../../filtered/structure.ts'
import type { MeasureName, QuestionFunction } from '../question-plan.ts'
import type { Asking, Measured } from './asking.ts'
import { moneyOf, moneyRank, moneyWords, pricesOf } from './money.ts'
import { phrases } from './phrases.ts'
import { relatedTo, type Way } from './ways.ts'

const countOf = phrases(
  'number|numbers of',
  'the number|numbers of',
  'total number of',
  'the total number of',
  'overall number of',
  'count|counts of',
  'the count|counts of',
  'a count of',
  'counts',
  'count',
  'how many',
  'amount of',
  'the amount of',
  'quantity of',
  'frequency of',
  'the frequency of',
  'tally of',
  'volume of',
  'no . of',
  '# of',
  'total count of',
  'how often',
)
const countAfter = phrases('count', 'counts', 'numbers', 'volume', 'frequency', 'total|totals count')
const freshly = phrases('new', 'newly registered|created|added|joined|opened|hired|signed', 'fresh')
/** Those who came, by what they did. */
const arrivals: [ReturnType<typeof phrases>, string][] = [
  [phrases('signups', 'sign-ups', 'sign ups', 'registrations', 'signup count', 'joiners'), 'joined'],
  [phrases('hires', 'hirings', 'new hires'), 'hired'],
]
const isPerson =
  /(^| )(customer|client|user|account|member|guest|patient|subscriber|student|employee|staff|person|player|donor|participant|passenger|contact|teacher)$/
const different = phrases('different', 'distinct', 'unique')
export const functions: [QuestionFunction, ReturnType<typeof phrases>][] = [
  [
    'SUM',
    phrases(
      'total',
      'totals of',
      'the total',
      'sum of',
      'the sum of',
      'sum',
      'total of',
      'the total of',
      'overall',
      'combined',
      'summed',
      'aggregate',
      'summed up',
    ),
  ],
  [
    'AVG',
    phrases(
      'average',
      'the average',
      'averages of',
      'avg',
      'mean',
      'the mean',
      'average of',
      'mean of',
      'the average of',
      'the mean of',
      'typical',
    ),
  ],
  ['MEDIAN', phrases('median', 'the median', 'median of', 'the median of')],
  [
    'MAX',
    phrases(
      'maximum',
      'the maximum',
      'max',
      'highest',
      'the highest',
      'largest',
      'the largest',
      'biggest',
      'greatest',
      'the biggest',
      'peak',
      'maximal',
      'maximum of',
      'longest',
      'the longest',
    ),
  ],
  [
    'MIN',
    phrases(
      'minimum',
      'the minimum',
      'min',
      'lowest',
      'the lowest',
      'smallest',
      'the smallest',
      'least',
      'minimal',
      'minimum of',
      'shortest',
      'the shortest',
    ),
  ],
]
const of = phrases(
  'of',
  'of the',
  'for',
  'of all',
  'for all',
  'for the',
  'in',
  'on',
  'of their',
  'from',
  'across',
  'across all',
  'among',
  'between',
)
const worthWords = phrases('value of', 'the value of', 'values of', 'amount of', 'the amount of')
const valueWords = phrases(
  'value',
  'values',
  'amount',
  'amounts',
  'total',
  'totals',
  'worth',
  'size',
  'sum',
  'sums',
)
const piecesSold = phrases(
  'quantity|quantities sold|ordered|purchased|bought|shipped',
  'units|copies|items|pieces sold|ordered|purchased|bought|shipped',
  'sold|ordered quantity|quantities|units|copies|items',
  'units|copies|pieces were|are sold|ordered|bought',
  'sales quantity',
  'sales in units|pieces',
)
const money = phrases('revenue', 'sales', 'turnover', 'income', 'earnings')
const plain: Omit<Measured, 'function' | 'column'> = {
  times: null,
  per: null,
  called: null,
  where: [],
  bare: false,
  fresh: false,
}

/** What is counted or measured of the subject's rows, from a position on. */
export const measuresAt = (asking: Asking, at: number): Reading<Measured[]>[] => {
  const { context, subject } = asking
  const key = `measure ${subject.id} ${at}`
  const known = context.memo.get(key) as Reading<Measured[]>[] | undefined
  if (known) return known
  const one = [
    ...countsAt(asking, at),
    ...columnsAt(asking, at),
    ...moneyAt(asking, at),
    ...piecesAt(asking, at),
    ...soldAt(asking, at),
    ...perAt(asking, at),
  ]
  const found = best([
    ...one.map(({ end, value, cost }) => reading(end, [value], cost)),
    ...twoFunctions(asking, at),
  ])
  context.memo.set(key, found)
  return found
}

const heads = ({ context, subject }: Asking, at: number): Reading<Condition[]>[] =>
  headsAt(context, at, 0)
    .filter(({ value }) => value.table === subject)
    .map(({ end, value, cost }) => reading(end, value.where ? [value.where] : [], cost))

/** "number of orders", "how many different cities", "orders". */
function countsAt(asking: Asking, at: number): Reading<Measured>[] {
  const { context, subject } = asking
  const { tokens, vocabulary } = context
  const found: Reading<Measured>[] = []
  const rows = (where: Condition[], bare: boolean, fresh = false): Measured => ({
    ...plain,
    function: 'COUNT',
    column: null,
    where,
    bare,
    fresh,
  })
  for (const start of [at, ...countOf(tokens, at)])
    for (const next of freshly(tokens, start))
      for (const head of heads(asking, next))
        found.push(reading(head.end, rows(head.value, false, true), head.cost + 0.1))
  for (const start of countOf(tokens, at)) {
    for (const head of heads(asking, start)) found.push(reading(head.end, rows(head.value, false), head.cost))
    for (const next of different(tokens, start)) {
      for (const head of heads(asking, next))
        found.push(reading(head.end, rows(head.value, false), head.cost))
      for (const { end, value, cost } of vocabulary.columnsAt(tokens, next, subject))
        found.push(reading(end, { ...plain, function: 'COUNT_DISTINCT', column: value }, cost))
    }
  }
  for (const [phrase, deed] of arrivals)
    for (const start of [at, ...countOf(tokens, at)])
      for (const end of [
        ...phrase(tokens, start),
        ...freshly(tokens, start).flatMap((next) => phrase(tokens, next)),
      ])
        if (
          isPerson.test(nameWords(subject.name).map(singular).join(' ')) &&
          datesOfVerb(subject, deed).length > 0
        )
          found.push(reading(end, rows([], false, true), 0.2))
  for (const head of heads(asking, at)) {
    for (const end of countAfter(tokens, head.end))
      found.push(reading(end, rows(head.value, false), head.cost))
    // "Sales" are money before they are orders.
    const isMoney = moneyWords.some(([phrase]) => phrase(tokens, at).includes(head.end))
    found.push(reading(head.end, rows(head.value, true), head.cost + (isMoney ? 0.5 : 0.1)))
  }
  return found
}

const isMeasurable = ({ context, subject }: Asking, { name, role }: StructureColumn) =>
  role === 'NUMBER' &&
  !subject.primaryKey?.includes(name) &&
  !/(^|_)id$/i.test(name) &&
  !context.paths.references(subject).some(({ columns }) => columns.includes(name))

/** "average salary", "total hours", "film length", "price", "average number of seats", "number of nights". */
function columnsAt(asking: Asking, at: number): Reading<Measured>[] {
  const { tokens } = asking.context
  const found: Reading<Measured>[] = []
  const add = (fn: Measured['function'], start: number, extra: number) => {
    for (const { end, value, cost } of namedColumns(asking, start))
      found.push(reading(end, { ...plain, function: fn, ...value }, cost + extra))
  }
  for (const [fn, phrase] of functions)
    for (const start of phrase(tokens, at)) {
      add(fn, start, 0)
      for (const next of [...countOf(tokens, start), ...worthWords(tokens, start)]) add(fn, next, 0.02)
    }
  for (const one of [...found])
    for (const next of one.value.function === 'AVG' ? per(tokens, one.end) : [])
      for (const head of heads(asking, next))
        if (head.value.length === 0)
          found.push(reading(head.end, one.value, one.cost + head.cost * 0.5 - 0.05))
  for (const start of countOf(tokens, at)) add('SUM', start, 0.15)
  for (const start of [at, ...worthWords(tokens, at)]) add('IMPLIED', start, 0.1)
  return found
}

type Named = { column: StructureColumn; where: Condition[] }

/** A number of the subject's rows, with the rows before or after it: "film length", "length of films", "invoiced amount". */
export function namedColumns(asking: Asking, at: number): Reading<Named>[] {
  const { context, subject } = asking
  const { tokens, vocabulary } = context
  const plainly = (start: number): Reading<StructureColumn>[] =>
    afterDeterminers(context, start).flatMap((next) =>
      vocabulary.columnsAt(tokens, next, subject).filter(({ value }) => isMeasurable(asking, value)),
    )
  const found = plainly(at).map(({ end, value, cost }) =>
    reading<Named>(end, { column: value, where: [] }, cost),
  )
  for (const head of heads(asking, at))
    for (const { end, value, cost } of plainly(head.end))
      found.push(reading(end, { column: value, where: head.value }, head.cost + cost - 0.1))
  for (const next of pieceWords(tokens, at))
    for (const { end, value, cost } of plainly(next))
      if (isOfPieces(value)) found.push(reading(end, { column: value, where: [] }, cost + 0.05))
  // The quantity of deliveries is in their lines.
  for (const mention of vocabulary.tablesAt(tokens, at))
    if (isPartOf(asking, mention.value))
      for (const { end, value, cost } of plainly(mention.end))
        found.push(reading(end, { column: value, where: [] }, mention.cost + cost + 0.15))
  if (isDeedOf(subject, tokens[at]?.word))
    for (const { end, value, cost } of plainly(at + 1))
      found.push(reading(end, { column: value, where: [] }, cost + 0.05))
  // "order value" and "total payments" are what the rows are worth.
  for (const head of heads(asking, at))
    for (const quantity of worthOf(subject).slice(0, 1))
      if (!quantity.times)
        for (const end of [head.end, ...valueWords(tokens, head.end)])
          found.push(
            reading(
              end,
              { column: columnOf(subject, quantity), where: head.value },
              head.cost + quantity.cost + (end > head.end ? 0.05 : 0.2),
            ),
          )
  // "Days of leave" are those of leave requests.
  for (const one of [...found])
    for (const start of of(tokens, one.end)) {
      const word = tokens[start]?.word
      if (word && nameWords(subject.name).includes(singular(word)))
        found.push(reading(start + 1, one.value, one.cost + 0.1))
    }
  for (const one of [...found])
    for (const start of of(tokens, one.end))
      for (const head of heads(asking, start))
        found.push(
          reading(
            head.end,
            { column: one.value.column, where: [...one.value.where, ...head.value] },
            one.cost + head.cost * 0.5 - 0.1,
          ),
        )
  return found
}

const pieceWords = phrases('units|pieces|copies|items', 'number of units|pieces|copies|items')
const isOfPieces = ({ name }: StructureColumn) =>
  nameWords(name).some((word) => /^(hand|stock|quantity|inventory|available|reserved|order)$/.test(word))

const isPartOf = ({ context, subject }: Asking, whole: StructureTable) =>
  whole !== subject &&
  context.paths.references(subject).some(({ target }) => target === whole.id) &&
  nameWords(subject.name).some((word) => singular(word) === singular(nameWords(whole.name).at(-1)!))

const columnOf = ({ columns }: StructureTable, { column }: Quantity) =>
  columns.find(({ name }) => name === column)!
const timesOf = ({ columns }: StructureTable, { times }: Quantity) =>
  columns.find(({ name }) => name === times) ?? null

/** "invoiced" of invoices, "ordered" of orders, "paid" of payments. */
const isDeedOf = (table: StructureTable, word: string | undefined) =>
  word !== undefined &&
  (/(ed|en)$/.test(word) || irregularDeeds.includes(word)) &&
  (nameWords(table.name).some((one) => stem(one) === stem(word)) || datesOfVerb(table, word).length > 0)

/** "total revenue", "sales", "ticket revenue", "average sales". */
function moneyAt(asking: Asking, at: number): Reading<Measured>[] {
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
  for (const { fn, start, cost } of starts)
    for (const [phrase, called, deed] of moneyWords)
      for (const end of phrase(tokens, start))
        for (const quantity of moneyOf(subject).slice(0, 1))
          found.push(
            reading(
              end,
              worth(subject, quantity, fn, called, []),
              cost +
                quantity.cost +
                moneyRank(subject, deed) +
                (fn !== 'SUM' && quantity.times ? ofLines : 0),
            ),
          )
  for (const { fn, start, cost } of starts)
    for (const head of heads(asking, start))
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

/** What is averaged is an order, hardly one of its lines. */
const ofLines = 0.5

const worth = (
  subject: StructureTable,
  quantity: Quantity,
  fn: QuestionFunction,
  called: MeasureName,
  where: Condition[],
): Measured => ({
  ...plain,
  function: fn,
  column: columnOf(subject, quantity),
  times: timesOf(subject, quantity),
  called,
  where,
})

/** "quantity sold", "number of units sold". */
function piecesAt(asking: Asking, at: number): Reading<Measured>[] {
  const { context, subject } = asking
  const [quantity] = piecesOf(subject)
  if (!quantity) return []
  const cost = Math.min(moneyRank(subject, 'sell'), 0.9)
  const starts = [at, ...countOf(context.tokens, at), ...functions[0]![1](context.tokens, at)]
  return starts
    .flatMap((start) => piecesSold(context.tokens, start))
    .map((end) => reading(end, pieces(subject, quantity, []), cost))
}

const pieces = (subject: StructureTable, quantity: Quantity, where: Condition[]): Measured => ({
  ...plain,
  function: 'SUM',
  column: columnOf(subject, quantity),
  called: 'quantity',
  where,
})

/** "films rented", "books sold": what happened to them is counted, in pieces where it says how many. */
function soldAt(asking: Asking, at: number): Reading<Measured>[] {
  const { context, ways, subject } = asking
  const { tokens } = context
  return [at, ...countOf(tokens, at)].flatMap((start) =>
    headsAt(context, start, 0).flatMap((head) => {
      if (head.value.table === subject) return []
      const way = ways.up(subject).find((one) => one.table === head.value.table && isUp(one))
      if (!way) return []
      const { where } = head.value
      const wheres = where ? [relatedTo(way, where, context.paths.table)] : []
      return [head.end, ...were(tokens, head.end)].flatMap((next) => {
        const verb = tokens[next]?.word ?? ''
        if (!/(ed|en)$/.test(verb) && !irregularDeeds.includes(verb)) return []
        return eventsOf(context, head.value.table, verb)
          .filter(({ event }) => event === subject)
          .map(({ cost }) => {
            const [quantity] = /^(sold|ordered|bought|purchased)$/.test(verb) ? piecesOf(subject) : []
            const measured: Measured = quantity
              ? pieces(subject, quantity, wheres)
              : { ...plain, function: 'COUNT', column: null, where: wheres }
            return reading(next + 1, measured, head.cost + cost + (quantity ? -0.2 : 0.1))
          })
      })
    }),
  )
}
const were = phrases('were|are|was|is|being', 'have|has been', 'that|which were|are', 'did we', 'do we')
const isUp = ({ references }: Way) => references.every(({ down }) => !down)

/** "average order value", where only the lines of orders say it; "average number of orders per customer". */
function perAt(asking: Asking, at: number): Reading<Measured>[] {
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
const per = phrases('per', 'for each', 'of each', 'by', 'a', 'for every', 'of a', 'for a')
const worthWord = phrases('value', 'amount', 'total', 'size', 'worth', 'sum')

/** "maximum and minimum salary". */
function twoFunctions(asking: Asking, at: number): Reading<Measured[]>[] {
  const { tokens } = asking.context
  return functions.flatMap(([first, phrase]) =>
    phrase(tokens, at).flatMap((middle) =>
      and(tokens, middle).flatMap((next) =>
        columnsAt(asking, next)
          .filter(({ value }) => value.function !== 'IMPLIED' && value.function !== first && value.column)
          .map(({ end, value, cost }) =>
            reading(end, [{ ...value, function: first, where: [] }, value], cost),
          ),
      ),
    ),
  )
}
const and = phrases('and', '&', ',', ', and')
