/** How long `work` takes, in milliseconds. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

export type Contestants<Name extends string> = Record<Name, () => Promise<number>>

/**
 * Lets each contestant run once a round, all in turn, so that what disturbs the machine disturbs them alike. A first round
 * that is not counted warms caches and compiled code.
 */
export async function interleave<Name extends string>(
  rounds: number,
  contestants: Contestants<Name>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contestants) as Name[]
  const results = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>
  for (let round = 0; round <= rounds; round++) {
    for (const name of names) {
      const value = await contestants[name]()
      if (round > 0) results[name].push(value)
    }
  }
  return results
}

/** The value that the share `q` (0 to 1) of the values does not exceed. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  const index = Math.max(0, Math.ceil(q * sorted.length) - 1)
  const value = sorted[index]
  if (value === undefined) throw new Error('Nothing was measured')
  return value
}

/** Of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}

/** The median over the rounds of what `of` is in proportion to `to` in the same round. */
export const medianRatio = (of: readonly number[], to: readonly number[]) =>
  median(of.map((value, round) => value / to[round]!))

/** Does `work` so many times, `width` of them at a time. */
export async function concurrently(
  count: number,
  width: number,
  work: () => Promise<unknown>,
): Promise<void> {
  let left = count
  const lane = async () => {
    while (left-- > 0) await work()
  }
  await Promise.all(Array.from({ length: width }, lane))
}
