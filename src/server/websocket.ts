import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ExecutionArgs, type ExecutionResult, GraphQLError } from 'graphql'
import type { SubscribePayload } from 'graphql-ws'
import { type Extra, useServer } from 'graphql-ws/use/ws'
import { type WebSocket, WebSocketServer } from 'ws'
import type { Access } from '../access/access.ts'
import type { Authenticated } from '../access/viewer.ts'
import { isSame, type Watch } from '../access/watch.ts'
import type { Log } from '../platform/log.ts'
import type { EntityManager } from '../platform/orm.ts'
import { graphqlPath, pathOf } from './address.ts'
import type { AddressOf } from './client-address.ts'
import { maskError } from './errors.ts'
import type { Caller, createGraphql } from './graphql.ts'
import { isForeign } from './limits/foreign-sites.ts'
import { type Guard, turnToRead } from './limits/guard.ts'
import { type Messages, mostPieces, roomForMessages } from './limits/messages.ts'
import { payerOf, rateLimited } from './limits/rates.ts'
import { withoutHttp } from './limits/refusal.ts'
import { guardMessages, tooManyOperations, tooManySockets, tooMuch } from './limits/sockets.ts'
import { arrive } from './observe.ts'
import { spliceResults } from './spliced-results.ts'

export type WebsocketOptions = {
  graphql: ReturnType<typeof createGraphql>
  access: Access
  watch: Watch
  em: EntityManager
  log: Log
  allowedOrigins: string[]
  addressOf: AddressOf
  guard: Guard
}

const pingEveryMs = 12_000
const farewellMs = 2_000
const goingAway = 1001
const forbidden = 4403
const internalError = 4500
/** As HTTP's 503: graphql-ws comes back by itself, as it does not after 4500. */
const tryAgainLater = 1013

const outdated = 'The token has expired, was revoked, or permits something else by now'

/** The client may come back with another token. One that does not say goodbye is not waited for long. */
function turnOut(socket: WebSocket) {
  socket.close(forbidden, outdated)
  setTimeout(() => socket.terminate(), farewellMs).unref()
}

type Connection = { authorization?: unknown; authenticated?: Authenticated }
type SocketContext = { extra: Connection & Extra; subscriptions: object }

/** Execution as Yoga's plugins wrap it, carried from onSubscribe to execute in the place of a root value. */
type Enveloped = Pick<ExecutionArgs, 'rootValue'> & {
  execute(args: ExecutionArgs): never
  subscribe(args: ExecutionArgs): never
}

/**
 * GraphQL over WebSocket, by the graphql-transport-ws protocol. The token comes in the connection's parameters, as
 * `{ authorization: "Bearer …" }`; without it, and when it no longer holds or permits something else, the socket is closed
 * with 4403.
 */
export function attachWebsockets(server: Server, options: WebsocketOptions) {
  const { graphql, access, watch, em, log, allowedOrigins, addressOf, guard } = options
  const { limits, rates, bodies, sockets: counted } = guard
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.bodyBytes,
    maxFragments: mostPieces(limits.bodyBytes),
    maxBufferedChunks: mostPieces(limits.bodyBytes),
  })
  const known = new WeakMap<WebSocket, Authenticated>()
  const messages = new WeakMap<WebSocket, Messages>()

  /** What an operation of a socket is executed with, or why it is not. */
  async function prepare(
    { extra, subscriptions }: SocketContext,
    params: SubscribePayload,
    of: Messages,
  ): Promise<ExecutionArgs | GraphQLError[]> {
    const authenticated = extra.authenticated!
    const seconds = rates.requests.take(payerOf(authenticated.viewer), 1)
    if (seconds > 0) return [withoutHttp(rateLimited(rates.requests, 'requests', seconds))]
    if (Object.keys(subscriptions).length > limits.operationsPerSocket)
      return [withoutHttp(tooManyOperations(limits))]
    try {
      const now = await access.authenticate(em, extra.authorization)
      if (!now || !isSame(now, authenticated)) {
        turnOut(extra.socket)
        return [new GraphQLError(outdated, { extensions: { code: 'UNAUTHENTICATED' } })]
      }
    } catch (error) {
      return [maskError(error, randomUUID(), log)]
    }
    const arrival = arrive('websocket', params.extensions?.traceparent)
    const address = addressOf(extra.request)
    const caller: Caller = { ...authenticated, address, requestId: randomUUID(), arrival }
    const enveloped = graphql.getEnveloped({ caller, params } as never)
    const { schema, execute, subscribe, contextFactory, parse, validate } = enveloped
    try {
      const { query } = guard.persisted?.resolve(params) ?? params
      await turnToRead(guard, authenticated.viewer, query)
      const document = parse(query)
      const errors: readonly GraphQLError[] = validate(schema, document)
      if (errors.length > 0) return errors.map(withoutHttp)
      return {
        schema,
        operationName: params.operationName,
        document,
        variableValues: params.variables,
        contextValue: await contextFactory(),
        rootValue: { execute: (args: ExecutionArgs) => of.during(params, () => execute(args)), subscribe },
      }
    } catch (error) {
      // A document that cannot be parsed is one operation's fault; the socket serves others.
      if (error instanceof GraphQLError) return [withoutHttp(error)]
      throw error
    }
  }

  const handling = useServer<Record<string, unknown>, Connection>(
    {
      async onConnect({ connectionParams, extra }) {
        const authorization = connectionParams?.authorization ?? connectionParams?.Authorization
        try {
          const authenticated = await access.authenticate(em, authorization)
          if (!authenticated) return false
          const place = counted.enter(payerOf(authenticated.viewer))
          if (!place) {
            extra.socket.close(tooMuch, tooManySockets(counted).message)
            return false
          }
          const unwatch = watch.add(authenticated, () => turnOut(extra.socket))
          const leave = () => {
            place.leave()
            unwatch()
          }
          extra.socket.once('close', leave)
          // Its client may have gone while it was found out who it is.
          if (extra.socket.readyState !== extra.socket.OPEN) leave()
          extra.authorization = authorization
          extra.authenticated = authenticated
          known.set(extra.socket, authenticated)
        } catch (error) {
          const { message, extensions } = maskError(error, randomUUID(), log)
          extra.socket.close(extensions.code === 'UNAVAILABLE' ? tryAgainLater : internalError, message)
          return false
        }
      },
      execute: (args) => (args.rootValue as Enveloped).execute(args),
      subscribe: (args) => (args.rootValue as Enveloped).subscribe(args),
      async onSubscribe(ctx, _id, params) {
        const of = messages.get(ctx.extra.socket)!
        of.begin(params)
        const prepared = await prepare(ctx, params, of)
        if (Array.isArray(prepared)) of.end(params)
        return prepared
      },
      onNext: (_ctx, _id, _params, _args, result) =>
        result.errors && { ...result, errors: result.errors.map(withoutHttp) },
      onError: ({ extra }, _id, params) => messages.get(extra.socket)?.end(params),
      onComplete: ({ extra }, _id, params) => messages.get(extra.socket)?.end(params),
      onOperation: ({ extra }, id, _params, _args, result) =>
        Symbol.asyncIterator in result
          ? spliceResults(result as AsyncGenerator<ExecutionResult, void, void>, id, extra.socket)
          : undefined,
    },
    sockets,
    pingEveryMs,
  )

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const refusal =
      pathOf(request) !== graphqlPath
        ? '404 Not Found'
        : isForeign(request, allowedOrigins)
          ? '403 Forbidden'
          : null
    if (refusal) {
      // Node leaves an upgraded socket to us: an error that nobody hears would end the process.
      socket.on('error', () => socket.destroy())
      socket.end(`HTTP/1.1 ${refusal}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`)
      return
    }
    sockets.handleUpgrade(request, socket, head, (websocket) => {
      sockets.emit('connection', websocket, request)
      const userOf = () => {
        const authenticated = known.get(websocket)
        return authenticated ? payerOf(authenticated.viewer) : null
      }
      messages.set(websocket, roomForMessages(websocket, socket, { ...limits, bodies, userOf }))
      guardMessages(websocket, limits)
      // What a client did wrong closes its socket; graphql-ws would write it to the console as an error of ours.
      websocket.removeAllListeners('error')
      websocket.on('error', (error) =>
        log.debug({ err: error }, 'A WebSocket was closed for what its client sent'),
      )
    })
  })

  return {
    /** Tells every client to come back elsewhere, waits for their farewells, and for those that say none not long. */
    async close() {
      for (const client of sockets.clients) client.close(goingAway, 'The server is shutting down')
      const late = setTimeout(() => {
        for (const client of sockets.clients) client.terminate()
      }, farewellMs)
      await handling.dispose()
      clearTimeout(late)
    },
  }
}
