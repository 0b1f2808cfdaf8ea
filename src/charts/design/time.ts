import { isCoarser, noFiner, unitForSpan } from '../arrange/buckets.ts'
import type { Column, TypedResult } from '../columns/column.ts'
import type { TimeUnit } from '../intent.ts'
import type { Cues } from '../words/cues.ts'
import { areKeys } from './pool.ts'

/** More points than that on an axis of time are put into buckets. */
const mostMoments = 400

/** The unit that the words name; else none where each moment stands once; else the one that suits the span. */
export function timeUnitFor(
  column: Column,
  others: readonly Column[],
  { timeUnit }: Cues,
  typed: TypedResult,
  counted: boolean,
): TimeUnit | null {
  if (timeUnit !== null && timeUnit !== 'by time') {
    const unit = noFiner(timeUnit, column.grain)
    return isCoarser(unit, column.grain) || counted || !areKeys([column, ...others], typed) ? unit : null
  }
  const bySpan = unitForSpan(column.min!, column.max!, column.grain)
  if (counted || timeUnit === 'by time') return bySpan
  if (areKeys([column, ...others], typed)) return column.distinct > mostMoments ? bySpan : null
  return column.distinct > 60 ? bySpan : noFiner('yearmonthdatehours', column.grain)
}
