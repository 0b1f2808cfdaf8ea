import type { Condition, PathStep } from '../../filtered/plan.ts'
import type { TableRef } from '../../filtered/structure.ts'

/**
 * What a question asks of a database, before any SQL: which rows are counted or measured, and by what. Whoever writes one
 * (rules, a model), it is checked against the source's structure and then compiled; nothing in it is ever taken for SQL text.
 *
 * Paths lead from `table` along foreign keys from child to parent, so that no row is counted twice. The one exception is a
 * table that does nothing but link two others: films → film_category → category may be a path of a group.
 */

export const questionPlanners = ['RULES', 'MODEL'] as const
export type QuestionPlanner = (typeof questionPlanners)[number]

export const questionFunctions = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX', 'MEDIAN'] as const
export type QuestionFunction = (typeof questionFunctions)[number]

/** Those of the first line go on, those of the second come again each day, week, month or year. Weeks begin on Monday, all is UTC. */
export const bucketUnits = [
  ...(['HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const),
  ...(['HOUR_OF_DAY', 'DAY_OF_WEEK', 'DAY_OF_MONTH', 'MONTH_OF_YEAR', 'QUARTER_OF_YEAR'] as const),
] as const
export type BucketUnit = (typeof bucketUnits)[number]

/** Words for money that a measure is called by in place of its columns' names. */
export const measureNames = [
  'sales',
  'revenue',
  'turnover',
  'income',
  'earnings',
  'spending',
  'value',
  'quantity',
] as const
export type MeasureName = (typeof measureNames)[number]

/** A column of the table at the end of the path; of the plan's own table where the path is empty. */
export type ColumnAt = { path: PathStep[]; column: string }

export type QuestionMeasure = {
  /** Null: the values themselves, row by row; then all measures of the plan are so, and rows are not put together. */
  function: QuestionFunction | null
  /**
   * Whose rows are measured, where they are not the table's own. A parent counts once in each group, however many rows of
   * the table belong to it.
   */
  path: PathStep[]
  /** Null with COUNT, and with COUNT_DISTINCT for the rows at the path's end. */
  column: string | null
  /** Each row's value is `column` multiplied by this one: price × quantity. */
  times: ColumnAt | null
  /** Only with AVG: the sums (without a column: the counts) of all rows that share this parent are averaged: "average order value". */
  per: PathStep[] | null
  called: MeasureName | null
}

export type QuestionGroup = {
  path: PathStep[]
  /** One column, or the two that hold the names of a person. */
  columns: string[]
  /** Rows of the path's last table stand apart though they be called the same. */
  each: boolean
  /** Of dates and timestamps. */
  unit: BucketUnit | null
}

/** By a measure or a group, by its place in the plan. NULL comes last. */
export type QuestionOrder = { by: 'MEASURE' | 'GROUP'; index: number; descending: boolean }

export type QuestionPlan = {
  planner: QuestionPlanner
  /** ISO 8601: the moment that relative periods are counted back from. */
  asOf: string
  table: TableRef
  /** On rows of `table`. */
  where: Condition | null
  /** One to six. */
  measures: QuestionMeasure[]
  /** None to two; none: all rows in one number (or, of raw values, row by row). */
  groups: QuestionGroup[]
  order: QuestionOrder[]
  /** So many of the first group's values (of raw values: rows), the first by `order`. */
  limit: number | null
}
