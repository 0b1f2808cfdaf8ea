import type { TableRole } from './checked-plan.ts'
import { relationsOf } from './relations.ts'
import type { Structure } from './structure.ts'

/**
 * About how many rows each table will have, from what the planner knows: the subjects' rows as it expects them, and the share of
 * their parents' rows that is kept for those that depend on them. Null where that is not known.
 * @param subjectRows by the subjects' ids
 */
export function estimateRows(
  structure: Pick<Structure, 'tables' | 'references'>,
  roles: Map<string, TableRole>,
  subjectRows: Map<string, number | null>,
): Map<string, number | null> {
  const { groups, held, leading } = relationsOf(structure)
  const total = new Map(structure.tables.map(({ id, estimatedRows }) => [id, estimatedRows]))
  const rows = new Map<string, number | null>()
  const roleOf = (id: string) => roles.get(id)!
  const isRestricted = (id: string) => roleOf(id) === 'SUBJECT' || roleOf(id) === 'DESCENDANT'
  // Parents have lower numbers: they come first.
  const ids = structure.tables.map(({ id }) => id)
  const byGroup = [...Map.groupBy(ids, (id) => groups.get(id)!)].sort(([a], [b]) => a - b)

  const share = (id: string) => {
    const [kept, all] = [rows.get(id), total.get(id)]
    if (kept == null || all == null) return null
    return all === 0 ? 1 : Math.min(1, kept / all)
  }
  const parentsOf = (id: string, sameGroup: boolean) => {
    const targets = (held.get(id) ?? []).map(({ target }) => target)
    return [...new Set(targets)].filter(
      (target) =>
        target !== id && isRestricted(target) && (groups.get(target) === groups.get(id)) === sameGroup,
    )
  }
  const times = (size: number | null | undefined, shares: (number | null)[]) =>
    size == null || shares.includes(null) ? null : shares.reduce<number>((left, part) => left * part!, size)

  for (const [, group] of byGroup) {
    for (const id of group) {
      const outside = parentsOf(id, false).map(share)
      if (roleOf(id) === 'SUBJECT') rows.set(id, times(subjectRows.get(id), outside))
      else if (roleOf(id) === 'DESCENDANT' && outside.length > 0) rows.set(id, times(total.get(id), outside))
      else if (roleOf(id) === 'REST') rows.set(id, total.get(id) ?? null)
      else if (roleOf(id) === 'EMPTY') rows.set(id, 0)
    }
    // Within a group a table keeps about the share that its neighbours keep; each round reaches one table further.
    const waiting = new Set(group.filter((id) => roleOf(id) === 'DESCENDANT' && !rows.has(id)))
    for (let before = -1; before !== waiting.size; ) {
      before = waiting.size
      for (const id of waiting) {
        const known = parentsOf(id, true).filter((parent) => rows.has(parent))
        if (known.length === 0) continue
        const shares = known.map(share)
        const most = shares.includes(null) ? null : Math.max(...shares.map((part) => part!))
        rows.set(id, times(total.get(id), [most]))
        waiting.delete(id)
      }
    }
  }
  for (const id of byGroup.toReversed().flatMap(([, group]) => group)) {
    if (roleOf(id) !== 'REFERENCED') continue
    const children = (leading.get(id) ?? []).map(({ source }) => source).filter((source) => source !== id)
    const holders = children.filter((source) => roleOf(source) !== 'EMPTY' && rows.has(source))
    rows.set(
      id,
      referredTo(
        total.get(id) ?? null,
        holders.map((source) => rows.get(source)!),
      ),
    )
  }
  return new Map(structure.tables.map(({ id }) => [id, rounded(rows.get(id) ?? null)]))
}

const rounded = (rows: number | null) => (rows === null ? null : Math.round(rows))

/** How many of the rows are expected to be hit by references that each hit one of them by chance. */
function referredTo(all: number | null, holders: (number | null)[]): number | null {
  if (all === null || holders.includes(null)) return null
  if (all <= 1) return all
  const hits = holders.reduce<number>((sum, rows) => sum + rows!, 0)
  return all * -Math.expm1(hits * Math.log1p(-1 / all))
}
