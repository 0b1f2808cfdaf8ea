import { createConnection, createServer, type Socket } from 'node:net'

export type Trap = {
  port: number
  /** The next time that a client says `text`, it is kept from the server, and so is all that this client says afterwards. */
  arm(text: string): { caught: Promise<void>; disarm(): void }
  /** What was kept is said. */
  release(): void
  close(): Promise<void>
}

/** Stands between clients and the server on `port` of 127.0.0.1, and stops one in the middle of a step that its words give away. */
export async function startTrap(port: number): Promise<Trap> {
  let armed: { text: string; spring(): void } | null = null
  let held: (() => void)[] = []
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    return socket
  }
  const server = createServer((socket) => {
    const upstream = keep(createConnection({ port, host: '127.0.0.1' }))
    keep(socket)
    upstream
      .on('data', (data) => socket.write(data))
      .on('end', () => socket.end())
      .on('close', () => socket.destroy())
    let said = ''
    socket.on('data', (data) => {
      said = (said + data.toString('latin1')).slice(-data.length - 200)
      if (!armed || !said.includes(armed.text)) return void upstream.write(data)
      const { spring } = armed
      armed = null
      socket.pause()
      held.push(() => {
        upstream.write(data)
        socket.resume()
      })
      spring()
    })
    socket.on('end', () => upstream.end()).on('close', () => upstream.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    arm(text) {
      const { promise, resolve } = Promise.withResolvers<void>()
      armed = { text, spring: resolve }
      return {
        caught: promise,
        disarm() {
          armed = null
        },
      }
    },
    release() {
      for (const one of held) one()
      held = []
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** Moments of a task, by what is said to which server at them. */
export const moments = [
  { step: 'plan', side: 'source', text: 'pg_depend' },
  { step: 'provision', side: 'target', text: 'create role' },
  { step: 'provision', side: 'target', text: 'create database' },
  { step: 'provision', side: 'target', text: 'revoke connect, temporary' },
  { step: 'schema', side: 'target', text: 'CREATE TABLE' },
  { step: 'select', side: 'source', text: 'EXPLAIN ' },
  { step: 'copy', side: 'source', text: 'COPY (SELECT' },
  { step: 'copy', side: 'target', text: 'WITH (FREEZE)' },
  { step: 'copy', side: 'target', text: 'TEMP TABLE missing' },
  { step: 'keys', side: 'target', text: 'PRIMARY KEY' },
  { step: 'keys', side: 'target', text: 'FOREIGN KEY' },
  { step: 'proof', side: 'target', text: 'convalidated AS validated' },
  { step: 'proof', side: 'target', text: 'pg_database_size' },
] as const
export type Moment = (typeof moments)[number]
export const titleOf = ({ step, side, text }: Moment) => `${step}, at “${text}” to the ${side}`
