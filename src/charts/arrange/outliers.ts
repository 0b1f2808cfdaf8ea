import type { Column, TypedResult } from '../columns/column.ts'

/** Fewer numbers have no middle that one could call theirs. */
const fewest = 40
/** From all but one in fifty at either end; what is further from there than so many times their width is an outlier. */
const [tail, reach] = [0.02, 10]

export type Outliers = { from: number; to: number; below: number; above: number }

/**
 * The range within which a column's numbers are, where a few lie so far outside that nothing could be seen of all others in
 * intervals of the same width; null where there are none, and where not all rows are known.
 */
export function outliersOf(column: Column, { rows, rowCount, reduced }: TypedResult): Outliers | null {
  if (reduced || rowCount > rows.length || rows.length < fewest) return null
  const values = rows.map((row) => row[column.index]).filter((value) => typeof value === 'number')
  values.sort((a, b) => a - b)
  const at = Math.ceil(values.length * tail)
  const [low, high] = [values[at], values[values.length - 1 - at]]
  if (values.length < fewest || low === undefined || high === undefined || high <= low) return null
  const room = reach * (high - low)
  const within = values.filter((value) => value >= low - room && value <= high + room)
  if (within.length === values.length) return null
  const [from, to] = [within[0]!, within.at(-1)!]
  const below = values.findIndex((value) => value >= from)
  return { from, to, below, above: values.length - below - within.length }
}
