import type { PathStep } from '../../plan.ts'
import type { Reference, Structure, StructureTable } from '../../structure.ts'
import { keyOf, nameWords } from './names.ts'

/** A way from one table to another along references. `one`: never more than one row at its end. */
export type Path = {
  steps: PathStep[]
  cost: number
  one: boolean
  references: { reference: Reference; down: boolean }[]
}

export type Paths = {
  table(id: string): StructureTable
  /** The cheapest first; none where they are too far apart. Empty steps for a table itself are not among them. */
  between(from: StructureTable, to: StructureTable): Path[]
  /** Tables that can be reached, nearest first, with the cost of the way. */
  reach(from: StructureTable): { table: StructureTable; cost: number }[]
  /** The way along one reference of `from`'s own. */
  along(reference: Reference): Path
  /** A table's own references. */
  references(table: StructureTable): readonly Reference[]
  /** Nothing but two references (and what describes the pair). */
  isLink(table: StructureTable): boolean
}

const toOne = 1
const toMany = 1.1
/** Through a table that only links two others, there and on. */
const throughLink = 0.4
/** A column that is named for a role, not for the table it refers to, is not what is meant first. */
const inRole = 0.5
/** Up to a row and down to others of it: two that share an address have little to do with each other. */
const siblings = 1
const farthest = 5.5
const kept = 8

type Edge = { to: StructureTable; reference: Reference; down: boolean; cost: number }

export function pathsOf(structure: Structure): Paths {
  const tables = new Map(structure.tables.map((table) => [table.id, table]))
  const edges = new Map<string, Edge[]>(structure.tables.map(({ id }) => [id, []]))
  const pairs = Map.groupBy(structure.references, ({ source, target }) => [source, target].sort().join())
  for (const reference of structure.references) {
    const [source, target] = [tables.get(reference.source), tables.get(reference.target)]
    if (!source || !target || isInherited(reference, structure, tables)) continue
    const role = isPlain(reference, target) ? 0 : inRole
    edges.get(source.id)!.push({ to: target, reference, down: false, cost: toOne + role })
    if (source !== target || !role)
      edges.get(target.id)!.push({ to: source, reference, down: true, cost: toMany + role })
    else edges.get(target.id)!.push({ to: source, reference, down: true, cost: toMany + role + 0.2 })
  }
  const links = new Set(structure.tables.filter((table) => isLinkTable(structure, table)).map(({ id }) => id))
  const directions = new Set(structure.references.map(({ source, target }) => `${source} ${target}`))
  const bothWays = ({ source, target }: Reference) => directions.has(`${target} ${source}`)
  const known = new Map<string, [string, number][]>()
  const distancesOf = (from: StructureTable) => {
    const found = known.get(from.id) ?? distances(from, edges, links)
    known.set(from.id, found)
    return found
  }
  const step = ({ to, reference, down }: Edge): PathStep => ({
    schema: to.schema,
    name: to.name,
    via:
      pairs.get([reference.source, reference.target].sort().join())!.length > 1 ||
      reference.source === reference.target
        ? reference.name
        : null,
    ...(bothWays(reference) && { direction: down ? ('TO_CHILD' as const) : ('TO_PARENT' as const) }),
  })
  const asPath = (walked: Edge[]): Path => ({
    steps: walked.map(step),
    cost: walked.reduce((sum, edge, index) => sum + costOf(edge, walked[index - 1], links), 0),
    one: walked.every(({ down }) => !down),
    references: walked.map(({ reference, down }) => ({ reference, down })),
  })
  const memo = new Map<string, Path[]>()
  const reached = new Map<string, { table: StructureTable; cost: number }[]>()
  const own = Map.groupBy(structure.references, ({ source }) => source)
  return {
    table: (id) => tables.get(id)!,
    between(from, to) {
      const key = `${from.id} ${to.id}`
      let found = memo.get(key)
      if (!found) {
        const all = walks(from, to, edges, links, distancesOf).map(asPath)
        found = all.sort((a, b) => a.cost - b.cost).slice(0, kept)
        memo.set(key, found)
      }
      return found
    },
    reach(from) {
      const found =
        reached.get(from.id) ?? distancesOf(from).map(([id, cost]) => ({ table: tables.get(id)!, cost }))
      reached.set(from.id, found)
      return found
    },
    along: (reference) => {
      const to = tables.get(reference.target)!
      return asPath([{ to, reference, down: false, cost: toOne }])
    },
    references: ({ id }) => own.get(id) ?? [],
    isLink: ({ id }) => links.has(id),
  }
}

function costOf(edge: Edge, before: Edge | undefined, links: Set<string>): number {
  if (before?.down && links.has(before.to.id) && !edge.down) return edge.cost - toOne + throughLink
  return before && !before.down && edge.down ? edge.cost + siblings : edge.cost
}

function distances(from: StructureTable, edges: Map<string, Edge[]>, links: Set<string>): [string, number][] {
  const done = new Map<string, number>()
  const open: { id: string; cost: number; before: Edge | undefined }[] = [
    { id: from.id, cost: 0, before: undefined },
  ]
  while (open.length > 0) {
    const { id, cost, before } = open.pop()!
    if (done.has(id)) continue
    done.set(id, cost)
    for (const edge of edges.get(id)!) {
      const next = cost + costOf(edge, before, links)
      if (next > farthest || done.has(edge.to.id)) continue
      // Kept in order, the dearest first.
      let [low, high] = [0, open.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if (open[middle]!.cost > next) low = middle + 1
        else high = middle
      }
      open.splice(low, 0, { id: edge.to.id, cost: next, before: edge })
    }
  }
  return [...done]
}

/** Ways without a table twice (but for a self-reference), by depth, none dearer than the cheapest by more than one step. */
function walks(
  from: StructureTable,
  to: StructureTable,
  edges: Map<string, Edge[]>,
  links: Set<string>,
  distancesOf: (from: StructureTable) => [string, number][],
): Edge[][] {
  if (from === to)
    return edges
      .get(from.id)!
      .filter((edge) => edge.to === to)
      .map((edge) => [edge])
  // Back from the end: what is farther from it than the budget allows is no way.
  const left = new Map(distancesOf(to))
  const least = left.get(from.id)
  if (least === undefined) return []
  const budget = Math.min(farthest, least + 1.2)
  const found: Edge[][] = []
  const walk = (at: StructureTable, walked: Edge[], cost: number) => {
    if (found.length > 200) return
    for (const edge of edges.get(at.id)!) {
      const next = cost + costOf(edge, walked.at(-1), links)
      if (edge.to === from || walked.some((done) => done.to === edge.to)) continue
      if (edge.to === to) {
        if (next <= budget) found.push([...walked, edge])
      } else if (next + (left.get(edge.to.id) ?? farthest) - 0.7 <= budget)
        walk(edge.to, [...walked, edge], next)
    }
  }
  walk(from, [], 0)
  return found
}

/** Rows of a child by inheritance, or of some partitions, are rows of the parent, whose reference counts. */
const isInherited = (reference: Reference, structure: Structure, tables: Map<string, StructureTable>) =>
  reference.partitions !== null ||
  tables
    .get(reference.source)!
    .inherits.some((parent) =>
      structure.references.some(
        ({ source, target, columns }) =>
          source === parent && target === reference.target && columns.join() === reference.columns.join(),
      ),
    )

function isPlain(reference: Reference, target: StructureTable): boolean {
  const key = keyOf(reference.columns.flatMap((column) => nameWords(column)))
  const name = keyOf(nameWords(target.name))
  const head = name.split(' ').at(-1)!
  const plain = key.replace(/ (id|code|key|number|fk|name|uuid|abbreviation)$/, '')
  return (
    plain === name ||
    plain === head ||
    key === keyOf(reference.targetColumns.flatMap((column) => nameWords(column))) ||
    plain === 'id'
  )
}

function isLinkTable(structure: Structure, table: StructureTable): boolean {
  const own = structure.references.filter(({ source, target }) => source === table.id && target !== table.id)
  const held = new Set(own.flatMap(({ columns }) => columns))
  const referredTo = structure.references.some(
    ({ target, source }) => target === table.id && source !== table.id,
  )
  const key = table.primaryKey
  if (own.length < 2 || new Set(own.map(({ target }) => target)).size < 2 || referredTo) return false
  if (key && key.length >= 2 && key.every((column) => held.has(column)) && held.size >= 2) return true
  // Without a key of its own kind, little more than the two references.
  return (
    table.columns.filter(({ name }) => !held.has(name) && !key?.includes(name)).length <= 1 &&
    own.length === 2
  )
}
