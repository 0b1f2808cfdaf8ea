import type { Column } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import type { Scene } from './scene.ts'

export function sortOf({ cues }: Scene, x: Column, series: Column | null): ChartIntent['sort'] {
  if (cues.sort === null)
    return cues.top ? { by: 'y', order: cues.top.bottom ? 'ascending' : 'descending' } : null
  const { by, order } = cues.sort
  const axis =
    by === 'x' || by === 'y'
      ? by
      : by === null
        ? x.kind === 'time'
          ? 'x'
          : 'y'
        : by === x.index
          ? 'x'
          : series && by === series.index
            ? 'x'
            : 'y'
  // What is "ordered by" something without a word of how is from low to high, as in SQL and in tables.
  return { by: axis, order: order ?? (by === null && axis === 'y' ? 'descending' : 'ascending') }
}
