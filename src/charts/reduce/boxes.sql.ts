import { type Box, fencesOf } from '../arrange/box-values.ts'
import { type Cells, doubleOf, mayMisfit, presentIn } from './cells.ts'
import type { Key } from './keys.ts'
import { ask, listOf, type Source } from './source.ts'

export type Boxing = { x: Key | null; y: Cells }

/** One box before its whiskers are known. `key` names its group in the next statement. */
export type Quartiles = Pick<Box, 'q1' | 'median' | 'q3'> & {
  key: string
  x: unknown
  least: number
  most: number
}

/** Over all rows, also those of boxes that are not shown. */
export type Boxed = { boxes: Quartiles[]; of: number; rows: number; drawn: number; misfits: number }

/** The boxes of the greatest sums, which are the first ones of a chart. */
export async function selectQuartiles(source: Source, { x, y }: Boxing, most: number): Promise<Boxed> {
  const number = doubleOf(y)
  const grouped = {
    key: keyOf(x),
    ...(x && { x: x.shown }),
    total: `sum(${number})`,
    quartiles: `(percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY ${number}))::text`,
    least: `min(${number})`,
    most: `max(${number})`,
    count: 'count(*)',
    numbers: `count(${number})`,
    misfits: mayMisfit(y) ? `count(${presentIn(y)}) - count(${number})` : '0',
    is_drawn: `count(${number}) > 0${x ? ` AND ${keyOf(x)} <> ''` : ''}`,
  }
  const all = {
    boxes: 'count(*) FILTER (WHERE is_drawn) OVER ()',
    rows: 'sum(count) OVER ()',
    drawn: 'sum(numbers) FILTER (WHERE is_drawn) OVER ()',
    all_misfits: 'sum(misfits) OVER ()',
  }
  const { rows } = await ask(
    source,
    `SELECT *, ${listOf(all)}
FROM (SELECT ${listOf(grouped)}
  FROM ${source.subquery.from}
  ${x ? `GROUP BY ${x.group}` : ''}) AS grouped
ORDER BY is_drawn DESC, total DESC, key LIMIT ${most}`,
    { most },
  )
  const first = rows[0]
  return {
    boxes: rows
      .filter((row) => row.is_drawn)
      .map((row) => {
        const [q1, median, q3] = numbersIn(row.quartiles)
        return {
          key: String(row.key),
          x: row.x ?? null,
          least: Number(row.least),
          most: Number(row.most),
          q1: q1!,
          median: median!,
          q3: q3!,
        }
      }),
    of: Number(first?.boxes ?? 0),
    rows: Number(first?.rows ?? 0),
    drawn: Number(first?.drawn ?? 0),
    misfits: Number(first?.all_misfits ?? 0),
  }
}

/** Where the whiskers of each box end, and so many of its outliers on each side: the farthest, and those at even places. */
export async function selectWhiskers(
  source: Source,
  { x, y }: Boxing,
  boxes: readonly Quartiles[],
  outliers: number,
): Promise<Box[]> {
  const fences = boxes.map(fencesOf)
  const at = source.subquery.values.length
  const values = [boxes.map(({ key }) => key), fences.map(([low]) => low), fences.map(([, high]) => high)]
  const fenced = `(SELECT ${keyOf(x)} AS key, ${doubleOf(y)} AS y FROM ${source.subquery.from}) AS read
  JOIN unnest($${at + 1}::text[], $${at + 2}::float8[], $${at + 3}::float8[]) AS fences(key, lowest, highest) USING (key)`
  const within = await ask(
    source,
    `SELECT key, min(y) FILTER (WHERE y >= lowest) AS low, max(y) FILTER (WHERE y <= highest) AS high\nFROM ${fenced}\nGROUP BY key`,
    { most: boxes.length, values },
  )
  const beyond = await ask(
    source,
    `SELECT key, y, y < lowest AS is_low FROM (
  SELECT key, y, lowest, row_number() OVER side - 1 AS place, count(*) OVER (PARTITION BY key, y < lowest) AS beyond
  FROM ${fenced}
  WHERE y < lowest OR y > highest
  WINDOW side AS (PARTITION BY key, y < lowest ORDER BY CASE WHEN y < lowest THEN y ELSE -y END)
) AS numbered WHERE beyond <= ${outliers} OR place * ${outliers} % beyond < ${outliers}
ORDER BY key, place`,
    { most: boxes.length * 2 * (outliers + 1), values },
  )
  return boxes.map(({ key, q1, median, q3 }) => {
    const ends = within.rows.find((row) => row.key === key)!
    const [highs, lows] = [false, true].map((isLow) =>
      beyond.rows.filter((row) => row.key === key && row.is_low === isLow).map((row) => Number(row.y)),
    )
    return { low: Number(ends.low), q1, median, q3, high: Number(ends.high), lows: lows!, highs: highs! }
  })
}

const keyOf = (x: Key | null) => (x ? `coalesce((${x.group})::text, '') COLLATE "C"` : `''`)

/** Of an array as PostgreSQL writes it. */
const numbersIn = (array: unknown) => String(array).replace(/[{}]/g, '').split(',').map(Number)
