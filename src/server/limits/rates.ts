import { setTimeout as sleep } from 'node:timers/promises'
import type { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Viewer } from '../../access/viewer.ts'
import { type Budget, createBudget } from './budget.ts'
import { costly, createLane, type Lane } from './lane.ts'
import type { Limits } from './limits.ts'
import { refusal, whole } from './refusal.ts'
import { createTurns } from './turns.ts'

/** What each user may still ask for in the minute that has begun, and when. In this process: others count by themselves. */
export type Rates = { requests: Budget; points: Budget; lane: Lane; turnOf: TurnOf }

/** To be waited for before work of so many points, of an operation that costs `total`. */
export type TurnOf = (user: string, points: number, total: number) => Promise<void> | undefined

/** How many times as long as costly work took others have the process to themselves. */
const rest = 7
/** Where nobody asked for little for so long, nobody is rested for. */
const attentiveMs = 1_000

export function createRates({
  requestsPerMinute,
  pointsPerMinute,
}: Pick<Limits, 'requestsPerMinute' | 'pointsPerMinute'>): Rates {
  const points = createBudget(pointsPerMinute)
  let modestAt = Number.NEGATIVE_INFINITY
  const restOf = () => (performance.now() - modestAt < attentiveMs ? rest : 0)
  const modest = createTurns(points.left)
  const greedy = createTurns(points.left, { restOf })
  return {
    requests: createBudget(requestsPerMinute),
    points,
    lane: createLane(points.left),
    turnOf(user, points, total) {
      if (total > costly) return greedy.next(user, points)
      modestAt = performance.now()
      return modest.next(user, points)
    },
  }
}

/** Who pays, whichever workspace it is in. */
export const payerOf = ({ userId }: Viewer): string => userId

/** @param seconds until there is enough again */
export function rateLimited({ limit }: Budget, of: 'requests' | 'points', seconds: number): GraphQLError {
  const retryAfterSeconds = Math.max(1, Math.ceil(seconds))
  const message = `More than ${whole(limit)} ${of} a minute; try again in ${whole(retryAfterSeconds)} s`
  const http = { status: 429, headers: { 'retry-after': String(retryAfterSeconds) } }
  return refusal('RATE_LIMITED', message, { limit, retryAfterSeconds, of }, http)
}

export const tooBusy = (): GraphQLError =>
  refusal(
    'OVERLOADED',
    'Too many costly operations wait for their turn; try again',
    { retryAfterSeconds: 5 },
    {
      status: 503,
      headers: { 'retry-after': '5' },
    },
  )

const longestHoldMs = 1_000
const mostHeld = 500

/**
 * Refuses requests over HTTP that are too many, before their bodies are read. The answer is held back for a while: a client that
 * asks again at once, whatever it is told, costs a request a second.
 */
export function limitRequests({ requests }: Rates): Plugin<object, { caller?: { viewer: Viewer } }> {
  const hold = holdBack()
  return {
    async onRequest({ serverContext: { caller }, endResponse, fetchAPI }) {
      if (!caller) return
      const seconds = requests.take(payerOf(caller.viewer), 1)
      if (seconds === 0) return
      const { message, extensions } = rateLimited(requests, 'requests', seconds)
      const { http, ...told } = extensions as { http: { status: number; headers: Record<string, string> } }
      await hold(seconds * 1_000)
      endResponse(fetchAPI.Response.json({ errors: [{ message, extensions: told }] }, http))
    },
  }
}

/** Of very many at once, those that come last are not held: each is memory. */
export function holdBack(): (ms: number) => Promise<void> {
  let held = 0
  return async (ms) => {
    if (held >= mostHeld) return
    held++
    await sleep(Math.min(ms, longestHoldMs), undefined, { ref: false })
    held--
  }
}
