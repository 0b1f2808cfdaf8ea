import type { Column } from '../columns/column.ts'
import type { Value } from '../columns/value.ts'
import { bucketLabel, unitOfGrain } from './buckets.ts'
import { noValue } from './point.ts'

/** A value as the name of a bar, a slice or a series. */
export function nameOf(value: Value, column: Column): string {
  if (value === null) return noValue
  return column.kind === 'time' ? bucketLabel(value as number, unitOfGrain(column.grain)) : String(value)
}
