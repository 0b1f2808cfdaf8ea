import { textWidth } from '../fonts/text-width.ts'
import { written } from '../written.ts'
import { axisTitle } from './axis-titles.ts'
import { numberAxis, numberFormat, numberScale } from './numbers.ts'
import type { Drawing, Scene } from './scene.ts'
import { labelSize } from './theme.ts'

const [width, height] = [720, 440]
/** Fewer intervals than that stand in the middle, no wider than if there were so many. */
const leastIntervals = 6

/** As many ends of intervals as have room for their numbers, all with as many decimals as they need. */
function edgesAxis(ends: readonly number[], interval: number) {
  const [from, to] = [Math.min(...ends), Math.max(...ends)]
  const all = Array.from({ length: Math.round((to - from) / interval) + 1 }, (_, at) =>
    Number((from + at * interval).toPrecision(12)),
  )
  const format = numberFormat(ends)
  const longest = format.labelExpr ? '000k' : all.map(written).reduce((a, b) => (b.length > a.length ? b : a))
  const each = Math.ceil(all.length / Math.floor((width - 100) / (textWidth(longest, labelSize) + 18)))
  const values = all.filter((_, at) => at % each === 0)
  const decimals = Math.max(...values.map((value) => (String(value).split('.')[1] ?? '').length))
  return { ...(format.labelExpr ? format : { format: `,.${decimals}f` }), values, labelFlush: false }
}

/** How many there are in each interval. */
export function histogram({ arranged, fields, titles }: Scene): Drawing {
  const { points } = arranged
  const ends = points.flatMap(({ x, x2 }) => [x as number, x2!])
  const values = points.map(({ y }) => y as number)
  const interval = points[0]!.x2! - (points[0]!.x as number)
  const [from, to] = [Math.min(...ends), Math.max(...ends)]
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
          axis: { ...edgesAxis(ends, interval), grid: false },
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
