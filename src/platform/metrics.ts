import type { Pool } from 'pg'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'

/** What one server or worker tells of itself, in Prometheus' text format. Each part registers its own. */
export type Metrics = {
  readonly registry: Registry
  readonly contentType: string
  /** Those of the registry, and those of the process. */
  text(): Promise<string>
}

/** Of the process: what counts there is the same for all who share it. */
let ofProcess: Registry | null = null

function processMetrics(): Registry {
  if (!ofProcess) {
    ofProcess = new Registry()
    collectDefaultMetrics({ register: ofProcess })
  }
  return ofProcess
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  return {
    registry,
    contentType: registry.contentType,
    async text() {
      const texts = await Promise.all([registry.metrics(), processMetrics().metrics()])
      return texts.join('\n')
    },
  }
}

/** How many connections the pool has, at the moment of a scrape. */
export function measurePool(registry: Registry, pool: () => Pool | null): void {
  const gauge = (name: string, help: string, value: (pool: Pool) => number) =>
    new Gauge({
      name: `quarry_database_pool_${name}`,
      help,
      registers: [registry],
      collect() {
        const current = pool()
        this.set(current ? value(current) : 0)
      },
    })
  gauge('max_connections', 'Connections that the pool may have.', ({ options }) => options.max)
  gauge('connections', 'Connections that are open.', ({ totalCount }) => totalCount)
  gauge('connections_in_use', 'Connections at work.', ({ totalCount, idleCount }) => totalCount - idleCount)
  gauge(
    'waiting',
    'Statements and transactions that wait for a connection.',
    ({ waitingCount }) => waitingCount,
  )
}
