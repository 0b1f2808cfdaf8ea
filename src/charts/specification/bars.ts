import { barsByName } from './bars-by-name.ts'
import { barsInTime } from './bars-in-time.ts'
import { histogram } from './histogram.ts'
import type { Drawing, Scene } from './scene.ts'

/** Of more moments than that, bars stand on an axis of time instead of having a label each. */
const mostTimeLabels = 30

export function bars(scene: Scene): Drawing {
  const { arranged, intent } = scene
  if (intent.x?.bins && arranged.scale === 'number') return histogram(scene)
  const places = new Set(arranged.points.map(({ x }) => x)).size
  return arranged.scale === 'time' && places > mostTimeLabels && intent.sort?.by !== 'y'
    ? barsInTime(scene)
    : barsByName(scene)
}
