import type { Condition } from '../../../filtered/plan.ts'
import type { Context } from '../../../filtered/rules/grammar/context.ts'
import type { StructureColumn, StructureTable } from '../../../filtered/structure.ts'
import type { BucketUnit, MeasureName, QuestionFunction } from '../question-plan.ts'
import type { Way, Ways } from './ways.ts'

/** One reading of a question takes the rows of one table, its subject, to be what is counted or measured. */
export type Asking = { context: Context; ways: Ways; subject: StructureTable }

/** `IMPLIED`: a number without a word for how rows are put together. */
export type Measured = {
  function: QuestionFunction | 'IMPLIED'
  column: StructureColumn | null
  times: StructureColumn | null
  per: Way | null
  called: MeasureName | null
  /** What is said of the rows with it: "salary of full-time employees". */
  where: Condition[]
  /** Rows are counted, and none of the words says so: "orders by status". */
  bare: boolean
  /** "New customers": when they came is what they are counted by. */
  fresh: boolean
}

export const plainMeasure: Omit<Measured, 'function' | 'column'> = {
  times: null,
  per: null,
  called: null,
  where: [],
  bare: false,
  fresh: false,
}

export type Grouped =
  | {
      kind: 'column'
      way: Way
      columns: StructureColumn[]
      each: boolean
      unit: BucketUnit | null
    }
  /** When what is counted happened. `AUTO`: by the span of the data. */
  | { kind: 'time'; unit: BucketUnit | 'AUTO' }
  /** A date that is named; its bucket by the span of the data. */
  | { kind: 'date'; way: Way; column: StructureColumn }
