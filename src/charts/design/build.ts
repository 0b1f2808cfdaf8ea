import { binCount } from '../arrange/bins.ts'
import { cycleOf } from '../arrange/buckets.ts'
import type { Column, TypedResult } from '../columns/column.ts'
import { type ChartIntent, type Mark, type Measure, plainIntent } from '../intent.ts'
import type { Cues } from '../words/cues.ts'
import { companions, measureBy, rowCount } from './measure.ts'
import { isUnique, type Pool } from './pool.ts'
import { timeUnitFor } from './time.ts'

export type Scene = { typed: TypedResult; cues: Cues; pool: Pool }

/** Bars of this many names can still be read; of more, only the greatest are shown. */
export const mostNames = 60
const namesOfMany = 20
const mostSlices = 24
const mostColors = 10

type Parts = { x: Column | null; series: Column | null }

/** What the chart is by, and what it is split by. */
export function partsOf({ typed, cues, pool }: Scene, mark: Mark): Parts {
  const said = (index: number | null) =>
    index === null ? null : (pool.columns.find((one) => one.index === index) ?? null)
  const onX = said(cues.places.x)
  const takesNumbers = mark === 'line' || mark === 'area'
  const measured = pool.measures.find(({ aggregated }) => aggregated !== null) ?? pool.measures.at(-1) ?? null
  const isEntity = (column: Column) => isUnique(column, typed) && typed.rows.length > 1
  let series = said(cues.series)
  const dimensions = [...pool.times, ...pool.names].filter((column) => column !== series)
  const spare = pool.numbers.filter(
    (column) => column !== measured && column !== series && column.kind === 'number',
  )
  const time = pool.times.find((column) => column !== series) ?? null
  // One row for each name and no word of time: the time is a property of what is named.
  const names = pool.names.filter((column) => column !== series)
  const entity = names.find(isEntity)
  const prefersName =
    entity !== undefined &&
    time !== null &&
    pool.measures.length > 0 &&
    !takesNumbers &&
    !cues.trend &&
    cues.timeUnit === null &&
    !cues.mentioned.includes(time.index)
  const ordinal = takesNumbers
    ? (names.find(({ role, kind }) => role === 'ordinal' || kind === 'number') ?? null)
    : null
  const leading = prefersName ? entity : time
  const numeric = takesNumbers ? (ordinal ?? spare[0]) : undefined
  const isKey = onX !== null && onX !== series && (onX.kind !== 'number' || !pool.measures.includes(onX))
  const x = (isKey ? onX : leading) ?? numeric ?? names[0] ?? spare[0] ?? series
  if (x === series) series = null
  if (series === null) {
    const rest = dimensions.filter(
      (column) => column !== x && pool.names.includes(column) && column.distinct > 1,
    )
    series = rest.find((column) => !isUnique(column, typed) || rest.length === 1) ?? null
    if (series && isUnique(series, typed) && x !== null && isUnique(x, typed)) series = null
    if (series && mark !== 'point' && series.distinct > 60) series = null
  }
  return { x, series }
}

export function build(scene: Scene, mark: Mark): ChartIntent | null {
  switch (mark) {
    case 'text':
      return bigNumber(scene)
    case 'point':
      return points(scene)
    case 'boxplot':
      return boxes(scene)
    case 'arc':
      return slices(scene)
    case 'rect':
      return heat(scene)
    default:
      return barsOrLines(scene, mark)
  }
}

function barsOrLines(scene: Scene, mark: 'bar' | 'line' | 'area'): ChartIntent | null {
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

export function sortOf({ cues }: Scene, x: Column, series: Column | null): ChartIntent['sort'] {
  if (cues.sort === null)
    return cues.top ? { by: 'y', order: cues.top.bottom ? 'ascending' : 'descending' } : null
  const { by, order } = cues.sort
  const axis =
    by === 'x' || by === 'y'
      ? by
      : by === null
        ? x.kind === 'time'
          ? 'x'
          : 'y'
        : by === x.index
          ? 'x'
          : series && by === series.index
            ? 'x'
            : 'y'
  // What is "ordered by" something without a word of how is from low to high, as in SQL and in tables.
  return { by: axis, order: order ?? (by === null && axis === 'y' ? 'descending' : 'ascending') }
}

function histogram({ typed, pool }: Scene): ChartIntent | null {
  const column = pool.measures[0] ?? pool.numbers[0]
  if (column?.kind !== 'number') return null
  const few = column.integer && column.distinct <= 20 && column.max! - column.min! <= 30
  return {
    ...plainIntent,
    mark: 'bar',
    x: {
      field: column.name,
      timeUnit: null,
      bins: few ? Math.max(2, column.max! - column.min! + 1) : binCount(typed.rows.length),
    },
    y: rowCount,
    horizontal: false,
  }
}

function slices(scene: Scene): ChartIntent | null {
  const { x } = partsOf(scene, 'arc')
  if (x === null) return null
  const { typed, cues, pool } = scene
  const counted = measureBy([x], pool, cues, typed, false).field === null
  const unit = x.kind === 'time' ? timeUnitFor(x, cues, typed, { mark: 'arc', others: [], counted }) : null
  const y = measureBy([x], pool, cues, typed, unit !== null)
  const isMany = x.distinct > mostSlices
  return {
    ...plainIntent,
    mark: 'arc',
    x: { field: x.name, timeUnit: unit, bins: null },
    y,
    sort:
      cycleOf(unit) || x.order
        ? sortOf(scene, x, null)
        : (sortOf(scene, x, null) ?? { by: 'y', order: 'descending' }),
    top: cues.top?.count ?? (isMany ? 9 : null),
    bottom: cues.top?.bottom ?? false,
    other: true,
  }
}

function points(scene: Scene): ChartIntent | null {
  const { typed, cues, pool } = scene
  const axes =
    pool.latitude && pool.longitude
      ? [pool.longitude, pool.latitude]
      : pool.numbers.filter(({ index }) => index !== cues.series)
  const chosen = axes.length > 2 ? preferMentioned(axes, cues.mentioned) : axes
  const names = pool.names.filter((column) => !chosen.slice(0, 2).includes(column))
  const [x, y] = placed(chosen.length >= 2 ? chosen : [names[0] ?? null, chosen[0] ?? null], cues)
  if (!x || !y || y.kind !== 'number') {
    if (!x || !y || x.kind !== 'number') return null
    return points({ typed, cues, pool: { ...pool, numbers: [y, x] } })
  }
  const series =
    pool.names.find(({ index }) => index === cues.series) ??
    names.find(
      (column) =>
        column !== x &&
        // A colour for each point tells only few of them apart.
        (isUnique(column, typed) ? column.distinct <= mostColors : column.distinct <= 20),
    ) ??
    null
  const third = chosen[2]
  return {
    ...plainIntent,
    mark: 'point',
    x: { field: x.name, timeUnit: null, bins: null },
    y: { field: y.name, aggregate: 'none' },
    series: series?.name ?? null,
    size:
      third && third.role === 'quantity' && third.min! >= 0 && cues.mentioned.includes(third.index)
        ? third.name
        : null,
  }
}

/** Two columns as the words put them on the axes. */
function placed(
  [x = null, y = null]: readonly (Column | null)[],
  { places }: Cues,
): [Column | null, Column | null] {
  if (!x || !y) return [x, y]
  const { pair } = places
  const across = pair && (pair.against ? pair.second : pair.first)
  const along = pair && (pair.against ? pair.first : pair.second)
  const isSaid = places.x !== null || places.y !== null
  const turned = isSaid
    ? places.x === y.index || places.y === x.index
    : across === y.index && along === x.index
  return turned && x.kind === 'number' ? [y, x] : [x, y]
}

function preferMentioned(columns: readonly Column[], mentioned: readonly number[]): Column[] {
  const rank = ({ index, role }: Column) =>
    (mentioned.includes(index) ? 0 : 2) + (role === 'quantity' ? 0 : 1)
  const best = columns.toSorted((a, b) => rank(a) - rank(b) || a.index - b.index)
  return [...best.slice(0, 2).sort((a, b) => a.index - b.index), ...best.slice(2)]
}

function boxes(scene: Scene): ChartIntent | null {
  const { pool, cues } = scene
  const y = pool.measures.find(({ index }) => cues.mentioned.includes(index)) ?? pool.measures[0]
  if (!y) return null
  const x = pool.names.find((column) => column !== y && column.distinct <= 60) ?? null
  return {
    ...plainIntent,
    mark: 'boxplot',
    x: x && { field: x.name, timeUnit: null, bins: null },
    y: { field: y.name, aggregate: 'none' },
  }
}

function heat(scene: Scene): ChartIntent | null {
  const bars = barsOrLines(scene, 'bar')
  return bars?.series
    ? { ...bars, mark: 'rect', stack: null, top: bars.top ?? 40, other: false, horizontal: null }
    : null
}

function bigNumber({ typed, pool, cues }: Scene): ChartIntent | null {
  if (typed.rows.length === 1) {
    const column = pool.measures[0] ?? pool.columns[0]
    return column ? { ...plainIntent, mark: 'text', y: { field: column.name, aggregate: 'none' } } : null
  }
  const y = measureBy([], pool, cues, typed, true)
  return { ...plainIntent, mark: 'text', y }
}
