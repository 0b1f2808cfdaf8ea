import type { Pool } from 'pg'
import type { Registry } from 'prom-client'
import { createMetrics, type Metrics, measurePool } from './platform/metrics.ts'
import { openTracing, type Tracing } from './platform/tracing.ts'
import {
  createMetricsEndpoint,
  type MetricsEndpoint,
  type MetricsServer,
  startMetricsServer,
} from './server/metrics.ts'
import type { Surroundings } from './surroundings.ts'
import { measureListener } from './tasks/metrics.ts'
import { measureState } from './tasks/metrics-state.ts'
import type { TaskKind } from './tasks/states.ts'

/** What one process tells those who look from outside. See docs/observability.md. */
export type Observation = {
  readonly registry: Registry
  readonly tracing: Tracing
  /** For /metrics on a port that others use too: asks for a token. */
  readonly endpoint: MetricsEndpoint
  onPool(pool: Pool): void
  /** Left out of the metrics where notifications are switched off. */
  watchListener(of: { readonly listening?: boolean }): void
  /** On METRICS_PORT, where it is set; the address. */
  serve(): Promise<string | null>
  close(): Promise<void>
}

export async function openObservation(
  { config, log, databaseUrl, accessToken }: Surroundings,
  applicationName: string,
  kinds: TaskKind[],
): Promise<Observation> {
  const metrics: Metrics = createMetrics()
  const { registry } = metrics
  let pool: Pool | null = null
  let server: MetricsServer | null = null
  const tracing = await openTracing({
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    service: applicationName.replaceAll(' ', '-'),
    ratio: config.OTEL_TRACES_SAMPLER_ARG,
    log,
  })
  const state = measureState({ registry, url: databaseUrl, applicationName, log, kinds })
  measurePool(registry, () => pool)

  return {
    registry,
    tracing,
    endpoint: createMetricsEndpoint(metrics, config.METRICS_TOKEN ?? accessToken, log),
    onPool(opened) {
      pool = opened
    },
    watchListener(of) {
      if (config.NOTIFICATIONS === 'on') measureListener(registry, () => of.listening ?? false)
    },
    async serve() {
      const { METRICS_HOST: host, METRICS_PORT: port } = config
      if (port === undefined) return null
      server = await startMetricsServer(metrics, { host, port, log })
      return server.url
    },
    async close() {
      await server?.close()
      await Promise.all([state.close(), tracing.close()])
    },
  }
}
