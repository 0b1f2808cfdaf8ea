import { cycleOf } from '../arrange/buckets.ts'
import { type ChartIntent, plainIntent } from '../intent.ts'
import { measureBy } from './measure.ts'
import { partsOf } from './parts.ts'
import type { Scene } from './scene.ts'
import { sortOf } from './sort.ts'
import { timeUnitFor } from './time.ts'

const mostSlices = 24

export function slices(scene: Scene): ChartIntent | null {
  const { x } = partsOf(scene, 'arc')
  if (x === null) return null
  const { typed, cues, pool } = scene
  const counted = measureBy([x], pool, cues, typed, false).field === null
  const unit = x.kind === 'time' ? timeUnitFor(x, cues, typed, { mark: 'arc', others: [], counted }) : null
  const y = measureBy([x], pool, cues, typed, unit !== null)
  const isMany = x.distinct > mostSlices
  return {
    ...plainIntent,
    mark: 'arc',
    x: { field: x.name, timeUnit: unit, bins: null },
    y,
    sort:
      cycleOf(unit) || x.order
        ? sortOf(scene, x, null)
        : (sortOf(scene, x, null) ?? { by: 'y', order: 'descending' }),
    top: cues.top?.count ?? (isMany ? 9 : null),
    bottom: cues.top?.bottom ?? false,
    other: true,
  }
}
