import type { Credentials } from './credentials.ts'
import type { Document } from './document.ts'
import { type Failure, failureOf, isUnauthenticated, RequestError, retryAfterMs } from './errors.ts'
import { iterate, type Output } from './iterate.ts'
import type { Timing } from './timing.ts'
import type { Payload } from './transport.ts'
import { moved, type Transports } from './transports.ts'

export type Watching = {
  transports: Transports
  credentials: Credentials
  timing: Timing
  textOf(document: Document<unknown, never>): string
}

export type Watched<Data, Item> = {
  /** What to ask for from now on. */
  payload(): Payload
  /** Puts out what has come, and ends the output after the last one. */
  receive(data: Data, output: Output<Item>): void
  /** The connection stands, for the first time or again. */
  open?(output: Output<Item>): void
  /** The server ended the subscription: whether there is nothing more to come, ever. Left out: there always is. */
  isOver?(): Promise<boolean>
  signal?: AbortSignal
}

/**
 * A subscription that is begun again after whatever passes: a lost connection, a server that is away, a token that is over where
 * there can be another one. The iterator throws what does not.
 */
export const watch = <Data, Item>(
  { transports, credentials, timing }: Watching,
  { payload, receive, open, isOver, signal }: Watched<Data, Item>,
): AsyncIterableIterator<Item, void> =>
  iterate<Item>((output) => {
    const ending = new AbortController()
    let retryMs = timing.firstRetry
    let openedAt = 0
    /** In a row, of different tokens. */
    let refusals = 0
    let stop = () => {}

    function finish(...error: [] | [Failure]) {
      ending.abort()
      stop()
      output.end(...error)
    }

    const own: Output<Item> = { next: output.next, end: () => finish() }

    function begin() {
      if (ending.signal.aborted) return
      openedAt = 0
      stop = transports.subscribe(
        payload(),
        {
          open() {
            refusals = 0
            openedAt = performance.now()
            open?.(own)
          },
          next({ data, errors }) {
            if (errors?.length) {
              stop()
              void goOn(new RequestError(200, errors))
              return
            }
            retryMs = timing.firstRetry
            receive(data as Data, own)
          },
          end: (failure) => void (failure ? goOn(failure) : complete()),
        },
        { canMove: true },
      )
    }

    async function complete() {
      try {
        if (await isOver?.()) return finish()
        await again(0)
      } catch (error) {
        await goOn(failureOf(error))
      }
    }

    async function goOn(failure: Failure) {
      if (failure === moved) return begin()
      const isOnlyToken = isUnauthenticated(failure) && credentials.canChange && ++refusals === 1
      if (!isOnlyToken && !transports.isPassing(failure)) return finish(failure)
      await again(retryAfterMs(failure))
    }

    async function again(leastMs: number) {
      if (openedAt > 0 && performance.now() - openedAt > timing.lastRetry) retryMs = timing.firstRetry
      // By chance, so that clients that were lost together do not come back together.
      const ms = Math.max(leastMs, retryMs * (0.5 + Math.random() / 2))
      retryMs = Math.min(retryMs * 2, timing.lastRetry)
      await transports.pause(ms, ending.signal)
      begin()
    }

    begin()
    return () => {
      ending.abort()
      stop()
    }
  }, signal)
