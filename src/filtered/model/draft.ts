import { z } from 'zod'
import { didYouMean, nearest } from '../nearest.ts'
import {
  aggregateFunctions,
  type Comparison,
  type Condition,
  comparisonOperators,
  type Measure,
  type Order,
  type Period,
  type Plan,
  type Related,
  type RelatedRows,
  stepDirections,
  timeUnits,
} from '../plan.ts'
import type { TableRef } from '../structure.ts'
import { type Parts, partsSchema } from './parts.ts'

/** A plan as a model writes it: every field is there, and each name is one of those that it was shown. */

/** The only names that a draft can hold. `keys`: foreign keys that have to be told apart by name. */
export type DraftNames = { tables: string[]; columns: string[]; keys: string[] }

type DraftRows = {
  path: { table: string; via: string | null; direction: (typeof stepDirections)[number] | null }[]
  where: DraftCondition | null
}
type DraftMeasure = Required<Measure>
type DraftCondition =
  | { all: DraftCondition[] }
  | { any: DraftCondition[] }
  | { not: DraftCondition }
  | { compare: Required<Comparison> }
  | { period: Period }
  | { related: DraftRows & { aggregate: (DraftMeasure & Pick<Aggregate, 'operator' | 'value'>) | null } }
type Aggregate = NonNullable<Related['aggregate']>

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

/**
 * The schema that an answer is bound to. Its JSON form stays within what endpoints accept as a strict schema: no optional field,
 * `anyOf` alone, no bounds on numbers; the check of the plan knows those.
 */
export function draftSchema({ tables, columns, keys }: DraftNames): DraftSchema {
  const ids = z.registry<{ id: string }>()
  const table = nameOf('table', tables).register(ids, { id: 'Table' })
  const column = nameOf('column', columns).register(ids, { id: 'Column' })
  const key = keys.length > 0 ? nameOf('foreign key', keys).register(ids, { id: 'Key' }).nullable() : z.null()
  const value = z.union([z.string(), z.number(), z.boolean()])
  const operator = z.enum(comparisonOperators).register(ids, { id: 'Operator' })

  const condition: z.ZodType<DraftCondition> = z
    .lazy(() =>
      z.union([
        z.strictObject({ all: z.array(condition) }),
        z.strictObject({ any: z.array(condition) }),
        z.strictObject({ not: condition }),
        z.strictObject({
          compare: z.strictObject({ column, operator, values: z.array(value), other: column.nullable() }),
        }),
        z.strictObject({ period: z.strictObject({ column, amount: z.number(), unit: z.enum(timeUnits) }) }),
        z.strictObject({
          related: z.strictObject({
            ...rows,
            aggregate: z.strictObject({ ...measure, operator, value }).nullable(),
          }),
        }),
      ]),
    )
    .register(ids, { id: 'Condition' })
  const rows = {
    path: z.array(z.strictObject({ table, via: key, direction: z.enum(stepDirections).nullable() })),
    where: condition.nullable(),
  }
  const measure = {
    function: z.enum(aggregateFunctions),
    column: column.nullable(),
    times: column.nullable(),
  }
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
  const { $schema, ...json } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', metadata: ids })
  return { schema, json }
}

const nameOf = (what: string, names: string[]) =>
  z.enum(names, {
    error: ({ input }) =>
      typeof input === 'string'
        ? `The catalog shows no ${what} ${input.slice(0, 100)}${didYouMean(nearest(input.slice(0, 100), names))}`
        : `It takes the name of a ${what}`,
  })

/** @param tables of the names that the draft's schema holds */
export function subjectsOf(
  { subjects, excludeTables }: Draft,
  tables: ReadonlyMap<string, TableRef>,
): Pick<Plan, 'subjects' | 'excludeTables'> {
  const tableOf = (name: string): TableRef => tables.get(name)!
  const rowsOf = ({ path, where }: DraftRows): RelatedRows => ({
    path: path.map(({ table, via, direction }) => ({ ...tableOf(table), via, direction })),
    where: where && conditionOf(where),
  })
  function conditionOf(condition: DraftCondition): Condition {
    if ('all' in condition) return { all: condition.all.map(conditionOf) }
    if ('any' in condition) return { any: condition.any.map(conditionOf) }
    if ('not' in condition) return { not: conditionOf(condition.not) }
    if (!('related' in condition)) return condition
    return { related: { ...rowsOf(condition.related), aggregate: condition.related.aggregate } }
  }
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
