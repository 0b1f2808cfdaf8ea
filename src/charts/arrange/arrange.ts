import { type Column, columnOf, type TypedResult } from '../columns/column.ts'
import { titleOf } from '../columns/names.ts'
import type { Value } from '../columns/value.ts'
import type { ChartIntent, Measure, TimeUnit } from '../intent.ts'
import { written } from '../written.ts'
import { boxed, mostBoxes } from './boxed.ts'
import { cycleOf, nextBucket } from './buckets.ts'
import { cutSeries, cutX } from './cut.ts'
import { addsUp, measuredRows } from './measured.ts'
import { nameOf } from './names.ts'
import { sorted } from './order.ts'
import { isCut, type Placing, placingOf } from './placing.ts'
import type { Arranged, Point } from './point.ts'

/** So many marks are drawn at most. */
export const mostDrawn = 5_000
export const mostSeries = 10
/** Rows of a heat map, which need no colours of their own. */
const mostRows = 40
const mostFilled = 400
/** Of the other columns of a single row. */
const mostTold = 6

/** The rows in the shape in which they are drawn: selected, put into buckets, aggregated, cut and sorted. */
export function arrange(intent: ChartIntent, typed: TypedResult): Arranged {
  const notes = notesOnRows(intent, typed)
  if (intent.mark === 'text' && typed.rows.length === 1) return singleRow(intent, typed, notes)
  const raw = intent.mark === 'point' || intent.mark === 'boxplot'
  const arranged = raw ? asTheyAre(intent, typed, notes) : grouped(intent, typed, notes)
  if (intent.mark !== 'point' || intent.sort)
    arranged.points = sorted(arranged.points, intent, typed, arranged)
  return arranged
}

/** The value of the only row; the other columns are told beside it. */
function singleRow({ y }: ChartIntent, typed: TypedResult, notes: string[]): Arranged {
  const row = typed.rows[0]!
  const column = y!.field === null ? null : columnOf(typed, y!.field)
  const value = column ? row[column.index]! : 1
  const others = typed.columns.filter((other) => other !== column && row[other.index] !== null)
  for (const other of others.slice(0, mostTold))
    notes.push(`${other.label}: ${told(row[other.index]!, other)}`)
  if (others.length > mostTold) notes.push(`There are ${others.length - mostTold} more columns`)
  const isNumber = column === null || column.kind === 'number'
  const point = isNumber ? { x: null, y: value as number | null } : { x: nameOf(value, column), y: null }
  return {
    points: value === null ? [] : [{ ...point, series: null }],
    scale: 'names',
    unit: null,
    notes,
    measures: [y!],
  }
}

function told(value: Value, column: Column): string {
  if (typeof value !== 'number' || column.kind !== 'number') return nameOf(value, column)
  return column.unit === null ? written(value) : `${written(value)} ${column.unit}`
}

function asTheyAre(intent: ChartIntent, typed: TypedResult, notes: string[]): Arranged {
  const [x, y, series, size] = [intent.x?.field, intent.y?.field, intent.series, intent.size].map((name) =>
    name == null ? null : columnOf(typed, name),
  )
  const points: Point[] = []
  for (const row of typed.rows) {
    const point: Point = {
      x: x ? row[x.index]! : null,
      y: y ? (row[y.index] as number | null) : null,
      series: series ? nameOf(row[series.index]!, series) : null,
    }
    if (size) point.size = row[size.index] as number | null
    if (point.y !== null && (point.x !== null || !x)) points.push(point)
  }
  const left = typed.rows.length - points.length
  if (left > 0) notes.push(`${left.toLocaleString('en')} rows without a value are left out`)
  if (intent.mark === 'boxplot' && points.length > mostDrawn) {
    const few = boxed(points, intent, typed, { most: mostDrawn, notes })
    return { points: few, scale: 'names', unit: null, notes, measures: [intent.y!] }
  }
  const shown = sampled(points, notes)
  const cut = series
    ? cutSeries(shown, { most: mostSeries, additive: false, stacked: false, label: series.label, notes })
    : shown
  if (intent.mark === 'boxplot' && x && x.kind !== 'number')
    for (const point of cut) point.x = nameOf(point.x, x)
  const scale = x?.kind === 'time' ? 'time' : x?.kind === 'number' ? 'number' : 'names'
  if (scale === 'names' && x) for (const point of cut) point.x = nameOf(point.x, x)
  return {
    points:
      scale === 'names' && x
        ? cutX(cut, { ...intent, top: intent.top ?? mostBoxes, other: false }, typed, notes)
        : cut,
    scale: intent.mark === 'boxplot' && x ? 'names' : scale,
    unit: null,
    notes,
    measures: intent.y ? [intent.y] : [],
  }
}

/** Every k-th of too many, which shows their shape and is the same each time. */
function sampled(points: Point[], notes: string[]): Point[] {
  if (points.length <= mostDrawn) return points
  const step = points.length / mostDrawn
  notes.push(`A sample of ${mostDrawn.toLocaleString('en')} of ${points.length.toLocaleString('en')} rows`)
  return Array.from({ length: mostDrawn }, (_, at) => points[Math.floor(at * step)]!)
}

function grouped(intent: ChartIntent, typed: TypedResult, notes: string[]): Arranged {
  const { reduced } = typed
  const placing = placingOf(intent, typed)
  const { unit, width, scale } = placing
  notes.push(...notesOnOutliers(placing))
  const measures = [intent.y, ...intent.also].filter((measure) => measure !== null)
  const settled: Measure[] = []
  let points: Point[] = []
  for (const [at, measure] of measures.entries()) {
    const { aggregate, repeated, groups } =
      reduced?.measured[at] ?? measuredRows(measure, intent, typed, placing)
    if (repeated && measure.aggregate === 'none') notes.push(saysHow(aggregate, measure, typed))
    settled.push({
      ...measure,
      aggregate: repeated || measure.aggregate === 'count' ? aggregate : 'none',
    })
    const name = measures.length > 1 ? titleOf(columnOf(typed, measure.field!)) : null
    for (const group of groups)
      points.push({
        x: group.x,
        y: group.y,
        series: name ?? group.series,
        ...(width === null ? {} : { x2: Number(((group.x as number) + width).toPrecision(12)) }),
      })
  }
  points = points.filter(({ y }) => y !== null)
  const additive = settled.every((measure) => addsUp(measure, typed))
  if (intent.series !== null)
    points = cutSeries(points, {
      most: mostSeriesOf(intent),
      additive: additive && intent.mark !== 'rect',
      stacked: intent.stack === 'zero' || intent.stack === 'normalize',
      label: columnOf(typed, intent.series).label,
      notes,
      all: reduced?.seriesOfAll,
      beyond: reduced?.beyond.groups,
    })
  if (isCut(placing)) points = cutX(points, { ...intent, other: intent.other && additive }, typed, notes)
  points = filled(points, {
    intent,
    unit,
    additive: settled.every(({ aggregate }) => /count|sum/.test(aggregate)),
  })
  if (points.length > mostDrawn) points = sampled(points, notes)
  return { points, scale, unit, notes, measures: settled }
}

export const mostSeriesOf = ({ mark }: ChartIntent) => (mark === 'rect' ? mostRows : mostSeries)

function notesOnOutliers({ outliers, column }: Placing): string[] {
  if (!outliers) return []
  const { from, to, below, above } = outliers
  const told = (count: number, where: string, end: string) =>
    count === 0
      ? []
      : [
          count === 1
            ? `One value of ${column!.label} ${where} (${end}) is not shown`
            : `${count.toLocaleString('en')} values of ${column!.label} ${where} (${end}) are not shown`,
        ]
  return [
    ...told(below, `below ${written(from)}`, `down to ${written(column!.min!)}`),
    ...told(above, `above ${written(to)}`, `up to ${written(column!.max!)}`),
  ]
}

function saysHow(aggregate: string, { field }: Measure, typed: TypedResult): string {
  const { label } = columnOf(typed, field!)
  return aggregate === 'sum' ? `${label} added up` : `${label} averaged over the rows of each`
}

/** Nothing happened in a month without rows: that is 0, and a line that skips it says otherwise. */
function filled(
  points: Point[],
  { intent, unit, additive }: { intent: ChartIntent; unit: TimeUnit | null; additive: boolean },
) {
  if (!additive || unit === null || intent.mark === 'arc' || points.length === 0) return points
  // Where bars stand by their numbers, all that are nothing would lead or follow the rest.
  if (intent.mark === 'bar' && intent.sort?.by === 'y') return points
  const cycle = cycleOf(unit)
  const names = [...new Set(points.map(({ series }) => series))]
  const places: Value[] = []
  if (cycle) {
    if (cycle.length > 12 && unit !== 'hours') return points
    places.push(...cycle)
  } else {
    const [from, to] = extent(points.map(({ x }) => x as number))
    for (let at = from; at <= to; at = nextBucket(at, unit)) if (places.push(at) > mostFilled) return points
  }
  if (intent.mark === 'bar' && names.length > 1) {
    const known = new Set(points.map(({ x }) => x))
    const missing = places.filter((x) => !known.has(x))
    return [...points, ...missing.map((x): Point => ({ x, y: 0, series: names[0]! }))]
  }
  if (places.length * names.length > mostDrawn) return points
  const known = new Map(points.map((point) => [`${point.x}\u0000${point.series}`, point]))
  return places.flatMap((x) =>
    names.map((series): Point => known.get(`${x}\u0000${series}`) ?? { x, y: 0, series }),
  )
}

function notesOnRows(intent: ChartIntent, typed: TypedResult): string[] {
  const notes: string[] = []
  const { rows, rowCount, taken } = typed
  if (rowCount > rows.length && taken !== 'for all') {
    const how = taken === 'at random' ? 'A random sample of' : 'The first'
    notes.push(`${how} ${rows.length.toLocaleString('en')} of ${rowCount.toLocaleString('en')} rows`)
  }
  const used = [intent.x?.field, intent.y?.field, ...intent.also.map(({ field }) => field)]
  for (const { name, label, misfits, kind } of typed.columns)
    if (misfits > 0 && used.includes(name))
      notes.push(
        `${misfits.toLocaleString('en')} values of ${label} are no ${kind === 'time' ? 'dates' : 'numbers'} and are left out`,
      )
  return notes
}

export function extent(values: readonly number[]): [number, number] {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  return [min, max]
}
