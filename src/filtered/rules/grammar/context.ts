import type { Condition, Order } from '../../plan.ts'
import type { StructureTable } from '../../structure.ts'
import type { Paths } from '../source/paths.ts'
import type { Values } from '../source/values.ts'
import type { Vocabulary } from '../source/vocabulary.ts'
import type { When } from '../text/periods.ts'
import { best, type Reading, reading } from '../text/reading.ts'
import type { Token } from '../text/tokens.ts'

/** All that the rules of the grammar look at; none of them changes it. */
export type Context = {
  tokens: readonly Token[]
  asOf: Date
  tables: readonly StructureTable[]
  vocabulary: Vocabulary
  paths: Paths
  values: Values
  memo: Map<string, Reading<unknown>[]>
  /** The parts of the grammar that rules nest in one another. */
  read: {
    things(context: Context, at: number, depth: number): Reading<Thing>[]
    sequence(context: Context, table: StructureTable, at: number, depth: number): Reading<Part>[]
    cores(context: Context, table: StructureTable, at: number, depth: number): Reading<Part>[]
  }
}

/** What some words say of the rows of a table. `floating`: a time that waits for the event it belongs to. */
export type Part = { where: Condition[]; floating: When[]; order: Order[]; limit: number | null }

export type Rule = (context: Context, table: StructureTable, at: number, depth: number) => Reading<Part>[]

/** Rows of a table, as a noun with what is said of it. */
export type Thing = { table: StructureTable; where: Condition | null }

export const part = (...where: Condition[]): Part => ({ where, floating: [], order: [], limit: null })
export const nothing: Part = part()

export const says = (end: number, where: Condition, cost = 0): Reading<Part> =>
  reading(end, part(where), cost)

/** Readings of a rule at one place, found once; while they are being looked for there are none, so that rules may nest. */
export function once<T>(
  context: Context,
  key: string,
  find: () => Reading<T>[],
  keep?: number,
): Reading<T>[] {
  const known = context.memo.get(key)
  if (known) return known as Reading<T>[]
  context.memo.set(key, [])
  const found = best(find(), keep)
  context.memo.set(key, found)
  return found
}

export const deepest = 3
