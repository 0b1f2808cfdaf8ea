/**
 * Whose turn it is to use the process. Between two looks at what arrives it does only so much: what is more waits, and whoever has most
 * points left goes first. So a user who asks for much is slow, and those who ask for little hardly notice.
 */
export type Turns = {
  /** Waited for, where it is not at once, before `user` does work of so many points. */
  next(user: string, points: number): Promise<void> | undefined
}

/** Some two milliseconds of work. */
const pointsPerTurn = 1_000
const longestRestMs = 100

type Waiting = { points: number; begin(): void }

/**
 * @param leftOf how many points a user has left
 * @param restOf how many times as long as a turn took the process is left to others after it
 */
export function createTurns(
  leftOf: (user: string) => number,
  { perTurn = pointsPerTurn, restOf = () => 0 }: { perTurn?: number; restOf?: () => number } = {},
): Turns {
  const waiting = new Map<string, Waiting[]>()
  let used = 0
  let isScheduled = false

  /** Whatever was begun goes on until the process looks at what has arrived. */
  function schedule() {
    if (isScheduled) return
    isScheduled = true
    const begunAt = performance.now()
    setImmediate(() => {
      const restMs = Math.min(restOf() * (performance.now() - begunAt), longestRestMs)
      if (restMs < 1) turn()
      else setTimeout(turn, restMs)
    })
  }

  function turn() {
    isScheduled = false
    used = 0
    while (waiting.size > 0 && used < perTurn) {
      const { points, begin } = takeFirst()
      used += points
      begin()
    }
    if (used > 0) schedule()
  }

  function takeFirst(): Waiting {
    const users = [...waiting.keys()]
    const left = users.map(leftOf)
    const user = users[left.indexOf(Math.max(...left))]!
    const own = waiting.get(user)!
    const first = own.shift()!
    if (own.length === 0) waiting.delete(user)
    return first
  }

  return {
    next(user, points) {
      if (waiting.size > 0 || used >= perTurn)
        return new Promise((begin) => {
          const own = waiting.get(user) ?? []
          waiting.set(user, own)
          own.push({ points, begin })
          schedule()
        })
      used += points
      schedule()
    },
  }
}
