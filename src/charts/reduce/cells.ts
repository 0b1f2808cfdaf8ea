import type { Column } from '../columns/column.ts'
import { secondsOf } from '../columns/durations.ts'
import type { Subquery } from './subquery.ts'

/** The cells of one column in the SQL of a subquery, read as the column was typed. */
export type Cells = {
  column: Column
  type: string
  /** As the query gives them. */
  raw: string
  /** Whether no cell is NaN or infinite, so that none has to be looked at for it. */
  isClean: boolean
  hasInfinity: boolean
}

export function cellsOf(subquery: Subquery, column: Column): Cells {
  const cells = {
    column,
    type: subquery.typeOf(column),
    raw: `c${column.index}`,
    isClean: false,
    hasInfinity: subquery.hasInfinity,
  }
  return { ...cells, isClean: subquery.clean.has(column.index) && (areNumbers(cells) || areTimes(cells)) }
}

const wholeNumbers = ['smallint', 'integer', 'bigint']
const numberTypes = [...wholeNumbers, 'numeric', 'real', 'double precision', 'money']

export const areTimes = ({ type }: Cells) => /^(date|timestamp)\b/.test(type)
export const areNumbers = ({ type }: Cells) => numberTypes.includes(type)
export const areWhole = ({ type }: Cells) => wholeNumbers.includes(type)
/** Whether a column of this type may hold what is no number or no moment: NaN and infinity, or any other text. */
export const mayMisfit = (cells: Cells) => !areWhole(cells) && cells.type !== 'money' && !cells.isClean

export const textOf = ({ raw }: Cells) => `${raw}::text`

/** What people see of a text: without the spaces around it; nothing at all is NULL. */
export const shownText = (cells: Cells) => `nullif(btrim(${textOf(cells)}, ${spaces}), '')`

/** NULL where a cell is empty, whatever it holds otherwise. */
export const presentIn = (cells: Cells) =>
  areTimes(cells) || areNumbers(cells) ? cells.raw : shownText(cells)

/** As the column was typed: its number or its moment where the database can say it, else what is there. */
export function valueIn(cells: Cells): string {
  if (cells.column.kind === 'number') return numberOf(cells)
  return cells.column.kind === 'time' && areTimes(cells) ? momentOf(cells) : presentIn(cells)
}

// Backslashes alone, so that the text holds no character that the database may not have.
const spaces = "E' \\t\\n\\r\\f\\x0b'"

/** Moments as timestamps in UTC; NULL for those that are none: infinity, and what JavaScript has no year for. */
export function momentOf({ raw, type, isClean }: Cells): string {
  const utc = type.startsWith('timestamp with time zone')
    ? `(${raw} AT TIME ZONE 'UTC')`
    : `${raw}::timestamp`
  return isClean ? utc : `CASE WHEN ${raw} < '275760-01-01' AND ${raw} > '-infinity' THEN ${utc} END`
}

/** NaN counts as greater than all. */
const finite = (raw: string) => `${raw} < 'infinity' AND ${raw} > '-infinity'`

/** Numbers as exactly as the database has them; NULL for what is none. */
export function numberOf(cells: Cells): string {
  const { raw, type, isClean } = cells
  switch (type) {
    case 'smallint':
    case 'integer':
    case 'bigint':
      return raw
    case 'money':
      return `${raw}::numeric`
    case 'interval':
      return `extract(epoch FROM ${raw})::float8 / ${secondsOf(cells.column.unit) ?? 1}`
    case 'numeric':
      return isClean
        ? raw
        : `CASE WHEN ${cells.hasInfinity ? finite(raw) : `${raw} <> 'NaN'`} THEN ${raw} END`
    case 'double precision':
      return isClean ? raw : `CASE WHEN ${finite(raw)} THEN ${raw} END`
    // Its shortest decimals are what people see of it, and not the nearest double.
    case 'real':
      return isClean ? `${raw}::text::float8` : `CASE WHEN ${finite(raw)} THEN ${raw}::text::float8 END`
    default:
      return numberInText(`btrim(${textOf(cells)}, ${spaces})`)
  }
}

/** The same as double precision, which the process counts in. */
export function doubleOf(cells: Cells): string {
  const number = numberOf(cells)
  if (areNumbers(cells) && cells.type !== 'numeric') return `(${number})::float8`
  return `CASE WHEN abs(${number}) < 1e-300 THEN 0 WHEN abs(${number}) < 1.79e308 THEN (${number})::float8 END`
}

const plain = `'^[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d{1,3})?$'`
const separators = `'[,''\\u00a0\\u202f]'`
const grouped = `'^[+-]?\\d{1,3}([,''\\u00a0\\u202f]\\d{3})+(\\.\\d+)?$'`
const currency = '[$\\u20ac\\u00a3\\u00a5]|USD|EUR|GBP'
const decorated = `'^\\(?([+-]?)\\s*(?:${currency})?\\s*([+-]?[\\d.,''\\u00a0\\u202f]+)\\s*(?:[%]|${currency})?\\)?$'`

/** As `readNumber` reads a text. A number may have more digits than a double: what is too large for one is none. */
function numberInText(text: string): string {
  const amount = (digits: string) => `regexp_replace(${digits}, ${separators}, '', 'g')::numeric`
  const digits = `ltrim(regexp_replace(${text}, ${decorated}, '\\2', 'i'), '+')`
  const negative = `regexp_replace(${text}, ${decorated}, '\\1', 'i') = '-' OR ${text} ~ '^\\(.*\\)$'`
  const number = `CASE WHEN ${text} ~ '^[+-]?0\\d' THEN NULL
    WHEN ${text} ~* ${plain} THEN ${text}::numeric
    WHEN ${text} ~ ${grouped} THEN ${amount(text)}
    WHEN ${text} ~* ${decorated} THEN CASE WHEN ${digits} ~* ${plain} OR ${digits} ~ ${grouped}
      THEN CASE WHEN ${negative} THEN -1 ELSE 1 END * ${amount(digits)} END END`
  return `(SELECT CASE WHEN abs(n) < 1.79e308 THEN n END FROM (SELECT ${number} AS n OFFSET 0) AS read)`
}
