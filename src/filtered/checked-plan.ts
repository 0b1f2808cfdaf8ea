import type { AggregateFunction, Plan, StepDirection, TimeUnit } from './plan.ts'
import type { ColumnRole, Reference, Structure, StructureColumn, StructureTable } from './structure.ts'

/**
 * A plan whose names were found in a structure and whose values fit their columns: what is compiled and put into words. It holds
 * for the reading of the structure that it was checked against.
 */

export const tableRoles = ['SUBJECT', 'DESCENDANT', 'REFERENCED', 'REST', 'EMPTY'] as const
export type TableRole = (typeof tableRoles)[number]

/**
 * A value as text that PostgreSQL reads as the column's type. Of a timestamp column it is either a plain date, 2026-03-15, or a
 * moment in UTC, 2026-03-15 12:30:00.5.
 */
export type ValueText = string

/** What values are compared with: a column, or a measure. */
export type ValueType = { role: ColumnRole; baseType: string }

export type ValueOperator =
  | 'EQ'
  | 'NE'
  | 'LT'
  | 'LE'
  | 'GT'
  | 'GE'
  | 'IN'
  | 'NOT_IN'
  | 'LIKE'
  | 'ILIKE'
  | 'BETWEEN'
export type SingleOperator = Extract<ValueOperator, 'EQ' | 'NE' | 'LT' | 'LE' | 'GT' | 'GE'>

export type CheckedComparison =
  | { column: StructureColumn; operator: 'IS_NULL' | 'IS_NOT_NULL'; values: []; other: null }
  | { column: StructureColumn; operator: SingleOperator; values: []; other: StructureColumn }
  | { column: StructureColumn; operator: ValueOperator; values: ValueText[]; other: null }

/** From `amount` units before `asOf`, a moment in UTC (2026-03-15 12:30:00), up to it. */
export type CheckedPeriod = { column: StructureColumn; amount: number; unit: TimeUnit; asOf: string }

/** From the rows of the table before to those of `table`, by the reference's columns. */
export type CheckedStep = {
  table: StructureTable
  /** It has children by inheritance, which are tables of their own: its rows are those of ONLY. */
  only: boolean
  reference: Reference
  direction: StepDirection
}

export type CheckedMeasure = {
  function: AggregateFunction
  column: StructureColumn | null
  times: StructureColumn | null
}
export type CheckedRows = { steps: CheckedStep[]; where: CheckedCondition | null }
export type CheckedAggregate = CheckedMeasure & { operator: SingleOperator; value: ValueText }
export type CheckedRelated = CheckedRows & { aggregate: CheckedAggregate | null }

export type CheckedCondition =
  | { all: CheckedCondition[] }
  | { any: CheckedCondition[] }
  | { not: CheckedCondition }
  | { compare: CheckedComparison }
  | { period: CheckedPeriod }
  | { related: CheckedRelated }

export type CheckedOrder = { descending: boolean } & (
  | { column: StructureColumn; related: null }
  | { column: null; related: CheckedRows & CheckedMeasure }
)

export type CheckedSubject = {
  table: StructureTable
  /** As in CheckedStep. */
  only: boolean
  where: CheckedCondition | null
  orderBy: CheckedOrder[]
  limit: number | null
}

export type CheckedPlan = {
  plan: Plan
  structure: Structure
  subjects: CheckedSubject[]
  excluded: StructureTable[]
  /** Of every table, by its id. */
  roles: Map<string, TableRole>
}

/** What a measure's values are: counts, sums and averages are numbers. */
export const measureType = ({ function: name, column, times }: CheckedMeasure): ValueType =>
  column && !times && (name === 'MIN' || name === 'MAX') ? column : { role: 'NUMBER', baseType: 'numeric' }

/** The columns by which rows are told apart: the primary key, else the first unique key without NULL; null where there is none. */
export function keyOf(table: StructureTable): string[] | null {
  const isNeverNull = (name: string) =>
    table.columns.some((column) => column.name === name && !column.nullable)
  return table.primaryKey ?? table.uniqueKeys.find((key) => key.every(isNeverNull)) ?? null
}
