import type { Condition, PathStep } from '../../../filtered/plan.ts'
import { nameWords } from '../../../filtered/rules/source/names.ts'
import type { Path, Paths } from '../../../filtered/rules/source/paths.ts'
import type { Reference, Structure, StructureTable } from '../../../filtered/structure.ts'

/** A way along references; `down`: from a parent to its children. */
export type Way = {
  table: StructureTable
  references: { reference: Reference; down: boolean }[]
  cost: number
  /** First to children, then to parents: of one row there are many at the end. */
  around?: true
}

export type Ways = {
  /** From a table to itself, to its parents and theirs, and to what a link ties to one of them; the nearest first. */
  up(from: StructureTable): Way[]
  around(from: StructureTable, to: StructureTable): Way[]
}

const perStep = 0.25
const throughLink = 0.35
/** A reference that is named for a role is not what is meant first. */
const inRole = 0.2
/** An order is its customer's before it is that of who took it. */
const ofStaff = 0.15
const aroundChildren = 0.8
const farthest = 2.2
const keptForOne = 4
const mostWays = 300

const staff = /^(staff|employee|salesperson|seller|agent|rep|representative|clerk|cashier|worker|operator)$/

export function waysOf(structure: Structure, paths: Paths): Ways {
  const leading = Map.groupBy(structure.references, ({ target }) => target)
  const known = new Map<string, Way[]>()
  const costOf = (reference: Reference) => {
    const [from, to] = [paths.table(reference.source), paths.table(reference.target)]
    const own = paths
      .between(from, to)
      .find(({ references }) => references.length === 1 && references[0]!.reference === reference)
    const role = (own?.cost ?? 1) > 1.2 ? inRole : 0
    return (
      perStep + role + (nameWords(to.name).some((word) => staff.test(word.replace(/s$/, ''))) ? ofStaff : 0)
    )
  }
  return {
    up(from) {
      const found = known.get(from.id) ?? climb(from, paths, leading, costOf)
      known.set(from.id, found)
      return found
    },
    around: (from, to) =>
      paths
        .between(from, to)
        .filter(({ references }) => isAround(references))
        .map(({ references, cost }) => ({
          table: to,
          references,
          cost: aroundChildren + cost * 0.3,
          around: true as const,
        }))
        .sort((a, b) => a.cost - b.cost)
        .slice(0, keptForOne),
  }
}

function climb(
  from: StructureTable,
  paths: Paths,
  leading: Map<string, Reference[]>,
  costOf: (reference: Reference) => number,
): Way[] {
  const found: Way[] = []
  const counts = new Map<string, number>()
  const open: Way[] = [{ table: from, references: [], cost: 0 }]
  while (open.length > 0 && found.length < mostWays) {
    open.sort((a, b) => b.cost - a.cost)
    const way = open.pop()!
    const count = counts.get(way.table.id) ?? 0
    if (count >= keptForOne) continue
    counts.set(way.table.id, count + 1)
    found.push(way)
    const passed = new Set(way.references.flatMap(({ reference }) => [reference.source, reference.target]))
    const isNew = (id: string) => id === way.table.id || !passed.has(id)
    for (const reference of paths.references(way.table)) {
      const self = reference.source === reference.target
      if (self ? way.references.length > 0 : !isNew(reference.target)) continue
      open.push(further(way, paths.table(reference.target), [{ reference, down: false }], costOf(reference)))
    }
    if (way.references.some(({ down }) => down)) continue
    for (const [reference, other] of linksAt(way.table, paths, leading)) {
      const target = paths.table(other.target)
      if (passed.has(target.id) || target.id === from.id) continue
      const steps = [
        { reference, down: true },
        { reference: other, down: false },
      ]
      open.push(further(way, target, steps, throughLink))
    }
  }
  return found.filter(({ cost }) => cost <= farthest)
}

const further = (way: Way, table: StructureTable, steps: Way['references'], cost: number): Way => ({
  table,
  references: [...way.references, ...steps],
  cost: way.cost + cost,
})

/** Tables that tie the rows of this one to those of another, no two of them twice. */
function linksAt(
  table: StructureTable,
  paths: Paths,
  leading: Map<string, Reference[]>,
): [Reference, Reference][] {
  return (leading.get(table.id) ?? []).flatMap((reference) => {
    const link = paths.table(reference.source)
    if (link === table || !paths.isLink(link)) return []
    return paths
      .references(link)
      .filter((other) => other !== reference && other.target !== table.id)
      .filter((other) => isLinkedBy(link, [...reference.columns, ...other.columns]))
      .map((other): [Reference, Reference] => [reference, other])
  })
}

const isLinkedBy = ({ primaryKey, uniqueKeys }: StructureTable, columns: string[]) =>
  [primaryKey, ...uniqueKeys].some((key) => key?.every((column) => columns.includes(column)))

function isAround(references: Path['references']): boolean {
  const turn = references.findIndex(({ down }) => !down)
  return turn > 0 && references.slice(turn).every(({ down }) => !down)
}

/** To parents alone. */
export const isUp = ({ references }: Way) => references.every(({ down }) => !down)

/** As plans write it. */
export const stepsOf = (references: Way['references'], table: (id: string) => StructureTable): PathStep[] =>
  references.map(({ reference, down }) => {
    const { schema, name } = table(down ? reference.source : reference.target)
    return { schema, name, via: reference.name, direction: down ? 'TO_CHILD' : 'TO_PARENT' }
  })

/** What is said of the rows at the end of a way, said of those at its beginning. */
export const relatedTo = (
  { references }: Way,
  where: Condition,
  table: (id: string) => StructureTable,
): Condition =>
  references.length === 0 ? where : { related: { path: stepsOf(references, table), where, aggregate: null } }

/** The same way back. */
export const reversed = (references: Way['references']): Way['references'] =>
  references.toReversed().map(({ reference, down }) => ({ reference, down: !down }))
