import { columnOf, type TypedResult } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import type { Arranged } from './point.ts'

/**
 * Says of the rows that have no place on an axis, and of those without the number that they would show, how many are left out.
 * Averages and sums are of the numbers that there are. Points and boxes say it themselves.
 */
export function notesOnMissing(
  { mark, x }: ChartIntent,
  { scale, measures }: Arranged,
  typed: TypedResult,
): string[] {
  const { rows, rowCount, reduced } = typed
  if (reduced || rowCount > rows.length || mark === 'point' || mark === 'boxplot') return []
  const shown = measures.filter(({ field, aggregate }) => field !== null && aggregate === 'none')
  const along = x && columnOf(typed, x.field)
  const placed = along && (along.kind === 'time' || scale === 'number') ? [along] : []
  return [...placed, ...shown.map(({ field }) => columnOf(typed, field!))].flatMap(
    ({ nulls, misfits, label }) => {
      const missing = nulls - misfits
      if (missing === 0) return []
      return missing === 1
        ? [`One row without ${label} is left out`]
        : [`${missing.toLocaleString('en')} rows without ${label} are left out`]
    },
  )
}
