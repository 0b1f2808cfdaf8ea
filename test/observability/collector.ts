import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

type Value = { stringValue?: string; intValue?: number | string; boolValue?: boolean }
type Attributes = { key: string; value: Value }[]

export type CollectedSpan = {
  name: string
  traceId: string
  spanId: string
  parentSpanId: string
  service: string
  kind: number
  /** 2 stands for an error. */
  status: { code?: number; message?: string }
  attributes: Record<string, string | number | boolean>
  events: { name: string; attributes: Record<string, string | number | boolean> }[]
}

export type Collector = {
  url: string
  spans: CollectedSpan[]
  /** What was sent, word by word. */
  bodies: string[]
  headers: IncomingHttpHeaders[]
  close(): Promise<void>
}

const read = (attributes: Attributes = []) =>
  Object.fromEntries(
    attributes.map(({ key, value: { stringValue, intValue, boolValue } }) => [
      key,
      stringValue ?? boolValue ?? Number(intValue),
    ]),
  )

/** Takes spans as an OpenTelemetry collector does: OTLP over HTTP, in JSON. */
export async function startCollector(): Promise<Collector> {
  const collector: Omit<Collector, 'url' | 'close'> = { spans: [], bodies: [], headers: [] }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    if (request.url !== '/v1/traces' || request.method !== 'POST') {
      response.writeHead(404).end()
      return
    }
    collector.bodies.push(body)
    collector.headers.push(request.headers)
    for (const { resource, scopeSpans } of JSON.parse(body).resourceSpans) {
      const service = String(read(resource.attributes)['service.name'])
      for (const { spans } of scopeSpans) {
        for (const { attributes, events = [], status = {}, parentSpanId = '', ...span } of spans) {
          collector.spans.push({
            ...span,
            service,
            parentSpanId,
            status,
            attributes: read(attributes),
            events: events.map((event: { name: string; attributes: Attributes }) => ({
              name: event.name,
              attributes: read(event.attributes),
            })),
          })
        }
      }
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    ...collector,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
