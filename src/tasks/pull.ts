/** Waits until what it subscribes to calls `wake`, or the iterator ends; unsubscribes either way. */
export type Wait = (subscribe: (wake: () => void) => () => void) => Promise<void>

/**
 * An iterator that pulls pages when its consumer asks for more. Unlike an async generator it can be ended while it
 * waits: `return()` wakes the pending `next()`, so that a client that disconnects leaves nothing behind.
 */
export type Pull<T> = {
  /** The next items; may resolve with none, and is then asked again. */
  page(wait: Wait): Promise<T[]>
  endsAfter(item: T): boolean
  release(): void
}

export function pull<T>({ page, endsAfter, release }: Pull<T>): AsyncIterableIterator<T, undefined> {
  let items: T[] = []
  let position = 0
  let ended = false
  let wake = () => {}
  let last: Promise<unknown> = Promise.resolve()

  // Not Promise.race: what is waited for may outlive this iterator, or the other way round, and would hold on to it.
  const wait: Wait = async (subscribe) => {
    if (ended) return
    const woken = Promise.withResolvers<void>()
    wake = woken.resolve
    const unsubscribe = subscribe(woken.resolve)
    await woken.promise
    unsubscribe()
  }

  function end() {
    if (ended) return
    ended = true
    items = []
    release()
    wake()
  }

  async function advance(): Promise<IteratorResult<T, undefined>> {
    while (!ended && position >= items.length) {
      position = 0
      try {
        items = await page(wait)
      } catch (error) {
        end()
        throw error
      }
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
      const result = last.then(advance, advance)
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
