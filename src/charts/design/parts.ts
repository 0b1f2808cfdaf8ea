import type { Column } from '../columns/column.ts'
import type { Mark } from '../intent.ts'
import { isUnique } from './pool.ts'
import type { Scene } from './scene.ts'

type Parts = { x: Column | null; series: Column | null }

/** What the chart is by, and what it is split by. */
export function partsOf({ typed, cues, pool }: Scene, mark: Mark): Parts {
  const said = (index: number | null) =>
    index === null ? null : (pool.columns.find((one) => one.index === index) ?? null)
  const onX = said(cues.places.x)
  const takesNumbers = mark === 'line' || mark === 'area'
  const measured = pool.measures.find(({ aggregated }) => aggregated !== null) ?? pool.measures.at(-1) ?? null
  const isEntity = (column: Column) => isUnique(column, typed) && typed.rows.length > 1
  let series = said(cues.series)
  const dimensions = [...pool.times, ...pool.names].filter((column) => column !== series)
  const spare = pool.numbers.filter(
    (column) => column !== measured && column !== series && column.kind === 'number',
  )
  const time = pool.times.find((column) => column !== series) ?? null
  // One row for each name and no word of time: the time is a property of what is named.
  const names = pool.names.filter((column) => column !== series)
  const entity = names.find(isEntity)
  const prefersName =
    entity !== undefined &&
    time !== null &&
    pool.measures.length > 0 &&
    !takesNumbers &&
    !cues.trend &&
    cues.timeUnit === null &&
    !cues.mentioned.includes(time.index)
  const ordinal = takesNumbers
    ? (names.find(({ role, kind }) => role === 'ordinal' || kind === 'number') ?? null)
    : null
  const leading = prefersName ? entity : time
  const numeric = takesNumbers ? (ordinal ?? spare[0]) : undefined
  const isKey = onX !== null && onX !== series && (onX.kind !== 'number' || !pool.measures.includes(onX))
  const x = (isKey ? onX : leading) ?? numeric ?? names[0] ?? spare[0] ?? series
  if (x === series) series = null
  if (series === null) {
    const rest = dimensions.filter(
      (column) => column !== x && pool.names.includes(column) && column.distinct > 1,
    )
    series = rest.find((column) => !isUnique(column, typed) || rest.length === 1) ?? null
    if (series && isUnique(series, typed) && x !== null && isUnique(x, typed)) series = null
    if (series && mark !== 'point' && series.distinct > 60) series = null
  }
  return { x, series }
}
