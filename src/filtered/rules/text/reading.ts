/** One way of understanding the tokens from a position up to `end`. The lower the cost, the more usual the reading. */
export type Reading<T> = { end: number; value: T; cost: number }

export const reading = <T>(end: number, value: T, cost = 0): Reading<T> => ({ end, value, cost })

/** How many readings of the same tokens are followed up. */
const width = 12

/** The cheapest of those that mean the same, and of the rest the cheapest few for each end. */
export function best<T>(readings: Reading<T>[], keep = width): Reading<T>[] {
  const distinct = new Map<string, Reading<T>>()
  for (const one of readings) {
    const key = `${one.end} ${JSON.stringify(one.value)}`
    const known = distinct.get(key)
    if (!known || one.cost < known.cost) distinct.set(key, one)
  }
  return Map.groupBy(distinct.values(), ({ end }) => end)
    .values()
    .flatMap((alike) => alike.sort((a, b) => a.cost - b.cost).slice(0, keep))
    .toArray()
}
