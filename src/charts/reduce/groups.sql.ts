import { areNumbers, areTimes, type Cells, mayMisfit, presentIn } from './cells.ts'
import type { Key } from './keys.ts'
import type { MeasureParts } from './measures.ts'
import { type Answer, ask, listOf, type Parts, type Source } from './source.ts'

export type Grouping = {
  x: { cells: Cells; key: Key } | null
  series: { cells: Cells; key: Key } | null
  measures: MeasureParts[]
}

/** Each group in a row: `x`, `series`, `count` of rows, `present` of them with a cell of x where the database reads it, and the parts of each measure. */
export function selectGroups(source: Source, grouping: Grouping, most: number): Promise<Answer> {
  const { parts, by } = groupParts(grouping)
  return ask(source, `SELECT ${parts}\nFROM ${source.subquery.from}\n${by}`, { most })
}

/** Whether the database reads the cells of x, so that what is none is NULL when it comes: of texts the process sees what they are. */
export const isReadThere = (cells: Cells) => mayMisfit(cells) && (areTimes(cells) || areNumbers(cells))

export function groupParts({ x, series, measures }: Grouping): { parts: string; by: string } {
  const keys = [x, series].filter((by) => by !== null).map(({ key }) => key.group)
  const parts: Parts = {
    ...(x && { x: x.key.shown }),
    ...(series && { series: series.key.shown }),
    count: 'count(*)',
    ...(x && isReadThere(x.cells) && { present: `count(${presentIn(x.cells)})` }),
    ...Object.assign({}, ...measures.map(({ parts }) => parts)),
  }
  return { parts: listOf(parts), by: keys.length > 0 ? `GROUP BY ${keys.join(', ')}` : '' }
}
