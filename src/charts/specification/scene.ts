import { bucketLabel, unitOfGrain } from '../arrange/buckets.ts'
import { type Arranged, isRest, type Point } from '../arrange/point.ts'
import type { Column, TypedResult } from '../columns/column.ts'
import { titleOf } from '../columns/names.ts'
import type { Value } from '../columns/value.ts'
import type { ChartIntent } from '../intent.ts'
import { lowered, measureLabel } from '../title.ts'
import { fieldNames } from './field-names.ts'
import { restColor, seriesHue } from './theme.ts'

/** All that the drawing of each mark needs. */
export type Scene = {
  intent: ChartIntent
  arranged: Arranged
  x: Column | null
  y: Column | null
  series: Column | null
  size: Column | null
  /** The names of the fields of the inline data. */
  fields: { x: string; x2: string; y: string; series: string; size: string; share: string; rank: string }
  titles: { x: string | null; y: string; series: string | null }
  /** The names of the series in their order. */
  seriesNames: string[]
  label(x: Value): string
}

/** What a scene comes to, without what all charts have in common. */
export type Drawing = {
  spec: { width: number; height: number } & Record<string, unknown>
  data: Record<string, unknown>[]
}

export function sceneOf(
  intent: ChartIntent,
  typed: TypedResult,
  arranged: Arranged,
  question: string,
): Scene {
  const find = (name: string | null | undefined) =>
    typed.columns.find((column) => column.name === name) ?? null
  const [x, y, series, size] = [
    find(intent.x?.field),
    find(intent.y?.field),
    find(intent.series),
    find(intent.size),
  ]
  const measure = arranged.measures[0] ?? intent.y!
  const field = fieldNames()
  const names = {
    x: field(x?.name ?? 'x'),
    y: field(
      intent.also.length > 0
        ? 'value'
        : measure.field === null
          ? 'count'
          : measure.aggregate === 'none'
            ? y!.name
            : `${measure.aggregate}_${y!.name}`,
    ),
    series: field(series?.name ?? 'series'),
    size: field(size?.name ?? 'size'),
  }
  const label = measureLabel(measure, typed, question)
  const unit = measure.aggregate === 'count' ? null : (y?.unit ?? null)
  return {
    intent,
    arranged,
    x,
    y,
    series,
    size,
    fields: { ...names, x2: field(`${names.x} end`), share: field('share'), rank: field('rank') },
    titles: {
      x: x && titleOf(x),
      y: intent.also.length > 0 ? (unit ?? '') : titleOf({ label, unit }),
      series: series?.label ?? null,
    },
    seriesNames: [
      ...new Set(arranged.points.map((point) => point.series).filter((name) => name !== null)),
    ].sort((a, b) => Number(isRest(a)) - Number(isRest(b))),
    label: (value) =>
      typeof value === 'number' && x?.kind === 'time'
        ? bucketLabel(value, arranged.unit ?? unitOfGrain(x.grain))
        : String(value),
  }
}

/** A row of the inline data. Times are written in full and in UTC. */
export function rowOf(
  { fields, x, arranged, series, seriesNames }: Scene,
  point: Point,
  asName: ((x: Value) => string) | null,
) {
  const isTime = x?.kind === 'time' && arranged.scale === 'time'
  const row: Record<string, unknown> = {}
  if (x)
    row[fields.x] = asName ? asName(point.x) : isTime ? new Date(point.x as number).toISOString() : point.x
  row[fields.y] = point.y
  if (series || seriesNames.length > 0) row[fields.series] = point.series
  return row
}

/** The colours of the series by name; those that stand for the rest are grey. */
export function colorScale(names: readonly string[]) {
  let next = 0
  return {
    domain: names,
    range: names.map((name) => (isRest(name) ? restColor : seriesHue(next++))),
  }
}

export const sortless = { sort: null } as const

/**
 * The order in which series stand on one another: that of the legend, the first on top or on the left. Without it Vega-Lite
 * would write the names of the series into an expression.
 */
export const stackOrder = ({ fields }: Scene, horizontal: boolean) => ({
  field: fields.rank,
  type: 'quantitative',
  sort: horizontal ? 'ascending' : 'descending',
})

export const withRank = ({ fields, seriesNames }: Scene, row: Record<string, unknown>) =>
  seriesNames.length === 0 ? row : { ...row, [fields.rank]: seriesNames.indexOf(String(row[fields.series])) }

/** What an axis of shares measures: nothing where the measures have no name in common. */
export const shareTitle = (title: string) => (title === '' ? 'Share' : `Share of ${lowered(title)}`)

/** The legend of the series, without a title where their names say what they are. */
export function seriesColor({ fields, titles, seriesNames }: Scene, extra: Record<string, unknown> = {}) {
  return {
    field: fields.series,
    type: 'nominal',
    sort: null,
    scale: colorScale(seriesNames),
    title: titles.series,
    ...extra,
  }
}
