import type { Column } from '../columns/column.ts'
import { type ChartIntent, plainIntent } from '../intent.ts'
import type { Cues } from '../words/cues.ts'
import { isUnique } from './pool.ts'
import type { Scene } from './scene.ts'

const mostColors = 10

export function points(scene: Scene): ChartIntent | null {
  const { typed, cues, pool } = scene
  const axes =
    pool.latitude && pool.longitude
      ? [pool.longitude, pool.latitude]
      : pool.numbers.filter(({ index }) => index !== cues.series)
  const chosen = axes.length > 2 ? preferMentioned(axes, cues.mentioned) : axes
  const names = pool.names.filter((column) => !chosen.slice(0, 2).includes(column))
  const [x, y] = placed(chosen.length >= 2 ? chosen : [names[0] ?? null, chosen[0] ?? null], cues)
  if (!x || !y || y.kind !== 'number') {
    if (!x || !y || x.kind !== 'number') return null
    return points({ typed, cues, pool: { ...pool, numbers: [y, x] } })
  }
  const series =
    pool.names.find(({ index }) => index === cues.series) ??
    names.find(
      (column) =>
        column !== x &&
        // A colour for each point tells only few of them apart.
        (isUnique(column, typed) ? column.distinct <= mostColors : column.distinct <= 20),
    ) ??
    null
  const third = chosen[2]
  return {
    ...plainIntent,
    mark: 'point',
    x: { field: x.name, timeUnit: null, bins: null },
    y: { field: y.name, aggregate: 'none' },
    series: series?.name ?? null,
    size:
      third && third.role === 'quantity' && third.min! >= 0 && cues.mentioned.includes(third.index)
        ? third.name
        : null,
  }
}

/** Two columns as the words put them on the axes. */
function placed(
  [x = null, y = null]: readonly (Column | null)[],
  { places }: Cues,
): [Column | null, Column | null] {
  if (!x || !y) return [x, y]
  const { pair } = places
  const across = pair && (pair.against ? pair.second : pair.first)
  const along = pair && (pair.against ? pair.first : pair.second)
  const isSaid = places.x !== null || places.y !== null
  const turned = isSaid
    ? places.x === y.index || places.y === x.index
    : across === y.index && along === x.index
  return turned && x.kind === 'number' ? [y, x] : [x, y]
}

function preferMentioned(columns: readonly Column[], mentioned: readonly number[]): Column[] {
  const rank = ({ index, role }: Column) =>
    (mentioned.includes(index) ? 0 : 2) + (role === 'quantity' ? 0 : 1)
  const best = columns.toSorted((a, b) => rank(a) - rank(b) || a.index - b.index)
  return [...best.slice(0, 2).sort((a, b) => a.index - b.index), ...best.slice(2)]
}
