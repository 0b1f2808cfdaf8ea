import type { ServerResponse } from 'node:http'
import type { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { WebSocket } from 'ws'
import type { Context } from '../../graphql/context.ts'
import { burdenOf } from './json.ts'
import type { Limits } from './limits.ts'
import { payerOf } from './rates.ts'
import { refusal, whole } from './refusal.ts'

/** Close code of a socket whose client does too much; as HTTP's 429. */
export const tooMuch = 4429
const badRequest = 4400

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
 * Stands before those who listen for a socket's messages: ends the socket where more messages and pings arrive than so many a second
 * (one second's worth at once), or one that would take long to parse.
 */
export function guardMessages(socket: WebSocket, { messagesPerSecond: limit }: Limits): void {
  const listeners = socket.listeners('message')
  socket.removeAllListeners('message')
  let left = limit
  let at = performance.now()
  let ended = false

  function end(code: number, reason: string) {
    ended = true
    socket.close(code, reason)
    // What its client has sent beyond that is thrown away until it goes; it is not waited for long.
    setTimeout(() => socket.terminate(), farewellMs).unref()
  }

  function isTooMany(): boolean {
    const now = performance.now()
    left = Math.min(limit, left + ((now - at) / 1_000) * limit) - 1
    at = now
    if (left < 0 && !ended) end(tooMuch, `More than ${limit} messages a second`)
    return ended
  }

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (ended || isTooMany()) return
    // As HTTP's 400: it would be so again, and is not to be sent again as after `tooMuch`.
    if (burdenOf(data)) end(badRequest, 'A message is too complex to be read')
    else for (const listener of listeners) listener.call(socket, data, isBinary)
  })
  socket.on('ping', isTooMany)
}

const farewellMs = 2_000
