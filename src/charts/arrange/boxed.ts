import { columnOf, type TypedResult } from '../columns/column.ts'
import type { Value } from '../columns/value.ts'
import type { ChartIntent } from '../intent.ts'
import { boxOf, mostOutliers, valuesOf } from './box-values.ts'
import { cutX } from './cut.ts'
import { nameOf } from './names.ts'
import type { Point } from './point.ts'

/** More boxes than that have no room beside one another. */
export const mostBoxes = 30

/** Of more rows than are drawn: a few numbers for each box of which the same is drawn as of all. */
export function boxed(
  points: readonly Point[],
  intent: ChartIntent,
  typed: TypedResult,
  { most, notes }: { most: number; notes: string[] },
): Point[] {
  const x = intent.x && columnOf(typed, intent.x.field)
  const byX = new Map<Value, number[]>()
  for (const point of points) {
    const name = x && x.kind !== 'number' ? nameOf(point.x, x) : point.x
    const numbers = byX.get(name)
    if (numbers) numbers.push(point.y!)
    else byX.set(name, [point.y!])
  }
  const totals = [...byX].map(
    ([x, numbers]): Point => ({ x, y: numbers.reduce((a, b) => a + b), series: null }),
  )
  const kept = cutX(totals, { ...intent, top: intent.top ?? mostBoxes, other: false }, typed, notes)
  const outliers = mostOutliers(kept.length, most)
  return kept.flatMap(({ x }) =>
    valuesOf(boxOf(byX.get(x)!, outliers)).map((y): Point => ({ x, y, series: null })),
  )
}
