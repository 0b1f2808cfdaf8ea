import type { Column } from '../columns/column.ts'
import { type ChartIntent, type Mark, type Measure, plainIntent } from '../intent.ts'
import { histogram } from './histogram.ts'
import { companions, measureBy } from './measure.ts'
import { partsOf } from './parts.ts'
import type { Scene } from './scene.ts'
import { sortOf } from './sort.ts'
import { timeUnitFor } from './time.ts'

/** Bars of this many names can still be read; of more, only the greatest are shown. */
const mostNames = 60
const namesOfMany = 20

export function barsOrLines(scene: Scene, mark: 'bar' | 'line' | 'area'): ChartIntent | null {
  const { typed, cues, pool } = scene
  const { x, series } = partsOf(scene, mark)
  if (x === null) return mark === 'bar' || pool.measures.length < 2 ? histogram(scene) : null
  if (
    mark === 'bar' &&
    pool.names.length === 0 &&
    pool.times.length === 0 &&
    pool.measures.length === 1 &&
    x === pool.measures[0]
  )
    return histogram(scene)
  const keys = [x, ...(series ? [series] : [])]
  const counted = measureBy(keys, pool, cues, typed, false).field === null
  const unit =
    x.kind === 'time' ? timeUnitFor(x, cues, typed, { mark, others: series ? [series] : [], counted }) : null
  const y = measureBy(keys, pool, cues, typed, unit !== null)
  const also = series === null && y.field !== null ? alsoOf(scene, keys, y) : []
  const isMany = x.kind !== 'time' && x.distinct > mostNames && mark === 'bar'
  return {
    ...plainIntent,
    mark,
    x: { field: x.name, timeUnit: unit, bins: null },
    y,
    also,
    series: series?.name ?? null,
    stack: stackOf(scene, mark, x, series, y, also.length),
    sort: sortOf(scene, x, series),
    top: cues.top?.count ?? (isMany ? namesOfMany : null),
    bottom: cues.top?.bottom ?? false,
    other: cues.top === null && isMany,
    horizontal: mark === 'bar' ? cues.horizontal : null,
  }
}

function alsoOf({ pool, cues }: Scene, keys: readonly Column[], { field, aggregate }: Measure): Measure[] {
  const first = pool.measures.find(({ name }) => name === field)
  if (!first) return []
  const named = companions(first, pool, keys, cues.mentioned)
  const wanted =
    cues.mentioned.length > 0 && pool.columns.length > 3
      ? named.filter(({ index }) => cues.mentioned.includes(index))
      : named
  return wanted.map(({ name }) => ({ field: name, aggregate }))
}

function stackOf(
  { cues, pool }: Scene,
  mark: Mark,
  x: Column,
  series: Column | null,
  { field, aggregate }: Measure,
  also: number,
): ChartIntent['stack'] {
  if (mark === 'line') return null
  if (also > 0) return cues.stack ?? (mark === 'area' ? null : 'group')
  if (series === null) return null
  if (cues.stack !== null) return cues.stack
  if (cues.share) return 'normalize'
  if (mark === 'area') return 'zero'
  const column = pool.columns.find(({ name }) => name === field)
  const addsUp =
    field === null ||
    aggregate === 'sum' ||
    aggregate === 'count' ||
    column?.aggregated === 'count' ||
    column?.aggregated === 'sum'
  const few = series.distinct <= 5 && x.distinct <= 12
  return (cues.compare && few) || !addsUp || (column?.min ?? 0) < 0 ? 'group' : 'zero'
}

export function heat(scene: Scene): ChartIntent | null {
  const bars = barsOrLines(scene, 'bar')
  return bars?.series
    ? { ...bars, mark: 'rect', stack: null, top: bars.top ?? 40, other: false, horizontal: null }
    : null
}
