import type { YogaServerOptions } from 'graphql-yoga'
import { keepDocuments, keepNoErrors } from './documents.ts'
import { refuseForeignSites } from './foreign-sites.ts'
import type { Limits } from './limits.ts'
import { limitOperations } from './operations.ts'
import { readParams } from './params.ts'
import { type Persisted, usePersisted } from './persisted.ts'
import { createRates, limitRequests, type Rates } from './rates.ts'
import { countSockets, limitEventStreams, type Sockets } from './sockets.ts'

/** What stands before GraphQL, for all transports of a server. */
export type Guard = {
  limits: Limits
  persisted: Persisted | null
  rates: Rates
  sockets: Sockets
}

/** @param persisted null where clients have no ids of documents */
export const createGuard = (limits: Limits, persisted: Persisted | null = null): Guard => ({
  limits,
  persisted,
  rates: createRates(limits),
  sockets: countSockets(limits.sockets),
})

/** In their order behind the plugin that knows who asks, and before those that answer. */
export const guardPlugins = ({ limits, persisted, rates, sockets }: Guard, allowedOrigins: string[]) => [
  limitRequests(rates),
  refuseForeignSites(allowedOrigins),
  readParams(limits.bodyBytes),
  ...(persisted ? [usePersisted(persisted)] : []),
  limitOperations(limits, rates),
  limitEventStreams(sockets),
]

/** Options of Yoga whose place the plugins take. */
export const guardOptions = (): Pick<
  YogaServerOptions<object, object>,
  'batching' | 'multipart' | 'maxRequestBodySize' | 'extraParamNames' | 'parserAndValidationCache'
> => ({
  batching: false,
  multipart: false,
  maxRequestBodySize: false,
  extraParamNames: ['documentId'],
  parserAndValidationCache: { documentCache: keepDocuments(), errorCache: keepNoErrors },
})
