import { textWidth } from '../fonts/text-width.ts'
import { written } from '../written.ts'
import { axisTitle } from './axis-titles.ts'
import { numberAxis, numberFormat, numberScale } from './numbers.ts'
import type { Scene } from './scene.ts'
import type { Drawing } from './specify.ts'
import { labelSize } from './theme.ts'

const [width, height] = [720, 440]
/** Fewer intervals than that stand in the middle, no wider than if there were so many. */
const leastIntervals = 6

/** As many ends of intervals as have room for their numbers. */
function edges(ends: readonly number[], interval: number, label: number): number[] {
  const [from, to] = [Math.min(...ends), Math.max(...ends)]
  const all = Array.from({ length: Math.round((to - from) / interval) + 1 }, (_, at) =>
    Number((from + at * interval).toPrecision(12)),
  )
  const each = Math.ceil(all.length / Math.floor((width - 100) / (label + 18)))
  return all.filter((_, at) => at % each === 0)
}

/** How many there are in each interval. */
export function histogram({ arranged, fields, titles }: Scene): Drawing {
  const { points } = arranged
  const ends = points.flatMap(({ x, x2 }) => [x as number, x2!])
  const values = points.map(({ y }) => y as number)
  const interval = points[0]!.x2! - (points[0]!.x as number)
  const [from, to] = [Math.min(...ends), Math.max(...ends)]
  const { format, labelExpr } = numberFormat(ends)
  const longest = ends.reduce(
    (most, end) => Math.max(most, textWidth(format || !labelExpr ? written(end) : '000k', labelSize)),
    0,
  )
  const spare = Math.ceil(Math.max(0, leastIntervals - Math.round((to - from) / interval)) / 2) * interval
  return {
    data: points.map((point) => ({
      [fields.x]: point.x,
      [fields.x2]: point.x2,
      [fields.y]: point.y,
    })),
    spec: {
      width,
      height,
      mark: { type: 'bar', binSpacing: 1 },
      encoding: {
        x: {
          field: fields.x,
          type: 'quantitative',
          bin: 'binned',
          title: axisTitle(titles.x, width - 100),
          scale: { zero: false, nice: false, ...(spare > 0 && { domain: [from - spare, to + spare] }) },
          axis: {
            ...numberFormat(ends),
            values: edges(ends, interval, longest),
            labelFlush: false,
            grid: false,
          },
        },
        x2: { field: fields.x2 },
        y: {
          field: fields.y,
          type: 'quantitative',
          title: axisTitle(titles.y, height - 100),
          scale: numberScale(values),
          axis: numberAxis(values),
        },
      },
    },
  }
}
