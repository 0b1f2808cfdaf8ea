import { initContextCache } from '@pothos/core'
import type { Context } from './context.ts'

/**
 * Forgets before each event what was loaded for the one before: loaders and permissions that live as long as one request
 * would show a long subscription the past.
 */
export function withFreshContext<T>(
  context: Context,
  events: AsyncIterableIterator<T>,
): AsyncIterableIterator<T> {
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      const result = await events.next()
      Object.assign(context, initContextCache())
      return result
    },
    return: () => events.return!(),
    throw: (error) => events.throw!(error),
  }
}
