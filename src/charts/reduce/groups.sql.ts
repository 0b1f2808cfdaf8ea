import { type Cells, mayMisfit, presentIn } from './cells.ts'
import type { Key } from './keys.ts'
import type { MeasureParts } from './measures.ts'
import { type Answer, ask, listOf, type Parts, type Source } from './source.ts'

export type Grouping = {
  x: { cells: Cells; key: Key } | null
  series: { cells: Cells; key: Key } | null
  measures: MeasureParts[]
}

/** Each group in a row: `x`, `series`, `count` of rows, `present` of them with a cell of x, and the parts of each measure. */
export function selectGroups(source: Source, grouping: Grouping, most: number): Promise<Answer> {
  const { parts, by } = groupParts(grouping)
  return ask(source, `SELECT ${parts}\nFROM ${source.subquery.from}\n${by}`, { most })
}

export function groupParts({ x, series, measures }: Grouping): { parts: string; by: string } {
  const keys = [x, series].filter((by) => by !== null).map(({ key }) => key.group)
  const parts: Parts = {
    ...(x && { x: x.key.shown }),
    ...(series && { series: series.key.shown }),
    count: 'count(*)',
    ...(x && mayMisfit(x.cells) && { present: `count(${presentIn(x.cells)})` }),
    ...Object.assign({}, ...measures.map(({ parts }) => parts)),
  }
  return { parts: listOf(parts), by: keys.length > 0 ? `GROUP BY ${keys.join(', ')}` : '' }
}
