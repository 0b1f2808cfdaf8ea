import { asData } from '../../platform/chat/data.ts'
import type { Column, TypedResult } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'

/** What a model is shown of a result's columns, and the only names that it can answer with. */
export type ShownColumns = {
  /** One JSON object a line, which no value can end. */
  text: string
  names: [string, ...string[]]
  /** How many there are that are not shown. */
  leftOut: number
  /** The intent with the columns' own names in the place of shown ones. */
  fromShown(intent: ChartIntent): ChartIntent
  /** The other way round. Columns that are not shown keep their names. */
  toShown(intent: ChartIntent): ChartIntent
}

// Endpoints take a thousand values and 15,000 characters in the enums of a schema.
const mostColumns = 100
const mostCharacters = 6_000
/** PostgreSQL's names have 63 bytes; keys of rows that came as JSON have no limit. */
const longestName = 64
const mostSamples = 5
const longestSample = 40
/** Longer texts are remarks: they tell nothing of what a column sorts rows into. */
const longestKind = 200
const rowsLookedAt = 1_000

/** @param first names of columns that are shown before others, the likeliest first */
export function shownColumns(typed: TypedResult, first: readonly string[]): ShownColumns {
  const shown = new Map<string, string>()
  const taken = new Set<string>()
  let characters = 0
  for (const column of inOrder(typed, first)) {
    const name = shownName(column, taken)
    if (shown.size === mostColumns || (shown.size > 0 && characters + name.length > mostCharacters)) break
    characters += name.length
    taken.add(name)
    shown.set(column.name, name)
  }
  const own = new Map([...shown].map(([name, as]) => [as, name]))
  const columns = typed.columns.filter(({ name }) => shown.has(name))
  const [name, ...names] = columns.map((column) => shown.get(column.name)!)
  return {
    text: columns.map((column) => asData(described(column, shown.get(column.name)!, typed))).join('\n'),
    names: [name!, ...names],
    leftOut: typed.columns.length - columns.length,
    fromShown: (intent) => renamed(intent, own),
    toShown: (intent) => renamed(intent, shown),
  }
}

function inOrder({ columns }: TypedResult, first: readonly string[]): Column[] {
  const place = new Map([...new Set(first)].map((name, at) => [name, at]))
  const rank = ({ name, distinct }: Column) => place.get(name) ?? (distinct > 0 ? place.size : place.size + 1)
  return columns.toSorted((a, b) => rank(a) - rank(b))
}

function shownName({ name, index }: Column, taken: ReadonlySet<string>): string {
  if (name.length <= longestName && !taken.has(name)) return name
  let short = `${name.slice(0, longestName - 10).toWellFormed()}… (${index})`
  while (taken.has(short)) short += '…'
  return short
}

function described(column: Column, name: string, typed: TypedResult) {
  const { kind, role, unit, aggregated, grain, distinct, nulls, min, max } = column
  const end = (value: number | null) =>
    value === null ? undefined : kind === 'time' ? momentOf(value, grain) : value
  const samples = samplesOf(column, typed)
  return {
    name,
    type: kind,
    role,
    unit: unit ?? undefined,
    grain: grain ?? undefined,
    madeBy: aggregated ?? undefined,
    distinct,
    empty: nulls > 0 ? nulls : undefined,
    min: end(min),
    max: end(max),
    samples: samples.length > 0 ? samples : undefined,
  }
}

function momentOf(value: number, grain: Column['grain']): string {
  const text = new Date(value).toISOString()
  return grain === 'year' ? text.replace(/-.*/s, '') : grain === 'time' ? text : text.replace(/T.*/s, '')
}

/** Of texts alone: ends say what numbers and times are like. Keys say nothing, and may be somebody's own. */
function samplesOf({ index, kind, role, order, longest }: Column, { rows }: TypedResult): string[] {
  if (kind !== 'text' || role === 'id' || longest >= longestKind) return []
  const found = new Set<string>(order?.slice(0, mostSamples))
  for (const row of order ? [] : rows.slice(0, rowsLookedAt)) {
    const value = row[index]
    if (typeof value === 'string') found.add(value)
    if (found.size === mostSamples) break
  }
  return [...found].map((value) =>
    value.length > longestSample ? `${value.slice(0, longestSample - 1)}…`.toWellFormed() : value,
  )
}

function renamed(intent: ChartIntent, names: ReadonlyMap<string, string>): ChartIntent {
  const name = (one: string) => names.get(one) ?? one
  const measure = (one: NonNullable<ChartIntent['y']>) => ({
    ...one,
    field: one.field === null ? null : name(one.field),
  })
  const { x, y, also, series, size } = intent
  return {
    ...intent,
    x: x && { ...x, field: name(x.field) },
    y: y && measure(y),
    also: also.map(measure),
    series: series === null ? null : name(series),
    size: size === null ? null : name(size),
  }
}
