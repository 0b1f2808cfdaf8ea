import { binCount } from '../arrange/bins.ts'
import { type ChartIntent, plainIntent } from '../intent.ts'
import { rowCount } from './measure.ts'
import type { Scene } from './scene.ts'

export function histogram({ typed, pool, cues }: Scene): ChartIntent | null {
  const column = pool.measures[0] ?? pool.numbers[0]
  if (column?.kind !== 'number') return null
  const few = column.integer && column.distinct <= 20 && column.max! - column.min! <= 30
  return {
    ...plainIntent,
    mark: 'bar',
    x: {
      field: column.name,
      timeUnit: null,
      bins: cues.bins ?? (few ? Math.max(2, column.max! - column.min! + 1) : binCount(typed.rows.length)),
    },
    y: rowCount,
    horizontal: false,
  }
}
