import { measures } from './measures.ts'
import type { Tie } from './model.ts'
import type { Line, Placed } from './placed.ts'

type Point = { x: number; y: number }

/** The middle of the row of a column; of the head where it is not shown. */
function rowOf(box: Placed, column: string | undefined): number {
  const index = box.rows.findIndex(({ name }) => name === column)
  return index < 0 ? box.y + measures.head / 2 : box.y + measures.head + (index + 0.5) * measures.row
}

/**
 * The line of a tie through points between its boxes; from a table to itself it goes around its right side.
 * @param shift of its end at the target, up or down from the middle of the row
 */
export function route(
  tie: Tie,
  shift: number,
  source: Placed,
  target: Placed,
  between: readonly Point[],
): Line {
  const isSelf = source.id === target.id
  const toRight = isSelf || source.x + source.width / 2 >= target.x + target.width / 2
  const ways = isSelf ? ([1, 1] as const) : toRight ? ([1, -1] as const) : ([-1, 1] as const)
  const end = (box: Placed, column: string | undefined, way: 1 | -1) => ({
    x: way === 1 ? box.x + box.width : box.x,
    y: rowOf(box, column),
    way,
  })
  const targetEnd = end(target, tie.targetColumns[0], ways[0])
  targetEnd.y += shift
  const sourceEnd = end(source, tie.sourceColumns[0], ways[1])
  if (isSelf && Math.abs(sourceEnd.y - targetEnd.y) < 12) targetEnd.y = target.y + measures.head / 2
  // Level until it is out of the column, so that it turns beside wider boxes and not over them.
  const stub = ({ y, way }: typeof targetEnd, { x, width, columnWidth }: Placed) => ({
    x: x + width / 2 + way * (columnWidth / 2 + measures.stub),
    y,
  })
  const path = isSelf
    ? around(targetEnd, sourceEnd)
    : through([targetEnd, stub(targetEnd, target), ...between, stub(sourceEnd, source), sourceEnd])
  return { ...tie, path, sourceEnd, targetEnd }
}

const round = (value: number) => Math.round(value * 10) / 10

/** Leaves and enters each point level, so that the rows at its ends are seen to be meant. */
function through(points: readonly Point[]): string {
  const [first, ...rest] = points as [Point, ...Point[]]
  let from = first
  const parts = rest.map((to) => {
    const middle = round((from.x + to.x) / 2)
    const part =
      from.y === to.y
        ? `L${round(to.x)} ${round(to.y)}`
        : `C${middle} ${round(from.y)} ${middle} ${round(to.y)} ${round(to.x)} ${round(to.y)}`
    from = to
    return part
  })
  return `M${round(first.x)} ${round(first.y)}${parts.join('')}`
}

function around(from: Point, to: Point): string {
  const out = round(from.x + measures.stub)
  const far = round(from.x + measures.stub * 1.8)
  return `M${round(from.x)} ${round(from.y)}H${out}C${far} ${round(from.y)} ${far} ${round(to.y)} ${out} ${round(to.y)}H${round(to.x)}`
}
