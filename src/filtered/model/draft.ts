import { z } from 'zod'
import type { Order, Plan } from '../plan.ts'
import type { TableRef } from '../structure.ts'
import {
  type DraftCondition,
  type DraftMeasure,
  type DraftNames,
  type DraftRows,
  draftParts,
  fromDraft,
} from './draft-conditions.ts'
import { type Parts, partsSchema } from './parts.ts'

/** A plan as a model writes it. */
export type Draft = {
  /** The request word by word, with what became of it. */
  parts: Parts
  /** Words of the request that the model could not turn into a condition without guessing. */
  unclear: string[]
  subjects: {
    table: string
    where: DraftCondition | null
    orderBy: (
      | { column: string; descending: boolean }
      | { related: DraftRows & DraftMeasure; descending: boolean }
    )[]
    limit: number | null
  }[]
  excludeTables: string[]
}

export type DraftSchema = { schema: z.ZodType<Draft>; json: Record<string, unknown> }

/** The schema that an answer is bound to. */
export function draftSchema(names: DraftNames): DraftSchema {
  const { table, column, condition, rows, measure, toJson } = draftParts(names)
  const descending = z.boolean()
  const schema: z.ZodType<Draft> = z.strictObject({
    parts: partsSchema,
    unclear: z.array(z.string()),
    subjects: z.array(
      z.strictObject({
        table,
        where: condition.nullable(),
        orderBy: z.array(
          z.union([
            z.strictObject({ column, descending }),
            z.strictObject({ related: z.strictObject({ ...rows, ...measure }), descending }),
          ]),
        ),
        limit: z.number().nullable(),
      }),
    ),
    excludeTables: z.array(table),
  })
  return { schema, json: toJson(schema) }
}

/** @param tables of the names that the draft's schema holds */
export function subjectsOf(
  { subjects, excludeTables }: Draft,
  tables: ReadonlyMap<string, TableRef>,
): Pick<Plan, 'subjects' | 'excludeTables'> {
  const { tableOf, rowsOf, conditionOf } = fromDraft(tables)
  const orderOf = (order: Draft['subjects'][number]['orderBy'][number]): Order => {
    if ('column' in order) return { ...order, related: null }
    const { path, where, ...measure } = order.related
    return { descending: order.descending, column: null, related: { ...measure, ...rowsOf({ path, where }) } }
  }
  return {
    subjects: subjects.map(({ table, where, orderBy, limit }) => ({
      table: tableOf(table),
      where: where && conditionOf(where),
      orderBy: orderBy.map(orderOf),
      limit,
    })),
    excludeTables: excludeTables.map(tableOf),
  }
}
