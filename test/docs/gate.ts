import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type Gate = {
  url: string
  /** How many connections it has let through so far. */
  readonly passed: number
  /** Breaks every connection, and lets none through until it is opened. */
  shut(): void
  open(): void
  close(): Promise<void>
}

/** A way to a server that can be cut like a cable: whoever came through it sees a connection reset or refused. */
export async function openGate(target: string): Promise<Gate> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let isOpen = true
  let passed = 0
  const gate = createServer((client) => {
    if (!isOpen) {
      client.destroy()
      return
    }
    passed++
    const server = connect(Number(port), hostname)
    for (const socket of [client, server]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        server.destroy()
      })
    }
    client.pipe(server)
    server.pipe(client)
  })
  gate.listen(0, '127.0.0.1')
  await once(gate, 'listening')
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  return {
    url: `http://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    get passed() {
      return passed
    },
    shut() {
      isOpen = false
      cut()
    },
    open() {
      isOpen = true
    },
    async close() {
      cut()
      gate.close()
      await once(gate, 'close')
    },
  }
}
