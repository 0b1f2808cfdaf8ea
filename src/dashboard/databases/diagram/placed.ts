import type { sizeOf } from './measures.ts'
import type { Box, Tie } from './model.ts'

export type Sized = Box & ReturnType<typeof sizeOf>
/** `columnWidth` is that of the widest box of those that stand in its column, whose middles are one above the other. */
export type Placed = Sized & { x: number; y: number; columnWidth: number }
/** A line from the row of the target to that of the source, and which way it leaves each: 1 to the right, -1 to the left. */
export type Line = Tie & {
  path: string
  sourceEnd: { x: number; y: number; way: 1 | -1 }
  targetEnd: { x: number; y: number; way: 1 | -1 }
}
export type Drawing = { boxes: Placed[]; lines: Line[]; width: number; height: number }
