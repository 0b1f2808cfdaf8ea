/** What a box plot draws of numbers: quartiles, whiskers that end within 1.5 times their distance, and what is beyond. */
export type Box = {
  low: number
  q1: number
  median: number
  q3: number
  high: number
  /** Those below the whiskers and those above, as many as are drawn. */
  lows: number[]
  highs: number[]
}

/** Whiskers end at the last number within. */
export const fencesOf = ({ q1, q3 }: Pick<Box, 'q1' | 'q3'>): [number, number] => [
  q1 - 1.5 * (q3 - q1),
  q3 + 1.5 * (q3 - q1),
]

/** So many outliers on each side of a box are drawn at most, where there are so many boxes and so many values are. */
export const mostOutliers = (boxes: number, values: number) =>
  Math.max(0, Math.min(200, Math.floor((values / boxes - 1) / 4) - 1))

export function boxOf(numbers: readonly number[], most: number): Box {
  const sorted = Float64Array.from(numbers).sort()
  const [q1, median, q3] = [0.25, 0.5, 0.75].map((share) => quantile(sorted, share)) as [
    number,
    number,
    number,
  ]
  const [from, to] = fencesOf({ q1, q3 })
  const first = sorted.findIndex((value) => value >= from)
  const last = sorted.findLastIndex((value) => value <= to)
  return {
    low: sorted[first]!,
    q1,
    median,
    q3,
    high: sorted[last]!,
    lows: evenly([...sorted.subarray(0, first)], most),
    highs: evenly([...sorted.subarray(last + 1)].reverse(), most),
  }
}

/** As Vega, R and percentile_cont have it: between two numbers by their distance. */
function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share
  const [below, above] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!]
  return below + (above - below) * (place - Math.floor(place))
}

/** So many of them, the first one among them: those at even places. */
export function evenly(values: readonly number[], most: number): number[] {
  return values.filter((_, at) => values.length <= most || (at * most) % values.length < most)
}

/**
 * A few numbers of which a box plot draws the same as of all: 4 n + 1 of them have the one at n as their first quartile, and so
 * on, and there is room for n − 1 outliers on each side.
 */
export function valuesOf({ low, q1, median, q3, high, lows, highs }: Box): number[] {
  const room = Math.max(lows.length, highs.length) + 1
  const times = (count: number, value: number) => Array<number>(count).fill(value)
  return [
    ...[...lows, Math.min(low, q1), ...times(room - 1 - lows.length, q1), q1],
    ...[...times(room - 1, q1), median, ...times(room - 1, q3)],
    ...[q3, ...times(room - 1 - highs.length, q3), Math.max(high, q3), ...highs],
  ]
}
