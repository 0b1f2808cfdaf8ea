import type { CheckedPlan, CheckedSubject } from '../checked-plan.ts'
import { relationsOf, restrictedTables, stronglyConnected } from '../relations.ts'
import type { Reference, StructureTable } from '../structure.ts'

/**
 * Which rows a plan keeps, as far as references decide it.
 *
 * Rows are chosen by references into restricted tables: the subjects, and all that lead to one from child to parent. References
 * into an excluded table count as NULL wherever rows are chosen, and are NULL in the copy: what refers to an excluded row stays,
 * as it would after an ON DELETE SET NULL.
 */
export type Selection = {
  plan: CheckedPlan
  /** Those that may get rows, by their ids: all but the excluded ones. */
  tables: Map<string, StructureTable>
  /** References between those, by the table that holds them, and by the one that they lead to. */
  held: Map<string, Reference[]>
  leading: Map<string, Reference[]>
  /** References into excluded tables, by the table that holds them. */
  emptied: Map<string, Reference[]>
  subjects: Map<string, CheckedSubject>
  restricted: Set<string>
  /** Tables that reach one another share a number; parents have lower ones. */
  groups: Map<string, number>
  /** Tables with children by inheritance, whose rows are those of ONLY. */
  only: Set<string>
  /** The restricted tables, each after those that its own rows are chosen by; several at once where they choose one another. */
  units: Unit[]
}

export type Unit = { tables: string[]; recursive: boolean }

export function selectionOf(plan: CheckedPlan): Selection {
  const { structure } = plan
  const excluded = new Set(plan.excluded.map(({ id }) => id))
  const tables = structure.tables.filter(({ id }) => !excluded.has(id))
  const fromKept = structure.references.filter(({ source }) => !excluded.has(source))
  const references = fromKept.filter(({ target }) => !excluded.has(target))
  const relations = relationsOf({ tables, references })
  const subjects = new Map(plan.subjects.map((subject) => [subject.table.id, subject]))
  const selection = {
    plan,
    tables: new Map(tables.map((table) => [table.id, table])),
    held: relations.held,
    leading: relations.leading,
    emptied: Map.groupBy(
      fromKept.filter(({ target }) => excluded.has(target)),
      ({ source }) => source,
    ),
    subjects,
    restricted: restrictedTables(relations, subjects.keys()),
    groups: relations.groups,
    only: new Set(structure.tables.flatMap(({ inherits }) => inherits)),
  }
  return { ...selection, units: unitsOf(selection) }
}

export const tableOf = ({ tables }: Pick<Selection, 'tables'>, id: string): StructureTable => tables.get(id)!

/** Every table's rows are copied, or those of the restricted ones alone. */
export const copiesAllOf = ({ plan, restricted }: Selection, id: string): boolean =>
  plan.plan.scope === 'REST' && !restricted.has(id)

/** Rows are chosen from it by the plan; others come along at most. */
export const isSelected = (selection: Selection, id: string): boolean =>
  selection.tables.has(id) && (selection.restricted.has(id) || copiesAllOf(selection, id))

type Choosing = Omit<Selection, 'units'>

/** References into restricted tables of other groups: all of them must be NULL or lead to a kept row. */
export const outwards = ({ held, restricted, groups }: Choosing, id: string): Reference[] =>
  (held.get(id) ?? []).filter(({ target }) => restricted.has(target) && groups.get(target) !== groups.get(id))

/** References inside the group, one of which leading to a kept row suffices; only what is no subject is chosen by them. */
export function inwards({ plan, subjects, held, groups, restricted }: Choosing, id: string): Reference[] {
  if (plan.plan.scope === 'REST' || subjects.has(id) || !restricted.has(id)) return []
  return (held.get(id) ?? []).filter(({ target }) => groups.get(target) === groups.get(id))
}

function unitsOf(selection: Choosing): Unit[] {
  const next = (id: string) =>
    [...outwards(selection, id), ...inwards(selection, id)].map(({ target }) => target)
  const numbers = [...stronglyConnected([...selection.restricted], next)]
  const units: Unit[] = []
  for (const [id, number] of numbers) {
    units[number] ??= { tables: [], recursive: false }
    units[number].tables.push(id)
  }
  for (const unit of units)
    unit.recursive = unit.tables.some((id) => next(id).some((target) => unit.tables.includes(target)))
  return units
}
