/** About so many ticks stand on an axis of numbers. */
const ticks = 6

/** The format of d3 for these numbers, by how large and how fine they are. Expressions here are of constants alone. */
export function numberFormat(values: readonly number[]): Record<string, unknown> {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (largest >= 1e6 && largest < 1e15) return { labelExpr: "replace(format(datum.value, '~s'), 'G', 'B')" }
  if (largest >= 1e15 || (largest > 0 && largest < 1e-4)) return { format: '~e' }
  return values.every(Number.isInteger) ? { format: ',d', tickMinStep: 1 } : {}
}

export const numberAxis = (values: readonly number[]): Record<string, unknown> => ({
  ...numberFormat(values),
  tickCount: ticks,
  labelFlush: false,
})

/** The scale of an axis of numbers ends at ticks of its own. */
export const numberScale = (scale: { zero?: boolean } = {}) => ({ ...scale, nice: ticks })

/** A number as a person writes it, with as many digits as mean something. */
export function written(value: number): string {
  const size = Math.abs(value)
  if (size >= 1e15 || (size > 0 && size < 1e-6)) return value.toExponential(3)
  const digits = Number.isInteger(value) ? 0 : size >= 1000 ? 1 : size >= 1 ? 2 : 4
  return value.toLocaleString('en', { maximumFractionDigits: digits })
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
