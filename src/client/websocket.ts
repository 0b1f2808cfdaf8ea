import { createClient } from 'graphql-ws/client'
import type { Credentials } from './credentials.ts'
import {
  ConnectionLostError,
  type Failure,
  isUnauthenticated,
  RequestError,
  type ResponseError,
  refusalOf,
  TokenError,
} from './errors.ts'
import type { Timing } from './timing.ts'
import type { Transport } from './transport.ts'

export type WebSocketImplementation = new (url: string, protocol: string) => WebSocket

export type WebsocketOptions = {
  endpoint: URL
  credentials: Credentials
  timing: Timing
  implementation: WebSocketImplementation
}

const normalClosure = 1000
const readyStateOpen = 1

type Open = { isOpen: boolean; open(): void; end(failure: Failure | null): void }

/** All subscriptions over one WebSocket, which is there while one of them is. */
export function createWebsocket({ endpoint, credentials, timing, implementation }: WebsocketOptions) {
  const subscriptions = new Set<Open>()
  /** That the server has let the client in on. */
  let welcome: WebSocket | null = null
  let token = ''
  let tokenError: TokenError | null = null
  let connectTimer: ReturnType<typeof setTimeout> | undefined
  let pongTimer: ReturnType<typeof setTimeout> | undefined

  function lose(event: unknown) {
    const failure = lossOf(event)
    // Closed since nothing was left: graphql-ws opens another for those that have come since.
    const isReplaced = welcome !== null && (event as CloseEvent).code === normalClosure
    welcome = null
    clearTimeout(connectTimer)
    clearTimeout(pongTimer)
    if (isUnauthenticated(failure)) credentials.refuse(token)
    for (const subscription of [...subscriptions])
      if (subscription.isOpen || !isReplaced) subscription.end(failure)
  }

  const client = createClient({
    // Taken before there is a socket: how long it takes says nothing of the network.
    url: async () => {
      tokenError = null
      try {
        token = await credentials.take()
      } catch (error) {
        tokenError = error as TokenError
      }
      return Object.assign(new URL(endpoint), { protocol: endpoint.protocol.replace('http', 'ws') }).href
    },
    connectionParams: () => {
      if (tokenError) throw tokenError
      return { authorization: `Bearer ${token}` }
    },
    webSocketImpl: new Proxy(implementation, {
      construct(target, [url, protocol]) {
        const socket = new target(url, protocol)
        // graphql-ws stops listening to a socket that it gives up; Node's ws would throw what nobody hears.
        socket.addEventListener('error', () => {})
        clearTimeout(connectTimer)
        connectTimer = setTimeout(() => client.terminate(), timing.connect)
        return socket
      },
    }),
    keepAlive: timing.ping,
    // It would repeat subscriptions with the variables that they began with.
    retryAttempts: 0,
    on: {
      connected(socket) {
        welcome = socket as WebSocket
        clearTimeout(connectTimer)
        for (const subscription of [...subscriptions]) subscription.open()
      },
      ping(isReceived) {
        if (isReceived) return
        clearTimeout(pongTimer)
        pongTimer = setTimeout(() => client.terminate(), timing.pong)
      },
      message: () => clearTimeout(pongTimer),
      error: lose,
      closed: lose,
    },
  })

  const transport: Transport = {
    subscribe(payload, sink) {
      let stop = () => {}
      const subscription: Open = {
        isOpen: false,
        open() {
          if (subscription.isOpen || !subscriptions.has(subscription)) return
          subscription.isOpen = true
          sink.open()
        },
        end(failure) {
          if (!subscriptions.delete(subscription)) return
          stop()
          sink.end(failure)
        },
      }
      subscriptions.add(subscription)
      // By then one that is closed, since it was the last one's, says so.
      setTimeout(() => welcome?.readyState === readyStateOpen && subscription.open())
      stop = client.subscribe(payload, {
        next(result) {
          if (!subscriptions.has(subscription)) return
          subscription.open()
          if (subscriptions.has(subscription)) sink.next(result as Parameters<typeof sink.next>[0])
        },
        error: (error) =>
          subscription.end(
            Array.isArray(error) ? new RequestError(200, error as ResponseError[]) : lossOf(error),
          ),
        complete: () => subscription.end(null),
      })
      return () => {
        // One that both sides end, in messages that come together, counts twice with graphql-ws: it would close the socket under
        // all others. After the messages of this moment, what the server has ended is known for that.
        if (subscriptions.delete(subscription)) setTimeout(stop)
      }
    },
  }

  return {
    ...transport,
    close() {
      // Where there is no socket yet, there is nobody to say goodbye to.
      if (welcome) void client.dispose()
      else client.terminate()
      clearTimeout(connectTimer)
      clearTimeout(pongTimer)
    },
  }
}

/** @param event a close event, an error event, or a TokenError */
function lossOf(event: unknown): Failure {
  if (event instanceof TokenError) return event
  const { code, reason } = event as { code?: unknown; reason?: string }
  if (typeof code !== 'number') return new ConnectionLostError('websocket', 'the socket failed')
  // 4408 and 4499: the server did not hear from us, or we did not hear from it.
  if (code >= 4400 && code < 4499 && code !== 4408) return refusalOf(code, reason ?? '')
  return new ConnectionLostError('websocket', reason || `the socket was closed with ${code}`, code)
}
