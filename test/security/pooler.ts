import { createServer, type Socket } from 'node:net'
import pg from 'pg'

/**
 * A pooler as others put before a server: it has an address, a name of its own for a database and logins of its own, and hands what
 * clients say over sessions that it opened itself.
 */
export type Pooler = {
  connectionString: string
  /** What its one database leads to from now on. */
  leadTo(connectionString: string): void
  close(): Promise<void>
}

/** On another address of this machine. */
export async function startPooler(first: string, host = '127.0.0.3'): Promise<Pooler> {
  let upstream = first
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket))
    const greet = async (data: Buffer) => {
      // "Is there TLS?" Source of the numbers: PostgreSQL, "Message Formats".
      if (data.readInt32BE(4) === 80877103) {
        socket.once('data', greet).write('N')
        return
      }
      const client = new pg.Client({ connectionString: upstream })
      client.on('error', () => {})
      await client.connect()
      const { stream } = client.connection
      stream.removeAllListeners('data')
      stream.on('error', () => socket.destroy())
      stream.pipe(socket)
      socket.pipe(stream)
      // Authentication is done, and ready for a query.
      socket.write(Buffer.from('520000000800000000' + '5a0000000549', 'hex'))
    }
    socket.once('data', (data) => void greet(data).catch(() => socket.destroy()))
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as { port: number }
  return {
    connectionString: `postgresql://someone:secret@${host}:${port}/pooled`,
    leadTo(connectionString) {
      upstream = connectionString
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
