import { type Column, isEmpty, type TypedResult } from '../columns/column.ts'
import { isCoordinate } from '../columns/roles.ts'
import type { Cues } from '../words/cues.ts'

/** The columns that a chart may be made of, by what they can stand for, those that were named first. */
export type Pool = {
  columns: Column[]
  times: Column[]
  /** What a chart can be by: categories, ordinals, places, and ids where nothing else is there. */
  names: Column[]
  measures: Column[]
  /** All that are numbers, also ids and ordinals: what a scatter chart takes. */
  numbers: Column[]
  latitude: Column | null
  longitude: Column | null
}

/** With more columns than a chart can show, only those count that the question names. */
const mostColumns = 3

export function poolOf(typed: TypedResult, cues: Cues): Pool {
  const { columns, rows } = typed
  const { mentioned, mark, places, series } = cues
  const filled = columns.filter((column) => !isEmpty(column))
  const named = mentioned.map((index) => columns[index]!).filter((column) => !isEmpty(column))
  const isPoints = mark?.mark === 'point'
  const wanted = filled.length > mostColumns && named.length > 0 ? withOthers(named, filled, cues) : filled
  const coordinates = (of: 'latitude' | 'longitude') =>
    wanted.find((column) => isCoordinate(column, of)) ?? null
  const times = wanted.filter(({ role }) => role === 'time')
  const all = measuresIn(wanted, typed, cues)
  const key = numberedKey(all, typed, cues)
  const measures = all.filter((column) => column !== key)
  const isName = (column: Column) => column.kind !== 'time' && !measures.includes(column)
  const isUsed = (column: Column) => column.role !== 'id' || named.includes(column)
  const proper = wanted.filter((column) => isName(column) && isUsed(column))
  const place = ({ index }: Column) => {
    if (index === places.x) return -2
    if (index === places.by && index !== series) return -1
    return mentioned.includes(index) ? mentioned.indexOf(index) : mentioned.length
  }
  const names = (proper.length > 0 ? proper : wanted.filter(isName)).toSorted((a, b) => place(a) - place(b))
  const numbers = wanted.filter(({ kind }) => kind !== 'text')
  const [latitude, longitude] = [coordinates('latitude'), coordinates('longitude')]
  // A text of its own in each row, such as a remark, says nothing as a name where there are better ones.
  const telling = names.filter(({ distinct, longest }) => distinct < rows.length || longest <= 60)
  return {
    columns: isPoints ? filled : wanted,
    times,
    names: telling.length > 0 ? telling : names,
    measures: measures.filter((column) => column !== latitude && column !== longitude),
    numbers,
    latitude,
    longitude,
  }
}

/** Quantities; ids and ranks too where the words ask for their average or sum, or where nothing else could be measured. */
function measuresIn(wanted: readonly Column[], typed: TypedResult, cues: Cues): Column[] {
  const { aggregates, mentioned, places, series } = cues
  const made = aggregates.filter(({ aggregate }) => aggregate !== 'count')
  const isQuantity = ({ role, kind }: Column) =>
    kind === 'number' && (role === 'quantity' || role === 'geographic')
  const asked = wanted.filter(
    (column) =>
      isQuantity(column) || (column.kind === 'number' && made.some((one) => one.column === column.index)),
  )
  const rest = wanted.filter(
    ({ kind, index }) => kind === 'number' && index !== series && index !== places.x && index !== places.by,
  )
  const others = wanted.filter((column) => !rest.includes(column))
  if (asked.length > 0 || others.length === 0) return asked
  if (made.length > 0) return rest
  if (aggregates.length > 0) return []
  if (others.some((column) => isUnique(column, typed))) return rest
  return rest.filter(
    ({ role, index }) => role === 'ordinal' && mentioned.includes(index) && places.by !== null,
  )
}

/** Few whole numbers that the words are "by" are names: cylinders, bedrooms, an age that a query counted by. */
function numberedKey(measures: readonly Column[], typed: TypedResult, cues: Cues): Column | null {
  const key = measures.find(({ index }) => index === cues.places.by)
  const isScatter = cues.mark ? cues.mark.mark === 'point' : cues.relation || cues.link
  if (!key?.integer || measures.length < 2 || isScatter) return null
  const isMade = measures.some(({ aggregated }) => aggregated !== null) && areKeys([key], typed)
  return key.distinct <= (isMade ? 30 : 12) ? key : null
}

/** A question names what it wants, but seldom the name of what a query made (count, avg), or of the time that goes on. */
function withOthers(named: readonly Column[], all: readonly Column[], { trend, timeUnit }: Cues): Column[] {
  const hasMeasure = named.some(({ role }) => role === 'quantity')
  const made = hasMeasure ? [] : all.filter(({ aggregated }) => aggregated !== null)
  const isTimed = (trend || timeUnit !== null) && !named.some(({ kind }) => kind === 'time')
  const time = isTimed ? all.filter(({ kind }) => kind === 'time').slice(0, 1) : []
  const chosen = new Set([...named, ...made, ...time])
  return all.filter((column) => chosen.has(column))
}

/** Whether each value stands in one row alone. */
export const isUnique = (column: Column, { rows }: TypedResult) =>
  column.distinct === rows.length - column.nulls

/** Whether no two rows have the same values of these columns: a query has already put together what belongs together. */
export function areKeys(columns: readonly Column[], { rows }: TypedResult): boolean {
  const seen = new Set<string>()
  for (const row of rows) {
    const key = columns.map(({ index }) => `${row[index]}`).join('\u0000')
    if (seen.has(key)) return false
    seen.add(key)
  }
  return true
}
