import { isCoarser, noFiner, unitForSpan } from '../arrange/buckets.ts'
import type { Column, TypedResult } from '../columns/column.ts'
import type { Mark, TimeUnit } from '../intent.ts'
import type { Cues } from '../words/cues.ts'
import { areKeys } from './pool.ts'

/** More points than that on an axis of time are put into buckets. */
const mostMoments = 400

/** Bars of more months of a row say less than the months of the year. */
const mostMonths = 60
const mostBinnedMonths = 24

export type Timed = {
  mark: Mark
  /** The columns that it is by beside the time. */
  others: readonly Column[]
  /** Whether rows are counted. */
  counted: boolean
}

/** The unit that the words name; else none where each moment stands once; else the one that suits the span. */
export function timeUnitFor(
  column: Column,
  { timeUnit, binned }: Cues,
  typed: TypedResult,
  { mark, others, counted }: Timed,
): TimeUnit | null {
  const isKey = areKeys([column, ...others], typed)
  if (timeUnit !== null && timeUnit !== 'by time') {
    const unit = noFiner(timeUnit, column.grain)
    if (!isCoarser(unit, column.grain) && !counted && isKey) return null
    const most = binned ? mostBinnedMonths : mostMonths
    return unit === 'yearmonth' && mark === 'bar' && bucketsIn(column, unit) > most
      ? noFiner('month', column.grain)
      : unit
  }
  const bySpan = unitForSpan(column.min!, column.max!, column.grain)
  if (counted) return dense(bySpan, column, typed)
  if (timeUnit === 'by time') return bySpan
  if (isKey) return column.distinct > mostMoments ? bySpan : null
  return column.distinct > 60 ? bySpan : noFiner('yearmonthdatehours', column.grain)
}

const lengths = { yearweek: 7, yearmonth: 30.44, year: 365.25 } as const
type Wide = keyof typeof lengths

function bucketsIn({ min, max }: Column, unit: Wide): number {
  return (max! - min!) / 86_400_000 / lengths[unit] + 1
}

/** Few rows in narrow buckets would be ones and noughts: so wide that they can differ. */
function dense(unit: TimeUnit, column: Column, { rows }: TypedResult): TimeUnit {
  const wide = Object.keys(lengths) as Wide[]
  const from = wide.indexOf(unit as Wide)
  if (from < 0) return unit
  const most = Math.max(6, rows.length * 1.2)
  return wide.slice(from).find((one) => bucketsIn(column, one) <= most) ?? 'year'
}
