import { comparedAs, isPlainDate } from './check-values.ts'
import type { CheckedPeriod, SingleOperator, ValueOperator, ValueText, ValueType } from './checked-plan.ts'
import { arrayText, columnOf, type Fragment, joined, raw, sql, value } from './fragment.ts'
import type { StructureColumn } from './structure.ts'

/**
 * Comparisons as SQL. Values are cast to the type of what they are compared with, without its length or precision: 'abc'::varchar(2)
 * would be cut off in silence. Times without a zone are UTC, whatever the session's time zone is.
 */

/** What is compared: an expression, and the type that it has. */
export type Operand = ValueType & { sql: Fragment; nullable: boolean }

/** A column, in the form in which it can be compared whatever the session's search_path is. */
export function operandOf(column: StructureColumn, alias: string): Operand {
  const { role, baseType, nullable } = column
  const plain = columnOf(alias, column.name)
  const isDomain = column.type.replace(/\(.*?\)/g, '') !== baseType
  const as = (type: string, expression = sql`${plain}::${raw(type)}`): Operand => ({
    role,
    baseType: type,
    nullable,
    sql: expression,
  })
  if (role === 'TEXT') {
    // Its operators stand in the schema of the extension; this is what they do.
    if (/(^|\.)citext$/.test(baseType))
      return { ...as('text', sql`lower(${plain}::text)`), baseType: 'citext' }
    return as('text', textTypes.has(baseType) ? plain : undefined)
  }
  if (baseType === 'money') return as('numeric')
  if (baseType === 'oid') return as('bigint')
  if (role === 'ENUM' || role === 'ARRAY') return as(baseType, isDomain ? undefined : plain)
  return as(baseType, plain)
}

/** Those whose comparison with text can use the column's index. */
const textTypes = new Set(['text', 'character varying', 'name'])

const symbols: Record<SingleOperator, string> = { EQ: '=', NE: '<>', LT: '<', LE: '<=', GT: '>', GE: '>=' }

/** Does `a` compare with `b`? NE is also true where one of them alone is NULL. */
export function compared(a: Fragment, operator: SingleOperator, b: Fragment, nullable: boolean): Fragment {
  const symbol = operator === 'NE' && nullable ? 'IS DISTINCT FROM' : symbols[operator]
  return sql`${a} ${raw(symbol)} ${b}`
}

/**
 * Does the operand compare with the values? NULL is what NE and NOT_IN are true of. Days are whole: compared with a plain date, a
 * timestamp is GT from the next day's start on, LE up to there, and EQ in between.
 */
export function comparison(operand: Operand, operator: ValueOperator, values: ValueText[]): Fragment {
  if (operand.role === 'ARRAY') return arrayComparison(operand, operator, values)
  if (operand.role === 'TIMESTAMP' && values.some(isPlainDate))
    return dayComparison(operand, operator, values)
  const { sql: left, nullable } = operand
  const [first, second] = values
  switch (operator) {
    case 'IN':
      return values.length === 1
        ? comparison(operand, 'EQ', values)
        : sql`${left} = ANY (${castAll(values, operand)})`
    case 'NOT_IN':
      if (values.length === 1) return comparison(operand, 'NE', values)
      return nullable
        ? sql`(${left} <> ALL (${castAll(values, operand)}) OR ${left} IS NULL)`
        : sql`${left} <> ALL (${castAll(values, operand)})`
    case 'LIKE':
    case 'ILIKE':
      return sql`${left} ${raw(operator)} ${cast(first!, operand)}`
    case 'BETWEEN':
      return sql`${left} BETWEEN ${cast(first!, operand)} AND ${cast(second!, operand)}`
    default:
      return compared(left, operator, cast(first!, operand), nullable)
  }
}

function dayComparison(operand: Operand, operator: ValueOperator, values: ValueText[]): Fragment {
  const { sql: left, nullable } = operand
  const from = (value: ValueText) => sql`${left} >= ${cast(value, operand)}`
  const before = (value: ValueText) => sql`${left} < ${cast(value, operand)}`
  const upTo = (value: ValueText) =>
    isPlainDate(value) ? before(nextDay(value)) : sql`${left} <= ${cast(value, operand)}`
  const [first, second] = values as [ValueText, ValueText]
  switch (operator) {
    case 'LT':
      return before(first)
    case 'GE':
      return from(first)
    case 'LE':
      return upTo(first)
    case 'GT':
      return from(nextDay(first))
    case 'BETWEEN':
      return sql`(${from(first)} AND ${upTo(second)})`
    case 'EQ':
      return sql`(${from(first)} AND ${before(nextDay(first))})`
    case 'NE':
    case 'NOT_IN': {
      const within = dayComparison(operand, 'IN', values)
      return nullable ? sql`${within} IS NOT TRUE` : sql`NOT ${within}`
    }
    default: {
      const moments = values.filter((value) => !isPlainDate(value))
      const days = values.filter(isPlainDate).map((day) => dayComparison(operand, 'EQ', [day]))
      return sql`(${joined(moments.length > 0 ? [...days, comparison(operand, 'IN', moments)] : days, ' OR ')})`
    }
  }
}

/** EQ and IN: an element is one of the values; NE and NOT_IN: none is, as in an array that is NULL. */
function arrayComparison({ sql: left, ...operand }: Operand, operator: ValueOperator, values: ValueText[]) {
  const element = comparedAs(operand)!
  const type = `${typeFor(values, element)}[]`
  const list = value(arrayText(values), type)
  const array = type === operand.baseType ? left : sql`${left}::${raw(type)}`
  const overlaps = sql`${array} && ${list}`
  if (operator === 'EQ' || operator === 'IN') return overlaps
  return operand.nullable ? sql`(${overlaps}) IS NOT TRUE` : sql`NOT (${overlaps})`
}

function nextDay(day: ValueText): ValueText {
  const next = new Date(`${day}T00:00:00Z`)
  next.setUTCDate(next.getUTCDate() + 1)
  return next.toISOString().replace(/^\+0*/, '').slice(0, -14)
}

const isCitext = ({ baseType }: ValueType) => baseType === 'citext'

const cast = (text: ValueText, type: ValueType): Fragment =>
  isCitext(type) ? sql`lower(${value(text, 'text')})` : value(textFor(text, type), typeFor([text], type))

const castAll = (texts: ValueText[], type: ValueType): Fragment =>
  isCitext(type)
    ? sql`ARRAY[${joined(
        texts.map((text) => cast(text, type)),
        ', ',
      )}]`
    : value(arrayText(texts.map((text) => textFor(text, type))), `${typeFor(texts, type)}[]`)

function textFor(text: ValueText, { role, baseType }: ValueType): string {
  if (role !== 'TIMESTAMP') return text
  const moment = isPlainDate(text) ? `${text} 00:00:00` : text
  return baseType === 'timestamp with time zone' ? `${moment}+00` : moment
}

const integerLimits: Record<string, bigint> = { smallint: 2n ** 15n, integer: 2n ** 31n, bigint: 2n ** 63n }
const isWhole = /^[+-]?\d+$/
const realLimits = { least: 1.2e-38, greatest: 3.4e38 }

/** Numbers that the column's type cannot hold are compared as a wider one: 2.5 with an integer, 40000 with a smallint. */
function typeFor(texts: ValueText[], { role, baseType }: ValueType): string {
  if (role !== 'NUMBER') return baseType
  const limit = integerLimits[baseType]
  if (limit !== undefined) {
    const fits = (text: string) => isWhole.test(text) && BigInt(text) < limit && BigInt(text) >= -limit
    return texts.every(fits) ? baseType : 'numeric'
  }
  if (baseType !== 'real') return baseType
  const isReal = (size: number) => size === 0 || (size >= realLimits.least && size <= realLimits.greatest)
  return texts.every((text) => isReal(Math.abs(Number(text)))) ? 'real' : 'double precision'
}

/** Of the same row, two columns. A date and a timestamp are compared by whole days. */
export function columnsCompared(a: Operand, operator: SingleOperator, b: Operand): Fragment {
  const nullable = a.nullable || b.nullable
  const days = a.role === 'DATE' || b.role === 'DATE'
  const zoned = a.baseType !== b.baseType
  const same = (operand: Operand) => {
    if (operand.role !== 'TIMESTAMP' || !zoned) return operand.sql
    const utc =
      operand.baseType === 'timestamp with time zone' ? sql`(${operand.sql} AT TIME ZONE 'UTC')` : operand.sql
    return days ? sql`${utc}::date` : utc
  }
  return compared(same(a), operator, same(b), nullable)
}

const months = { MONTH: 1, QUARTER: 3, YEAR: 12 }

/** Both ends are included. Months are the calendar's: one before 31 March is the last day of February. */
export function periodCondition(
  { amount, unit, asOf }: CheckedPeriod,
  { sql: column, baseType }: Operand,
): Fragment {
  const back =
    unit === 'MONTH' || unit === 'QUARTER' || unit === 'YEAR'
      ? `${amount * months[unit]} months`
      : `${amount} ${unit.toLowerCase()}s`
  const end = value(asOf, 'timestamp without time zone')
  const start = sql`(${end} - ${value(back, 'interval')})`
  if (baseType === 'date') return sql`(${column} >= ${start}::date AND ${column} <= ${end}::date)`
  if (baseType === 'timestamp without time zone') return sql`(${column} >= ${start} AND ${column} <= ${end})`
  return sql`(${column} >= ${start} AT TIME ZONE 'UTC' AND ${column} <= ${end} AT TIME ZONE 'UTC')`
}
