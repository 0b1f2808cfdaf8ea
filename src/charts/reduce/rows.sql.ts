import { ask, type Source } from './source.ts'

/** How many rows the query gives. */
export async function countRows(source: Source): Promise<number> {
  const { rows } = await ask(source, `SELECT count(*) AS rows FROM ${source.subquery.from}`)
  return Number(rows[0]!.rows)
}
