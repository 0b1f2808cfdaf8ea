import { z } from 'zod'
import { didYouMean, nearest } from '../nearest.ts'
import {
  aggregateFunctions,
  type Comparison,
  type Condition,
  comparisonOperators,
  type Measure,
  type PathStep,
  type Period,
  type Related,
  stepDirections,
  timeUnits,
} from '../plan.ts'
import type { TableRef } from '../structure.ts'

/** Names, paths and conditions as a model writes them: every field is there, and each name is one of those that it was shown. */

/** The only names that a draft can hold. `keys`: foreign keys that have to be told apart by name. */
export type DraftNames = { tables: string[]; columns: string[]; keys: string[] }

export type DraftPath = {
  table: string
  via: string | null
  direction: (typeof stepDirections)[number] | null
}[]
export type DraftRows = { path: DraftPath; where: DraftCondition | null }
export type DraftMeasure = Required<Measure>
export type DraftCondition =
  | { all: DraftCondition[] }
  | { any: DraftCondition[] }
  | { not: DraftCondition }
  | { compare: Required<Comparison> }
  | { period: Period }
  | { related: DraftRows & { aggregate: (DraftMeasure & Pick<Aggregate, 'operator' | 'value'>) | null } }
type Aggregate = NonNullable<Related['aggregate']>

/** What schemas of drafts are made of. `toJson` keeps what is used more than once in one place. */
export function draftParts({ tables, columns, keys }: DraftNames) {
  const ids = z.registry<{ id: string }>()
  const table = nameOf('table', tables).register(ids, { id: 'Table' })
  const column = nameOf('column', columns).register(ids, { id: 'Column' })
  const key = keys.length > 0 ? nameOf('foreign key', keys).register(ids, { id: 'Key' }).nullable() : z.null()
  const value = z.union([z.string(), z.number(), z.boolean()])
  const operator = z.enum(comparisonOperators).register(ids, { id: 'Operator' })
  const path = z
    .array(z.strictObject({ table, via: key, direction: z.enum(stepDirections).nullable() }))
    .register(ids, { id: 'Path' })

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
  const rows = { path, where: condition.nullable() }
  const measure = {
    function: z.enum(aggregateFunctions),
    column: column.nullable(),
    times: column.nullable(),
  }
  return {
    table,
    column,
    path,
    condition,
    rows,
    measure,
    /**
     * It stays within what endpoints accept as a strict schema: no optional field, `anyOf` alone, no bounds on numbers; the check
     * of a plan knows those.
     */
    toJson(schema: z.ZodType): Record<string, unknown> {
      const { $schema, ...json } = z.toJSONSchema(schema, { target: 'draft-7', io: 'input', metadata: ids })
      return json
    },
  }
}

const nameOf = (what: string, names: string[]) =>
  z.enum(names, {
    error: ({ input }) =>
      typeof input === 'string'
        ? `The catalog shows no ${what} ${input.slice(0, 100)}${didYouMean(nearest(input.slice(0, 100), names))}`
        : `It takes the name of a ${what}`,
  })

/** Drafts as plans have them. @param tables of the names that the draft's schema holds */
export function fromDraft(tables: ReadonlyMap<string, TableRef>) {
  const tableOf = (name: string): TableRef => tables.get(name)!
  const pathOf = (path: DraftPath): PathStep[] =>
    path.map(({ table, via, direction }) => ({ ...tableOf(table), via, direction }))
  const rowsOf = ({ path, where }: DraftRows) => ({ path: pathOf(path), where: where && conditionOf(where) })
  function conditionOf(condition: DraftCondition): Condition {
    if ('all' in condition) return { all: condition.all.map(conditionOf) }
    if ('any' in condition) return { any: condition.any.map(conditionOf) }
    if ('not' in condition) return { not: conditionOf(condition.not) }
    if (!('related' in condition)) return condition
    return { related: { ...rowsOf(condition.related), aggregate: condition.related.aggregate } }
  }
  return { tableOf, pathOf, rowsOf, conditionOf }
}
