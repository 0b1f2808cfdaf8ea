import { fileURLToPath } from 'node:url'
import { createAccess } from '../access/access.ts'
import { createAudit } from '../access/audit/audit.ts'
import { accessChannel } from '../access/changes.sql.ts'
import { createElements } from '../catalog/elements.ts'
import { createSchedules } from '../catalog/schedules.ts'
import { createCharts } from '../charts/charts.ts'
import { createMessages } from '../charts/messages.ts'
import { createPublicCharts } from '../charts/public-page.ts'
import { createStartsCharts } from '../charts/start.ts'
import { createFilterPlans } from '../filtered/filter-plan.ts'
import { createFilteredDatabases } from '../filtered/filtered-databases.ts'
import { createStartsFilteredDatabases } from '../filtered/start.ts'
import { readDashboard } from '../server/dashboard.ts'
import { createHealth } from '../server/health.ts'
import { measureRequests } from '../server/metrics.ts'
import { type RunningServer, startServer } from '../server/server.ts'
import type { Surroundings } from '../surroundings.ts'
import { openFeed } from '../tasks/feed.ts'
import { measureEvents } from '../tasks/metrics.ts'
import { createFeedMetrics } from '../tasks/metrics-feed.ts'
import { createQueues } from '../tasks/queues.ts'
import { jwtOf } from './jwt.ts'
import { limitsOf, persistedOf } from './limits.ts'
import { openPlanner, openSealer } from './parts.ts'
import { openProcess } from './process.ts'

/** Where the metrics are served on a port of their own; null where METRICS_PORT is not set. */
export type Measured = { metricsUrl: string | null }

const apiPoolSize = 10
const dashboardDirectory = fileURLToPath(new URL('../../dist/dashboard', import.meta.url))

/** The API: serves requests, and starts tasks that workers run. */
export async function startApi(surroundings: Surroundings): Promise<RunningServer & Measured> {
  const { config, log, databaseUrl, accessToken } = surroundings
  const applicationName = 'quarry api'
  const dashboard = await readDashboard(dashboardDirectory)
  const persisted = persistedOf(config, dashboard.operations)
  const jwt = jwtOf(config, log)
  const opened = await openProcess(surroundings, { applicationName, poolSize: apiPoolSize })
  const { kinds, observation, listen, orm, queue, renderer, databases, statementTimeoutMs } = opened
  const { registry, tracing } = observation
  const tasks = opened.openTasks(measureEvents(registry))
  const elements = createElements({ tasks, databases })
  const schedules = createSchedules({ queue, databases })
  const planPrompt = openPlanner(surroundings)
  const filterPlans = createFilterPlans({ databases, planPrompt, statementTimeoutMs })
  const sealer = openSealer(surroundings)
  const filteredDatabases = createFilteredDatabases({ server: opened.server, sealer, log })
  const startsFilteredDatabases = createStartsFilteredDatabases({
    tasks,
    databases,
    sealer,
    planPrompt,
    statementTimeoutMs,
    hasServer: opened.server !== null,
  })
  const messages = createMessages({ databases, statementTimeoutMs })
  const watching = createFeedMetrics(registry)
  const access = createAccess({ accessToken, jwt })
  const feed = openFeed({
    ...{ orm, url: databaseUrl, applicationName, log, listen },
    channels: { [accessChannel]: access.changed },
    onPoll: watching.polled,
  })
  const queues = createQueues({ orm, kinds, log })
  observation.watchListener(feed)
  const audit = createAudit(orm, log)
  const closeParts = async () => {
    await audit.close()
    await feed.close()
    await opened.close()
  }
  const server = await startServer({
    services: {
      em: orm.em,
      audit,
      tasks,
      feed: watching.feed(feed),
      queues: watching.queues(queues),
      databases,
      elements,
      schedules,
      filterPlans,
      filteredDatabases,
      startsFilteredDatabases,
      messages,
      charts: createCharts(),
      startsCharts: createStartsCharts({ tasks, messages }),
      renderer,
    },
    publicCharts: createPublicCharts({ orm }),
    dashboard,
    access,
    health: createHealth({ orm, queue }),
    metrics: observation.endpoint,
    observers: { measureRequest: measureRequests(registry), tracing },
    log,
    host: config.HOST,
    port: config.PORT,
    allowedOrigins: config.ALLOWED_ORIGINS ?? [],
    trustedProxies: config.TRUSTED_PROXIES,
    limits: limitsOf(config),
    persisted,
  }).catch(async (error) => {
    await closeParts()
    throw error
  })
  const metricsUrl = await observation.serve().catch(async (error) => {
    await server.close()
    await closeParts()
    throw error
  })
  return {
    url: server.url,
    metricsUrl,
    async close() {
      await server.close()
      await closeParts()
    },
  }
}
