/**
 * Whose turn it is to use the process. Between two looks at what arrives it does only so much: what is more waits, and whoever has most
 * points left goes first. So a user who asks for much is slow, and those who ask for little hardly notice.
 */
export type Turns = {
  /** Waited for, where it is not at once, before `user` does work of so many points. */
  next(user: string, points: number): Promise<void> | undefined
}

/** Some five milliseconds of work. */
const pointsPerTurn = 2_500

type Waiting = { user: string; points: number; begin(): void }

/** @param leftOf how many points a user has left */
export function createTurns(leftOf: (user: string) => number, perTurn = pointsPerTurn): Turns {
  const waiting: Waiting[] = []
  let used = 0
  let isScheduled = false

  function schedule() {
    if (isScheduled) return
    isScheduled = true
    setImmediate(turn)
  }

  function turn() {
    isScheduled = false
    used = 0
    while (waiting.length > 0 && used < perTurn) {
      const [{ points, begin }] = waiting.splice(indexOfNext(), 1) as [Waiting]
      used += points
      begin()
    }
    if (used > 0) schedule()
  }

  function indexOfNext(): number {
    const left = new Map<string, number>()
    let best = 0
    let most = Number.NEGATIVE_INFINITY
    waiting.forEach(({ user }, index) => {
      const points = left.get(user) ?? leftOf(user)
      left.set(user, points)
      if (points > most) {
        most = points
        best = index
      }
    })
    return best
  }

  return {
    next(user, points) {
      if (waiting.length > 0 || used >= perTurn)
        return new Promise((begin) => {
          waiting.push({ user, points, begin })
          schedule()
        })
      used += points
      schedule()
    },
  }
}
