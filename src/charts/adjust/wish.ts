import type { Column } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import type { Reading } from '../words/reading.ts'

/** One change; what it was made of is gone from the text. */
export type Wish = (intent: ChartIntent) => Partial<ChartIntent>

/** What wishes are made of: the words that are left, the chart that they speak of, and its columns. */
export type Request = { reading: Reading; intent: ChartIntent; columns: readonly Column[] }

export const columnNamed = (columns: readonly Column[], name: string | null | undefined): Column | null =>
  columns.find((column) => column.name === name) ?? null

export const columnAt = (columns: readonly Column[], index: string | undefined): Column =>
  columns[Number(index)]!

/** What a chart is by splits it no more. */
export const withoutTwice = ({ series }: ChartIntent, { name }: Column): Partial<ChartIntent> =>
  series === name ? { series: null, stack: null } : {}

/** It is by this column. */
export const onX =
  (column: Column): Wish =>
  (now) => {
    // The time that it is by already keeps its unit.
    if (now.x?.field === column.name) return {}
    return { x: { field: column.name, timeUnit: null, bins: null }, ...withoutTwice(now, column) }
  }
