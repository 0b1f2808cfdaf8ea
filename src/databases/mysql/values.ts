import mysql, { type FieldPacket } from 'mysql2'
import type { ReadColumn } from '../rows.ts'

/** A column of a result, and how the text that the server sends for it is read. */
export type Field = ReadColumn & {
  read(bytes: Buffer): unknown
  /** TINYINT(1) is what BOOLEAN makes: booleans where nothing but 0 and 1 stands in it. */
  mayBeBoolean: boolean
}

const { Types } = mysql
const binary = 63
const unsigned = 0x20

const text = (bytes: Buffer) => bytes.toString('utf8')
const number = (bytes: Buffer) => {
  const value = Number(text(bytes))
  return Number.isFinite(value) ? value : text(bytes)
}
const integer = (bytes: Buffer) => {
  const value = Number(text(bytes))
  return Number.isSafeInteger(value) ? value : text(bytes)
}
const hex = (bytes: Buffer) => `X'${bytes.toString('hex').toUpperCase()}'`
const bits = (bytes: Buffer) => {
  const value = bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`)
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value)
}

/**
 * Types as the servers name them, but for the sizes of numbers and text, which make no difference to who reads them. A label of ENUM or
 * SET is text.
 */
export function fieldOf(packet: FieldPacket): Field {
  const { name, columnType: type, characterSet, columnLength = 0, decimals } = packet
  const flags = Number(packet.flags)
  const as = (databaseType: string, read: Field['read'], mayBeBoolean = false): Field => ({
    name,
    databaseType,
    read,
    mayBeBoolean,
  })
  const whole = (databaseType: string) =>
    as(flags & unsigned ? `${databaseType} unsigned` : databaseType, integer)
  const timed = (databaseType: string) =>
    as(decimals > 0 ? `${databaseType}(${decimals})` : databaseType, text)
  switch (type) {
    case Types.TINY:
      return columnLength === 1 && !(flags & unsigned) ? as('smallint', integer, true) : whole('smallint')
    case Types.SHORT:
      return whole('smallint')
    case Types.LONG:
    case Types.INT24:
      return whole('int')
    case Types.LONGLONG:
      return whole('bigint')
    case Types.YEAR:
      return as('year', integer)
    case Types.FLOAT:
      return as('float', number)
    case Types.DOUBLE:
      return as('double', number)
    case Types.DECIMAL:
    case Types.NEWDECIMAL:
      return as(`decimal(${precisionOf(columnLength, decimals, flags)},${decimals})`, text)
    case Types.DATE:
    case Types.NEWDATE:
      return as('date', text)
    case Types.DATETIME:
      return timed('datetime')
    case Types.TIMESTAMP:
      return timed('timestamp')
    case Types.TIME:
      return timed('time')
    case Types.BIT:
      return columnLength === 1 ? as('boolean', (bytes) => bits(bytes) === 1) : as('bigint', bits)
    case Types.NULL:
      return as('text', text)
    case Types.JSON:
      return as('json', text)
    case Types.GEOMETRY:
      return as('geometry', hex)
  }
  const { extendedFormat, extendedTypeName } = packet
  if (extendedFormat === 'json') return as('json', text)
  if (characterSet === binary) return as('varbinary', hex)
  if (extendedTypeName) return as(extendedTypeName, text)
  return as('varchar', text)
}

/** The server says how many characters it takes to show one: those of the sign and of the point among them. */
const precisionOf = (length: number, decimals: number, flags: number) =>
  length - (decimals > 0 ? 1 : 0) - (flags & unsigned ? 0 : 1)

/** Once all rows are there. */
export function withBooleans(
  fields: Field[],
  rows: unknown[][],
): { columns: ReadColumn[]; rows: unknown[][] } {
  const columns = fields.map(({ name, databaseType, mayBeBoolean }, at) => {
    const isBoolean = mayBeBoolean && rows.every((row) => row[at] === null || row[at] === 0 || row[at] === 1)
    if (isBoolean) for (const row of rows) if (row[at] !== null) row[at] = row[at] === 1
    return { name, databaseType: isBoolean ? 'boolean' : databaseType }
  })
  return { columns, rows }
}
