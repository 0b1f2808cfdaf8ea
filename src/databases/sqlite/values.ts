import type { StatementSync } from 'node:sqlite'
import type { ReadColumn } from '../rows.ts'

/** As `ReadRows` has values: a number where JavaScript holds it exactly, bytes as SQL writes them. */
export function readValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  if (value instanceof Uint8Array) return `X'${Buffer.from(value).toString('hex').toUpperCase()}'`
  return value
}

const times = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/

/**
 * SQLite types values, not columns. A column's declared type says what it is meant to hold; what it does hold must agree, or the
 * values say it alone. Booleans are whole numbers.
 */
export function columnsOf(
  statement: StatementSync,
  rows: unknown[][],
): { columns: ReadColumn[]; rows: unknown[][] } {
  const columns = statement.columns().map(({ name, type }, at) => {
    const held = rows.map((row) => row[at]).filter((value) => value !== null)
    return { name: name ?? '', databaseType: typeOf(type?.toLowerCase() ?? '', held) }
  })
  const booleans = columns.flatMap(({ databaseType }, at) => (databaseType === 'boolean' ? [at] : []))
  for (const row of rows) for (const at of booleans) if (row[at] !== null) row[at] = row[at] === 1
  return { columns, rows }
}

function typeOf(declared: string, held: unknown[]): string {
  const all = (holds: (value: unknown) => boolean) => held.every(holds)
  const isNumber = (value: unknown) => typeof value === 'number'
  if (/bool/.test(declared) && all((value) => value === 0 || value === 1)) return 'boolean'
  if (/date|time/.test(declared) && all((value) => typeof value === 'string' && times.test(value)))
    return declared === 'date' ? 'date' : 'timestamp'
  if (held.length === 0) return declared || 'text'
  if (all((value) => typeof value === 'string'))
    return /char|clob|text/.test(declared) ? declared : all(isLarge) ? 'bigint' : 'text'
  if (all((value) => Number.isInteger(value) || isLarge(value))) return 'bigint'
  if (all(isNumber)) return 'double precision'
  return ''
}

/** Larger than JavaScript's numbers. */
const isLarge = (value: unknown) => typeof value === 'string' && /^-?\d{16,}$/.test(value)
