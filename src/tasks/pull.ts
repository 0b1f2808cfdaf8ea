import type { Turnstile } from './turnstile.ts'

/**
 * Waits until what it subscribes to calls `wake`, or the iterator ends; unsubscribes either way. False where the iterator
 * has ended.
 */
export type Wait = (subscribe: (wake: () => void) => () => void) => Promise<boolean>

/**
 * An iterator that pulls pages when its consumer asks for more. Unlike an async generator it can be ended while it
 * waits: `return()` wakes the pending `next()`, so that a client that disconnects leaves nothing behind.
 */
export type Pull<T> = {
  /** The next items; may resolve with none, and is then asked again. */
  page(wait: Wait): Promise<T[]>
  endsAfter(item: T): boolean
  release(): void
  /** What those who are woken together, and then each item, have to pass. */
  turnstile?: Turnstile
}

const open: Turnstile = (pass) => pass()

export function pull<T>({
  page,
  endsAfter,
  release,
  turnstile = open,
}: Pull<T>): AsyncIterableIterator<T, undefined> {
  let items: T[] = []
  let position = 0
  let ended = false
  /** It has passed the turnstile since the last item. */
  let admitted = false
  let asked = 0
  let wake = () => {}
  let last: Promise<unknown> = Promise.resolve()

  // Not Promise.race: what is waited for may outlive this iterator, or the other way round, and would hold on to it.
  const wait: Wait = async (subscribe) => {
    if (ended) return false
    const woken = Promise.withResolvers<void>()
    wake = woken.resolve
    const unsubscribe = subscribe(() => turnstile(woken.resolve))
    await woken.promise
    unsubscribe()
    admitted = true
    return !ended
  }

  function end() {
    if (ended) return
    ended = true
    items = []
    release()
    wake()
  }

  async function advance(): Promise<IteratorResult<T, undefined>> {
    try {
      while (!ended && position >= items.length) {
        position = 0
        items = await page(wait)
      }
      if (!ended && !admitted) await new Promise<void>(turnstile)
      admitted = false
    } catch (error) {
      end()
      throw error
    } finally {
      asked--
    }
    if (ended) return { done: true, value: undefined }
    const value = items[position++]!
    if (endsAfter(value)) end()
    return { done: false, value }
  }

  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next() {
      const result = asked++ === 0 ? advance() : last.then(advance, advance)
      last = result
      return result
    },
    async return() {
      end()
      return { done: true, value: undefined }
    },
    async throw(error) {
      end()
      throw error
    },
  }
}
