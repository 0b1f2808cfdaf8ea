export type TransportName = 'websocket' | 'sse'

/**
 * Of the subscriptions; requests need none. `idle`: there are none. `connecting`: nothing has come yet, over `transport`. `connected`:
 * the server has let the client in. `lost`: whatever goes on by itself is tried again. `refused`: for what was asked or who asked,
 * and not tried again with the same token.
 */
export type Connection = {
  readonly state: 'idle' | 'connecting' | 'connected' | 'lost' | 'refused'
  /** Null where there is none for the moment. */
  readonly transport: TransportName | null
}

export type ConnectionListener = (connection: Connection) => void

/** What the connection is; the same object until it is another one, as stores of user interfaces want it. */
export function observeConnection() {
  let current: Connection = { state: 'idle', transport: null }
  const listeners = new Set<ConnectionListener>()
  return {
    get current() {
      return current
    },
    set(state: Connection['state'], transport: TransportName | null = null) {
      if (state === current.state && transport === current.transport) return
      current = { state, transport }
      for (const listener of [...listeners]) listener(current)
    },
    /** @returns what ends the listening */
    on(listener: ConnectionListener): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
