import { isPlainDate } from './check-values.ts'
import type {
  CheckedComparison,
  CheckedCondition,
  CheckedMeasure,
  CheckedOrder,
  CheckedPeriod,
  CheckedPlan,
  CheckedRelated,
  CheckedStep,
  CheckedSubject,
  SingleOperator,
  ValueText,
  ValueType,
} from './checked-plan.ts'
import { measureType } from './checked-plan.ts'
import { type Structure, type StructureTable, tableName } from './structure.ts'

/** Plans in plain words, for those who decide whether one means what they asked for. Names are written as the database has them. */

export type Words = {
  /** Which of the subject's rows: `country is "Germany" and there are at least 3 rows in orders`. */
  condition(subject: CheckedSubject): string
  /** A sentence. */
  sentence(subject: CheckedSubject): string
}

/** A sentence for each subject. */
export function summaryOf({ structure, subjects }: CheckedPlan): string {
  const words = wordsFor(structure)
  return subjects.map(words.sentence).join(' ')
}

export function wordsFor(structure: Structure): Words {
  const byName = Map.groupBy(structure.tables, ({ name }) => name)
  const nameOf = (table: StructureTable) =>
    byName.get(table.name)!.length > 1 ? tableName(table) : table.name
  const ties = Map.groupBy(structure.references, ({ source, target }) => [source, target].sort().join())

  /** The columns that tie a step, where they do not go without saying. */
  function by({ reference }: CheckedStep): string {
    const { source, target, columns } = reference
    const many = ties.get([source, target].sort().join())!.length > 1
    return many || source === target ? ` by ${columns.join(', ')}` : ''
  }

  function rowsIn(steps: CheckedStep[], where: CheckedCondition | null): string {
    const last = steps.at(-1)!
    const way = steps.slice(0, -1).map((step) => `${nameOf(step.table)}${by(step)}`)
    const through = way.length > 0 ? ` (by way of ${way.join(', ')})` : ''
    return `${nameOf(last.table)}${by(last)}${through}${where ? ` (where ${conditionWords(where)})` : ''}`
  }

  function relatedWords({ steps, where, aggregate }: CheckedRelated): string {
    const rows = rowsIn(steps, where)
    if (aggregate === null) {
      const one = steps.every(({ direction }) => direction === 'TO_PARENT')
      return `there is ${one ? 'a' : 'at least one'} row in ${rows}`
    }
    const { function: name, column, operator, value } = aggregate
    const type = measureType(aggregate)
    if (name !== 'COUNT')
      return `${measureWords(aggregate)} in ${rows} ${singleWords(type, operator)} ${shown(value, type)}`
    const counted = `${Number(value) === 1 ? 'is' : 'are'} ${countWords[operator]} ${value}`
    const values = column ? ` with a value of ${column.name}` : ''
    return `there ${counted} ${Number(value) === 1 ? 'row' : 'rows'}${values} in ${rows}`
  }

  function conditionWords(condition: CheckedCondition, inner = false): string {
    if ('compare' in condition) return compareWords(condition.compare)
    if ('period' in condition) return periodWords(condition.period)
    if ('related' in condition) return relatedWords(condition.related)
    if ('not' in condition) return `not (${conditionWords(condition.not)})`
    const parts = 'all' in condition ? condition.all : condition.any
    if (parts.length === 1) return conditionWords(parts[0]!, inner)
    const text = parts.map((part) => conditionWords(part, true)).join('all' in condition ? ' and ' : ' or ')
    return inner ? `(${text})` : text
  }

  function orderWords({ column, related, descending }: CheckedOrder): string {
    const from = `from the ${descending ? 'greatest down' : 'least up'}`
    if (column) return `${column.name} ${from}`
    const measure =
      related.function === 'COUNT' && !related.column ? 'the number of rows' : measureWords(related)
    return `${measure} in ${rowsIn(related.steps, related.where)} ${from}`
  }

  function limitWords({ limit, orderBy }: CheckedSubject): string {
    if (limit === null) return ''
    const order = orderBy.length > 0 ? `, by ${orderBy.map(orderWords).join(', then by ')}` : ''
    return `; of these the first ${limit}${order}`
  }

  const condition = (subject: CheckedSubject) =>
    `${subject.where ? conditionWords(subject.where) : 'all rows'}${limitWords(subject)}`
  return {
    condition,
    sentence: (subject) =>
      subject.where
        ? `Rows of ${nameOf(subject.table)} where ${condition(subject)}.`
        : `All rows of ${nameOf(subject.table)}${limitWords(subject)}.`,
  }
}

const countWords: Record<SingleOperator, string> = {
  EQ: 'exactly',
  NE: 'not exactly',
  LT: 'fewer than',
  LE: 'at most',
  GT: 'more than',
  GE: 'at least',
}
const numberWords: Record<SingleOperator, string> = {
  EQ: 'is',
  NE: 'is not',
  LT: 'is less than',
  LE: 'is at most',
  GT: 'is more than',
  GE: 'is at least',
}
const timeWords = {
  ...numberWords,
  LT: 'is before',
  LE: 'is at or before',
  GT: 'is after',
  GE: 'is at or after',
}
const dayWords = { ...timeWords, LE: 'is on or before', GE: 'is on or after' }
const orderedWords = {
  ...numberWords,
  LT: 'comes before',
  LE: 'is or comes before',
  GT: 'comes after',
  GE: 'is or comes after',
}

function singleWords({ role }: ValueType, operator: SingleOperator): string {
  if (role === 'NUMBER') return numberWords[operator]
  if (role === 'DATE') return dayWords[operator]
  return (role === 'TIMESTAMP' || role === 'TIME' ? timeWords : orderedWords)[operator]
}

const mostShown = 20

/** As a person would write it: text in quotes, moments with their zone. */
function shown(value: ValueText, { role }: ValueType): string {
  if (role === 'TIMESTAMP') return isPlainDate(value) ? value : `${value} UTC`
  return role === 'NUMBER' || role === 'BOOLEAN' || role === 'DATE' || role === 'TIME'
    ? value
    : JSON.stringify(value)
}

function list(values: ValueText[], type: ValueType, word: 'and' | 'or'): string {
  const texts = values.slice(0, mostShown).map((value) => shown(value, type))
  if (values.length > mostShown) return `${texts.join(', ')} ${word} ${values.length - mostShown} more`
  return texts.length === 1 ? texts[0]! : `${texts.slice(0, -1).join(', ')} ${word} ${texts.at(-1)}`
}

function compareWords({ column, operator, values, other }: CheckedComparison): string {
  const { name, nullable } = column
  const orNone = nullable ? ' or has no value' : ''
  const wrapped = (text: string) => (nullable ? `(${text}${orNone})` : text)
  if (column.role === 'ARRAY' && values.length > 0) {
    const one = values.length === 1
    if (operator === 'EQ' || operator === 'IN')
      return `${name} contains ${one ? '' : 'one of '}${list(values, column, 'or')}`
    return wrapped(
      one
        ? `${name} does not contain ${list(values, column, 'or')}`
        : `${name} contains none of ${list(values, column, 'and')}`,
    )
  }
  switch (operator) {
    case 'IS_NULL':
      return `${name} has no value`
    case 'IS_NOT_NULL':
      return `${name} has a value`
    case 'IN':
      return values.length === 1
        ? `${name} is ${list(values, column, 'or')}`
        : `${name} is one of ${list(values, column, 'or')}`
    case 'NOT_IN':
      return wrapped(
        values.length === 1
          ? `${name} is not ${list(values, column, 'or')}`
          : `${name} is none of ${list(values, column, 'and')}`,
      )
    case 'LIKE':
    case 'ILIKE':
      return `${name} is like ${list(values, column, 'or')}${operator === 'ILIKE' ? ' in any case' : ''}`
    case 'BETWEEN':
      return `${name} is between ${list(values, column, 'and')}`
    default: {
      const right = other ? other.name : list(values, column, 'or')
      const text = `${name} ${singleWords(column, operator)} ${right}`
      if (operator !== 'NE') return text
      return other ? text : wrapped(text)
    }
  }
}

function periodWords({ column, amount, unit, asOf }: CheckedPeriod): string {
  const length = amount === 1 ? unit.toLowerCase() : `${amount} ${unit.toLowerCase()}s`
  const end = column.role === 'DATE' ? asOf.slice(0, 10) : `${asOf} UTC`
  return `${column.name} is in the ${length} up to ${end}`
}

function measureWords(measure: CheckedMeasure): string {
  const { function: name, column, times } = measure
  const over = `${column!.name}${times ? ` × ${times.name}` : ''} over the rows`
  const isTime = column!.role === 'DATE' || column!.role === 'TIMESTAMP' || column!.role === 'TIME'
  switch (name) {
    case 'COUNT':
      return `the number of values of ${over}`
    case 'SUM':
      return `the sum of ${over}`
    case 'AVG':
      return `the average of ${over}`
    case 'MIN':
      return `the ${isTime ? 'earliest' : 'least'} ${over}`
    case 'MAX':
      return `the ${isTime ? 'latest' : 'greatest'} ${over}`
  }
}
