import { refusal } from './refusal.ts'

/**
 * Room for the bodies and messages that a process reads, and for what is made of them, until their operations are done: of all of them
 * together, since many that are each within the limit are more than there is memory for.
 */
export type Bodies = {
  /** Bytes for all. */
  limit: number
  /** Bytes that are taken at the moment. */
  readonly taken: number
  /**
   * Room for so many bytes, of which a user has half at the most. Waits for it; null where there is none in time, or too many wait already.
   * @param bytes no more than `limit`
   */
  enter(user: string, bytes: number): Place | Promise<Place | null> | null
}

export type Place = {
  /** Gives back what is not needed. */
  shrink(bytes: number): void
  leave(): void
}

/** What is no larger takes no room: its connection costs as much. So there is always some for what people usually ask. */
export const smallBytes = 16_384
const longestWaitMs = 10_000
const mostWaiting = 300
const mostWaitingOfUser = 200

type Waiting = { user: string; bytes: number; begin(place: Place | null): void }

export function createBodies(limit: number, waitMs = longestWaitMs): Bodies {
  const share = limit / 2
  const ofUsers = new Map<string, number>()
  const waiting = new Set<Waiting>()
  let taken = 0

  function take(user: string, bytes: number): void {
    taken += bytes
    const own = (ofUsers.get(user) ?? 0) + bytes
    if (own === 0) ofUsers.delete(user)
    else ofUsers.set(user, own)
  }

  /** One that is larger than a share is the only one of its user. */
  function fitsShare(user: string, bytes: number): boolean {
    const own = ofUsers.get(user) ?? 0
    return own === 0 || own + bytes <= share
  }

  function placeOf(user: string, bytes: number): Place {
    let held = bytes
    take(user, held)
    function shrink(to: number) {
      if (to >= held) return
      take(user, to - held)
      held = to
      next()
    }
    return { shrink, leave: () => shrink(0) }
  }

  /** In the order in which they came; those whose user has a share already let others go first. */
  function next() {
    for (const one of waiting) {
      if (!fitsShare(one.user, one.bytes)) continue
      if (taken + one.bytes > limit) return
      waiting.delete(one)
      one.begin(placeOf(one.user, one.bytes))
    }
  }

  const waitingOf = (user: string) => [...waiting].filter((one) => one.user === user).length

  return {
    limit,
    get taken() {
      return taken
    },
    enter(user, bytes) {
      const isFirst = [...waiting].every((one) => !fitsShare(one.user, one.bytes))
      if (isFirst && fitsShare(user, bytes) && taken + bytes <= limit) return placeOf(user, bytes)
      if (waiting.size >= mostWaiting || waitingOf(user) >= mostWaitingOfUser) return null
      return new Promise((resolve) => {
        const one: Waiting = {
          user,
          bytes,
          begin(place) {
            clearTimeout(timer)
            resolve(place)
          },
        }
        const timer = setTimeout(() => {
          waiting.delete(one)
          resolve(null)
          next()
        }, waitMs).unref()
        waiting.add(one)
      })
    },
  }
}

const retryAfterSeconds = 5

export const noRoom = ({ limit }: Bodies) =>
  refusal(
    'OVERLOADED',
    'Too many large bodies are read at the moment; try again',
    { retryAfterSeconds, limit, of: 'bodyBytes' },
    { status: 503, headers: { 'retry-after': String(retryAfterSeconds) } },
  )
