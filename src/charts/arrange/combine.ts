import type { Aggregate } from '../intent.ts'

/** One number of many; null where there is none. A count counts them all, also those without a number. */
export function combine(
  aggregate: Exclude<Aggregate, 'none'>,
  values: readonly number[],
  rows: number,
): number | null {
  if (aggregate === 'count') return rows
  if (values.length === 0) return null
  switch (aggregate) {
    case 'sum':
      return exactSum(values)
    case 'mean':
      return exactSum(values) / values.length
    case 'median':
      return medianOf(values)
    default:
      return values.reduce((a, b) => (aggregate === 'min' ? Math.min(a, b) : Math.max(a, b)))
  }
}

// Cents added up as binary fractions show as 0.30000000000000004: Neumaier's sum, then 15 digits, which is what they hold.
function exactSum(values: readonly number[]): number {
  let [sum, lost] = [0, 0]
  for (const value of values) {
    const next = sum + value
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum
    sum = next
  }
  return Number((sum + lost).toPrecision(15))
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
