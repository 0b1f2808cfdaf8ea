import type { TypedResult } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import { allOthers, other, type Point } from './point.ts'

/** Only the top so many of x, by the sum of what they have; the rest as Other where the intent wants it. */
export function cutX(
  points: Point[],
  { top, bottom, other: keepsOthers, mark, x }: ChartIntent,
  { columns, reduced }: TypedResult,
  notes: string[],
): Point[] {
  if (top === null) return points
  const totals = totalsBy(points, ({ x }) => String(x))
  const beyond = reduced?.beyond ?? { values: 0, groups: [] }
  const count = totals.size + beyond.values
  if (count <= top) return points
  const ranked = [...totals].sort(([, a], [, b]) => (bottom ? a - b : b - a)).map(([name]) => name)
  const kept = new Set(ranked.slice(0, top))
  const label = columns.find(({ name }) => name === x?.field)?.label ?? 'x'
  const which = mark === 'boxplot' || mark === 'point' ? 'first' : bottom ? 'least' : 'greatest'
  const others = (count - top).toLocaleString('en')
  const added = keepsOthers ? `, the other ${others} added up` : ''
  notes.push(`The ${top} ${which} of ${count.toLocaleString('en')} values of ${label}${added}`)
  const rest = [...points.filter((point) => !kept.has(String(point.x))), ...beyond.groups]
  const shown = points.filter((point) => kept.has(String(point.x)))
  if (!keepsOthers) return shown
  const name = kept.has(other) ? allOthers : other
  const bySeries = Map.groupBy(rest, ({ series }) => series)
  return [...shown, ...[...bySeries].map(([series, of]) => ({ x: name, series, y: sum(of) }))]
}

type SeriesCut = {
  most: number
  additive: boolean
  label: string
  notes: string[]
  /** How many there were, where a database has cut them already. */
  all?: number | null
}

/** More series than colours can be told apart: the greatest stay, the rest is Other, or left out where it cannot be added up. */
export function cutSeries(points: Point[], { most, additive, label, notes, all }: SeriesCut): Point[] {
  const totals = totalsBy(points, ({ series }) => series ?? '')
  const count = all ?? totals.size
  if (count <= most) return points
  notes.push(`The ${most - 1} greatest of ${count.toLocaleString('en')} values of ${label}`)
  if (all) return points
  const kept = new Set(
    [...totals]
      .sort(([, a], [, b]) => b - a)
      .slice(0, most - 1)
      .map(([name]) => name),
  )
  const shown = points.filter(({ series }) => kept.has(series ?? ''))
  if (!additive) return shown
  const rest = Map.groupBy(
    points.filter(({ series }) => !kept.has(series ?? '')),
    ({ x }) => x,
  )
  return [...shown, ...[...rest].map(([x, of]): Point => ({ ...of[0]!, x, series: other, y: sum(of) }))]
}

function totalsBy(points: readonly Point[], key: (point: Point) => string): Map<string, number> {
  const totals = new Map<string, number>()
  for (const point of points) totals.set(key(point), (totals.get(key(point)) ?? 0) + (point.y ?? 0))
  return totals
}

const sum = (points: readonly Point[]) => points.reduce((total, { y }) => total + (y ?? 0), 0)
