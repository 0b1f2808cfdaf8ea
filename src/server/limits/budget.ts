/** So much a minute for each user: what was not used for a minute is whole again. */
export type Budget = {
  limit: number
  /**
   * Takes `amount` and answers 0; where less is left, takes nothing and answers in how many seconds there will be enough.
   * What is more than a whole minute's is let through where the minute is whole.
   * @param keep what has to be left afterwards, for others of the same user
   */
  take(user: string, amount: number, keep?: number): number
  /** Takes what was used already, be there so much or not: the user waits for it later. */
  charge(user: string, amount: number): void
  /** Of the limit; below 0 where more was charged. */
  left(user: string): number
  /** How many users it remembers. */
  readonly size: number
}

const minuteMs = 60_000

/**
 * In this process alone, and in memory: a user is forgotten after a minute without a request, when nothing is owed any more.
 * @param now milliseconds that never go back
 */
export function createBudget(limit: number, now: () => number = () => performance.now()): Budget {
  /** In the order of their last use, so that those who have come to rest are the first. */
  const users = new Map<string, { left: number; at: number }>()

  function of(user: string): { left: number; at: number } {
    const at = now()
    const known = users.get(user)
    const left = known ? Math.min(limit, known.left + ((at - known.at) / minuteMs) * limit) : limit
    const current = { left, at }
    users.delete(user)
    users.set(user, current)
    for (const [other, { left, at: since }] of users) {
      if (left + ((at - since) / minuteMs) * limit < limit) break
      if (other !== user) users.delete(other)
    }
    return current
  }

  return {
    limit,
    take(user, amount, keep = 0) {
      const state = of(user)
      const wanted = Math.min(amount + keep, limit)
      if (state.left < wanted) return ((wanted - state.left) / limit) * (minuteMs / 1_000)
      state.left -= amount
      return 0
    },
    charge(user, amount) {
      of(user).left -= amount
    },
    left: (user) => of(user).left,
    get size() {
      return users.size
    },
  }
}
