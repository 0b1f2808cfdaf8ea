/**
 * An iterator that pulls pages when its consumer asks for more. Unlike an async generator it can be ended while it
 * waits: `return()` wakes the pending `next()`, so that a client that disconnects leaves nothing behind.
 */
export type Pull<T> = {
  /** The next items; resolves with none only when `wait` was cut short. */
  page(wait: (news: Promise<unknown>) => Promise<void>): Promise<T[]>
  endsAfter(item: T): boolean
  release(): void
}

export function pull<T>({ page, endsAfter, release }: Pull<T>): AsyncIterableIterator<T, undefined> {
  let items: T[] = []
  let position = 0
  let ended = false
  let wake = () => {}
  let last: Promise<unknown> = Promise.resolve()

  // Not Promise.race: the promise that ends the iterator would hold on to every wait that it outlives.
  const wait = (news: Promise<unknown>) =>
    new Promise<void>((resolve) => {
      if (ended) return resolve()
      wake = resolve
      news.then(
        () => resolve(),
        () => resolve(),
      )
    })

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
