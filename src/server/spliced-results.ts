import type { ExecutionResult } from 'graphql'
import type { WebSocket } from 'ws'
import type { WritableResult } from '../graphql/shared-results.ts'

type Results = AsyncGenerator<ExecutionResult, void, void>

/** The end of a message, from its payload on; the same for all who get the result. */
const tails = new WeakMap<ExecutionResult, Buffer>()

function tailOf(result: ExecutionResult, stringify: () => string): Buffer {
  const tail = tails.get(result) ?? Buffer.from(`${stringify()}}`)
  tails.set(result, tail)
  return tail
}

/**
 * The results of one operation of graphql-transport-ws, of which those that many sockets get are sent from here: they are
 * written as JSON once, and only the operation's id is put before it. The others are passed on. As with graphql-ws, the next
 * result is asked for when the connection has taken the last one.
 */
export function spliceResults(results: Results, id: string, socket: WebSocket): Results {
  const head = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`)

  const send = (message: Buffer) =>
    new Promise<void>((resolve, reject) => {
      if (socket.readyState !== socket.OPEN) resolve()
      else socket.send(message, { binary: false }, (error) => (error ? reject(error) : resolve()))
    })

  return {
    ...results,
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      for (;;) {
        const result = await results.next()
        if (result.done) return result
        const { stringify }: WritableResult = result.value
        if (!stringify) return result
        try {
          await send(Buffer.concat([head, tailOf(result.value, stringify)]))
        } catch {
          // The connection broke, and nobody ends an iterator that threw: its subscription would stay for good.
          await results.return()
          return { done: true, value: undefined }
        }
      }
    },
    return: () => results.return(),
    throw: (error) => results.throw(error),
  }
}
