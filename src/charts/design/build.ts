import { type ChartIntent, type Mark, plainIntent } from '../intent.ts'
import { barsOrLines, heat } from './bars.ts'
import { measureBy } from './measure.ts'
import { points } from './points.ts'
import type { Scene } from './scene.ts'
import { slices } from './slices.ts'

/** The chart of a kind that these columns make; null where they make none. */
export function build(scene: Scene, mark: Mark): ChartIntent | null {
  switch (mark) {
    case 'text':
      return bigNumber(scene)
    case 'point':
      return points(scene)
    case 'boxplot':
      return boxes(scene)
    case 'arc':
      return slices(scene)
    case 'rect':
      return heat(scene)
    default:
      return barsOrLines(scene, mark)
  }
}

function boxes(scene: Scene): ChartIntent | null {
  const { pool, cues } = scene
  const y = pool.measures.find(({ index }) => cues.mentioned.includes(index)) ?? pool.measures[0]
  if (!y) return null
  const x = pool.names.find((column) => column !== y && column.distinct <= 60) ?? null
  return {
    ...plainIntent,
    mark: 'boxplot',
    x: x && { field: x.name, timeUnit: null, bins: null },
    y: { field: y.name, aggregate: 'none' },
  }
}

function bigNumber({ typed, pool, cues }: Scene): ChartIntent | null {
  if (typed.rows.length === 1) {
    const column = pool.measures[0] ?? pool.columns[0]
    return column ? { ...plainIntent, mark: 'text', y: { field: column.name, aggregate: 'none' } } : null
  }
  const y = measureBy([], pool, cues, typed, true)
  return { ...plainIntent, mark: 'text', y }
}
