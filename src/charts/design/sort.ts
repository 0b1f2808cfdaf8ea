import type { Column } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import type { SortCue } from '../words/sorting.ts'
import type { Scene } from './scene.ts'

export function sortOf({ cues }: Scene, x: Column, series: Column | null): ChartIntent['sort'] {
  const { sort, top } = cues
  if (sort === null) return top ? { by: 'y', order: top.bottom ? 'ascending' : 'descending' } : null
  const by = axisOf(sort, x, series)
  // What is "ordered by" something without a word of how is from low to high, as in SQL and in tables.
  const greatestFirst = by === 'y' && (sort.by === null || sort.ranked === true)
  return { by, order: sort.order ?? (greatestFirst ? 'descending' : 'ascending') }
}

function axisOf({ by, aged }: SortCue, x: Column, series: Column | null): 'x' | 'y' {
  if (by === 'x' || by === 'y') return by
  if (by === null) return x.kind === 'time' || (aged && x.order !== null) ? 'x' : 'y'
  return by === x.index || by === series?.index ? 'x' : 'y'
}
