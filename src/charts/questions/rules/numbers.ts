import type { Condition } from '../../../filtered/plan.ts'
import { afterDeterminers } from '../../../filtered/rules/grammar/determiners.ts'
import { premodifiers } from '../../../filtered/rules/grammar/premodifiers.ts'
import { datesOfVerb } from '../../../filtered/rules/source/dates.ts'
import { worthOf } from '../../../filtered/rules/source/measures.ts'
import { nameWords } from '../../../filtered/rules/source/names.ts'
import { irregularDeeds } from '../../../filtered/rules/terms/verbs.ts'
import { singular, stem } from '../../../filtered/rules/text/inflection.ts'
import { type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { StructureColumn, StructureTable } from '../../../filtered/structure.ts'
import { type Asking, type Measured, plainMeasure } from './asking.ts'
import { subjectsAt } from './heads.ts'
import { countOf, functions, ofRows, per, valueWords, worthWords } from './measure-words.ts'
import { phrases } from './phrases.ts'
import { columnOf, isMoneyName } from './worth.ts'

const isMeasurable = ({ context, subject }: Asking, { name, role }: StructureColumn) =>
  role === 'NUMBER' &&
  !subject.primaryKey?.includes(name) &&
  !/(^|_)id$/i.test(name) &&
  !context.paths.references(subject).some(({ columns }) => columns.includes(name))

/** "average salary", "total hours", "film length", "price", "average number of seats", "number of nights". */
export function numbersAt(asking: Asking, at: number): Reading<Measured>[] {
  const { tokens } = asking.context
  const found: Reading<Measured>[] = []
  const add = (fn: Measured['function'], start: number, extra: number) => {
    const whole = fn !== 'IMPLIED' && (fn !== 'SUM' || isMoneyName(asking.subject))
    for (const { end, value, cost } of namedColumns(asking, start, whole))
      found.push(reading(end, { ...plainMeasure, function: fn, ...value }, cost + extra))
  }
  for (const [fn, phrase] of functions)
    for (const start of phrase(tokens, at)) {
      add(fn, start, 0)
      for (const next of [...countOf(tokens, start), ...worthWords(tokens, start)]) add(fn, next, 0.02)
    }
  for (const one of [...found])
    for (const next of one.value.function === 'AVG' ? per(tokens, one.end) : [])
      for (const head of subjectsAt(asking, next))
        if (head.value.length === 0)
          found.push(reading(head.end, one.value, one.cost + head.cost * 0.5 - 0.05))
  for (const start of countOf(tokens, at)) add('SUM', start, 0.15)
  for (const start of [at, ...worthWords(tokens, at)]) add('IMPLIED', start, 0.1)
  return found
}

type Named = { column: StructureColumn; where: Condition[] }

/**
 * A number of the subject's rows, with the rows before or after it: "film length", "length of films", "invoiced amount".
 * @param whole whether the rows may stand for what they are worth
 */
function namedColumns(asking: Asking, at: number, whole: boolean): Reading<Named>[] {
  const { context, subject } = asking
  const { tokens, vocabulary } = context
  const plainly = (start: number): Reading<StructureColumn>[] =>
    afterDeterminers(context, start).flatMap((next) =>
      vocabulary.columnsAt(tokens, next, subject).filter(({ value }) => isMeasurable(asking, value)),
    )
  const found = plainly(at).map(({ end, value, cost }) =>
    reading<Named>(end, { column: value, where: [] }, cost),
  )
  for (const head of subjectsAt(asking, at))
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
  // "Leave days" of leave requests, "overdue amount".
  if (
    nameWords(subject.name)
      .slice(0, -1)
      .includes(tokens[at]?.word ?? '')
  )
    for (const { end, value, cost } of plainly(at + 1))
      found.push(reading(end, { column: value, where: [] }, cost + 0.1))
  for (let noun = at + 1; noun <= at + 2; noun++)
    for (const before of premodifiers(context, subject, at, noun, 0))
      for (const { end, value, cost } of before.value ? plainly(noun) : [])
        found.push(reading(end, { column: value, where: [before.value!] }, before.cost + cost + 0.1))
  if (isDeedOf(subject, tokens[at]?.word))
    for (const { end, value, cost } of plainly(at + 1))
      found.push(reading(end, { column: value, where: [] }, cost + 0.05))
  // "Order value" and "total payments" are what the rows are worth.
  for (const head of subjectsAt(asking, at))
    for (const quantity of worthOf(subject).slice(0, 1)) {
      const column = columnOf(subject, quantity)
      if (quantity.times) continue
      for (const end of valueWords(tokens, head.end))
        found.push(reading(end, { column, where: head.value }, head.cost + quantity.cost + 0.05))
      if (whole) found.push(reading(head.end, { column, where: head.value }, head.cost + quantity.cost + 0.2))
    }
  // "Days of leave" are those of leave requests.
  for (const one of [...found])
    for (const start of ofRows(tokens, one.end)) {
      const word = tokens[start]?.word
      if (word && nameWords(subject.name).includes(singular(word)))
        found.push(reading(start + 1, one.value, one.cost + 0.1))
    }
  for (const one of [...found])
    for (const start of ofRows(tokens, one.end))
      for (const head of subjectsAt(asking, start))
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

/** "invoiced" of invoices, "ordered" of orders, "paid" of payments. */
const isDeedOf = (table: StructureTable, word: string | undefined) =>
  word !== undefined &&
  (/(ed|en)$/.test(word) || irregularDeeds.includes(word)) &&
  (nameWords(table.name).some((one) => stem(one) === stem(word)) || datesOfVerb(table, word).length > 0)
