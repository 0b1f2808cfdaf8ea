import type { CheckedCondition, CheckedStep } from '../../filtered/checked-plan.ts'
import type { StructureColumn, StructureTable } from '../../filtered/structure.ts'
import type { BucketUnit, MeasureName, QuestionFunction, QuestionOrder } from './question-plan.ts'

/** A plan whose names were found in a structure: what is compiled and put into words. */
export type CheckedQuestion = {
  table: StructureTable
  where: CheckedCondition | null
  measures: CheckedMeasure[]
  groups: CheckedGroup[]
  order: QuestionOrder[]
  limit: number | null
  /** Values row by row. */
  raw: boolean
  /** Joins may repeat the rows that are measured: each of them counts once in each group. */
  once: boolean
}

/** The table at the end of the steps; the plan's own where there are none. */
export type CheckedPath = { steps: CheckedStep[]; table: StructureTable }
export type CheckedMeasure = CheckedPath & {
  function: QuestionFunction | null
  column: StructureColumn | null
  times: (CheckedPath & { column: StructureColumn }) | null
  per: CheckedPath | null
  called: MeasureName | null
}
export type CheckedGroup = CheckedPath & {
  columns: StructureColumn[]
  each: boolean
  unit: BucketUnit | null
}
