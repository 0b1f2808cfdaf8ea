import { fileURLToPath } from 'node:url'
import { createAccess } from '../access/access.ts'
import { createAudit } from '../access/audit/audit.ts'
import { accessChannel } from '../access/changes.sql.ts'
import { createElements } from '../catalog/elements.ts'
import { createSchedules } from '../catalog/schedules.ts'
import { createCharts } from '../charts/charts.ts'
import { createMessages } from '../charts/messages.ts'
import { createPublicCharts } from '../charts/public-page.ts'
import { createRenderer } from '../charts/render/renderer.ts'
import { createStartsCharts } from '../charts/start.ts'
import { createFilterPlans } from '../filtered/filter-plan.ts'
import { createFilteredDatabases } from '../filtered/filtered-databases.ts'
import { createStartsFilteredDatabases } from '../filtered/start.ts'
import { openObservation } from '../observation.ts'
import { openOrm } from '../platform/orm.ts'
import { readDashboard } from '../server/dashboard.ts'
import { createHealth } from '../server/health.ts'
import { measureRequests } from '../server/metrics.ts'
import { type RunningServer, startServer } from '../server/server.ts'
import type { Surroundings } from '../surroundings.ts'
import { createAnnounce } from '../tasks/announce.ts'
import { openFeed } from '../tasks/feed.ts'
import { measureEvents } from '../tasks/metrics.ts'
import { createFeedMetrics } from '../tasks/metrics-feed.ts'
import { openSender } from '../tasks/queue.ts'
import { createQueues } from '../tasks/queues.ts'
import { createTasks } from '../tasks/tasks.ts'
import { entities } from './entities.ts'
import { jwtOf } from './jwt.ts'
import { limitsOf, persistedOf } from './limits.ts'
import {
  notifies,
  openDatabases,
  openPlanner,
  openSealer,
  openServer,
  queueOptions,
  taskDefinitions,
} from './parts.ts'

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
  const definitions = taskDefinitions(surroundings)
  const observation = await openObservation(surroundings, applicationName, [...definitions.keys()])
  const { registry, tracing, onPool } = observation
  const listen = notifies(surroundings)
  const orm = await openOrm({
    url: databaseUrl,
    entities,
    applicationName,
    poolSize: apiPoolSize,
    prepare: listen,
    onPool,
  })
  const queue = openSender(queueOptions(surroundings, applicationName))
  const announce = createAnnounce(orm, { notify: listen, measure: measureEvents(registry) })
  const tasks = createTasks({ queue, announce, definitions, maxPendingTasks: config.MAX_PENDING_TASKS, log })
  const databases = openDatabases(surroundings, queue)
  const elements = createElements({ tasks, databases })
  const schedules = createSchedules({ queue, databases })
  const planPrompt = openPlanner(surroundings)
  const statementTimeoutMs = config.SOURCE_STATEMENT_TIMEOUT_SECONDS * 1_000
  const filterPlans = createFilterPlans({ databases, planPrompt, statementTimeoutMs })
  const filteredServer = openServer(surroundings, orm)
  const sealer = openSealer(surroundings)
  const filteredDatabases = createFilteredDatabases({ server: filteredServer, sealer, log })
  const startsFilteredDatabases = createStartsFilteredDatabases({
    tasks,
    databases,
    sealer,
    planPrompt,
    statementTimeoutMs,
    hasServer: filteredServer !== null,
  })
  const messages = createMessages({ databases, statementTimeoutMs })
  const renderer = createRenderer({ fonts: config.CHART_FONTS })
  const watching = createFeedMetrics(registry)
  const access = createAccess({ accessToken, jwt })
  const feed = openFeed({
    ...{ orm, url: databaseUrl, applicationName, log, listen },
    channels: { [accessChannel]: access.changed },
    onPoll: watching.polled,
  })
  const queues = createQueues({ orm, kinds: [...definitions.keys()], log })
  observation.watchListener(feed)
  const audit = createAudit(orm, log)
  const closeParts = async () => {
    await audit.close()
    await feed.close()
    await renderer.close()
    await queue.stop()
    await orm.close()
    await observation.close()
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
