import type { TypedResult } from '../columns/column.ts'
import type { Value } from '../columns/value.ts'
import type { ChartIntent } from '../intent.ts'
import { cycleOf } from './buckets.ts'
import { type Arranged, isRest, type Point } from './point.ts'

const collator = new Intl.Collator('en', { numeric: true })

/**
 * The points in the order in which they are drawn. Where the intent names none, what has an order of its own keeps it, and
 * names stand by their numbers, the greatest first. Other and what has no value come last.
 */
export function sorted(
  points: readonly Point[],
  intent: ChartIntent,
  typed: TypedResult,
  { scale, unit }: Pick<Arranged, 'scale' | 'unit'>,
): Point[] {
  const column = typed.columns.find(({ name }) => name === intent.x?.field)
  const natural = cycleOf(unit) ?? column?.order ?? null
  // Ids follow one another by chance alone.
  const isName = column?.kind === 'text' || (column?.role === 'id' && scale === 'names')
  const hasOrder = natural !== null || !isName || intent.mark === 'boxplot'
  const { by, order } =
    intent.sort ?? (hasOrder ? { by: 'x', order: 'ascending' } : { by: 'y', order: 'descending' })
  const totals = new Map<Value, number>()
  for (const { x, y } of points) totals.set(x, (totals.get(x) ?? 0) + (y ?? 0))
  const place = natural ? new Map(natural.map((name, at) => [name, at])) : null
  const compareX = (a: Value, b: Value) => {
    if (place) return (place.get(String(a)) ?? place.size) - (place.get(String(b)) ?? place.size)
    if (typeof a === 'number' && typeof b === 'number') return a - b
    return collator.compare(String(a), String(b))
  }
  const direction = order === 'descending' ? -1 : 1
  const compare = (a: Value, b: Value) =>
    Number(isRest(a)) - Number(isRest(b)) ||
    (by === 'y' ? direction * (totals.get(a)! - totals.get(b)!) : direction * compareX(a, b)) ||
    compareX(a, b)
  const series = seriesInOrder(points, typed, intent)
  const seriesPlace = new Map(series.map((name, at) => [name, at]))
  // Numbers and moments on an axis stand where they belong: lines only need them in their order.
  const onAxis = scale !== 'names' && by === 'y' && intent.mark !== 'bar'
  return points.toSorted(
    (a, b) =>
      (onAxis ? compareX(a.x, b.x) : compare(a.x, b.x)) ||
      (seriesPlace.get(a.series) ?? 0) - (seriesPlace.get(b.series) ?? 0),
  )
}

/** The series by their own order, else by their sums, the greatest first. */
export function seriesInOrder(
  points: readonly Point[],
  typed: TypedResult,
  intent: ChartIntent,
): (string | null)[] {
  const totals = new Map<string | null, number>()
  for (const { series, y } of points) totals.set(series, (totals.get(series) ?? 0) + Math.abs(y ?? 0))
  const column = typed.columns.find(({ name }) => name === intent.series)
  const place = column?.order ? new Map(column.order.map((name, at) => [name, at])) : null
  const numeric = column !== undefined && column.kind !== 'text'
  return [...totals.keys()].sort(
    (a, b) =>
      Number(isRest(a)) - Number(isRest(b)) ||
      (intent.also.length > 0
        ? 0
        : place
          ? (place.get(a ?? '') ?? 0) - (place.get(b ?? '') ?? 0)
          : numeric
            ? collator.compare(a ?? '', b ?? '')
            : totals.get(b)! - totals.get(a)!),
  )
}
