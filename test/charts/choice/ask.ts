import type { Mark, TimeUnit } from '../../../src/charts/intent.ts'
import type { Row } from './rows.ts'

/** How a question is put. */
export type Style = 'template' | 'reworded' | 'business' | 'terse' | 'typos' | 'no names' | 'polite' | 'plain'

/** The chart that a careful person would draw. A list is of what is as good. */
export type Gold = {
  mark: Mark | readonly Mark[]
  /** The column that it is by; none for a single number. */
  x?: string
  /** "count" of rows, "sum(amount)", "amount" as it stands, or several as they stand. */
  y: string | readonly string[]
  color?: string
  unit?: TimeUnit | readonly TimeUnit[]
  bins?: true
  sort?: Order | readonly Order[]
  stack?: 'stacked' | 'side by side' | 'percent'
  top?: number
  horizontal?: boolean
}
export type Order = 'x asc' | 'x desc' | 'y asc' | 'y desc'

export type Item = {
  style: Style
  question: string
  rows: readonly Row[]
  gold: Gold
  /** Why the rules do not choose it: the test fails where they do. */
  unmet?: string
}

export const ask = (
  style: Style,
  question: string,
  rows: readonly Row[],
  gold: Gold,
  unmet?: string,
): Item => ({ style, question, rows, gold, ...(unmet !== undefined && { unmet }) })
