import type { Condition } from '../../plan.ts'
import type { StructureColumn, StructureTable } from '../../structure.ts'
import { isDate } from '../source/dates.ts'
import { isSpeltOut, nameWords } from '../source/names.ts'
import { irregularDeeds, stemsOfDeed } from '../terms/verbs.ts'
import { phraseKey, stem } from '../text/inflection.ts'
import { phrases } from '../text/phrases.ts'
import { type Reading, reading } from '../text/reading.ts'
import { compare, negated, related } from './conditions.ts'
import type { Context } from './context.ts'
import { afterDeterminers } from './determiners.ts'
import { eventsOf } from './events.ts'
import { ways } from './ties.ts'

const opposites = /^(?:in|un|non|dis|im)(.{3,})$/
const others: Record<string, string[]> = {
  active: ['enabled'],
  enabled: ['active'],
  deactivated: ['!active'],
  disabled: ['!enabled', '!active'],
  open: ['!closed', '!resolved', '!completed', '!finished', '!ended'],
  ongoing: ['!ended', '!finished', '!completed', '!closed'],
  unresolved: ['!resolved', '!closed'],
  outstanding: ['!paid', '!returned', '!settled'],
  finished: ['ended', 'completed'],
  current: ['!ended', '!terminated'],
  employed: ['!terminated'],
  closed: [],
  deleted: ['removed'],
  removed: ['deleted'],
  archived: [],
  verified: ['confirmed'],
  confirmed: ['verified'],
  public: [],
  private: ['!public'],
  hidden: ['!visible'],
  visible: [],
  obsolete: ['discontinued'],
  unlisted: ['!listed'],
  fired: ['terminated'],
  online: [],
  retired: [],
  canceled: ['cancelled'],
  cancelled: ['canceled'],
  available: [],
  vacant: ['!occupied'],
}
const yes = /^(y|yes|t|true|1)$/i
const no = /^(n|no|f|false|0)$/i

/**
 * What a word says of a row by a column that is true or not: a boolean, a number that is 0 or 1, Y or N, or a date that is
 * there once the word is true (shipped_date for "shipped"). "inactive" and "unshipped" say the opposite.
 */
export function flagsOf(context: Context, table: StructureTable, at: number): Reading<Condition>[] {
  const token = context.tokens[at]
  if (token?.kind !== 'word') return []
  const found = [...named(context, table, at)]
  const { word } = token
  for (const other of Object.hasOwn(others, word) ? others[word]! : []) {
    const plain = other.replace('!', '')
    for (const one of byWord(context, table, plain))
      found.push(reading(at + 1, other === plain ? one.value : negated(one.value), one.cost + 0.3))
  }
  const opposite = opposites.exec(word)?.[1]
  if (opposite)
    for (const one of byWord(context, table, opposite))
      found.push(reading(at + 1, negated(one.value), one.cost))
  // "Unanswered" is what no answer belongs to.
  if (opposite && found.length === 0 && /(ed|en|t|d)$/.test(opposite))
    for (const { event, cost } of eventsOf(context, table, opposite))
      for (const { path } of ways(context, table, event)
        .filter(({ path }) => !path.one)
        .slice(0, 1))
        found.push(reading(at + 1, negated(related(path, null)), 0.4 + cost))
  return found
}

/** Columns that are true or not, by their names. */
export const flagColumnsAt = (context: Context, table: StructureTable, at: number): Reading<Condition>[] =>
  context.vocabulary
    .columnsAt(context.tokens, at, table)
    .flatMap(({ end, value, cost }) =>
      truths(context, table, value).map((where) => reading(end, where, cost)),
    )

export const flagOf = (
  context: Context,
  table: StructureTable,
  column: StructureColumn,
): Condition | undefined => truths(context, table, column)[0]

const particle = phrases(
  'up',
  'out',
  'in',
  'back',
  'off',
  'the company|firm|organization|organisation|business|team',
  'from the company|firm|organization|organisation|business',
)

function named(context: Context, table: StructureTable, at: number): Reading<Condition>[] {
  const found = flagColumnsAt(context, table, at)
  const { word } = context.tokens[at]!
  for (const one of byWord(context, table, word)) {
    found.push(reading(at + 1, one.value, one.cost))
    for (const end of particle(context.tokens, at + 1)) found.push(reading(end, one.value, one.cost))
  }
  found.push(...withObject(context, table, at))
  return found
}

/** "verified their email" is what `email_verified` says. */
function withObject(context: Context, table: StructureTable, at: number): Reading<Condition>[] {
  const { tokens } = context
  const { word } = tokens[at]!
  const own = stem(word)
  return table.columns.flatMap((column) => {
    const words = nameWords(column.name).filter((one) => !/^(is|has|was|flag|at|on|date)$/.test(one))
    const object = words.filter((one) => one !== word && !(/(ed|en)$/.test(one) && stem(one) === own))
    if (object.length === 0 || object.length === words.length) return []
    const where =
      isDate(column) && column.nullable ? compare(column.name, 'IS_NOT_NULL') : flagOf(context, table, column)
    if (!where) return []
    return afterDeterminers(context, at + 1).flatMap((start) =>
      object.every((one, index) => phraseKey(tokens[start + index]?.word ?? '') === phraseKey(one))
        ? [reading(start + object.length, where, 0.1)]
        : [],
    )
  })
}

function byWord(context: Context, table: StructureTable, word: string): { value: Condition; cost: number }[] {
  const found: { value: Condition; cost: number }[] = []
  for (const column of table.columns) {
    const words = nameWords(column.name).filter(
      (one) => !/^(is|has|was|flag|date|at|on|time|by|yn)$/.test(one),
    )
    if (words.length === 1 && words[0] === word)
      for (const value of truths(context, table, column))
        found.push({ value, cost: isSpeltOut(column.name) ? 0.3 : 0.1 })
  }
  if (found.length > 0) return found
  // A deed is done once there is a date of it.
  if (!/(ed|en)$/.test(word) && !irregularDeeds.includes(word)) return found
  const stems = stemsOfDeed(stem(word))
  for (const column of table.columns) {
    const words = nameWords(column.name)
    if (words.some((one) => /^(expected|required|due|update|last|estimated)$/.test(one))) continue
    const rank = Math.min(...words.map((one) => stems.indexOf(stem(one))).filter((index) => index >= 0))
    if (!Number.isFinite(rank)) continue
    // "Assigned" and "insured" are those that a reference leads from.
    if (
      rank === 0 &&
      column.nullable &&
      words.filter((one) => !keyWord.test(one)).length === 1 &&
      isReference(context, table, column)
    )
      found.push({ value: compare(column.name, 'IS_NOT_NULL'), cost: 0.3 })
    else if (isDate(column) && column.nullable)
      found.push({ value: compare(column.name, 'IS_NOT_NULL'), cost: 0.3 + rank * 0.2 })
    else if (rank === 0 && words.length <= 2)
      for (const value of truths(context, table, column)) found.push({ value, cost: 0.3 })
  }
  return found
}

const keyWord = /^(id|no|number|code|key|uuid|to|by)$/
/** "email is verified", "pets are allowed": the same, the other way round. */
export function doneOf(context: Context, table: StructureTable, at: number): Reading<Condition>[] {
  const { tokens } = context
  return table.columns.flatMap((column) => {
    const words = nameWords(column.name).filter((one) => !/^(is|has|was|flag|at|on|date)$/.test(one))
    const done = words.at(-1)!
    if (words.length < 2 || !/(ed|en)$/.test(done)) return []
    const where =
      isDate(column) && column.nullable ? compare(column.name, 'IS_NOT_NULL') : flagOf(context, table, column)
    const end = at + words.length - 1
    if (
      !where ||
      !words.slice(0, -1).every((one, index) => phraseKey(tokens[at + index]?.word ?? '') === phraseKey(one))
    )
      return []
    return be(tokens, end).flatMap((next) => {
      const not = tokens[next]?.word === 'not' ? 1 : 0
      if (stem(tokens[next + not]?.word ?? '') !== stem(done)) return []
      return [reading(next + not + 1, not ? negated(where) : where, 0.1)]
    })
  })
}
const be = phrases('is|are|was|were', 'has|have been', 'is|are yet')

const isReference = (context: Context, table: StructureTable, { name }: StructureColumn) =>
  context.paths.references(table).some(({ columns }) => columns.length === 1 && columns[0] === name)

/** The condition under which a column says yes; none where it is no such column. */
function truths(context: Context, table: StructureTable, column: StructureColumn): Condition[] {
  if (column.role === 'BOOLEAN') return [compare(column.name, 'EQ', true)]
  if (column.role === 'NUMBER') {
    const extremes = context.values.extremes(table, column)
    const flag =
      extremes &&
      extremes.low >= 0 &&
      extremes.high <= 1 &&
      /^(smallint|integer|bigint|numeric\(1)/.test(column.type)
    return flag ? [compare(column.name, 'EQ', 1)] : []
  }
  if (column.role !== 'TEXT') return []
  const values = context.values.inColumn(table, column)
  if (!values?.few || values.values.length === 0 || values.values.length > 2) return []
  const positive = values.values.filter((value) => yes.test(value.trim()))
  return values.values.every((value) => yes.test(value.trim()) || no.test(value.trim())) &&
    positive.length <= 1
    ? [positive[0] ? compare(column.name, 'EQ', positive[0]) : compare(column.name, 'NE', values.values[0]!)]
    : []
}
