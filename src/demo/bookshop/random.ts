export type Random = ReturnType<typeof seeded>

/** Mulberry32 by Tommy Ettinger, which is in the public domain, started from the FNV-1a hash of `name`. */
export function seeded(name: string) {
  let state = 0x811c9dc5
  for (const byte of Buffer.from(name)) state = Math.imul(state ^ byte, 0x01000193)
  const fraction = () => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), state | 1)
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61)
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(fraction() * limit)
  return {
    chance: (probability: number) => fraction() < probability,
    /** A whole number from 0 to `limit` - 1. */
    below,
    between: (first: number, last: number) => first + below(last - first + 1),
    pick: <T>(list: ArrayLike<T>) => list[below(list.length)] as T,
    /** As `below`, but a product of `factors` fractions: the more of them, the rarer a large number. */
    skewed: (limit: number, factors: number) =>
      Math.floor(times(factors, fraction).reduce((product, factor) => product * factor, limit)),
  }
}

export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const result = [...list]
  for (let i = result.length - 1; i > 0; i--) {
    const j = random.below(i + 1)
    ;[result[i], result[j]] = [result[j]!, result[i]!]
  }
  return result
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index))
}
