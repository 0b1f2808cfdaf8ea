import type { ServerResponse } from 'node:http'
import { type ExecutionResult, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Watch } from '../access/watch.ts'
import type { Context } from '../graphql/context.ts'

type Results = AsyncIterable<ExecutionResult>

const farewellMs = 2_000

/** Ends event streams over HTTP, as WebSockets are closed with 4403, when what their viewer stands on no longer holds. */
export const endEventStreams = (watch: Watch): Plugin<Context> => ({
  onSubscribe({ args: { contextValue } }) {
    const { res, viewer, credential } = contextValue as Context & { res?: ServerResponse }
    // A WebSocket has no response of its own, and is closed as a whole.
    if (!res) return
    return {
      onSubscribeResult({ result, setResult }) {
        if (!(Symbol.asyncIterator in result)) return
        const { results, end } = endable(result as Results)
        setResult(results)
        const leave = watch.add({ viewer, credential }, () => {
          end()
          // Its client may take nothing more, not even that.
          const late = setTimeout(() => res.destroy(), farewellMs).unref()
          res.once('close', () => clearTimeout(late))
        })
        res.once('close', leave)
        if (res.closed || res.destroyed) leave()
      },
    }
  },
})

const lastResult = (): ExecutionResult => ({
  errors: [
    new GraphQLError('The token has expired, was revoked, or permits something else by now', {
      extensions: { code: 'UNAUTHENTICATED' },
    }),
  ],
})

/** The same results, which `end` cuts off, also while one is waited for; the last one then says why. */
function endable(source: Results): { results: AsyncIterableIterator<ExecutionResult>; end(): void } {
  const iterator = source[Symbol.asyncIterator]()
  type Step = IteratorResult<ExecutionResult>
  let state: 'open' | 'ending' | 'over' = 'open'
  let waiting: ((step: Step) => void) | null = null

  function farewell(): Step {
    if (state === 'over') return { done: true, value: undefined }
    state = 'over'
    return { done: false, value: lastResult() }
  }

  return {
    results: {
      [Symbol.asyncIterator]() {
        return this
      },
      next() {
        if (state !== 'open') return Promise.resolve(farewell())
        return new Promise((resolve, reject) => {
          waiting = resolve
          iterator.next().then((step) => {
            // What came while it was being ended is not shown any more: `end` has answered.
            if (waiting === resolve) waiting = null
            if (state === 'open') resolve(step)
          }, reject)
        })
      },
      async return() {
        state = 'over'
        await iterator.return?.()
        return { done: true, value: undefined }
      },
    },
    end() {
      if (state !== 'open') return
      state = 'ending'
      const resolve = waiting
      waiting = null
      resolve?.(farewell())
      // Where it fails, there is nobody left to tell.
      iterator.return?.().catch(() => {})
    },
  }
}
