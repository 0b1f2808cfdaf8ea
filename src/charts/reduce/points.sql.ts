import { type Cells, mayMisfit, presentIn, valueIn } from './cells.ts'
import { type Answer, ask, listOf, type Parts, type Source } from './source.ts'

/** What a row is drawn by: its cells by name. Those of `needed` must be there. */
export type Drawn = { cells: Record<string, Cells>; needed: string[] }

export type PointCounts = { rows: number; drawn: number; misfits: Record<string, number> }

/** How many rows there are, how many can be drawn, and how many cells are of another type than their column. */
export async function countPoints(source: Source, drawn: Drawn): Promise<PointCounts> {
  const uncertain = Object.entries(drawn.cells).filter(([, cells]) => mayMisfit(cells))
  const parts: Parts = {
    rows: 'count(*)',
    drawn: `count(*) FILTER (WHERE ${isDrawn(drawn)})`,
    ...Object.fromEntries(
      uncertain.map(([name, cells]) => [
        `misfits_${name}`,
        `count(${presentIn(cells)}) - count(${valueIn(cells)})`,
      ]),
    ),
  }
  const { rows } = await ask(source, `SELECT ${listOf(parts)}\nFROM ${source.subquery.from}`)
  const row = rows[0]!
  return {
    rows: Number(row.rows),
    drawn: Number(row.drawn),
    misfits: Object.fromEntries(uncertain.map(([name]) => [name, Number(row[`misfits_${name}`])])),
  }
}

/**
 * About so many of the rows that can be drawn, each as likely as any other. The seed is fixed: the same rows in the same order
 * give the same sample. Sorting by random() would do for less rows, but has to move all of them.
 */
export async function selectPoints(
  source: Source,
  drawn: Drawn,
  { wanted, of }: { wanted: number; of: number },
): Promise<Answer> {
  // Four standard deviations more than are wanted, so that there are hardly ever less.
  const share = Math.min(1, (wanted + 4 * Math.sqrt(wanted) + 10) / of)
  await ask(source, 'SELECT setseed(0.5) AS seed')
  const parts = Object.fromEntries(Object.entries(drawn.cells).map(([name, { raw }]) => [name, `q.${raw}`]))
  const chance = share < 1 ? ` AND random() < ${share}` : ''
  return ask(
    source,
    `SELECT ${listOf(parts)}\nFROM ${source.subquery.from}\nWHERE ${isDrawn(drawn)}${chance}`,
    { most: wanted * 2 },
  )
}

const isDrawn = ({ cells, needed }: Drawn) =>
  needed.map((name) => `${valueIn(cells[name]!)} IS NOT NULL`).join(' AND ') || 'true'
