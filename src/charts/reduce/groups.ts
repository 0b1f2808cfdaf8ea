import { extent } from '../arrange/arrange.ts'
import { combine } from '../arrange/combine.ts'
import { nameOf } from '../arrange/names.ts'
import { placingOf } from '../arrange/placing.ts'
import { other } from '../arrange/point.ts'
import type { Column, TypedResult } from '../columns/column.ts'
import { columnOf } from '../columns/column.ts'
import type { Group, Measured } from '../columns/reduced.ts'
import { readAs, typeColumns } from '../columns/type.ts'
import type { Value } from '../columns/value.ts'
import { isUnique } from '../design/pool.ts'
import type { ChartIntent } from '../intent.ts'
import { cellsOf } from './cells.ts'
import type { Grouping } from './groups.sql.ts'
import { keyOfSeries, keyOfX } from './keys.ts'
import { type MeasureParts, measureParts, measuresOf } from './measures.ts'
import type { Subquery } from './subquery.ts'

type Row = Record<string, unknown>

/** How the rows of an intent are put together in the database. */
export function groupingOf(intent: ChartIntent, typed: TypedResult, subquery: Subquery): Grouping {
  const final = measuresOf(intent).some(({ aggregate }) => aggregate === 'median')
  const cells = (name: string) => cellsOf(subquery, columnOf(typed, name))
  const x = intent.x && cells(intent.x.field)
  const series = intent.series === null ? null : cells(intent.series)
  return {
    x: x && { cells: x, key: keyOfX(x, placingOf(intent, typed), final) },
    series: series && { cells: series, key: keyOfSeries(series, final) },
    measures: measureParts(intent, typed, subquery),
  }
}

/** The values that the groups of rows are of, and the columns as all their values show them, where the groups do. */
export type Keys = { x: Value[] | null; series: Value[] | null; columns: Column[] }

/** `all`: the rows are all groups that there are. */
export function readKeys({ x, series }: Grouping, rows: readonly Row[], all: boolean): Keys {
  const columns: Column[] = []
  const [xs, names] = [x, series].map((by) => {
    if (by === null) return null
    const { column, type } = by.cells
    const cells = rows.map((row) => (by === x ? row.x : row.series))
    if (!all || !by.key.showsAll) return readAs(column, cells)
    const typed = typeColumns({
      columns: [{ name: column.name, databaseType: type || null }],
      rows: cells.map((cell) => [cell]),
    })
    columns.push({ ...typed.columns[0]!, index: column.index })
    return typed.rows.map(([value]) => value!)
  })
  return { x: xs!, series: names!, columns }
}

type Parted = { x: Value; series: string | null; rows: Row[] }

/**
 * The groups of each measure: what the process reads as the same is put together, in the order of x and series. Rows that are
 * `beyond` stand at no x, those that are the `rest` in the series of all others.
 */
export function measuredGroups(
  intent: ChartIntent,
  typed: TypedResult,
  { measures }: Grouping,
  keys: Keys,
  rows: readonly Row[],
): { measured: Measured[]; beyond: Measured[] } {
  const { column, xOf } = placingOf(intent, typed)
  const series = intent.series === null ? null : columnOf(typed, intent.series)
  const groups = new Map<string, Parted>()
  for (const [at, row] of rows.entries()) {
    const x = column && !row.beyond ? xOf(keys.x![at]!) : null
    if (column && x === null && !row.beyond) continue
    const name = row.rest ? other : series ? nameOf(keys.series![at]!, series) : null
    const key = `${typeof x}${x}\u0000${row.beyond ?? false}\u0000${row.rest ?? false}\u0000${name}`
    const group = groups.get(key)
    if (group) group.rows.push(row)
    else groups.set(key, { x, series: name, rows: [row] })
  }
  const sorted = [...groups.values()].sort(inOrder)
  const [beyond, shown] = [true, false].map((is) =>
    sorted.filter(({ rows }) => Boolean(rows[0]!.beyond) === is),
  )
  return {
    measured: measures.map((measure) => measuredOf(measure, shown!)),
    beyond: measures.map((measure) => measuredOf(measure, beyond!)),
  }
}

function measuredOf({ measure, aggregate, names }: MeasureParts, groups: readonly Parted[]): Measured {
  let repeated = false
  const found: Group[] = []
  for (const { x, series, rows } of groups) {
    const count = rows.reduce((sum, row) => sum + Number(row[names.rows] ?? 0), 0)
    if (count === 0 && measure.aggregate !== 'count') continue
    if (count > 1) repeated = true
    const values = rows
      .map((row) => row[names.value])
      .filter((value) => value !== null && value !== undefined)
    found.push({ x, series, y: togetherOf(aggregate, values.map(Number), count) })
  }
  return { aggregate, repeated, groups: found }
}

function togetherOf(aggregate: Measured['aggregate'], values: readonly number[], rows: number) {
  if (aggregate !== 'mean') return combine(aggregate, values, rows)
  const sum = combine('sum', values, rows)
  return sum === null ? null : sum / rows
}

/** By x, then by series, as their characters are numbered; what has no value comes first. */
export function inOrder(a: Pick<Group, 'x' | 'series'>, b: Pick<Group, 'x' | 'series'>): number {
  return compare(a.x, b.x) || compare(a.series, b.series)
}

const compare = (a: Value, b: Value) => (a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1)

/**
 * The columns as all rows show them; `misfits` are those of x. Whether each value stands in one row alone is known of the sample,
 * and of all rows by nobody: what is measured against the sample's rows stays as it was.
 */
export function columnsOfAll(
  typed: TypedResult,
  { x, measures }: Grouping,
  keys: Keys,
  { rows, misfits }: { rows: readonly Row[]; misfits: number },
): Column[] {
  return typed.columns.map((column) => {
    const typedAs = keys.columns.find(({ index }) => index === column.index)
    const isX = x?.cells.column.index === column.index
    const measured = withMeasure(isX ? { ...column, misfits } : column, measures, rows)
    if (!typedAs) return measured
    const { kind, role, order, longest, label, unit, aggregated } = typedAs
    const distinct = isUnique(column, typed) ? column.distinct : typedAs.distinct
    return { ...measured, kind, role, order, longest, label, unit, aggregated, distinct }
  })
}

/** Cells that are there but have no value: of those that the database read, it says how many are there. */
export function misfitsOf(values: readonly Value[], rows: readonly Row[]): number {
  let misfits = 0
  for (const [at, value] of values.entries()) {
    const { x, present, count } = rows[at]!
    if (value === null && x !== '') misfits += Number((x == null ? present : count) ?? 0)
  }
  return misfits
}

function withMeasure(column: Column, measures: readonly MeasureParts[], rows: readonly Row[]): Column {
  const own = measures.find(({ cells }) => cells?.column.index === column.index)
  if (!own) return column
  const { names, parts } = own
  const numbers = (name: string) =>
    rows
      .map((row) => row[name])
      .filter((value) => value !== null && value !== undefined)
      .map(Number)
  const [least, most] = [numbers(names.least), numbers(names.most)]
  return {
    ...column,
    ...(names.misfits in parts && { misfits: numbers(names.misfits).reduce((a, b) => a + b, 0) }),
    ...(least.length > 0 && { min: extent(least)[0], max: extent(most)[1] }),
  }
}
