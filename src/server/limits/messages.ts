import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { type Bodies, noRoom, type Place, smallBytes } from './bodies.ts'
import type { Limits } from './limits.ts'
import { whole } from './refusal.ts'

/** As HTTP's 503; clients come back by themselves. */
const tryAgainLater = 1013
const tooLarge = 1009
const timeout = 4408
const farewellMs = 2_000
/** Pieces, however small, cost some memory each. A message in which they are not tiny has fewer. */
export const mostPieces = (bodyBytes: number): number => Math.max(1_024, Math.ceil(bodyBytes / 256))
/** Of a client's frame without a payload of more than 125 bytes. */
const frameBytes = 6

/** The room of messages on a socket, until the operations that they asked for are done. */
export type Messages = {
  /** The message that is being handed on asks for an operation with these parameters. */
  begin(params: object): void
  /** Does its work, and then ends it: what is executed is in memory also when the socket is closed. */
  during<Result>(params: object, work: () => Result | Promise<Result>): Result | Promise<Result>
  /** Once an operation is done; the end of the socket ends all but those that are being executed. */
  end(params: object): void
}

/**
 * Whoever begins a message ends it in time. Those that are not small take room with the bodies, from the moment that they are seen to be so: ws keeps what has come of one in
 * memory until its end. Where there is none the socket is not read meanwhile, and ended where there is none in time, or where the
 * message does not come to its end. Who has not said who it is sends small ones alone.
 * @param connection what the socket reads from: ws says nothing of a message before it is whole
 * @param userOf null before it is known
 */
export function roomForMessages(
  socket: WebSocket,
  connection: Duplex,
  {
    bodyBytes,
    bodySeconds,
    bodies,
    userOf,
  }: Pick<Limits, 'bodyBytes' | 'bodySeconds'> & { bodies: Bodies; userOf(): string | null },
): Messages {
  const listeners = socket.listeners('message')
  socket.removeAllListeners('message')
  /** Bytes that belong to no message that has been handed on: up to a piece of the connection's, those of one that has begun. */
  let pending = 0
  let place: Place | null = null
  let handedOn: Place | null = null
  const ofOperations = new Map<object, Place>()
  const executing = new Set<object>()
  let isWaiting = false
  let late: NodeJS.Timeout | undefined

  function close(code: number, reason: string) {
    socket.close(code, reason)
    // What it goes on sending is not read any more.
    socket.pause()
    setTimeout(() => socket.terminate(), farewellMs).unref()
  }

  async function makeRoom(user: string) {
    isWaiting = true
    const entered = bodies.enter(user, bodyBytes)
    const isAtOnce = entered === null || !(entered instanceof Promise)
    if (!isAtOnce) socket.pause()
    clearTimeout(late)
    const given = isAtOnce ? entered : await entered
    isWaiting = false
    if (socket.readyState !== socket.OPEN) return given?.leave()
    if (!given) return close(tryAgainLater, noRoom(bodies).message)
    if (pending <= smallBytes) given.leave()
    else {
      place = given
      expectEnd()
    }
    if (!isAtOnce) socket.resume()
  }

  function expectEnd() {
    const reason = `A message did not come within ${whole(bodySeconds)} seconds`
    late = setTimeout(() => close(timeout, reason), bodySeconds * 1_000)
  }

  function forget() {
    clearTimeout(late)
    place?.leave()
    place = null
    for (const params of ofOperations.keys()) if (!executing.has(params)) endOperation(params)
  }

  function endOperation(params: object) {
    ofOperations.get(params)?.leave()
    ofOperations.delete(params)
  }

  connection.prependListener('data', (chunk: Buffer) => {
    if (pending === 0) expectEnd()
    pending += chunk.byteLength
    if (pending <= smallBytes || place || isWaiting || socket.readyState !== socket.OPEN) return
    const user = userOf()
    if (user === null) close(tooLarge, `Before connection_ack a message may have ${whole(smallBytes)} bytes`)
    else makeRoom(user)
  })
  const control = (payload: Buffer) => {
    pending = Math.max(0, pending - frameBytes - payload.byteLength)
    if (pending === 0) clearTimeout(late)
  }
  socket.on('ping', control)
  socket.on('pong', control)
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    clearTimeout(late)
    pending = 0
    handedOn = place
    place = null
    if (data.byteLength > smallBytes) handedOn?.shrink(data.byteLength)
    else handedOn?.leave()
    // What nobody begins with while it is handed on was no operation.
    try {
      for (const listener of listeners) listener.call(socket, data, isBinary)
    } finally {
      handedOn?.leave()
      handedOn = null
    }
  })
  socket.once('close', forget)

  return {
    begin(params) {
      if (handedOn) ofOperations.set(params, handedOn)
      handedOn = null
    },
    during(params, work) {
      if (!ofOperations.has(params)) return work()
      executing.add(params)
      return Promise.resolve(work()).finally(() => {
        executing.delete(params)
        endOperation(params)
      })
    },
    end: endOperation,
  }
}
