/** Costly operations go one at a time, so that there are never many in memory, nor many that wait for the same connections. */
export type Lane = {
  /** Waits for the place; `leave` gives it to the next. Those that cost little do not wait. Null where too many wait already, of all or of the user. */
  enter(user: string, points: number): Promise<{ leave(): void }> | null
}

/** Points above which an operation is a costly one. */
export const costly = 1_500
const mostWaiting = 500
const mostWaitingOfUser = 50
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
      const own = waiting.filter((one) => one.user === user).length
      if (waiting.length >= mostWaiting || own >= mostWaitingOfUser) return null
      return new Promise((begin) => waiting.push({ user, begin }))
    },
  }
}

/** So many pages are read at a time for costly operations: the other connections are for those who ask for little. */
const pagesAtATime = 1

export type PageReader = <T>(read: () => T | Promise<T>) => Promise<T>

export function createPageReader(): PageReader {
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
