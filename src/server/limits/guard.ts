import type { Plugin, YogaServerOptions } from 'graphql-yoga'
import type { Viewer } from '../../access/viewer.ts'
import { type Bodies, createBodies } from './bodies.ts'
import { createReadBody, leaveRoom } from './body.ts'
import { type Documents, keepDocuments, keepNoErrors, pointsToRead } from './documents.ts'
import { refuseForeignSites } from './foreign-sites.ts'
import type { Limits } from './limits.ts'
import { limitOperations } from './operations.ts'
import { readParams } from './params.ts'
import { type Persisted, usePersisted } from './persisted.ts'
import { createRates, limitRequests, payerOf, type Rates } from './rates.ts'
import { countSockets, limitEventStreams, type Sockets } from './sockets.ts'

/** What stands before GraphQL, for all transports of a server. */
export type Guard = {
  limits: Limits
  persisted: Persisted | null
  documents: Documents
  rates: Rates
  sockets: Sockets
  bodies: Bodies
}

/** @param persisted null where clients have no ids of documents */
export const createGuard = (limits: Limits, persisted: Persisted | null = null): Guard => ({
  limits,
  persisted,
  documents: keepDocuments(),
  rates: createRates(limits),
  sockets: countSockets(limits.sockets),
  bodies: createBodies(limits.bodiesBytes),
})

/** Waited for before a document is parsed, where it is long and not known. */
export function turnToRead({ documents, rates }: Guard, viewer: Viewer, query: unknown) {
  if (typeof query !== 'string' || documents.has(query)) return
  const points = pointsToRead(query)
  return rates.turnOf(payerOf(viewer), points, points)
}

const readInTurn = (guard: Guard): Plugin<object, { caller?: { viewer: Viewer } }> => ({
  onParams: ({ params, context: { caller } }) => turnToRead(guard, caller!.viewer, params?.query),
})

/** In their order behind the plugin that knows who asks, and before those that answer. */
export const guardPlugins = (guard: Guard, allowedOrigins: string[]) => {
  const { limits, persisted, rates, sockets, bodies } = guard
  return [
    limitRequests(rates),
    refuseForeignSites(allowedOrigins),
    readParams(createReadBody(limits, bodies), rates.turnOf),
    leaveRoom,
    ...(persisted ? [usePersisted(persisted)] : []),
    readInTurn(guard),
    limitOperations(limits, rates),
    limitEventStreams(sockets),
  ]
}

/** Options of Yoga whose place the plugins take. */
export const guardOptions = ({
  documents,
}: Guard): Pick<
  YogaServerOptions<object, object>,
  'batching' | 'multipart' | 'maxRequestBodySize' | 'extraParamNames' | 'parserAndValidationCache'
> => ({
  batching: false,
  multipart: false,
  maxRequestBodySize: false,
  extraParamNames: ['documentId'],
  parserAndValidationCache: { documentCache: documents, errorCache: keepNoErrors },
})
