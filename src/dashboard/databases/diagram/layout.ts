import { Graph, type GraphLabel, layout as place } from '@dagrejs/dagre'
import { measures, sizeOf } from './measures.ts'
import type { Model, Tie } from './model.ts'
import type { Drawing, Placed, Sized } from './placed.ts'
import { route } from './route.ts'

const spacing = { nodesep: 26, edgesep: 14, ranksep: 110 } satisfies GraphLabel
const gridGap = 28

/**
 * Places boxes so that what is referred to stands to the left of what refers to it, and draws the lines between. Boxes without any
 * line stand in rows below.
 */
export function layoutOf({ boxes, ties }: Model): Drawing {
  const sized = boxes.map((box) => ({ ...box, ...sizeOf(box) }))
  const between = ties.filter(({ source, target }) => source !== target)
  const tied = new Set(between.flatMap(({ source, target }) => [source, target]))
  const related = sized.filter(({ id }) => tied.has(id))
  let graph = arrange(related, between, () => 1)
  const steps = spread(graph, related, between)
  if (steps) graph = arrange(related, between, steps)

  const columnWidths = new Map<number, number>()
  for (const { id, width } of related) {
    const at = columnOf(graph, id)
    columnWidths.set(at, Math.max(columnWidths.get(at) ?? 0, width))
  }
  const placed = new Map<string, Placed>()
  for (const box of related) {
    const { x = 0, y = 0 } = graph.node(box.id)
    placed.set(box.id, {
      ...box,
      x: x - box.width / 2,
      y: y - box.height / 2,
      columnWidth: columnWidths.get(columnOf(graph, box.id)) ?? box.width,
    })
  }
  const { width = 0, height = 0 } = graph.graph()
  const selfTied = measures.stub * 2
  const alone = sized.filter(({ id }) => !tied.has(id))
  const below = rowsOf(alone, Math.max(width, 900), related.length > 0 ? height + gridGap * 2 : 0)
  for (const box of below) placed.set(box.id, box)
  const shifts = shiftsOf(ties)
  const all = sized.map(({ id }) => placed.get(id)!)
  return {
    boxes: all,
    lines: ties.map((tie) =>
      route(
        tie,
        shifts(tie),
        placed.get(tie.source)!,
        placed.get(tie.target)!,
        tie.source === tie.target
          ? []
          : past(graph.edge({ v: tie.target, w: tie.source, name: tie.id })?.points ?? [], columnWidths),
      ),
    ),
    width: Math.max(0, ...all.map(({ x, width }) => x + width)) + selfTied,
    height: Math.max(0, ...all.map(({ y, height }) => y + height)),
  }
}

const columnOf = (graph: Graph, id: string) => Math.round(graph.node(id).x ?? 0)

/**
 * Where a line passes columns of boxes between its ends, level for as long as the column is wide. The layout has a point for it at the
 * middle of each column and one between any two; those between would only make it wind.
 */
function past(points: readonly { x: number; y: number }[], widths: ReadonlyMap<number, number>) {
  return points.slice(1, -1).flatMap(({ x, y }, index, { length }) => {
    if (index % 2 === 0) return []
    const half = (widths.get(Math.round(x)) ?? 0) / 2
    const way = points.at(-1)!.x > points[0]!.x ? 1 : -1
    return length < 3
      ? []
      : [
          { x: x - way * half, y },
          { x: x + way * half, y },
        ]
  })
}

/** Where lines with and without a ring meet at one row of a table, each kind has a half of it, so that their signs are told apart. */
function shiftsOf(ties: Tie[]): (tie: Tie) => number {
  const rowOf = ({ target, targetColumns }: Tie) => `${target} ${targetColumns[0]}`
  const kinds = Map.groupBy(ties, rowOf)
  return (tie) => {
    const isMixed = kinds.get(rowOf(tie))?.some(({ isOptional }) => isOptional !== tie.isOptional)
    return isMixed ? (tie.isOptional ? 5 : -5) : 0
  }
}

function arrange(boxes: Sized[], ties: Tie[], stepsOf: (tie: Tie) => number): Graph {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'LR', ...spacing })
  for (const { id, width, height } of boxes) graph.setNode(id, { width, height })
  for (const tie of ties)
    graph.setEdge(tie.target, tie.source, { minlen: stepsOf(tie), width: 0, height: 0 }, tie.id)
  place(graph)
  return graph
}

/**
 * Where many boxes stand in one column since they are tied to one other box alone, such as all that refer to a table of countries,
 * they are spread over several. Null where the picture is not too tall.
 */
function spread(graph: Graph, boxes: Sized[], ties: Tie[]): ((tie: Tie) => number) | null {
  const { width = 0, height = 0 } = graph.graph()
  if (height < 900 || height < width * 1.4) return null
  const degree = new Map<string, Set<string>>()
  for (const { source, target } of ties) {
    degree.set(source, (degree.get(source) ?? new Set()).add(target))
    degree.set(target, (degree.get(target) ?? new Set()).add(source))
  }
  const columns = Map.groupBy(
    boxes.filter(({ id }) => degree.get(id)?.size === 1),
    ({ id }) => columnOf(graph, id),
  )
  const steps = new Map<string, number>()
  for (const column of columns.values()) {
    const tall = column.reduce((sum, { height }) => sum + height + spacing.nodesep, 0)
    const wanted = Math.max(1, Math.min(6, Math.round(Math.sqrt(tall / 280))))
    for (const [index, { id }] of column.entries()) steps.set(id, 1 + (index % wanted))
  }
  return ({ source, target }) => Math.max(steps.get(source) ?? 1, steps.get(target) ?? 1)
}

function rowsOf(boxes: Sized[], width: number, top: number): Placed[] {
  let [x, y, tallest] = [0, top, 0]
  return boxes.map((box) => {
    if (x > 0 && x + box.width > width) {
      ;[x, y, tallest] = [0, y + tallest + gridGap, 0]
    }
    const placed = { ...box, x, y, columnWidth: box.width }
    x += box.width + gridGap + measures.stub
    tallest = Math.max(tallest, box.height)
    return placed
  })
}
