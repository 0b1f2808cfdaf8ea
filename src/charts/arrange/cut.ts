import type { TypedResult } from '../columns/column.ts'
import type { ChartIntent, Mark } from '../intent.ts'
import { written } from '../written.ts'
import { allOthers, other, type Point } from './point.ts'

/** Nobody reads more names than that, whoever asks for them. */
const mostNames: Partial<Record<Mark, number>> = { bar: 100, rect: 100, arc: 50, line: 200, area: 200 }

/** Only the top so many of x, by the sum of what they have; the rest as Other where the intent wants it. */
export function cutX(
  points: Point[],
  { top: asked, bottom, other: keepsOthers, mark, x }: ChartIntent,
  { columns, reduced }: TypedResult,
  notes: string[],
): Point[] {
  const top = Math.min(asked ?? Number.POSITIVE_INFINITY, mostNames[mark] ?? Number.POSITIVE_INFINITY)
  if (top === Number.POSITIVE_INFINITY) return points
  const totals = totalsBy(points, ({ x }) => String(x))
  const beyond = reduced?.beyond ?? { values: 0, groups: [] }
  const count = totals.size + beyond.values
  if (count <= top) return points
  const ranked = [...totals].sort(([, a], [, b]) => (bottom ? a - b : b - a)).map(([name]) => name)
  const kept = new Set(ranked.slice(0, top))
  const label = columns.find(({ name }) => name === x?.field)?.label ?? 'x'
  const which = mark === 'boxplot' || mark === 'point' ? 'first' : bottom ? 'least' : 'greatest'
  const others = (count - top).toLocaleString('en')
  const say = (more: string) =>
    notes.push(`The ${top} ${which} of ${count.toLocaleString('en')} values of ${label}${more}`)
  const series = new Set(points.map(({ series }) => series))
  const rest = [
    ...points.filter((point) => !kept.has(String(point.x))),
    ...beyond.groups.filter((group) => series.has(group.series)),
  ]
  const shown = points.filter((point) => kept.has(String(point.x)))
  if (!keepsOthers) {
    say('')
    return shown
  }
  if (
    mark === 'bar' &&
    swamps(
      sum(rest),
      totalsBy(shown, ({ x }) => String(x)),
    )
  ) {
    say(`, the other ${others} come to ${written(sum(rest))}`)
    return shown
  }
  say(`, the other ${others} added up`)
  const name = kept.has(other) ? allOthers : other
  const bySeries = Map.groupBy(rest, ({ series }) => series)
  return [...shown, ...[...bySeries].map(([series, of]) => ({ x: name, series, y: sum(of) }))]
}

type SeriesCut = {
  most: number
  additive: boolean
  /** Whether the series stand on one another, so that none is missing from the whole. */
  stacked: boolean
  label: string
  notes: string[]
  /** How many there were, where a database has cut them already. */
  all?: number | null
  /** What it has left beyond the values of x that the points have. */
  beyond?: readonly Point[]
}

/** More series than colours can be told apart: the greatest stay, the rest is Other, or left out where it cannot be added up. */
export function cutSeries(
  points: Point[],
  { most, additive, stacked, label, notes, all, beyond = [] }: SeriesCut,
): Point[] {
  const totals = totalsBy(points, ({ series }) => series ?? '')
  const count = all ?? totals.size
  if (count <= most) return points
  const say = (more: string) =>
    notes.push(`The ${most - 1} greatest of ${count.toLocaleString('en')} values of ${label}${more}`)
  const others = (count - most + 1).toLocaleString('en')
  const settle = (shown: Point[], rest: Point[]): Point[] => {
    const left = sum(rest) + sum(beyond.filter(({ series }) => series === other))
    if (
      !stacked &&
      swamps(
        left,
        totalsBy(shown, ({ series }) => series ?? ''),
      )
    ) {
      say(`, the other ${others} come to ${written(left)}`)
      return shown
    }
    say(rest.length > 0 ? `, the other ${others} added up` : '')
    return [...shown, ...rest]
  }
  if (all)
    return settle(
      points.filter(({ series }) => series !== other),
      points.filter(({ series }) => series === other),
    )
  const kept = new Set(
    [...totals]
      .sort(([, a], [, b]) => b - a)
      .slice(0, most - 1)
      .map(([name]) => name),
  )
  const shown = points.filter(({ series }) => kept.has(series ?? ''))
  if (!additive) return settle(shown, [])
  const rest = Map.groupBy(
    points.filter(({ series }) => !kept.has(series ?? '')),
    ({ x }) => x,
  )
  return settle(
    shown,
    [...rest].map(([x, of]): Point => ({ ...of[0]!, x, series: other, y: sum(of) })),
  )
}

/** How many times the greatest of what is shown the rest may be, and still be drawn beside it. */
export const mostRest = 3

/** What is left over, drawn to the same scale, would make all else too small to read. */
const swamps = (rest: number, shown: ReadonlyMap<string, number>) =>
  Math.abs(rest) > mostRest * Math.max(...[...shown.values()].map(Math.abs))

function totalsBy(points: readonly Point[], key: (point: Point) => string): Map<string, number> {
  const totals = new Map<string, number>()
  for (const point of points) totals.set(key(point), (totals.get(key(point)) ?? 0) + (point.y ?? 0))
  return totals
}

const sum = (points: readonly Point[]) => points.reduce((total, { y }) => total + (y ?? 0), 0)
