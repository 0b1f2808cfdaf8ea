export type Output<Item> = {
  next(item: Item): void
  /** With what the iterator then throws; where it is left out, the iterator just ends. */
  end(error?: unknown): void
}

type Waiter<Item> = { resolve(result: IteratorResult<Item, void>): void; reject(error: unknown): void }

/**
 * What `start` puts out, in order; begun by the first `next()`. No generator: its `return()` would wait for the next item, which may
 * never come. This one ends it at once, as does the signal; both call what `start` returned.
 */
export function iterate<Item>(
  start: (output: Output<Item>) => () => void,
  signal?: AbortSignal,
): AsyncIterableIterator<Item, void> {
  let arrived: Item[] = []
  /** The next one last: shifting a long array takes long. */
  let ready: Item[] = []
  let waiting: Waiter<Item>[] = []
  let stop: (() => void) | null = null
  let ending: { error?: unknown } | null = null

  function settle() {
    while (waiting.length > 0) {
      if (ready.length === 0) {
        ready = arrived.reverse()
        arrived = []
      }
      if (ready.length > 0) waiting.shift()!.resolve({ done: false, value: ready.pop()! })
      else if (!ending) return
      else if ('error' in ending) {
        const { error } = ending
        ending = {}
        waiting.shift()!.reject(error)
      } else {
        for (const { resolve } of waiting) resolve({ done: true, value: undefined })
        waiting = []
      }
    }
  }

  const output: Output<Item> = {
    next(item) {
      if (ending) return
      arrived.push(item)
      settle()
    },
    end(...error) {
      if (ending) return
      ending = error.length > 0 ? { error: error[0] } : {}
      signal?.removeEventListener('abort', abandon)
      settle()
    },
  }

  function abandon() {
    arrived = []
    ready = []
    if (ending) ending = {}
    else {
      output.end()
      stop?.()
    }
    settle()
  }

  return {
    [Symbol.asyncIterator]() {
      return this
    },
    next() {
      return new Promise((resolve, reject) => {
        waiting.push({ resolve, reject })
        if (signal?.aborted) abandon()
        else if (!stop && !ending) {
          signal?.addEventListener('abort', abandon, { once: true })
          stop = start(output)
        }
        settle()
      })
    },
    async return() {
      abandon()
      return { done: true, value: undefined }
    },
  }
}
