import type { AddressInfo } from 'node:net'
import { createConnection, createServer, type Server, type Socket } from 'node:net'

/**
 * What a proxy may do: let everything through; answer each request with 502; take connections and never say anything; not take
 * them at all. Or only to WebSockets: refuse the upgrade; never answer it; answer it and pass nothing on; answer it and hang up.
 */
export type Manner =
  | 'through'
  | 'bad gateway'
  | 'silent'
  | 'away'
  | 'no upgrade'
  | 'silent upgrade'
  | 'mute sockets'
  | 'dropped sockets'

export type FaultyProxy = {
  url: string
  /** From now on; what is open stays as it is. */
  behave(manner: Manner): void
  /** Ends every connection. */
  cut(): void
  /** Passes nothing on in either direction on what is open, and ends nothing: half-open connections. */
  freeze(): void
  /** Connections that asked for a WebSocket and are there. */
  open(): number
  /** Connections that asked for a WebSocket, and others, so far. */
  readonly upgrades: number
  readonly requests: number
  close(): Promise<void>
}

const answer = (status: string) => `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`

/** A TCP proxy before an HTTP server. */
export async function startFaultyProxy(target: string): Promise<FaultyProxy> {
  const { port, hostname } = new URL(target)
  const open = new Set<Socket>()
  let frozen = new WeakSet<Socket>()
  let manner: Manner = 'through'
  const sockets = new Set<Socket>()
  let upgrades = 0
  let requests = 0

  function track(socket: Socket) {
    open.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => open.delete(socket))
  }

  function connect(client: Socket, first: Buffer, isUpgrade: boolean) {
    const server = createConnection(Number(port), hostname)
    track(server)
    server.write(first)
    client.on('data', (data) => {
      if (!frozen.has(client) && !(isUpgrade && manner === 'mute sockets')) server.write(data)
    })
    server.on('data', (data) => {
      if (frozen.has(server)) return
      const isAnswered =
        isUpgrade && manner === 'mute sockets' && !data.toString('latin1').startsWith('HTTP/1.1 101')
      if (!isAnswered) client.write(data)
      if (isUpgrade && manner === 'dropped sockets') client.end()
    })
    client.on('close', () => server.destroy())
    server.on('close', () => frozen.has(client) || client.destroy())
  }

  const proxy: Server = createServer((client) => {
    track(client)
    if (manner === 'away') return client.destroy()
    if (manner === 'silent') return
    client.once('data', (first) => {
      const isUpgrade = /^upgrade: *websocket/im.test(first.toString('latin1'))
      if (isUpgrade) {
        upgrades++
        sockets.add(client)
        client.on('close', () => sockets.delete(client))
      } else requests++
      if (manner === 'bad gateway') client.end(answer('502 Bad Gateway'))
      else if (isUpgrade && manner === 'no upgrade') client.end(answer('403 Forbidden'))
      else if (!(isUpgrade && manner === 'silent upgrade')) connect(client, first, isUpgrade)
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))

  const cut = () => {
    for (const socket of open) socket.resetAndDestroy()
  }
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    behave(next) {
      manner = next
    },
    cut,
    freeze() {
      frozen = new WeakSet(open)
    },
    open: () => sockets.size,
    get upgrades() {
      return upgrades
    },
    get requests() {
      return requests
    },
    async close() {
      cut()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}
