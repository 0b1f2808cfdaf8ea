/** Costly operations go one at a time, so that there are never many in memory, nor many that wait for the same connections. */
export type Lane = {
  /** Waits for the place; `leave` gives it to the next. Those that cost little do not wait. Null where too many wait already. */
  enter(user: string, points: number): Promise<{ leave(): void }> | null
}

/** Points above which an operation is a costly one. */
export const costly = 2_000
const mostWaiting = 200
/** What waits for other servers for so long leaves the place to others meanwhile. */
const longestMs = 10_000
const free = { leave() {} }

type Waiting = { user: string; begin(place: { leave(): void }): void }

/** @param leftOf how many points a user has left: whoever has most goes first */
export function createLane(leftOf: (user: string) => number): Lane {
  const waiting: Waiting[] = []
  let isTaken = false

  function take(): { leave(): void } {
    isTaken = true
    let hasLeft = false
    const leave = () => {
      if (hasLeft) return
      hasLeft = true
      clearTimeout(timer)
      isTaken = false
      next()
    }
    const timer = setTimeout(leave, longestMs).unref()
    return { leave }
  }

  function next() {
    const first = waiting.toSorted((a, b) => leftOf(b.user) - leftOf(a.user))[0]
    if (!first) return
    waiting.splice(waiting.indexOf(first), 1)
    first.begin(take())
  }

  return {
    enter(user, points) {
      if (points <= costly) return Promise.resolve(free)
      if (!isTaken) return Promise.resolve(take())
      if (waiting.length >= mostWaiting) return null
      return new Promise((begin) => waiting.push({ user, begin }))
    },
  }
}

/** So many pages within pages are read at a time: the other connections are for those who ask for one. */
const pagesAtATime = 4

export function createPageReader(): <T>(read: () => T | Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = []
  let reading = 0
  return async (read) => {
    if (reading >= pagesAtATime) await new Promise<void>((begin) => waiting.push(begin))
    else reading++
    try {
      return await read()
    } finally {
      const begin = waiting.shift()
      if (begin) begin()
      else reading--
    }
  }
}
