import type { Result, ResultColumn } from '../result.ts'
import { misfitsOf, numberIn, textIn, timeReader, yearAt } from './cells.ts'
import type { Column, Grain, TypedResult } from './column.ts'
import { inUnit, isDurationName, readDuration } from './durations.ts'
import { labelOf, nameWords } from './names.ts'
import { symbolUnit } from './numbers.ts'
import { naturalOrder } from './orders.ts'
import { aggregatedIn, areYears, roleOfNumbers, roleOfTexts } from './roles.ts'
import type { Value } from './value.ts'

export { readAs } from './cells.ts'

/** Numbers or dates among text lead where at least so much of a column is one. */
const mostly = 0.8

/** Digits that are no numbers, though they look like them: 1.2 comes before 1.10. */
const codes = /^(zip|zipcode|postcode|phone|fax|isbn|ssn|ean|version)$/

const longestName = 200

const grains: readonly Grain[] = ['year', 'quarter', 'month', 'day', 'time']

type Read = Pick<Column, 'kind' | 'role' | 'grain' | 'order'> & {
  values: Value[]
  misfits: number
  /** What the values themselves say that they are measured in. */
  unit?: string | null
}

/** Columns typed by role, from the database's types, the names and the values; values that fit no type stand as null. */
export function typeColumns({ columns, rows, rowCount }: Result): TypedResult {
  const typed = withUniqueNames(columns).map((column, index) =>
    typeColumn(
      column,
      index,
      rows.map((row) => row[index]),
    ),
  )
  return {
    columns: typed.map(({ column }) => column),
    rows: rows.map((_, at) => typed.map(({ values }) => values[at]!)),
    rowCount: Math.max(rowCount ?? rows.length, rows.length),
  }
}

/** A query may well give two columns of one name; an intent needs one name a column. */
function withUniqueNames(columns: readonly ResultColumn[]): ResultColumn[] {
  const taken = new Set<string>()
  return columns.map((column, at) => {
    const own = cut(column.name.replace(/\p{Cc}+/gu, ' ').toWellFormed()) || `column ${at + 1}`
    let name = own
    for (let number = 2; taken.has(name); number++) name = `${own} (${number})`
    taken.add(name)
    return { ...column, name }
  })
}

/** Some databases have names as long as a query: nobody reads more of them in a chart, nor names them so in words. */
const cut = (name: string) =>
  name.length > longestName ? `${name.slice(0, longestName - 1)}…`.toWellFormed() : name

function typeColumn(source: ResultColumn, index: number, cells: readonly unknown[]) {
  const { values, misfits, kind, role, grain, order, unit = null } = readColumn(source, cells)
  const seen = new Set<Value>()
  let [nulls, longest, integer] = [0, 0, kind === 'number']
  let min: number | null = null
  let max: number | null = null
  for (const value of values) {
    if (value === null) {
      nulls++
      continue
    }
    seen.add(value)
    if (typeof value === 'number') {
      if (min === null || value < min) min = value
      if (max === null || value > max) max = value
      if (!Number.isInteger(value)) integer = false
    } else if (value.length > longest) longest = value.length
  }
  const { name } = source
  // Of percentages between 0 and 1 nobody knows whether they are parts of 100 or of 1: the name says what it says.
  const isAmbiguous =
    min !== null && max !== null && min >= -1 && max <= 1 && /_?(percent(age)?|pct)$/i.test(name)
  const column: Column = {
    index,
    name,
    ...labelOf(name, kind === 'number' && !isAmbiguous),
    ...(unit !== null && { unit }),
    kind,
    role,
    aggregated: kind === 'number' ? aggregatedIn(name) : null,
    grain,
    order,
    distinct: seen.size,
    nulls,
    misfits,
    min,
    max,
    integer,
    longest: kind === 'text' ? longest : String(max ?? '').length,
  }
  return { column, values }
}

function readColumn({ name, databaseType }: ResultColumn, cells: readonly unknown[]): Read {
  const type = databaseType?.toLowerCase() ?? ''
  const present = cells.filter((cell) => cell !== null && cell !== undefined && cell !== '')
  if (present.length === 0) return asText(name, cells)
  const mayBeDuration =
    type === '' && (isDurationName(name) || (typeof present[0] === 'object' && !(present[0] instanceof Date)))
  if (type.startsWith('interval') || (mayBeDuration && present.every((cell) => readDuration(cell) !== null)))
    return asDurations(cells)
  const isText = /^(text|character|varchar|char|name|citext|uuid|json|bool|bytea)/.test(type)
  if (/^(date|timestamp)/.test(type) || cells.some((cell) => cell instanceof Date)) return asTimes(cells)
  if (/^(smallint|integer|bigint|int\d?|numeric|decimal|real|double|float|money|serial|bigserial)/.test(type))
    return asNumbers(name, cells)
  if (/^(json|bool|bytea|uuid)/.test(type)) return asText(name, cells)
  const enough = (values: readonly unknown[]) => {
    const read = values.filter((value) => value !== null).length
    return read > 0 && read >= present.length * mostly
  }
  if (!codes.test(nameWords(name).at(-1) ?? '')) {
    const numbers = cells.map(numberIn)
    // A database that says "text" has codes there as likely as numbers: all of them must be numbers then.
    const all = numbers.filter((number) => number !== null).length === present.length
    if (isText ? all : enough(numbers)) return asNumbers(name, cells, numbers)
  }
  // Most text is no time, which a few values already show.
  const some = present.slice(0, 200)
  const reader = timeReader(cells)
  if (some.some((cell) => reader(cell) !== null)) {
    const moments = cells.map(reader)
    if (enough(moments)) return asTimes(cells, moments)
  }
  return asText(name, cells)
}

function asNumbers(name: string, cells: readonly unknown[], values = cells.map(numberIn)): Read {
  const misfits = misfitsOf(cells, values)
  const present = values.filter((value) => value !== null)
  const distinct = new Set(present).size
  const numbers = { name, values: present, distinct, integer: present.every(Number.isInteger) }
  if (areYears(numbers))
    return {
      kind: 'time',
      role: 'time',
      grain: 'year',
      order: null,
      misfits,
      values: values.map(yearAt),
    }
  const role = roleOfNumbers(numbers)
  return { kind: 'number', role, grain: null, order: null, values, misfits, unit: symbolUnit(cells) }
}

function asDurations(cells: readonly unknown[]): Read {
  const { values, unit } = inUnit(cells.map(readDuration))
  const misfits = misfitsOf(cells, values)
  return { kind: 'number', role: 'quantity', grain: null, order: null, values, misfits, unit }
}

function asTimes(cells: readonly unknown[], moments = cells.map(timeReader(cells))): Read {
  const values = moments.map((moment) => moment?.at ?? null)
  let finest = 0
  for (const moment of moments) if (moment) finest = Math.max(finest, grains.indexOf(moment.grain))
  const grain = grains[finest] === 'day' ? truncatedTo(values) : grains[finest]!
  return { kind: 'time', role: 'time', grain, order: null, values, misfits: misfitsOf(cells, values) }
}

/** What days were cut down to, as date_trunc does it: where all of them begin a month, they stand for months. */
function truncatedTo(values: readonly Value[]): Grain {
  const days = new Set(values.filter((value) => typeof value === 'number'))
  if (days.size < 2) return 'day'
  let [quarters, years] = [true, true]
  for (const at of days) {
    const date = new Date(at)
    const month = date.getUTCMonth()
    if (date.getUTCDate() !== 1) return 'day'
    if (month % 3 !== 0) quarters = false
    if (month !== 0) years = false
  }
  return years ? 'year' : quarters && days.size > 3 ? 'quarter' : 'month'
}

function asText(name: string, cells: readonly unknown[]): Read {
  const values = cells.map(textIn)
  const present = values.filter((value) => value !== null)
  const distinct = [...new Set(present)]
  const order = naturalOrder(distinct)
  const role = roleOfTexts(name, order !== null, distinct.length, present.length)
  return { kind: 'text', role, grain: null, order, values, misfits: 0 }
}
