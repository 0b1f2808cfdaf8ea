import { z } from 'zod'
import { didYouMean, nearest } from '../../filtered/nearest.ts'
import { aggregates, type ChartIntent, marks, timeUnits } from '../intent.ts'

/** A chart as a model writes it: every field is there, and each column is one of those that it was shown. */
export type Draft = { chart: ChartIntent; reason: string }

export const changeable = [
  ...(['mark', 'x', 'y', 'also', 'series', 'size', 'stack', 'sort'] as const),
  ...(['top', 'other', 'bottom', 'horizontal', 'title'] as const),
] as const satisfies (keyof ChartIntent)[]

export type AdjustedDraft = {
  /** The words of the adjustment, with what each of them changes. */
  parts: { words: string; changes: (typeof changeable)[number][] }[]
  /** Words that no part of a chart can express. */
  unclear: string[]
  chart: ChartIntent
}

export type DraftSchema<Of> = { schema: z.ZodType<Of>; json: Record<string, unknown> }

type Names = readonly [string, ...string[]]

export const draftSchema = (names: Names): DraftSchema<Draft> =>
  schemaOf(names, (chart) => z.strictObject({ chart, reason: z.string() }))

export const adjustedSchema = (names: Names): DraftSchema<AdjustedDraft> =>
  schemaOf(names, (chart) =>
    z.strictObject({
      parts: z.array(z.strictObject({ words: z.string(), changes: z.array(z.enum(changeable)) })),
      unclear: z.array(z.string()),
      chart,
    }),
  )

/**
 * Its JSON form stays within what endpoints accept as a strict schema: no optional field, `anyOf` alone, no bounds; the check of
 * the intent knows those.
 */
function schemaOf<Of>(
  names: Names,
  whole: (chart: z.ZodType<ChartIntent>) => z.ZodType<Of>,
): DraftSchema<Of> {
  const ids = z.registry<{ id: string }>()
  const field = nameOf(names).register(ids, { id: 'Column' })
  const measure = z
    .strictObject({ field: field.nullable(), aggregate: z.enum(aggregates) })
    .register(ids, { id: 'Measure' })
  const chart: z.ZodType<ChartIntent> = z.strictObject({
    mark: z.enum(marks),
    x: z
      .strictObject({ field, timeUnit: z.enum(timeUnits).nullable(), bins: z.number().nullable() })
      .nullable(),
    y: measure.nullable(),
    also: z.array(measure),
    series: field.nullable(),
    size: field.nullable(),
    stack: z.enum(['zero', 'normalize', 'group']).nullable(),
    sort: z.strictObject({ by: z.enum(['x', 'y']), order: z.enum(['ascending', 'descending']) }).nullable(),
    top: z.number().nullable(),
    other: z.boolean(),
    bottom: z.boolean(),
    horizontal: z.boolean().nullable(),
    title: z.string().nullable(),
  })
  const schema = whole(chart)
  const { $schema, ...json } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', metadata: ids })
  return { schema, json }
}

const nameOf = (names: Names) =>
  z.enum(names, {
    error: ({ input }) =>
      typeof input === 'string'
        ? `There is no column ${input.slice(0, 100)}${didYouMean(nearest(input.slice(0, 100), names))}`
        : 'It takes the name of a column',
  })
