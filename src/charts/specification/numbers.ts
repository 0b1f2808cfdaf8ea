/** About so many ticks stand on an axis of numbers. */
const ticks = 6
const faintGrid = '#e4e7eb'
const zeroLine = '#7b8794'

/** The format of d3 for these numbers, by how large and how fine they are. Expressions here are of constants alone. */
export function numberFormat(values: readonly number[]): Record<string, unknown> {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (largest >= 1e6 && largest < 1e15) return { labelExpr: "replace(format(datum.value, '~s'), 'G', 'B')" }
  if (largest >= 1e15 || (largest > 0 && largest < 1e-4))
    return { labelExpr: "datum.value == 0 ? '0' : format(datum.value, '~e')" }
  return values.every(Number.isInteger) ? { format: ',d', tickMinStep: 1 } : {}
}

/** An axis of numbers; where they are on both sides of 0, its line can be told from the others. */
export function numberAxis(values: readonly number[]): Record<string, unknown> {
  const crosses = isBelow(values) && values.some((value) => value > 0)
  const zero = { condition: { test: 'datum.value == 0', value: zeroLine }, value: faintGrid }
  return { ...numberFormat(values), tickCount: ticks, labelFlush: false, ...(crosses && { gridColor: zero }) }
}

export const isBelow = (values: readonly number[]) => values.some((value) => value < 0)

/** Shares of 1, written as percentages. */
export const shareAxis = { format: '.0%', tickCount: 5, labelFlush: false }

/** The scale of an axis of numbers ends at ticks of its own; where all are 0, 0 is at its foot. */
export const numberScale = (values: readonly number[], scale: { zero?: boolean } = {}) =>
  values.every((value) => value === 0) ? { domain: [0, 1] } : { ...scale, nice: ticks }

/** Whether most of the numbers would lie on one another at the foot of a linear axis, and each has a logarithm. */
export function isSkewed(values: readonly number[]): boolean {
  if (values.length < 20 || values.some((value) => value <= 0)) return false
  const sorted = values.toSorted((a, b) => a - b)
  const largest = sorted.at(-1)!
  return largest / sorted[0]! >= 1000 && sorted[Math.floor(sorted.length * 0.7)]! < largest / 20
}

/** Whether an axis of these numbers may begin elsewhere than at 0: where that would leave more than so much of it empty. */
export function leavesZero(values: readonly number[], most = 0.5): boolean {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    min = Math.min(min, value)
    max = Math.max(max, value)
  }
  return max > min && (min > 0 ? min > max * most : max < min * most)
}
