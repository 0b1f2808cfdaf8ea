import type { ComparisonOperator, Condition } from '../../../plan.ts'
import type { StructureColumn, StructureTable } from '../../../structure.ts'
import { isDate, isYear } from '../../source/dates.ts'
import { nameWords } from '../../source/names.ts'
import { phraseKey, singular, stem } from '../../text/inflection.ts'
import { type Amount, amountAt } from '../../text/numbers.ts'
import { whenAt } from '../../text/periods.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { all, any, compare, during, negated, related } from '../conditions.ts'
import { type Context, type Part, type Rule, says } from '../context.ts'
import { ways } from '../ties.ts'
import { converted } from '../units.ts'
import { leads, valuesAt } from './values.ts'

const lead = phrases(
  'whose',
  'with',
  'where',
  'having',
  'have',
  'has',
  'had',
  'of',
  'in',
  'by',
  'at',
  'for which',
  'for',
  'when',
  'if',
  'and whose',
  'that have',
  'from',
  'on',
  'under',
  'with their',
  'carrying',
  'bearing',
  'showing',
  'in terms of',
  'and',
  'offering',
)
const article = phrases(
  'the',
  'a',
  'an',
  'their',
  'its',
  'any',
  'his',
  'her',
  'some',
  'the same',
  'own',
  'their own',
  'a known',
)
const is = phrases(
  'is',
  'are',
  'was',
  'were',
  'of',
  '=',
  ':',
  'equals',
  'equal to',
  'set to',
  'being',
  'named',
  'called',
  'at',
  'as',
  'is equal to',
  'is set to',
  'lies',
  'is at',
  'has',
  'have',
  'is in',
  'is of',
  'in',
  'that is',
  'which is',
  'from',
  'by',
  'to',
  'stands at',
  'on',
  'like',
  'falls',
  'fell',
  'lying',
  'with',
  'starting',
  'is one of',
  'one of',
  'are in',
  'among',
  'was in',
  'is from',
  '==',
  'number',
  'code',
  'value',
  'level',
)
const notWord = phrases(
  'not',
  'other than',
  'different from',
  'is not',
  'are not',
  'was not',
  'not in',
  'not equal to',
  '!=',
  '<>',
  'anything but',
  'is other than',
  'except',
  'is different from',
  'is not in',
  'not one of',
  'no',
)
export const empty = phrases(
  'null',
  'empty',
  'missing',
  'unknown',
  'not set',
  'blank',
  'not known',
  'unset',
  'undefined',
  'not given',
  'not filled in',
  'not specified',
  'unspecified',
  'absent',
  'not present',
  'not available',
  'not recorded',
  'not yet known',
  'not yet set',
  'never set',
)
export const filled = phrases(
  'set',
  'known',
  'given',
  'filled',
  'filled in',
  'present',
  'recorded',
  'specified',
  'available',
  'not null',
  'not empty',
  'not missing',
  'not blank',
  'not unknown',
)
const listWord = phrases('or', ',', ', or', 'and', ', and', 'nor')
const otherColumn: [ComparisonOperator, ReturnType<typeof phrases>][] = [
  [
    'GT',
    phrases(
      'later than',
      'greater than',
      'more than',
      'higher than',
      'larger than',
      'after',
      'above',
      'bigger than',
      'over',
      'exceeding',
      'exceeds',
      'longer than',
      '>',
      'past',
    ),
  ],
  [
    'LT',
    phrases(
      'earlier than',
      'less than',
      'lower than',
      'smaller than',
      'before',
      'below',
      'under',
      'fewer than',
      'prior to',
      'shorter than',
      '<',
    ),
  ],
  ['EQ', phrases('the same as', 'same as', 'equal to', 'equals', 'identical to', '=', 'as')],
  [
    'NE',
    phrases('different from', 'not the same as', 'other than', 'not equal to', 'unequal to', '<>', '!='),
  ],
  ['GE', phrases('at least', 'not less than', 'not before', 'no earlier than', '>=', 'on or after')],
  ['LE', phrases('at most', 'not more than', 'not after', 'no later than', 'on or before', '<=')],
]
const textual: [(text: string) => string, ReturnType<typeof phrases>][] = [
  [
    (text) => `%${text}%`,
    phrases(
      'contains',
      'containing',
      'contain',
      'includes',
      'including',
      'that contains|contain|includes',
      'with the word',
      'like',
      'matching',
      'with',
      'has',
      'having',
      'contains the word',
      'containing the word',
      'that has',
      'mentioning',
      'mentions',
    ),
  ],
  [
    (text) => `${text}%`,
    phrases(
      'starts with',
      'starting with',
      'start with',
      'begins with',
      'beginning with',
      'begin with',
      'that starts|begins with',
      'starts|begins in',
      'starting|beginning in',
    ),
  ],
  [
    (text) => `%${text}`,
    phrases('ends with', 'ending with', 'ends in', 'ending in', 'end with', 'end in', 'that ends with|in'),
  ],
]

/** "whose contact title is owner", "with a replacement cost of at least $25", "shipped date later than the required date". */
export const columns: Rule = (context, table, at) => {
  const { tokens } = context
  const found: Reading<Part>[] = []
  const starts = new Map([[at, 0.1]])
  for (const end of lead(tokens, at)) starts.set(end, 0)
  for (const { end, cost } of leads(context, table, at)) if (!starts.has(end)) starts.set(end, cost)
  for (const [start, cost] of [...starts])
    for (const end of article(tokens, start)) if (!starts.has(end)) starts.set(end, cost)
  for (const [start, cost] of starts)
    for (const [phrase, operator] of signs)
      for (const end of phrase(tokens, start))
        for (const column of context.vocabulary.columnsAt(tokens, end, table))
          if (column.value.role === 'NUMBER')
            found.push(says(column.end, compare(column.value.name, operator, 0), column.cost + cost))
  for (const [start, cost] of starts)
    for (const column of context.vocabulary.columnsAt(tokens, start, table))
      for (const one of saidOf(context, table, column.value, column.end, start > at))
        found.push(says(one.end, one.value, one.cost + column.cost + cost))
  return found
}

const signs: [ReturnType<typeof phrases>, ComparisonOperator][] = [
  [phrases('negative'), 'LT'],
  [phrases('positive'), 'GT'],
]

/** What is said of a column from a position on. `led`: a word before it shows that it is spoken of. */
export function saidOf(
  context: Context,
  table: StructureTable,
  column: StructureColumn,
  at: number,
  led: boolean,
): Reading<Condition>[] {
  const { tokens } = context
  const found: Reading<Condition>[] = []
  const starts = new Map<number, { not: boolean; cost: number }>([[at, { not: false, cost: 0.05 }]])
  for (const end of is(tokens, at)) {
    starts.set(end, { not: false, cost: 0 })
    for (const next of is(tokens, end)) starts.set(next, { not: false, cost: 0.02 })
  }
  for (const [start, { cost }] of [...starts])
    for (const end of notWord(tokens, start)) if (!starts.has(end)) starts.set(end, { not: true, cost })
  for (const [start, { not, cost }] of starts) {
    const add = (one: Reading<Condition>) =>
      found.push(reading(one.end, not ? negated(one.value) : one.value, one.cost + cost))
    for (const one of valuesOf(context, table, column, start)) add(one)
    for (const end of empty(tokens, start))
      if (start > at || led) add(reading(end, compare(column.name, 'IS_NULL')))
    for (const end of filled(tokens, start))
      if (start > at) add(reading(end, compare(column.name, 'IS_NOT_NULL')))
    for (const [operator, phrase] of otherColumn)
      for (const next of phrase(tokens, start))
        for (const end of [next, ...article(tokens, next)])
          for (const other of context.vocabulary.columnsAt(tokens, end, table))
            if (other.value !== column && comparable(column, other.value))
              add(
                reading(
                  other.end,
                  { compare: { column: column.name, operator, values: [], other: other.value.name } },
                  other.cost,
                ),
              )
  }
  if (column.role === 'TEXT')
    for (const [pattern, phrase] of textual)
      for (const start of [...phrase(tokens, at), ...is(tokens, at).flatMap((end) => phrase(tokens, end))]) {
        const token = tokens[start]
        const loose = /^(with|has|having|including|like)$/.test(tokens[start - 1]!.word)
        if (!token || token.kind === 'mark' || (loose && token.kind !== 'quoted')) continue
        const text = token.kind === 'quoted' ? token.text.slice(1, -1) : token.text
        found.push(
          reading(
            start + 1,
            compare(column.name, 'ILIKE', pattern(text.replace(/[\\%_]/g, '\\$&'))),
            token.kind === 'quoted' ? 0 : 0.2,
          ),
        )
      }
  const shown = led && tokens.slice(Math.max(0, at - 5), at).some(({ word }) => possessed.test(word))
  // Nothing more is said than that there is one: "with a fax number".
  if (shown && column.nullable && !isFlag(context, table, column))
    found.push(
      reading(
        at,
        column.role === 'NUMBER' && /stock|order|quantity/i.test(column.name)
          ? compare(column.name, 'GT', 0)
          : compare(column.name, 'IS_NOT_NULL'),
        0.6,
      ),
    )
  else if (
    shown &&
    column.role === 'NUMBER' &&
    (/stock|hand|quantity|available|reserved|discount/i.test(column.name) || isCounted(column.name))
  )
    found.push(reading(at, compare(column.name, 'GT', 0), 0.6))
  return found
}

/** "With children": a column that is called as several of what it counts. */
const isCounted = (name: string) => {
  const [word, more] = nameWords(name)
  return word !== undefined && more === undefined && singular(word) !== word
}

const possessed = /^(with|have|has|had|having|whose|carrying|bearing|showing|offering)$/

const isFlag = (context: Context, table: StructureTable, column: StructureColumn) => {
  const extremes = context.values.extremes(table, column)
  return column.role === 'BOOLEAN' || (extremes !== undefined && extremes.low >= 0 && extremes.high <= 1)
}

const comparable = (a: StructureColumn, b: StructureColumn) => a.role === b.role || (isDate(a) && isDate(b))

/** Values of a column: numbers as they compare, times, words that it holds, quoted text. */
export function valuesOf(
  context: Context,
  table: StructureTable,
  column: StructureColumn,
  at: number,
): Reading<Condition>[] {
  const { tokens } = context
  const found: Reading<Condition>[] = []
  if (column.role === 'NUMBER') {
    for (const amount of amountAt(tokens, at))
      for (const one of measured(context, table, column, amount)) found.push(one)
    found.push(...numberList(context, table, column, at))
  }
  if (isDate(column) || isYear(column))
    for (const when of whenAt(tokens, at, context.asOf)) {
      const where = during(column, when.value, context.asOf)
      if (where) found.push(reading(when.end, where, when.cost))
    }
  if (column.role === 'BOOLEAN') {
    if (['true', 'yes', 'on'].includes(tokens[at]?.word ?? ''))
      found.push(reading(at + 1, compare(column.name, 'EQ', true)))
    if (['false', 'no', 'off'].includes(tokens[at]?.word ?? ''))
      found.push(reading(at + 1, compare(column.name, 'EQ', false)))
  }
  if (['TEXT', 'ENUM', 'ARRAY'].includes(column.role)) found.push(...wordList(context, table, column, at))
  return found
}

/** A number with its unit as the column counts it. */
export function measured(
  context: Context,
  table: StructureTable,
  column: StructureColumn,
  amount: Reading<Amount>,
): Reading<Condition>[] {
  const ends = [amount.end, ...eachTime(context, column, amount.end)]
  return converted(context, table, column, amount.value).flatMap(({ values, cost }) => {
    const where = compare(
      column.name,
      amount.value.operator,
      ...(amount.value.operator === 'BETWEEN' ? values.sort((a, b) => a - b) : values),
    )
    return ends.map((end) => reading(end, where, amount.cost + cost))
  })
}

/** "$40 a month" of a monthly price. */
function eachTime({ tokens }: Context, { name }: StructureColumn, at: number): number[] {
  const words = nameWords(name)
  return [...each(tokens, at)].filter((end) => {
    const time = phraseKey(tokens[end - 1]!.word)
    return words.some(
      (word) => word === time || word === `${time}ly` || stem(word) === stem(time) || times[word] === time,
    )
  })
}
const each = phrases(
  'a|an|per|each|every|/ month|year|day|week|hour|night|quarter',
  'monthly|yearly|daily|weekly|hourly|annually',
)
const times: Record<string, string> = { daily: 'day', annual: 'year', annually: 'year' }

function numberList(
  context: Context,
  table: StructureTable,
  column: StructureColumn,
  at: number,
): Reading<Condition>[] {
  const { tokens } = context
  const numbers: number[] = []
  for (let next = at; tokens[next]?.kind === 'number' && !tokens[next]!.sign; ) {
    numbers.push(tokens[next]!.number!)
    const more = listWord(tokens, next + 1).find((end) => tokens[end]?.kind === 'number')
    if (more === undefined)
      return numbers.length > 1 ? [reading(next + 1, compare(column.name, 'IN', ...numbers))] : []
    next = more
  }
  void table
  return []
}

function wordList(
  context: Context,
  table: StructureTable,
  column: StructureColumn,
  at: number,
): Reading<Condition>[] {
  const { tokens } = context
  const own = (start: number): Reading<Condition>[] => {
    const token = tokens[start]
    const known = valuesAt(context, start).filter(
      ({ value }) => value.table === table && value.column === column,
    )
    const found: Reading<Condition>[] = known.map(({ end, value, cost }) =>
      reading(end, value.where, Math.min(cost, 0.2)),
    )
    // What is quoted is meant as it stands, whether it was seen or not.
    if (found.length === 0 && token?.kind === 'quoted' && column.role === 'TEXT')
      found.push(reading(start + 1, compare(column.name, 'EQ', token.text.slice(1, -1)), 0.1))
    return found
  }
  const found = own(at)
  let open = found
  for (let round = 0; round < 6 && open.length > 0; round++) {
    open = open.flatMap((one) =>
      listWord(tokens, one.end).flatMap((next) =>
        own(next).map((more) =>
          reading(
            more.end,
            column.role === 'ARRAY' && tokens[one.end]!.word === 'and'
              ? all([one.value, more.value])!
              : any([one.value, more.value]),
            one.cost + more.cost,
          ),
        ),
      ),
    )
    found.push(...open)
  }
  return found
}

/** A column of a row that each row refers to: "whose customer's country is Canada", "with a category name of Seafood". */
export const columnsOfParents: Rule = (context, table, at) => {
  const { tokens } = context
  const starts = new Set([...lead(tokens, at), ...lead(tokens, at).flatMap((end) => article(tokens, end))])
  return [...starts].flatMap((start) =>
    context.paths
      .reach(table)
      .filter(({ cost }) => cost > 0 && cost <= 2.4)
      .flatMap(({ table: parent }) => {
        const mentions = context.vocabulary.columnsAt(tokens, start, parent).filter(({ cost }) => cost < 0.6)
        const said = mentions.flatMap((column) =>
          saidOf(context, parent, column.value, column.end, false).map((one) =>
            reading(one.end, one.value, one.cost + column.cost),
          ),
        )
        if (said.length === 0) return []
        return ways(context, table, parent)
          .filter(({ path }) => path.one)
          .flatMap(({ path, cost }) =>
            said.map((one) => says(one.end, related(path, one.value), one.cost + cost + 0.6)),
          )
      }),
  )
}
