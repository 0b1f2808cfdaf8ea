import { type Grouping, groupParts } from './groups.sql.ts'
import { type Answer, ask, type Source } from './source.ts'

/** So many of too many groups, evenly spread over the axis that x is, and in each row how many there are (`groups`), of how many rows. */
export function selectThinned(source: Source, grouping: Grouping, most: number): Promise<Answer> {
  const { parts, by } = groupParts(grouping)
  const statement = `SELECT * FROM (
  SELECT *, row_number() OVER (ORDER BY x) - 1 AS place, count(*) OVER () AS groups, sum(count) OVER () AS all_rows
  FROM (SELECT ${parts}\n  FROM ${source.subquery.from}\n  ${by}) AS grouped
) AS numbered WHERE place * ${most} % groups < ${most} AND x IS NOT NULL`
  return ask(source, statement, { most })
}
