import { observeConnection, type TransportName } from './connection.ts'
import { ConnectionLostError, type Failure, isPassing, isUnauthenticated, RequestError } from './errors.ts'
import type { Timing } from './timing.ts'
import type { Payload, Sink, Transport } from './transport.ts'

export type Transports = ReturnType<typeof chooseTransports>

/** Ends a subscription whose owner begins it anew by itself: there is a better transport now. */
export const moved = new ConnectionLostError('sse', 'a WebSocket has become possible')

type Subscription = { transport: TransportName; isOpen: boolean; move: (() => void) | null }

/**
 * Subscriptions over a WebSocket, or over event streams where sockets are blocked: where one does not open, or is closed before the
 * server let the client in, and an event stream works. From then on event streams are used, and a socket is tried from time to time.
 */
export function chooseTransports(
  transports: { websocket: Transport | null; sse: Transport | null },
  timing: Timing,
) {
  const connection = observeConnection()
  const subscriptions = new Set<Subscription>()
  let preferred: TransportName = transports.websocket ? 'websocket' : 'sse'
  /** Whether Quarry has ever been there. */
  let wasOpen = false
  let waiting = 0
  let probeTimer: ReturnType<typeof setTimeout> | undefined
  let probeMs = timing.firstProbe
  let stopProbe: (() => void) | null = null

  function show(failure: Failure | null) {
    const all = [...subscriptions]
    const shown = all.find(({ isOpen }) => isOpen)
    if (shown) connection.set('connected', shown.transport)
    else if (all[0]) connection.set('connecting', all[0].transport)
    else if (waiting > 0) connection.set('lost')
    else connection.set(stateAfter(failure))
  }

  const streams = () => [...subscriptions].filter(({ transport }) => transport === 'sse')

  function prefer(transport: TransportName) {
    if (preferred === transport) return
    preferred = transport
    if (transport === 'websocket') {
      probeMs = timing.firstProbe
      for (const { move } of streams()) move?.()
    }
  }

  /** Event streams are many connections, of which a browser has six for a server: sockets are gone back to as soon as they work. */
  function probeLater() {
    if (preferred === 'websocket' || !transports.websocket || probeTimer || stopProbe) return
    if (streams().length === 0) return
    probeTimer = setTimeout(() => {
      probeTimer = undefined
      stopProbe = transports.websocket!.subscribe(
        { query: '{ __typename }' },
        {
          open: () => prefer('websocket'),
          next: () => {},
          end() {
            stopProbe = null
            probeLater()
          },
        },
      )
    }, probeMs)
    probeMs = Math.min(probeMs * 2, timing.lastProbe)
  }

  function subscribe(payload: Payload, sink: Sink, { canMove = false } = {}): () => void {
    let stop = () => {}
    const subscription: Subscription = { transport: preferred, isOpen: false, move: null }
    subscriptions.add(subscription)

    function leave() {
      subscriptions.delete(subscription)
      if (streams().length === 0) {
        clearTimeout(probeTimer)
        probeTimer = undefined
      }
    }

    function begin(transport: TransportName) {
      subscription.transport = transport
      show(null)
      stop = transports[transport]!.subscribe(payload, {
        open() {
          subscription.isOpen = true
          wasOpen = true
          // What a socket could not do an event stream does: sockets are blocked.
          if (transport !== preferred) prefer(transport)
          if (transport === 'sse') probeLater()
          show(null)
          sink.open()
        },
        next: sink.next,
        end(failure) {
          if (transport === 'websocket' && !subscription.isOpen && isBlocked(failure) && transports.sse) {
            begin('sse')
            return
          }
          // A socket may be possible again where event streams have become impossible.
          if (!subscription.isOpen && isBlocked(failure) && transports.websocket) preferred = 'websocket'
          leave()
          sink.end(failure)
          show(failure)
        },
      })
    }

    begin(preferred)
    if (canMove)
      subscription.move = () => {
        stop()
        leave()
        sink.end(moved)
        show(moved)
      }
    return () => {
      if (!subscriptions.has(subscription)) return
      stop()
      leave()
      show(null)
    }
  }

  return {
    connection,
    subscribe,
    /** Whether the same may come to be answered; also one that is no answer of Quarry, which was there before. */
    isPassing: (failure: Failure) =>
      isPassing(failure) || (wasOpen && failure instanceof RequestError && failure.errors.length === 0),
    /** Until the next attempt; less where the signal aborts, or the network comes back. */
    async pause(ms: number, signal: AbortSignal): Promise<void> {
      waiting++
      await wait(ms, signal)
      waiting--
      if (signal.aborted) show(null)
    },
    close() {
      clearTimeout(probeTimer)
      stopProbe?.()
    },
  }
}

/** What a connection is that nobody is about to make again. */
function stateAfter(failure: Failure | null): 'idle' | 'lost' | 'refused' {
  if (!failure || failure === moved) return 'idle'
  if (isPassing(failure)) return 'lost'
  // Others are about what was asked.
  return isUnauthenticated(failure) || isAboutConnection(failure) ? 'refused' : 'idle'
}

const isAboutConnection = (failure: Failure) =>
  !(failure instanceof RequestError) ||
  failure.errors.length === 0 ||
  failure.errors[0]!.extensions?.closeCode !== undefined

/** Nothing that the server itself said, as it does with 1013 where its database is away. */
const isBlocked = (failure: Failure | null) =>
  failure instanceof ConnectionLostError && failure.closeCode !== 1013 && failure.closeCode !== 4500

const wait = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', end)
      globalThis.removeEventListener?.('online', end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    signal.addEventListener('abort', end)
    globalThis.addEventListener?.('online', end)
    if (signal.aborted) end()
  })
