import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Histogram, type Registry } from 'prom-client'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { secretsEqual } from '../platform/secrets.ts'
import { pathOf } from './address.ts'

export type OperationType = 'query' | 'mutation' | 'subscription' | 'none'
/** `refused`: by the client's fault; `failed`: by ours. */
export type RequestOutcome = 'ok' | 'refused' | 'failed' | 'unauthenticated'
export type Transport = 'http' | 'websocket'

export type AnsweredRequest = {
  transport: Transport
  operation: OperationType
  outcome: RequestOutcome
  seconds: number
}
export type MeasureRequest = (request: AnsweredRequest) => void

const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Counts requests by what they are, never by what a client calls them: names and ids have no bounds. */
export function measureRequests(registry: Registry): MeasureRequest {
  const duration = new Histogram({
    name: 'quarry_graphql_request_duration_seconds',
    help: 'From the arrival of a GraphQL request to its result; of a subscription, to its beginning.',
    labelNames: ['transport', 'operation', 'outcome'],
    buckets: requestSeconds,
    registers: [registry],
  })
  for (const transport of ['http', 'websocket'])
    for (const operation of ['query', 'mutation', 'subscription'])
      for (const outcome of ['ok', 'refused', 'failed']) duration.zero({ transport, operation, outcome })
  return ({ seconds, ...labels }) => duration.observe(labels, seconds)
}

export const metricsPath = '/metrics'

export type MetricsEndpoint = {
  /** Answers /metrics; false for any other address. */
  handle(request: IncomingMessage, response: ServerResponse): boolean
}

/** @param token whoever asks shows it as a bearer token; null where whoever reaches the port may ask */
export function createMetricsEndpoint(metrics: Metrics, token: string | null, log: Log): MetricsEndpoint {
  const mayAsk = ({ headers }: IncomingMessage) =>
    token === null || secretsEqual(/^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '', token)

  async function answer(response: ServerResponse) {
    try {
      const text = await metrics.text()
      response.writeHead(200, { 'content-type': metrics.contentType, 'cache-control': 'no-store' }).end(text)
    } catch (error) {
      log.error({ err: error }, 'The metrics could not be told')
      response.writeHead(500).end()
    }
  }

  return {
    handle(request, response) {
      if (pathOf(request) !== metricsPath) return false
      if (!mayAsk(request)) response.writeHead(401, { 'www-authenticate': 'Bearer realm="quarry"' }).end()
      else if (request.method !== 'GET' && request.method !== 'HEAD')
        response.writeHead(405, { allow: 'GET, HEAD' }).end()
      else answer(response)
      return true
    },
  }
}

export type MetricsServer = {
  /** Such as http://127.0.0.1:9464. */
  url: string
  close(): Promise<void>
}

/** Serves metrics, and nothing else, on a port of their own. */
export async function startMetricsServer(
  metrics: Metrics,
  { host, port, log }: { host: string; port: number; log: Log },
): Promise<MetricsServer> {
  const endpoint = createMetricsEndpoint(metrics, null, log)
  const server = createServer((request, response) => {
    if (!endpoint.handle(request, response)) response.writeHead(404).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(
          error.code === 'EADDRINUSE'
            ? `The port ${port} of ${host} is in use; set METRICS_PORT to another one`
            : `Cannot listen on ${host}: ${error.message}; set METRICS_HOST to an address of this machine`,
        ),
      ),
    )
    server.listen(port, host, resolve)
  })
  const { port: bound, family, address } = server.address() as AddressInfo
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${bound}`
  log.info({ url: `${url}${metricsPath}` }, 'The metrics are served')
  return {
    url,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
