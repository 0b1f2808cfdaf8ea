import type { ValueText, ValueType } from './checked-plan.ts'
import { didYouMean, nearest } from './nearest.ts'
import type { StructureColumn } from './structure.ts'

/** What a value may be for a column, and how PostgreSQL is to read it. */

export type ValueCheck = { text: ValueText } | { wrong: string }

const wrong = (message: string): ValueCheck => ({ wrong: message })
const text = (value: ValueText): ValueCheck => ({ text: value })

/** The numbers that can be compared with; regclass and its like count as numbers for PostgreSQL, too. */
const numberTypes = new Set([
  'smallint',
  'integer',
  'bigint',
  'numeric',
  'real',
  'double precision',
  'money',
  'oid',
])
const elementRoles: Record<string, ValueType['role']> = {
  text: 'TEXT',
  'character varying': 'TEXT',
  date: 'DATE',
  uuid: 'UUID',
  boolean: 'BOOLEAN',
}
/** Elements that are compared as another type. */
const elementsAs: Record<string, string> = {
  character: 'text',
  name: 'text',
  money: 'numeric',
  oid: 'bigint',
}

/** Of the elements of an array; types that are not PostgreSQL's own are compared as text. */
export function elementType(baseType: string): ValueType | null {
  const own = baseType.replace(/(\[\])+$/, '')
  const element = Object.hasOwn(elementsAs, own) ? elementsAs[own]! : own
  if (numberTypes.has(element)) return { role: 'NUMBER', baseType: element }
  const role = Object.hasOwn(elementRoles, element) ? elementRoles[element] : undefined
  if (role) return { role, baseType: element }
  return element.includes('.') ? { role: 'TEXT', baseType: 'text' } : null
}

/** The type that a column's values are compared as; null where they can only be NULL or not. */
export function comparedAs({ role, baseType }: ValueType): ValueType | null {
  switch (role) {
    case 'NUMBER':
      return numberTypes.has(baseType) ? { role, baseType } : null
    case 'ARRAY':
      return elementType(baseType)
    case 'JSON':
    case 'BINARY':
    case 'OTHER':
      return null
    default:
      return { role, baseType }
  }
}

/** @param type as comparedAs gives it; `labels`: of an enum */
export function checkValue(
  value: unknown,
  type: ValueType,
  labels: StructureColumn['enumValues'],
): ValueCheck {
  if (value === null) return wrong('NULL is no value; use IS_NULL or IS_NOT_NULL')
  if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
    return wrong('Text cannot hold the character U+0000 or half of a surrogate pair')
  switch (type.role) {
    case 'NUMBER':
      return checkNumber(value, type.baseType)
    case 'BOOLEAN':
      return typeof value === 'boolean' ? text(String(value)) : wrong('It takes true or false')
    case 'DATE':
      return checkDate(value)
    case 'TIMESTAMP':
      return checkMoment(value)
    case 'TIME':
      return checkTime(value, type.baseType)
    case 'UUID':
      return typeof value === 'string' && uuidPattern.test(value)
        ? text(value.toLowerCase())
        : wrong('It takes a UUID, such as 0190e7a1-2b3c-7d4e-8f50-123456789abc')
    case 'ENUM':
      return checkLabel(value, labels ?? [])
    default:
      return typeof value === 'string' ? text(value) : wrong('It takes text')
  }
}

const uuidPattern = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i
const numberPattern = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?$/i

function checkNumber(value: unknown, baseType: string): ValueCheck {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    return wrong('A whole number beyond 2^53 is not exact in JSON; write it as text')
  const given = typeof value === 'number' ? String(value) : value
  if (typeof given !== 'string' || given.length > 1_000 || !numberPattern.test(given))
    return wrong('It takes a number')
  const number = Number(given)
  const vanishes = number === 0 && /[1-9]/.test(given.replace(/e.*/i, ''))
  if (!Number.isFinite(number) || vanishes)
    return wrong(`The number is out of range for ${baseType === 'numeric' ? 'a comparison' : baseType}`)
  return text(given)
}

/** Labels are case-sensitive; one that is only written in another case is suggested, never taken. */
function checkLabel(value: unknown, labels: string[]): ValueCheck {
  if (typeof value === 'string' && labels.includes(value)) return text(value)
  const shown = labels.slice(0, 20).join(', ') + (labels.length > 20 ? ', …' : '')
  const near = typeof value === 'string' ? nearest(value, labels) : []
  return wrong(`It takes one of ${shown}${didYouMean(near)}`)
}

const datePattern = /^\d{4}-\d{2}-\d{2}$/
const momentPattern =
  /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2})?)?$/
const timePattern = /^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?([Zz]|[+-](0\d|1[0-4])(:?[0-5]\d)?)?$/

export const isPlainDate = (value: ValueText) => datePattern.test(value)

/** A day that the calendar has, from year 1 on. */
function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`)
  return day > '0001' && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
}

function checkDate(value: unknown): ValueCheck {
  // Midnight is how many programs write a day.
  const day =
    typeof value === 'string' ? value.replace(/[Tt ]00:00(:00(\.0+)?)?([Zz]|\+00:?(00)?)?$/, '') : ''
  return datePattern.test(day) && isDay(day) ? text(day) : wrong('It takes a date, such as 2026-03-15')
}

function checkMoment(value: unknown): ValueCheck {
  const moment = typeof value === 'string' ? momentInUtc(value) : null
  return moment
    ? text(moment)
    : wrong('It takes a date or a moment, such as 2026-03-15 or 2026-03-15T12:30:00Z')
}

/** 2026-03-15T12:30:00.25+02:00 as 2026-03-15 10:30:00.25; a plain date as it is; without a zone it is UTC. Null: it is none. */
export function momentInUtc(given: string): ValueText | null {
  if (datePattern.test(given)) return isDay(given) ? given : null
  const match = momentPattern.exec(given)
  if (!match || !isDay(match[1]!)) return null
  const [, day, minutes, seconds = '00', fraction = '', , sign, offsetHours = '0', offsetMinutes = '0'] =
    match
  const time = Date.parse(`${day}T${minutes}:${seconds}Z`)
  if (Number.isNaN(time) || Number(offsetHours) > 15 || Number(offsetMinutes) > 59) return null
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * 60_000 * (sign === '-' ? -1 : 1)
  const utc = new Date(time - offset).toISOString()
  if (!/^\d{4}-/.test(utc) || utc < '0001') return null
  const micros = fraction.slice(0, 6).replace(/0+$/, '')
  return `${utc.slice(0, 19).replace('T', ' ')}${micros === '' ? '' : `.${micros}`}`
}

function checkTime(value: unknown, baseType: string): ValueCheck {
  const time = typeof value === 'string' ? timePattern.exec(value) : null
  const zoned = baseType === 'time with time zone'
  if (!time || (time[4] !== undefined && !zoned))
    return wrong(`It takes a time of day, such as 12:30:00${zoned ? '+00' : ''}`)
  return text(zoned && time[4] === undefined ? `${value}+00` : `${value}`)
}
