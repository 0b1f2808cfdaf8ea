import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Access } from '../access/viewer.ts'
import type { Log } from '../platform/log.ts'
import { createGraphql, graphqlPath, type Services } from './graphql.ts'
import type { Health } from './health.ts'
import { attachWebsockets } from './websocket.ts'

export type ServerOptions = {
  services: Services
  access: Access
  health: Health
  log: Log
  host: string
  /** Left out: 4000, or the next one that is free. */
  port: number | undefined
  allowedOrigins: string[]
}

export type RunningServer = {
  /** Such as http://127.0.0.1:4000. */
  url: string
  /** Ends what is open, and resolves when nothing is. */
  close(): Promise<void>
}

const defaultPort = 4000
const portsTried = 100

/** Serves GraphQL on HTTP, SSE and WebSocket, and the health checks. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { services, access, health, log, allowedOrigins } = options
  const graphql = createGraphql({ services, access, log, allowedOrigins })
  const server = createServer((request, response) => {
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('referrer-policy', 'no-referrer')
    if (health.handle(request, response)) return
    if (request.url === '/') {
      response.writeHead(302, { location: graphqlPath }).end()
      return
    }
    graphql(request, response)
  })
  const websockets = attachWebsockets(server, { graphql, access, em: services.em, allowedOrigins })
  await listen(server, options)
  const { port, family, address } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      await websockets.close()
      await graphql.dispose()
      server.closeAllConnections()
      await closed
    },
  }
}

async function listen(server: Server, { host, port }: ServerOptions): Promise<void> {
  const first = port ?? defaultPort
  const last = port === undefined ? defaultPort + portsTried : port
  for (let candidate = first; ; candidate++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject)
        server.listen(candidate, host, () => {
          server.off('error', reject)
          resolve()
        })
      })
      return
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EADDRINUSE' && candidate < last) continue
      if (code === 'EADDRINUSE')
        throw new Error(`The port ${candidate} of ${host} is in use; set PORT to another one`)
      throw new Error(
        `Cannot listen on ${host}: ${(error as Error).message}; set HOST to an address of this machine`,
      )
    }
  }
}
