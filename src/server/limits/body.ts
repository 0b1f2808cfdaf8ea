import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Plugin } from 'graphql-yoga'
import { type Bodies, noRoom, type Place, smallBytes } from './bodies.ts'
import type { Limits } from './limits.ts'
import { refusal, whole } from './refusal.ts'

export type Body = {
  bytes: Buffer
  /** Of what is made of it; null where it is small. */
  place: Place | null
}

export type ReadBody = (request: IncomingMessage, response: ServerResponse, user: string) => Promise<Body>

/** Reads bodies within the limits: of each one, of the time that it may take, and of all together. */
export function createReadBody(
  { bodyBytes, bodySeconds }: Pick<Limits, 'bodyBytes' | 'bodySeconds'>,
  bodies: Bodies,
): ReadBody {
  const inTurn = createInTurn()
  return async (request, response, user) => {
    const header = request.headers['content-length']
    const announced = header === undefined ? null : Number(header)
    if (announced !== null && announced > bodyBytes) {
      await inTurn(request)
      throwAway(request, bodyBytes)
      throw tooLarge(bodyBytes, announced)
    }
    const expected = announced ?? bodyBytes
    const place = expected > smallBytes ? await bodies.enter(user, expected) : null
    if (expected > smallBytes && !place) {
      await inTurn(request)
      throwAway(request, bodyBytes)
      throw noRoom(bodies)
    }
    try {
      const bytes = await collect(request, response, bodyBytes, bodySeconds)
      if (bytes.byteLength > smallBytes) place?.shrink(bytes.byteLength)
      else place?.leave()
      return { bytes, place }
    } catch (error) {
      place?.leave()
      throw error
    }
  }
}

function collect(
  request: IncomingMessage,
  response: ServerResponse,
  limit: number,
  seconds: number,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const broken = () => reject(badRequest('The body ended before its end'))
    // Its client may have gone while it waited.
    if (request.destroyed) return broken()
    const late = setTimeout(() => {
      request.off('data', take)
      // Who is as slow as that has said what it is worth: the connection ends with the answer.
      response.setHeader('connection', 'close')
      reject(tooSlow(seconds))
    }, seconds * 1_000)
    function take(chunk: Buffer) {
      bytes += chunk.byteLength
      if (bytes <= limit) return void chunks.push(chunk)
      request.off('data', take)
      chunks.length = 0
      throwAway(request, limit)
      reject(tooLarge(limit, null))
    }
    request.on('data', take)
    request.once('end', () => resolve(Buffer.concat(chunks)))
    request.once('error', broken)
    request.once('close', broken)
    request.once('close', () => clearTimeout(late))
    request.once('end', () => clearTimeout(late))
  })
}

const mostThrownAway = 10_000_000
const restMs = 1

/**
 * So that the client is there to read why; where there is no end of it the connection is broken off. Not as fast as it comes: what is
 * thrown away is memory until it is collected.
 */
function throwAway(request: IncomingMessage, limit: number): void {
  let bytes = 0
  request.on('error', () => {})
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.byteLength
    if (bytes > limit + mostThrownAway) request.destroy()
    request.pause()
    setTimeout(() => request.resume(), restMs)
  })
}

const mostInTurn = 2
const longestTurnMs = 1_000

/** Two are thrown away at a time, each until it has all come, or for so long. */
function createInTurn(): (request: IncomingMessage) => Promise<void> {
  const waiting: (() => void)[] = []
  let free = mostInTurn
  return async (request) => {
    if (free > 0) free--
    else await new Promise<void>((begin) => waiting.push(begin))
    let isOver = false
    const over = () => {
      if (isOver) return
      isOver = true
      clearTimeout(late)
      const begin = waiting.shift()
      if (begin) begin()
      else free++
    }
    const late = setTimeout(over, longestTurnMs).unref()
    if (request.destroyed) over()
    else request.once('close', over)
  }
}

const tooLarge = (limit: number, asked: number | null) =>
  refusal(
    'BODY_TOO_LARGE',
    asked === null
      ? `The body is larger than the limit of ${whole(limit)} bytes`
      : `The body has ${whole(asked)} bytes; the limit is ${whole(limit)}`,
    { limit, ...(asked !== null && { asked }) },
    { status: 413 },
  )

const tooSlow = (limit: number) =>
  refusal(
    'BODY_TOO_SLOW',
    `The body did not come within ${whole(limit)} seconds`,
    { limit, of: 'seconds' },
    { status: 408 },
  )

const badRequest = (message: string) => refusal('BAD_REQUEST', message)

type Arrived = { res: ServerResponse; place?: Place | null }

const longestLeftMs = 60_000

/** An operation takes the room of its body until it is done: what was read of it is in memory for so long. */
export const leaveRoom: Plugin<object, Arrived> = {
  onResponse({ response, serverContext: { place, res } }) {
    if (!place) return
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
    if (isStream && !res.closed) res.once('close', place.leave)
    else place.leave()
  },
}

/** Whatever becomes of the request, its place does not stay taken. */
export function holdPlace(serverContext: Arrived, place: Place | null): void {
  if (!place) return
  const { res } = serverContext
  serverContext.place = place
  res.once('close', () => {
    if (!res.writableFinished) setTimeout(place.leave, longestLeftMs).unref()
  })
}
