import { z } from 'zod'
import {
  type DraftCondition,
  type DraftNames,
  type DraftPath,
  draftParts,
  fromDraft,
} from '../../filtered/model/draft-conditions.ts'
import { type Parts, partsSchema } from '../../filtered/model/parts.ts'
import type { TableRef } from '../../filtered/structure.ts'
import {
  bucketUnits,
  measureNames,
  type QuestionGroup,
  type QuestionMeasure,
  type QuestionOrder,
  type QuestionPlan,
  questionFunctions,
} from '../questions/question-plan.ts'

/** What a question asks of a database, as a model writes it: every field is there, each name is one of those that it was shown. */
export type QuestionDraft = {
  /** The question word by word, with what became of it. */
  parts: Parts
  /** Words of the question that the model could not plan without guessing. */
  unclear: string[]
  table: string
  where: DraftCondition | null
  measures: (Omit<QuestionMeasure, 'path' | 'times' | 'per'> & {
    path: DraftPath
    times: { path: DraftPath; column: string } | null
    per: DraftPath | null
  })[]
  groups: (Omit<QuestionGroup, 'path'> & { path: DraftPath })[]
  order: QuestionOrder[]
  limit: number | null
}

export type QuestionSchema = { schema: z.ZodType<QuestionDraft>; json: Record<string, unknown> }

/** The schema that an answer is bound to. */
export function questionSchema(names: DraftNames): QuestionSchema {
  const { table, column, path, condition, toJson } = draftParts(names)
  const schema: z.ZodType<QuestionDraft> = z.strictObject({
    parts: partsSchema,
    unclear: z.array(z.string()),
    table,
    where: condition.nullable(),
    measures: z.array(
      z.strictObject({
        function: z.enum(questionFunctions).nullable(),
        path,
        column: column.nullable(),
        times: z.strictObject({ path, column }).nullable(),
        per: path.nullable(),
        called: z.enum(measureNames).nullable(),
      }),
    ),
    groups: z.array(
      z.strictObject({
        path,
        columns: z.array(column),
        each: z.boolean(),
        unit: z.enum(bucketUnits).nullable(),
      }),
    ),
    order: z.array(
      z.strictObject({ by: z.enum(['MEASURE', 'GROUP']), index: z.number(), descending: z.boolean() }),
    ),
    limit: z.number().nullable(),
  })
  return { schema, json: toJson(schema) }
}

/** @param tables of the names that the draft's schema holds */
export function planOf(
  { table, where, measures, groups, order, limit }: QuestionDraft,
  tables: ReadonlyMap<string, TableRef>,
): Omit<QuestionPlan, 'planner' | 'asOf'> {
  const { tableOf, pathOf, conditionOf } = fromDraft(tables)
  return {
    table: tableOf(table),
    where: where && conditionOf(where),
    measures: measures.map(({ path, times, per, ...measure }) => ({
      ...measure,
      path: pathOf(path),
      times: times && { path: pathOf(times.path), column: times.column },
      per: per && pathOf(per),
    })),
    groups: groups.map(({ path, ...group }) => ({ ...group, path: pathOf(path) })),
    order,
    limit,
  }
}
