import { type Column, columnOf, type TypedResult } from '../columns/column.ts'
import type { Value } from '../columns/value.ts'
import type { ChartIntent, TimeUnit } from '../intent.ts'
import { binStart, binWidth } from './bins.ts'
import { bucketOf, cycleOf } from './buckets.ts'
import { type Outliers, outliersOf } from './outliers.ts'
import { type Arranged, noValue } from './point.ts'

/** Where the values of x stand. */
export type Placing = {
  column: Column | null
  unit: TimeUnit | null
  /** Of the intervals that numbers are put into. */
  width: number | null
  /** Numbers beyond the intervals, which have no place. */
  outliers: Outliers | null
  scale: Arranged['scale']
  /** Null where a value has no place. */
  xOf(value: Value): Value
}

export function placingOf(intent: ChartIntent, typed: TypedResult): Placing {
  const { x } = intent
  const column = x && columnOf(typed, x.field)
  const unit = column?.kind === 'time' ? (x!.timeUnit ?? null) : null
  const bins = column?.kind === 'number' ? (x?.bins ?? null) : null
  const outliers = bins && column ? outliersOf(column, typed) : null
  const [from, to] = [outliers?.from ?? column?.min, outliers?.to ?? column?.max]
  const width = bins ? binWidth(from!, to!, bins, column!.integer) : null
  const scale = column === null ? 'names' : scaleOf(intent, column, width)
  const xOf = (value: Value): Value => {
    if (column === null) return null
    if (value === null) return scale === 'names' && column.kind !== 'time' ? noValue : null
    if (outliers && (Number(value) < outliers.from || Number(value) > outliers.to)) return null
    if (width !== null) return binStart(value as number, width)
    if (unit !== null) return bucketOf(value as number, unit)
    return scale === 'names' && column.kind === 'number' ? String(value) : value
  }
  return { column, unit, width, outliers, scale, xOf }
}

/** Whether names that are too many are cut: parts of a cycle and times are not. */
export const isCut = ({ scale, unit, column }: Placing) =>
  scale === 'names' && cycleOf(unit) === null && column !== null && column.kind !== 'time'

function scaleOf(intent: ChartIntent, column: Column, width: number | null): Arranged['scale'] {
  if (width !== null) return 'number'
  if (column.kind === 'time') return cycleOf(intent.x!.timeUnit) || intent.mark === 'arc' ? 'names' : 'time'
  const isAxis = (intent.mark === 'line' || intent.mark === 'area') && column.kind === 'number'
  return isAxis ? 'number' : 'names'
}
