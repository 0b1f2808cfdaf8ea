import type {
  BucketUnit,
  QuestionFunction,
  QuestionGroup,
  QuestionMeasure,
  QuestionPlan,
} from '../../../src/charts/questions/question-plan.ts'
import type { PathStep } from '../../../src/filtered/plan.ts'
import type { TableRef } from '../../../src/filtered/structure.ts'

/** Plans without the parts that most of them have none of. */

export const up = (...tables: (string | TableRef)[]): PathStep[] =>
  tables.map((table) => ({ ...(typeof table === 'string' ? { schema: '', name: table } : table), via: null }))

export const measured = (
  name: QuestionFunction | null,
  column: string | null,
  path: PathStep[] = [],
): QuestionMeasure => ({ function: name, path, column, times: null, per: null, called: null })

export const counted = measured('COUNT', null)

export const by = (column: string, path: PathStep[] = [], unit: BucketUnit | null = null): QuestionGroup => ({
  path,
  columns: [column],
  each: false,
  unit,
})

/** Each row of a parent, by the names that it has. */
export const each = (parent: string, ...columns: string[]): QuestionGroup => ({
  path: up(parent),
  columns,
  each: true,
  unit: null,
})

export const planOf = (
  table: string,
  measures: QuestionMeasure[],
  groups: QuestionGroup[] = [],
): QuestionPlan => ({
  planner: 'MODEL',
  asOf: '2025-06-01T00:00:00Z',
  table: { schema: '', name: table },
  where: null,
  measures,
  groups,
  order: [],
  limit: null,
})
