import {
  type Definition,
  type Definitions,
  type Kind,
  kinds,
  type LeftOut,
  type PhaseName,
  phaseNames,
} from './definition.ts'
import type { DependencyRow } from './dependencies.sql.ts'
import type { DefinitionRow } from './fragments.sql.ts'
import type { LeftOutRow } from './left-out.sql.ts'
import { phaseOf } from './phases.ts'

type Node = Omit<DefinitionRow, 'kind'> & { kind: Kind; dependencies: Set<string> }

/** Catalogs of what is a part of a definition without being one: its row type, its expressions, its identity's sequence. */
const catalogsOfParts = /^pg_(type|attrdef|rewrite|class|proc):/
/** Of no use, and no loss, without what they are on. */
const attendants: Kind[] = [
  'SEQUENCE OWNER',
  'TABLE OPTION',
  'CHECK VALIDATION',
  'SEQUENCE VALUE',
  'ANALYZE',
  'MATERIALIZED VIEW DATA',
  'COMMENT',
]

/** Ties what was read together: who needs whom, in which phase, in which order; what needs something left out is left out too. */
export function assemble(
  rows: DefinitionRow[],
  leftOut: LeftOutRow[],
  dependencies: DependencyRow[],
): Pick<Definitions, 'definitions' | 'unsupported'> {
  const nodes = new Map(rows.map((row) => [row.id, { ...row, dependencies: new Set() } as Node]))
  const reasons = new Map<string, LeftOut>()
  for (const { id, ...reason } of leftOut) if (id !== null && !nodes.has(id)) reasons.set(id, reason)
  const unsupported: LeftOut[] = leftOut.map(({ id: _, ...reason }) => reason)

  const wholes = new Map(
    dependencies.filter(({ part }) => part).map(({ object, target }) => [object, target]),
  )
  const resolve = (id: string | undefined): string | null =>
    id === undefined ? null : nodes.has(id) || reasons.has(id) ? id : resolve(wholes.get(id))

  for (const { object, target, collation } of dependencies) {
    if (!nodes.has(object) && !catalogsOfParts.test(object)) continue
    const [from, to] = [resolve(object), resolve(target)]
    const node = nodes.get(from ?? '')
    if (node && collation !== null) {
      const collations = new Set(node.requires?.collations).add(collation)
      node.requires = { ...node.requires, collations: [...collations] }
    }
    if (from !== null && to !== null) connect(nodes, from, to)
  }
  for (const node of nodes.values()) {
    const needed = (node.needs ?? []).filter((id) => id !== null).map((id) => resolve(id))
    for (const id of needed) if (id !== null) connect(nodes, node.id, id)
    const isOnOther = needed[0] === null || nodes.get(needed[0] ?? '')?.kind === 'EXTENSION'
    if ((node.kind === 'COMMENT' || node.kind === 'ANALYZE') && isOnOther) nodes.delete(node.id)
  }
  for (const reason of unpopulated(nodes)) unsupported.push(reason)
  return leaveOut({ definitions: inOrder(nodes, unsupported), unsupported }, reasons)
}

function connect(nodes: Map<string, Node>, from: string, to: string) {
  const node = nodes.get(from)
  if (!node || from === to) return
  // Whom a sequence belongs to is said once both are there; what an extension has is its own affair.
  if (node.kind === 'SEQUENCE' && nodes.get(to)?.kind === 'TABLE') return
  if (node.kind === 'EXTENSION' && !/^(SCHEMA|EXTENSION)$/.test(nodes.get(to)?.kind ?? '')) return
  node.dependencies.add(to)
}

/** A materialised view is filled after those that it reads, and not at all where one of them is empty in the source. */
function unpopulated(nodes: Map<string, Node>): LeftOut[] {
  const found: LeftOut[] = []
  const viewsBelow = new Map<string, Set<string>>()
  const below = (id: string): Set<string> => {
    const known = viewsBelow.get(id)
    if (known) return known
    const views = new Set<string>()
    viewsBelow.set(id, views)
    for (const dependency of nodes.get(id)?.dependencies ?? []) {
      if (nodes.get(dependency)?.kind === 'MATERIALIZED VIEW') views.add(dependency)
      for (const view of below(dependency)) views.add(view)
    }
    return views
  }
  const data = [...nodes.values()].filter(({ kind }) => kind === 'MATERIALIZED VIEW DATA')
  const dataOf = (view: string) => view.replace('pg_class:', 'data:')
  for (const node of data) {
    const views = [...below(node.needs![0]!)]
    const empty = views.find((view) => !nodes.has(dataOf(view)) && `pg_class:${node.id.slice(5)}` !== view)
    if (empty === undefined) {
      for (const view of views) connect(nodes, node.id, dataOf(view))
    } else {
      nodes.delete(node.id)
      const reason = `it reads ${nodes.get(empty)!.name}, which has no rows in the source`
      found.push({ kind: node.kind, name: node.name, reason, blocking: false })
    }
  }
  return found
}

/** By phase, kind and name, each after all that it depends on. A circle cannot be made: it is left out. */
function inOrder(nodes: Map<string, Node>, unsupported: LeftOut[]): Definition[] {
  const phases = phaseOf(nodes)
  const ranks = new Map<string, number>()
  const rankOf = (id: string): number => {
    const known = ranks.get(id)
    if (known !== undefined) return known
    const node = nodes.get(id)
    if (!node) return 0
    ranks.set(id, kinds.indexOf(node.kind))
    const rank = Math.max(kinds.indexOf(node.kind), ...[...node.dependencies].map(rankOf))
    ranks.set(id, rank)
    return rank
  }
  const key = (id: string) => [phaseNames.indexOf(phases.get(id)!), rankOf(id)] as const
  const byKey = (a: Node, b: Node) => {
    const [[phaseA, rankA], [phaseB, rankB]] = [key(a.id), key(b.id)]
    const kindsDiffer = kinds.indexOf(a.kind) - kinds.indexOf(b.kind)
    return phaseA - phaseB || rankA - rankB || kindsDiffer || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
  }
  const sorted = [...nodes.values()].sort(byKey)

  const order: Definition[] = []
  const states = new Map<string, 'open' | 'done'>()
  const visit = (node: Node, path: Node[]) => {
    const state = states.get(node.id)
    if (state === 'done') return
    if (state === 'open') return reportCircle([...path.slice(path.indexOf(node))], unsupported)
    states.set(node.id, 'open')
    const needed = [...node.dependencies].map((id) => nodes.get(id)).filter((one) => one !== undefined)
    for (const one of needed.sort(byKey)) visit(one, [...path, node])
    states.set(node.id, 'done')
    order.push(definitionOf(node, phases.get(node.id)!))
  }
  for (const node of sorted) visit(node, [])
  return order
}

function reportCircle(circle: Node[], unsupported: LeftOut[]) {
  const [first, ...others] = circle as [Node, ...Node[]]
  const names = others.map(({ kind, name }) => `${kind.toLowerCase()} ${name}`)
  const reason = `it and ${names.join(', ')} need each other`
  unsupported.push({ kind: first.kind, name: first.name, reason, blocking: true })
}

const definitionOf = (node: Node, phase: PhaseName): Definition => ({
  id: node.id,
  kind: node.kind,
  name: node.name,
  sql: node.sql,
  dependencies: [...node.dependencies].sort(),
  tables: node.tables ?? [],
  phase,
  requires: node.requires ?? null,
})

/** The definitions without those of `reasons` and all that needs them. A table that is lost this way makes it blocking. */
export function leaveOut<D extends Pick<Definitions, 'definitions' | 'unsupported'>>(
  all: D,
  reasons: ReadonlyMap<string, LeftOut>,
): D {
  const lost = new Map<string, Pick<LeftOut, 'kind' | 'name'>>(reasons)
  const unsupported = [...all.unsupported]
  const definitions = all.definitions.filter((one) => {
    const { kind, name } = one
    const own = reasons.get(one.id)
    const missing = one.dependencies.find((id) => lost.has(id))
    if (!own && missing === undefined) return true
    lost.set(one.id, one)
    if (own) unsupported.push(own)
    else if (!attendants.includes(kind)) {
      const { kind: what, name: whose } = lost.get(missing!)!
      const reason = `it needs the ${what.toLowerCase()} ${whose}, which is left out`
      unsupported.push({ kind, name, reason, blocking: kind === 'TABLE' || kind === 'PARTITION' })
    }
    return false
  })
  return { ...all, definitions, unsupported }
}
