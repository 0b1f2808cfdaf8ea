import type { ServerResponse } from 'node:http'
import type { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { WebSocket } from 'ws'
import type { Context } from '../../graphql/context.ts'
import type { Limits } from './limits.ts'
import { payerOf } from './rates.ts'
import { refusal, whole } from './refusal.ts'

/** Close code of a socket whose client does too much; as HTTP's 429. */
export const tooMuch = 4429

/** WebSockets and event streams that are open, of each user. */
export type Sockets = {
  limit: number
  /** Counts one more, until `leave` is called; null where there are as many as there may be. */
  enter(user: string): { leave(): void } | null
}

export function countSockets(limit: number): Sockets {
  const open = new Map<string, number>()
  return {
    limit,
    enter(user) {
      const count = open.get(user) ?? 0
      if (count >= limit) return null
      open.set(user, count + 1)
      let left = false
      return {
        leave() {
          if (left) return
          left = true
          const others = open.get(user)! - 1
          if (others === 0) open.delete(user)
          else open.set(user, others)
        },
      }
    },
  }
}

export const tooManySockets = ({ limit }: Sockets): GraphQLError =>
  refusal(
    'TOO_MANY_SOCKETS',
    `A user may have ${whole(limit)} WebSockets and event streams open at a time`,
    { limit },
    { status: 429 },
  )

export const tooManyOperations = ({ operationsPerSocket: limit }: Limits): GraphQLError =>
  refusal('TOO_MANY_OPERATIONS', `A socket may have ${whole(limit)} operations open at a time`, { limit })

/** A subscription over HTTP is an event stream, which stays open as a socket does. */
export function limitEventStreams(sockets: Sockets): Plugin<Context> {
  return {
    onSubscribe({ args: { contextValue }, setResultAndStopExecution }) {
      // A WebSocket has no response of its own, and is counted as what it is.
      const { res, viewer } = contextValue as Context & { res?: ServerResponse }
      if (!res) return
      const place = sockets.enter(payerOf(viewer))
      if (!place) setResultAndStopExecution({ errors: [tooManySockets(sockets)] })
      else if (res.closed || res.destroyed) place.leave()
      else res.once('close', place.leave)
    },
  }
}

/**
 * Ends a socket on which more messages and pings arrive than so many a second, one second's worth at once. To be told of it before
 * anything else listens.
 */
export function limitMessages(socket: WebSocket, { messagesPerSecond: limit }: Limits): void {
  let left = limit
  let at = performance.now()
  const count = () => {
    const now = performance.now()
    left = Math.min(limit, left + ((now - at) / 1_000) * limit) - 1
    at = now
    if (left >= 0) return
    socket.removeAllListeners('message')
    socket.off('ping', count)
    socket.close(tooMuch, `More than ${limit} messages a second`)
    // What its client has sent beyond that is read and thrown away until it goes; it is not waited for long.
    setTimeout(() => socket.terminate(), farewellMs).unref()
  }
  socket.on('message', count)
  socket.on('ping', count)
}

const farewellMs = 2_000
