import { type Grouping, groupParts } from './groups.sql.ts'
import { type Answer, ask, listOf, mostGroups, type Source } from './source.ts'
import { measuredFrom, together, totals } from './top-parts.ts'

/**
 * The greatest names on x, or the least, and one row (`beyond`) of what all others come to; in each row how many `names` there
 * are, and what there is in all groups. Without series this is much less work than with them.
 */
export async function selectTopNames(
  source: Source,
  grouping: Grouping,
  { most, bottom }: { most: number; bottom: boolean },
): Promise<Answer> {
  const { parts, by } = groupParts(grouping)
  const { x, measures } = grouping
  const shown = Object.keys(together(grouping)).join(', ')
  const statement = `WITH groups AS MATERIALIZED (
  SELECT coalesce((${x!.key.group})::text, '') AS key_x, ${parts}
  FROM ${source.subquery.from}
  ${by}
), measured AS (${measuredFrom('groups', measures)}
), greatest AS MATERIALIZED (
  SELECT * FROM measured ORDER BY number ${bottom ? 'ASC' : 'DESC'}, key_x LIMIT ${most}
)
SELECT * FROM (
  SELECT ${shown}, false AS beyond FROM greatest
  UNION ALL
  SELECT ${listOf(together(grouping))}, true FROM measured WHERE key_x NOT IN (SELECT key_x FROM greatest)
) AS shown, (SELECT count(*) AS names FROM measured) AS named, (SELECT ${listOf(totals(grouping))} FROM groups) AS totals`
  return ask(source, statement, { most: mostGroups })
}
