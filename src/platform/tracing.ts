import type { Attributes, Span as OtelSpan, Tracer } from '@opentelemetry/api'
import type { Log } from './log.ts'

/** A piece of work within a trace; one that nobody traces costs nothing. */
export type Span = {
  /** What continues the trace elsewhere, as the W3C's traceparent header has it; null where nothing is traced. */
  readonly traceParent: string | null
  readonly traceId: string | null
  child(name: string): Span
  set(attributes: Attributes): void
  /** Callers give words that a client may see, never an error as it was thrown: those can hold what is secret. */
  fail(code: string, message?: string): void
  end(): void
}

export type SpanKind = 'SERVER' | 'PRODUCER' | 'CONSUMER'

export type Tracing = {
  /** @param parent a traceparent; where it is none, a trace of its own begins */
  start(name: string, kind: SpanKind, options?: { parent?: string | null; at?: Date }): Span
  /** Sends what is left; gives up after two seconds. */
  close(): Promise<void>
}

const untracedSpan: Span = {
  traceParent: null,
  traceId: null,
  child: () => untracedSpan,
  set() {},
  fail() {},
  end() {},
}

export const untraced: Tracing = { start: () => untracedSpan, async close() {} }

export type TracingOptions = {
  /** Where spans are sent, by OTLP over HTTP; nothing is traced, and nothing loaded, without it. */
  endpoint: string | undefined
  /** Unless OTEL_SERVICE_NAME says otherwise. */
  service: string
  /** The share, from 0 to 1, of the traces that begin here. */
  ratio: number
  log: Log
}

const sendEveryMs = 1_000
const closePatienceMs = 2_000

/** Spans go to a provider of our own: what else in the process uses OpenTelemetry is left alone. */
export async function openTracing({ endpoint, service, ratio, log }: TracingOptions): Promise<Tracing> {
  if (!endpoint) return untraced
  const [api, sdk, { OTLPTraceExporter }, resources] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ])
  const warn = (message: string) => log.warn(`Traces cannot be sent: ${wordsOf(message)}`)
  const quiet = () => {}
  api.diag.setLogger(
    { error: warn, warn, info: quiet, debug: quiet, verbose: quiet },
    { logLevel: api.DiagLogLevel.WARN, suppressOverrideMessage: true },
  )
  const provider = new sdk.TracerProvider({
    resource: resources
      .defaultResource()
      .merge(resources.resourceFromAttributes({ 'service.name': service, 'process.pid': process.pid }))
      .merge(resources.detectResources({ detectors: [resources.envDetector] })),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(ratio) }),
    spanProcessors: [
      new sdk.BatchSpanProcessor({
        exporter: new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, '')}/v1/traces` }),
        scheduledDelayMillis: sendEveryMs,
      }),
    ],
  })
  const tracer: Tracer = provider.getTracer('quarry')

  const spanOf = (span: OtelSpan): Span => {
    const { traceId, spanId, traceFlags } = span.spanContext()
    return {
      traceId,
      traceParent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
      child: (name) => spanOf(tracer.startSpan(name, {}, api.trace.setSpan(api.ROOT_CONTEXT, span))),
      set: (attributes) => void span.setAttributes(attributes),
      fail(code, message) {
        span.setStatus({ code: api.SpanStatusCode.ERROR, message: message ?? code })
        span.setAttribute('error.type', code)
        if (message) span.recordException({ name: code, message })
      },
      end: () => span.end(),
    }
  }

  return {
    start(name, kind, { parent, at } = {}) {
      const remote = parent ? parseTraceParent(parent) : null
      const context = remote
        ? api.trace.setSpanContext(api.ROOT_CONTEXT, { ...remote, isRemote: true })
        : api.ROOT_CONTEXT
      return spanOf(tracer.startSpan(name, { kind: api.SpanKind[kind], startTime: at }, context))
    },
    async close() {
      const { promise: late, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, closePatienceMs)
      await Promise.race([provider.shutdown().catch(() => {}), late])
      clearTimeout(timer)
    },
  }
}

/** The SDK tells of errors in JSON, with their stacks. */
function wordsOf(message: string): string {
  const told = /^\{.*"message":"(.*?[^\\])"/s.exec(message)
  return told?.[1] ?? message
}

/** Null for what is no traceparent. Source: https://www.w3.org/TR/trace-context/#traceparent-header */
export function parseTraceParent(text: string) {
  const [, version, traceId, spanId, flags, rest] =
    /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/.exec(text.trim()) ?? []
  if (!version || !traceId || !spanId || !flags) return null
  if (version === 'ff' || (version === '00' && rest) || /^0+$/.test(traceId) || /^0+$/.test(spanId))
    return null
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1 }
}
