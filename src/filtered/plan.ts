import type { TableRef } from './structure.ts'

/**
 * What a filtered database holds: subjects with conditions, before any SQL. Whoever writes one (rules, a model, a client), it
 * is checked against the source's structure and then compiled; nothing in it is ever taken for SQL text.
 */

export const comparisonOperators = [
  'EQ',
  'NE',
  'LT',
  'LE',
  'GT',
  'GE',
  'IN',
  'NOT_IN',
  'LIKE',
  'ILIKE',
  'IS_NULL',
  'IS_NOT_NULL',
  'BETWEEN',
] as const
export type ComparisonOperator = (typeof comparisonOperators)[number]

export const timeUnits = ['MINUTE', 'HOUR', 'DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR'] as const
export type TimeUnit = (typeof timeUnits)[number]

export const aggregateFunctions = ['COUNT', 'SUM', 'AVG', 'MIN', 'MAX'] as const
export type AggregateFunction = (typeof aggregateFunctions)[number]

export const planners = ['MODEL', 'RULES', 'CLIENT'] as const
export type Planner = (typeof planners)[number]

export const subsetScopes = ['RELATED', 'REST'] as const
export type SubsetScope = (typeof subsetScopes)[number]

/** Dates and times are ISO 8601 text. */
export type Value = string | number | boolean | null

/**
 * `values` has one for EQ to GE, LIKE and ILIKE, two for BETWEEN (both ends included), any number for IN, none for IS_NULL.
 * `other`: another column of the same row that EQ to GE compare with; `values` is then empty.
 * On an ARRAY column EQ and IN hold where an element is (one of) the values, NE and NOT_IN where none is.
 */
export type Comparison = {
  column: string
  operator: ComparisonOperator
  values: Value[]
  other?: string | null
}

/** From `amount` units before the plan's asOf up to asOf, both included. */
export type Period = { column: string; amount: number; unit: TimeUnit }

export const stepDirections = ['TO_PARENT', 'TO_CHILD'] as const
/** TO_PARENT: from the row that holds the reference to the one that it refers to. */
export type StepDirection = (typeof stepDirections)[number]

/**
 * One foreign key, in either direction. `via`: its name, where more than one leads to the table. `direction`: where one leads
 * to the table both ways, as a reference of a table to itself does.
 */
export type PathStep = TableRef & { via: string | null; direction?: StepDirection | null }

/** `column`: null for COUNT of rows. `times`: each row's value is `column` multiplied by this column (price × quantity). */
export type Measure = { function: AggregateFunction; column: string | null; times?: string | null }

/** Rows of the path's last table that are tied to this one, and of which `where` (on that table) holds. */
export type RelatedRows = { path: PathStep[]; where: Condition | null }

/** At least one such row, or what the measure over them compares as. No rows: COUNT is 0, SUM is 0, the others are NULL. */
export type Related = RelatedRows & {
  aggregate: (Measure & { operator: ComparisonOperator; value: Value }) | null
}

export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { compare: Comparison }
  | { period: Period }
  | { related: Related }

/** By a column of the subject, or by a measure over rows that are tied to it. NULL comes last. */
export type Order = { descending: boolean } & (
  | { column: string; related: null }
  | { column: null; related: RelatedRows & Measure }
)

/** Order and limit apply to the rows that meet `where`; the primary key is the last word of the order. */
export type Subject = {
  table: TableRef
  where: Condition | null
  orderBy: Order[]
  limit: number | null
}

/** A reference that the source does not declare: `columns[i]` of `table` refers to `targetColumns[i]` of `target`, a key. */
export type PlanReference = {
  table: TableRef
  columns: string[]
  target: TableRef
  targetColumns: string[]
}

/** One that the catalog has inferred, and how likely it is meant: 0 to 1. */
export type PlanCandidate = PlanReference & { score: number }

export type Plan = {
  planner: Planner
  /** ISO 8601: the moment that relative periods are counted back from. */
  asOf: string
  scope: SubsetScope
  subjects: Subject[]
  /** Tables that stay empty. */
  excludeTables: TableRef[]
  /** Followed like foreign keys. None where left out. */
  references?: PlanReference[]
  /** The same, inferred: candidates of the catalog that the client wanted to be followed. */
  candidates?: PlanCandidate[]
}
