import { type Grouping, groupParts } from './groups.sql.ts'
import type { Key } from './keys.ts'
import { type Answer, ask, listOf, mostGroups, type Source } from './source.ts'
import { measuredFrom, together, totals } from './top-parts.ts'

export type Top = {
  /** Of more series than that, all but the greatest one less are the rest. */
  series: number
  /** Whether the rest is kept, added up; else, or where it is so many times as much as the greatest, it counts for no name. */
  keepsRest: boolean
  mostRest: number | null
  /** Of more names on x, those beyond are put together; null where x is no name. */
  names: { most: number; bottom: boolean } | null
}

/**
 * The groups of which there are too many to read: the greatest series, and of the names on x the greatest, or the least. Beside
 * the parts of a group: `rest` where it is of the series that are left, `beyond` where it is of the names that are left; and in
 * each row how many `names` and `series_names` there are, and the sums over all groups.
 */
export async function selectTop(source: Source, grouping: Grouping, top: Top): Promise<Answer> {
  const { x, series, measures } = grouping
  const { parts, by } = groupParts(grouping)
  const statement = `WITH groups AS MATERIALIZED (
  SELECT ${keyText(x)} AS key_x, ${keyText(series)} AS key_series, ${parts}
  FROM ${source.subquery.from}
  ${by}
), measured AS (${measuredFrom('groups', measures)}
), series_places AS (
  SELECT key_series, row_number() OVER (ORDER BY sum(number) DESC, key_series) AS place, count(*) OVER () AS total,
    sum(number) AS series_number
  FROM measured GROUP BY key_series
), split AS (
  SELECT key_x, total AS series_names, total > ${top.series} AND place >= ${top.series} AS rest,
    CASE WHEN total <= ${top.series} OR place < ${top.series} THEN key_series END AS key_series,
    ${listOf({ ...together(grouping), number: 'sum(number)' })}
  FROM measured JOIN series_places USING (key_series)
  WHERE ${top.keepsRest ? 'true' : `total <= ${top.series} OR place < ${top.series}`}
  GROUP BY 1, 2, 3, 4
), x_places AS (
  SELECT key_x, row_number() OVER (ORDER BY sum(number) ${top.names?.bottom ? 'ASC' : 'DESC'}, key_x) AS place,
    count(*) OVER () AS total
  FROM split WHERE ${namesAll(top)}
  GROUP BY key_x
)
SELECT * FROM (
  SELECT ${listOf({ ...together(grouping), beyond: beyond(top), rest: 'rest', series_names: 'max(series_names)' })}
  FROM split LEFT JOIN x_places USING (key_x)
  GROUP BY CASE WHEN ${beyond(top)} THEN NULL ELSE key_x END, ${beyond(top)}, key_series, rest
) AS shown, (SELECT max(total) AS names FROM x_places) AS named, (SELECT ${listOf(totals(grouping))} FROM groups) AS totals`
  return ask(source, statement, { most: mostGroups })
}

const beyond = ({ names }: Top) => `(place IS NULL${names === null ? '' : ` OR place > ${names.most}`})`

const namesAll = ({ series, mostRest }: Top) =>
  mostRest === null
    ? 'true'
    : `NOT rest OR (SELECT abs(coalesce(sum(series_number) FILTER (WHERE place >= ${series}), 0))
    <= ${mostRest} * max(abs(series_number)) FILTER (WHERE place < ${series}) FROM series_places)`

/** Keys as text, in which nothing is empty rather than NULL, so that they can be joined by. */
const keyText = (by: { key: Key } | null) => (by ? `coalesce((${by.key.group})::text, '') COLLATE "C"` : `''`)
