/** Both forms make the same faults; the long one makes more of them, and lets them last for longer. */
export const isLong = process.env.QUARRY_LONG === '1'
export const inForm = <T>(short: T, long: T): T => (isLong ? long : short)

/** Where a fault strikes is chance; the seed of a failure, given as QUARRY_SEED, makes the same choices again. */
export const seed = Number(process.env.QUARRY_SEED ?? Date.now() % 1_000_000)

export type Chance = {
  /** From `low` up to, not including, `high`. */
  between(low: number, high: number): number
  of<T>(items: T[]): T
}

/** Mulberry32. */
export function chanceOf(start: number): Chance {
  let state = start
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return {
    between: (low, high) => low + next() * (high - low),
    of: (items) => items[Math.floor(next() * items.length)]!,
  }
}
