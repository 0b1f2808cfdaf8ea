import type { TableRole } from './checked-plan.ts'
import type { SubsetScope } from './plan.ts'
import type { Reference, Structure } from './structure.ts'

/** What the references between tables say about which tables a plan reaches. Tables are their ids. */

export type Relations = {
  /** Of each table, the references that it holds. */
  held: Map<string, Reference[]>
  /** Of each table, the references that lead to it. */
  leading: Map<string, Reference[]>
  /** Of each table, the number of its group: tables that reach one another by their references. Parents have lower numbers. */
  groups: Map<string, number>
}

export function relationsOf({ tables, references }: Pick<Structure, 'tables' | 'references'>): Relations {
  const held = Map.groupBy(references, ({ source }) => source)
  const leading = Map.groupBy(references, ({ target }) => target)
  const ids = tables.map(({ id }) => id)
  return {
    held,
    leading,
    groups: stronglyConnected(ids, (id) => (held.get(id) ?? []).map(({ target }) => target)),
  }
}

/**
 * Tarjan's algorithm, without recursion: a chain of references may be longer than the stack. The groups are numbered in the order
 * in which they are complete, so that a group's number is higher than those of all that it reaches.
 */
export function stronglyConnected(ids: string[], next: (id: string) => string[]): Map<string, number> {
  const groups = new Map<string, number>()
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  let count = 0
  for (const root of ids) {
    if (order.has(root)) continue
    const walk: { id: string; rest: string[] }[] = []
    const enter = (id: string) => {
      order.set(id, order.size)
      lowest.set(id, order.get(id)!)
      open.push(id)
      walk.push({ id, rest: [...next(id)] })
    }
    enter(root)
    while (walk.length > 0) {
      const { id, rest } = walk.at(-1)!
      const target = rest.pop()
      if (target !== undefined) {
        if (!order.has(target)) enter(target)
        else if (!groups.has(target)) lowest.set(id, Math.min(lowest.get(id)!, order.get(target)!))
        continue
      }
      walk.pop()
      const before = walk.at(-1)?.id
      if (before !== undefined) lowest.set(before, Math.min(lowest.get(before)!, lowest.get(id)!))
      if (lowest.get(id) !== order.get(id)) continue
      const members = open.splice(open.lastIndexOf(id))
      for (const member of members) groups.set(member, count)
      count++
    }
  }
  return groups
}

/** Those that `next` leads to from any of them, in any number of steps, and they themselves. */
function reached(from: Iterable<string>, next: (id: string) => string[]): Set<string> {
  const found = new Set(from)
  for (const id of found) for (const other of next(id)) found.add(other)
  return found
}

/** The subjects, and every table that reaches one by following references from child to parent. */
export const restrictedTables = ({ leading }: Relations, subjects: Iterable<string>): Set<string> =>
  reached(subjects, (id) => (leading.get(id) ?? []).map(({ source }) => source))

/**
 * What becomes of each table: SUBJECT; DESCENDANT of one; REFERENCED: holds what kept rows refer to; REST: holds all its rows, as
 * every other table does in the scope REST; EMPTY: excluded, or out of the reach of the plan.
 */
export function rolesOf(
  structure: Pick<Structure, 'tables' | 'references'>,
  plan: { subjects: Iterable<string>; excluded: Iterable<string>; scope: SubsetScope },
  relations = relationsOf(structure),
): Map<string, TableRole> {
  const excluded = new Set(plan.excluded)
  const subjects = new Set(plan.subjects)
  const restricted = restrictedTables(relations, subjects)
  const parents = (id: string) =>
    (relations.held.get(id) ?? []).map(({ target }) => target).filter((target) => !excluded.has(target))
  const needed = reached(
    [...restricted].filter((id) => !excluded.has(id)),
    parents,
  )
  const roleOf = (id: string): TableRole => {
    if (excluded.has(id)) return 'EMPTY'
    if (subjects.has(id)) return 'SUBJECT'
    if (restricted.has(id)) return 'DESCENDANT'
    if (plan.scope === 'REST') return 'REST'
    return needed.has(id) ? 'REFERENCED' : 'EMPTY'
  }
  return new Map(structure.tables.map(({ id }) => [id, roleOf(id)]))
}
