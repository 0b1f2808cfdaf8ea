import { describe, expect, it } from 'vitest'
import type { TableRole } from '../../../src/filtered/checked-plan.ts'
import { estimateRows } from '../../../src/filtered/estimates.ts'
import { relationsOf, restrictedTables, rolesOf, stronglyConnected } from '../../../src/filtered/relations.ts'
import type { Structure, StructureTable } from '../../../src/filtered/structure.ts'

/** A linear congruential generator: every run sees the same graphs. */
function randomOf(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    return Math.floor((state / 2 ** 31) * below)
  }
}

type Graph = { ids: string[]; edges: [string, string][] }

function graphOf(seed: number): Graph {
  const random = randomOf(seed)
  const ids = Array.from({ length: 1 + random(12) }, (_, index) => `t${index}`)
  const edges = Array.from({ length: random(20) }, (): [string, string] => [
    ids[random(ids.length)]!,
    ids[random(ids.length)]!,
  ])
  return { ids, edges }
}

function reachable({ ids, edges }: Graph): Map<string, Set<string>> {
  const found = new Map(ids.map((id) => [id, new Set([id])]))
  for (let round = 0; round < ids.length; round++)
    for (const [from, to] of edges) for (const set of found.values()) if (set.has(from)) set.add(to)
  return found
}

const structureOf = ({ ids, edges }: Graph, rows: Record<string, number | null> = {}) => ({
  tables: ids.map(
    (id): StructureTable => ({
      id,
      schema: 'public',
      name: id,
      partitioned: false,
      comment: null,
      estimatedRows: rows[id] === undefined ? 1_000 : rows[id],
      readable: true,
      columns: [],
      primaryKey: ['id'],
      uniqueKeys: [],
      inherits: [],
    }),
  ),
  references: edges.map(([source, target], index): Structure['references'][number] => ({
    name: `fk${index}`,
    source,
    target,
    columns: [`c${index}`],
    targetColumns: ['id'],
    match: 'SIMPLE',
    validated: true,
    partitions: null,
  })),
})

const graphs = Array.from({ length: 300 }, (_, seed) => graphOf(seed))

describe('groups of tables', () => {
  it('are those that reach one another, parents before children', () => {
    for (const graph of graphs) {
      const reach = reachable(graph)
      const next = (id: string) => graph.edges.filter(([from]) => from === id).map(([, to]) => to)
      const groups = stronglyConnected(graph.ids, next)
      expect([...groups.keys()].sort()).toEqual([...graph.ids].sort())
      for (const a of graph.ids) {
        for (const b of graph.ids) {
          const together = reach.get(a)!.has(b) && reach.get(b)!.has(a)
          expect(groups.get(a) === groups.get(b)).toBe(together)
          if (!together && reach.get(a)!.has(b)) expect(groups.get(b)!).toBeLessThan(groups.get(a)!)
        }
      }
    }
  })

  it('are found along chains that are longer than the stack', () => {
    const ids = Array.from({ length: 50_000 }, (_, index) => `${index}`)
    const groups = stronglyConnected(ids, (id) => (Number(id) + 1 < ids.length ? [`${Number(id) + 1}`] : []))
    expect(new Set(groups.values()).size).toBe(ids.length)
    const circle = stronglyConnected(ids, (id) => [`${(Number(id) + 1) % ids.length}`])
    expect(new Set(circle.values()).size).toBe(1)
  })
})

describe('the role of a table', () => {
  it('follows from what it reaches and what reaches it', () => {
    for (const [seed, graph] of graphs.entries()) {
      const random = randomOf(seed + 7)
      const reach = reachable(graph)
      const subjects = [graph.ids[random(graph.ids.length)]!]
      const structure = structureOf(graph)
      const restricted = restrictedTables(relationsOf(structure), subjects)
      const related = rolesOf(structure, { subjects, excluded: [], scope: 'RELATED' })
      const rest = rolesOf(structure, { subjects, excluded: [], scope: 'REST' })
      for (const id of graph.ids) {
        const depends = reach.get(id)!.has(subjects[0]!)
        expect(restricted.has(id)).toBe(depends)
        const referenced = [...restricted].some((other) => reach.get(other)!.has(id))
        const role = subjects.includes(id) ? 'SUBJECT' : 'DESCENDANT'
        expect(related.get(id)).toBe(depends ? role : referenced ? 'REFERENCED' : 'EMPTY')
        expect(rest.get(id)).toBe(depends ? role : 'REST')
      }
    }
  })

  it('is EMPTY for what is excluded and for what only that needs', () => {
    const graph: Graph = {
      ids: ['order', 'customer', 'note', 'author'],
      edges: [
        ['order', 'customer'],
        ['note', 'order'],
        ['note', 'author'],
      ],
    }
    const roles = rolesOf(structureOf(graph), {
      subjects: ['customer'],
      excluded: ['note'],
      scope: 'RELATED',
    })
    expect(Object.fromEntries(roles)).toEqual({
      customer: 'SUBJECT',
      order: 'DESCENDANT',
      note: 'EMPTY',
      author: 'EMPTY',
    })
  })
})

describe('estimated rows', () => {
  const estimate = (
    graph: Graph,
    rows: Record<string, number | null>,
    subjects: Record<string, number | null>,
    scope: 'RELATED' | 'REST' = 'RELATED',
  ) => {
    const structure = structureOf(graph, rows)
    const roles = rolesOf(structure, { subjects: Object.keys(subjects), excluded: [], scope })
    return Object.fromEntries(estimateRows(structure, roles, new Map(Object.entries(subjects))))
  }
  const shop: Graph = {
    ids: ['line', 'order', 'customer', 'product', 'staff'],
    edges: [
      ['line', 'order'],
      ['order', 'customer'],
      ['line', 'product'],
      ['order', 'staff'],
      ['staff', 'staff'],
    ],
  }
  const sizes = { customer: 100, order: 1_000, line: 5_000, product: 50, staff: 3 }

  it('of descendants are the share of their parents that is kept', () => {
    const rows = estimate(shop, sizes, { customer: 10 })
    expect(rows).toEqual({ customer: 10, order: 100, line: 500, product: 50, staff: 3 })
    expect(estimate(shop, sizes, { customer: 10, product: 5 })).toMatchObject({
      order: 100,
      line: 50,
      product: 5,
    })
  })

  it('of what is referred to are never more than there are', () => {
    const { product } = estimate(shop, { ...sizes, product: 1_000_000 }, { customer: 1 })
    expect(product).toBe(50)
    expect(estimate(shop, { ...sizes, product: 60 }, { customer: 1 }).product).toBeLessThan(50)
  })

  it('of the rest are all', () => {
    const apart: Graph = { ids: [...shop.ids, 'apart'], edges: shop.edges }
    expect(estimate(apart, { ...sizes, apart: 7 }, { customer: 10 }, 'REST').apart).toBe(7)
    expect(estimate(apart, { ...sizes, apart: 7 }, { customer: 10 }).apart).toBe(0)
  })

  it('are not known where a table was never analysed', () => {
    const rows = estimate(shop, { ...sizes, order: null }, { customer: 10 })
    expect(rows).toMatchObject({ customer: 10, order: null, line: null, product: null })
    expect(estimate(shop, sizes, { customer: null }).line).toBeNull()
  })

  it('of tables in a circle are the share of their neighbours', () => {
    const circle: Graph = {
      ids: ['dept', 'emp', 'badge'],
      edges: [
        ['dept', 'emp'],
        ['emp', 'dept'],
        ['badge', 'emp'],
      ],
    }
    expect(estimate(circle, { dept: 10, emp: 1_000, badge: 2_000 }, { dept: 1 })).toEqual({
      dept: 1,
      emp: 100,
      badge: 200,
    })
  })

  it('are whole numbers or null for every graph', () => {
    for (const graph of graphs) {
      const rows = estimate(graph, {}, { [graph.ids[0]!]: 10 })
      for (const id of graph.ids) {
        expect(
          rows[id] === null || (Number.isSafeInteger(rows[id]) && rows[id]! >= 0 && rows[id]! <= 1_000),
        ).toBe(true)
      }
    }
  })

  it('go by roles alone', () => {
    const structure = structureOf(shop, sizes)
    const roles = new Map<string, TableRole>(shop.ids.map((id) => [id, 'EMPTY']))
    expect(new Set(estimateRows(structure, roles, new Map()).values())).toEqual(new Set([0]))
  })
})
