import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createYoga, handleStreamOrSingleExecutionResult, type Plugin } from 'graphql-yoga'
import type { Access } from '../access/access.ts'
import '../access/audit/audit.ts'
import { type Authenticated, scopesOf } from '../access/viewer.ts'
import type { Watch } from '../access/watch.ts'
import type { Context } from '../graphql/context.ts'
import { execute } from '../graphql/execute.ts'
import { createSubscribe } from '../graphql/subscriptions.ts'
import type { Log } from '../platform/log.ts'
import { graphqlPath } from './address.ts'
import type { AddressOf } from './client-address.ts'
import { endEventStreams } from './end-streams.ts'
import { maskError } from './errors.ts'
import { graphiqlOptions, renderGraphiqlPage } from './graphiql.ts'
import { type Guard, guardOptions, guardPlugins } from './limits/guard.ts'
import { messageBesideError } from './message-and-error.ts'
import { type Arrival, arrive, type Observers, observeRequests } from './observe.ts'
import { schema } from './schema.ts'

/** What the parts of the application offer to resolvers; the request adds who asks. */
export type Services = Omit<
  Context,
  'viewer' | 'credential' | 'address' | 'scopes' | 'requestId' | 'traceParent'
>

/** What a transport knows of a request before GraphQL begins. */
export type Caller = Authenticated & { address: string | null; requestId: string; arrival: Arrival }

export type GraphqlOptions = {
  services: Services
  access: Access
  watch: Watch
  log: Log
  allowedOrigins: string[]
  addressOf: AddressOf
  guard: Guard
  observers?: Observers
}

type ServerContext = { req: IncomingMessage; res: ServerResponse; caller?: Caller; arrival?: Arrival }

const contextOf = (
  services: Services,
  { viewer, credential, address, requestId, arrival }: Caller,
): Context & Pick<Caller, 'arrival'> => ({
  ...services,
  viewer,
  credential,
  address,
  requestId,
  scopes: scopesOf(viewer),
  arrival,
})

/** The client's own, so that its log and ours name the request alike; one of ours where it sent none that is fit for a log. */
const requestIdOf = (header: string | null) =>
  header !== null && /^[\w-]{1,100}$/.test(header) ? header : randomUUID()

/** GraphQL over HTTP and SSE; the WebSocket server borrows its execution, so that all transports answer alike. */
export function createGraphql({
  services,
  access,
  watch,
  log,
  allowedOrigins,
  addressOf,
  guard,
  observers = {},
}: GraphqlOptions) {
  const hasGraphiql = guard.limits.introspection
  /** Before anything is parsed: who has no token learns nothing, not even of the schema. */
  const authenticate: Plugin<object, ServerContext> = {
    async onRequest({ request, serverContext, endResponse, fetchAPI }) {
      const requestId = requestIdOf(request.headers.get('x-request-id'))
      const arrival = arrive('http', request.headers.get('traceparent'))
      serverContext.arrival = arrival
      serverContext.res.setHeader('x-request-id', requestId)
      if (request.method === 'OPTIONS' || (hasGraphiql && isGraphiql(request))) return
      try {
        const authenticated = await access.authenticate(services.em, request.headers.get('authorization'))
        const address = addressOf(serverContext.req)
        if (authenticated) serverContext.caller = { ...authenticated, address, requestId, arrival }
        else endResponse(unauthenticated(fetchAPI))
      } catch (error) {
        const masked = maskError(error, requestId, log)
        const status = masked.extensions.code === 'UNAVAILABLE' ? 503 : 500
        endResponse(fetchAPI.Response.json({ errors: [masked] }, { status }))
      }
    },
  }

  const subscribe = createSubscribe(
    ({ viewer }) => viewer,
    ({ beforeEvent }) => beforeEvent?.(),
  )
  const executeOperations: Plugin<Context> = {
    onExecute: ({ setExecuteFn }) => setExecuteFn(execute),
    onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribe),
  }

  return createYoga<ServerContext, Context>({
    schema,
    graphqlEndpoint: graphqlPath,
    landingPage: false,
    graphiql: hasGraphiql && graphiqlOptions,
    renderGraphiQL: renderGraphiqlPage,
    ...guardOptions(guard),
    cors:
      allowedOrigins.length > 0
        ? { origin: allowedOrigins, credentials: false, exposedHeaders: ['x-request-id'] }
        : false,
    logging: false,
    // The WebSocket server, which borrows this, has no request.
    context: ({ caller, request }) => ({
      ...contextOf(services, caller!),
      signal: (request as Request | undefined)?.signal,
    }),
    maskedErrors: { maskError: (error) => maskError(error, randomUUID(), log) },
    plugins: [
      authenticate,
      ...guardPlugins(guard, allowedOrigins),
      messageBesideError,
      executeOperations,
      maskWithRequestId(log),
      observeRequests(log, observers),
      endEventStreams(watch),
    ],
  })
}

/** Errors leave with the id of the request that they belong to, whatever the transport. */
function maskWithRequestId(log: Log): Plugin<Context> {
  const mask: Parameters<typeof handleStreamOrSingleExecutionResult<Context>>[1] = ({
    args,
    result,
    setResult,
  }) => {
    const { errors } = result
    if (errors)
      setResult({
        ...result,
        errors: errors.map((error) => maskError(error, args.contextValue.requestId, log)),
      })
  }
  return {
    onExecute: () => ({ onExecuteDone: (payload) => handleStreamOrSingleExecutionResult(payload, mask) }),
    onSubscribe: ({ args }) => ({
      onSubscribeResult: (payload) => handleStreamOrSingleExecutionResult(payload, mask),
      onSubscribeError: ({ error, setError }) => setError(maskError(error, args.contextValue.requestId, log)),
    }),
  }
}

const isGraphiql = ({ method, headers }: Request) =>
  method === 'GET' && (headers.get('accept')?.includes('text/html') ?? false)

function unauthenticated(fetchAPI: { Response: typeof Response }): Response {
  const message = 'Send the access token as: Authorization: Bearer <token>'
  return fetchAPI.Response.json(
    { errors: [{ message, extensions: { code: 'UNAUTHENTICATED' } }] },
    { status: 401, headers: { 'www-authenticate': 'Bearer realm="quarry"' } },
  )
}
