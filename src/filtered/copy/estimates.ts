import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import { subjectStatement } from '../compile.ts'
import { raw, writtenOut } from '../fragment.ts'
import { copiesAllOf, inwards, outwards, type Selection, tableOf } from '../selection/selection.ts'

/** How many rows are likely to be kept; by what is known until then, and better with each table that is done. */

/** Shares of the subjects' rows that meet their conditions, as the source's planner sees it, between 0 and 1. */
export async function subjectShares(
  selection: Selection,
  source: PostgresConnection,
): Promise<Map<string, number>> {
  const shares = new Map<string, number>()
  for (const [id, subject] of selection.subjects) {
    const [row] = await source.query<{ 'QUERY PLAN': { Plan: { 'Plan Rows': number } }[] }>(
      `EXPLAIN (FORMAT JSON) ${writtenOut(subjectStatement(subject, raw('1')))}`,
    )
    const rows = row!['QUERY PLAN'][0]!.Plan['Plan Rows']
    shares.set(id, shareOf(rows, subject.table.estimatedRows ?? 0))
  }
  return shares
}

const shareOf = (rows: number, all: number) => (all > 0 ? Math.min(1, rows / all) : 1)

/**
 * Rows of each table that are copied for the plan's own sake.
 * @param known how many they were, of those that are done
 */
export function expectedRows(
  selection: Selection,
  subjects: Map<string, number>,
  known: Map<string, number>,
): Map<string, number> {
  const expected = new Map<string, number>()
  const shares = new Map<string, number>()
  const note = (id: string, share: number) => {
    const all = tableOf(selection, id).estimatedRows ?? 0
    const rows = known.get(id) ?? Math.round(all * share)
    expected.set(id, rows)
    shares.set(id, shareOf(rows, all))
  }
  for (const id of selection.tables.keys()) if (copiesAllOf(selection, id)) note(id, 1)
  for (const { tables } of selection.units)
    for (const id of tables) {
      const parents = new Set(outwards(selection, id).map(({ target }) => target))
      const within = inwards(selection, id).map(({ target }) => shares.get(target) ?? 0)
      const own = subjects.get(id) ?? (parents.size > 0 ? 1 : Math.max(0, ...within))
      note(
        id,
        [...parents].reduce((share, parent) => share * (shares.get(parent) ?? 1), own),
      )
    }
  return expected
}
