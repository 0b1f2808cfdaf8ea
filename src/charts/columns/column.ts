import type { Aggregate } from '../intent.ts'
import type { Reduced } from './reduced.ts'
import type { Value } from './value.ts'

export type Role = 'time' | 'quantity' | 'category' | 'ordinal' | 'id' | 'geographic'

export type Column = {
  /** Where its values stand in a row. */
  index: number
  name: string
  /** The name as people write it: "Date of birth" for date_of_birth. */
  label: string
  /** What its numbers count or measure, where the name says it: "kg", "%", "USD". */
  unit: string | null
  kind: 'number' | 'text' | 'time'
  role: Role
  /** What a column of this name was already made by, such as count(*). */
  aggregated: Exclude<Aggregate, 'none'> | null
  /** The finest part of a time that its values use. */
  grain: Grain | null
  /** The order that its values have of their own: Mon, Tue …; small, medium, large. */
  order: readonly string[] | null
  distinct: number
  nulls: number
  /** Values of another type than most, which stand as null. */
  misfits: number
  min: number | null
  max: number | null
  integer: boolean
  /** In characters. */
  longest: number
}

export type Grain = 'year' | 'quarter' | 'month' | 'day' | 'time'

export type TypedResult = {
  columns: Column[]
  rows: Value[][]
  /** How many rows there were, also where these are only some. */
  rowCount: number
  /**
   * How these rows were taken, where they are not all: the first ones unless it says otherwise; "for all" are some that give the
   * same picture as all.
   */
  taken?: 'at random' | 'for all'
  /** Where they are too many to read: what was made of all rows, for one intent. It stands in the place of the rows. */
  reduced?: Reduced
}

export const columnOf = ({ columns }: Pick<TypedResult, 'columns'>, name: string): Column =>
  columns.find((column) => column.name === name)!

export const isEmpty = ({ distinct }: Column) => distinct === 0
