import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Access } from '../access/access.ts'
import { openWatch } from '../access/watch.ts'
import type { PublicCharts } from '../charts/public-page.ts'
import type { Log } from '../platform/log.ts'
import { waitUntil } from '../platform/processes.ts'
import { graphqlPath, pathOf } from './address.ts'
import { createAddressOf } from './client-address.ts'
import type { Dashboard } from './dashboard.ts'
import { createGraphql, type Services } from './graphql.ts'
import type { Health } from './health.ts'
import { createGuard } from './limits/guard.ts'
import type { Limits } from './limits/limits.ts'
import type { Persisted } from './limits/persisted.ts'
import type { MetricsEndpoint } from './metrics.ts'
import type { Observers } from './observe.ts'
import { attachWebsockets } from './websocket.ts'

export type ServerOptions = {
  services: Services
  access: Access
  health: Health
  metrics?: MetricsEndpoint
  publicCharts?: PublicCharts
  dashboard?: Dashboard
  observers?: Observers
  log: Log
  host: string
  /** Left out: 4000, or the next one that is free. */
  port: number | undefined
  allowedOrigins: string[]
  /** Of proxies that are believed whom they were called by: addresses and CIDR ranges; none where left out. */
  trustedProxies?: string[]
  limits: Limits
  /** Left out where clients have no ids of documents. */
  persisted?: Persisted | null
}

export type RunningServer = {
  /** Such as http://127.0.0.1:4000. */
  url: string
  /** Answers the requests in hand, ends every subscription, and resolves when nothing is open. */
  close(): Promise<void>
}

const defaultPort = 4000
const portsTried = 100
/** How long a stop waits for requests in hand; an event stream would never end by itself. */
const inHandMs = 5_000

/** Serves GraphQL on HTTP, SSE and WebSocket, the health checks, and the metrics. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { services, access, health, metrics, publicCharts, dashboard, log, allowedOrigins, observers } =
    options
  const guard = createGuard(options.limits, options.persisted)
  const addressOf = createAddressOf(options.trustedProxies ?? [])
  const watch = openWatch(services.em, log)
  access.onChanged(watch.look)
  const graphql = createGraphql({ services, access, watch, log, allowedOrigins, addressOf, guard, observers })
  const responses = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    responses.add(response)
    response.once('close', () => responses.delete(response))
    response.setHeader('x-content-type-options', 'nosniff')
    response.setHeader('referrer-policy', 'no-referrer')
    if (health.handle(request, response, log) || metrics?.handle(request, response)) return
    const path = pathOf(request)
    if (publicCharts?.handle(request, response, path, log)) return
    if (dashboard?.handle(request, response, path)) return
    // Yoga makes a URL of it, and answers with the stack where it cannot.
    if (!URL.canParse(`http://${request.headers.host ?? 'localhost'}`)) response.writeHead(400).end()
    else if (path === graphqlPath) graphql(request, response)
    else response.writeHead(404).end()
  })
  const websockets = attachWebsockets(server, {
    graphql,
    access,
    watch,
    em: services.em,
    log,
    allowedOrigins,
    addressOf,
    guard,
  })
  await listen(server, options).catch(async (error) => {
    await watch.close()
    throw error
  })
  const { port, family, address } = server.address() as AddressInfo
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      await Promise.all([websockets.close(), waitUntil(() => [...responses].every(isEventStream), inHandMs)])
      await watch.close()
      await graphql.dispose()
      server.closeAllConnections()
      await closed
    },
  }
}

const isEventStream = (response: ServerResponse) =>
  response.headersSent && String(response.getHeader('content-type')).startsWith('text/event-stream')

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
