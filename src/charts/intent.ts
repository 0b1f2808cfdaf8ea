import { z } from 'zod'

export const marks = ['bar', 'line', 'area', 'arc', 'point', 'rect', 'boxplot', 'text'] as const
export type Mark = (typeof marks)[number]

export const aggregates = ['none', 'count', 'sum', 'mean', 'median', 'min', 'max'] as const
export type Aggregate = (typeof aggregates)[number]

/** Units of time. Those of the first line go on, those of the second come again each year, week or day. */
export const timeUnits = [
  ...(['year', 'yearquarter', 'yearmonth', 'yearweek', 'yearmonthdate', 'yearmonthdatehours'] as const),
  ...(['quarter', 'month', 'day', 'date', 'hours'] as const),
] as const
export type TimeUnit = (typeof timeUnits)[number]

/**
 * What a chart shows, before anything is drawn: x is what it is by, y what it measures, series what it is split by. A pie's
 * slices are its x, a heat map's colour is its y. `field` is a column's name and nothing else.
 */
export function intentSchema(names: readonly [string, ...string[]]) {
  const field = z.enum(names)
  const measure = z.strictObject({
    /** Null only where rows are counted. */
    field: field.nullable(),
    aggregate: z.enum(aggregates),
  })
  return z.strictObject({
    mark: z.enum(marks),
    x: z
      .strictObject({
        field,
        timeUnit: z.enum(timeUnits).nullable(),
        /** Numbers are put into about so many intervals. */
        bins: z.int().min(2).max(100).nullable(),
      })
      .nullable(),
    y: measure.nullable(),
    /** Measures beside y, drawn as series. */
    also: z.array(measure).max(5),
    series: field.nullable(),
    size: field.nullable(),
    stack: z.enum(['zero', 'normalize', 'group']).nullable(),
    sort: z.strictObject({ by: z.enum(['x', 'y']), order: z.enum(['ascending', 'descending']) }).nullable(),
    /** Only the greatest so many of x. */
    top: z.int().min(1).max(200).nullable(),
    /** Whether all beyond the top stand as one more named Other; only where their numbers may be added up. */
    other: z.boolean(),
    /** Only the least ones where this is set. */
    bottom: z.boolean(),
    horizontal: z.boolean().nullable(),
    title: z.string().max(300).nullable(),
  })
}

export type ChartIntent = z.infer<ReturnType<typeof intentSchema>>
export type Measure = NonNullable<ChartIntent['y']>

export const plainIntent: ChartIntent = {
  mark: 'bar',
  x: null,
  y: null,
  also: [],
  series: null,
  size: null,
  stack: null,
  sort: null,
  top: null,
  other: false,
  bottom: false,
  horizontal: null,
  title: null,
}
