import type { ChildProcess } from 'node:child_process'
import { accessEntities } from './access/access.entities.ts'
import { createAccess } from './access/viewer.ts'
import { catalogEntities } from './catalog/catalog.entities.ts'
import { elementCreation } from './catalog/element-creation.task.ts'
import { implementElementCreation } from './catalog/element-creation.ts'
import { createElements } from './catalog/elements.ts'
import { createSchedules, scheduledStart, scheduleQueue, unschedule } from './catalog/schedules.ts'
import { deleteCatalog } from './catalog/store.sql.ts'
import type { Config } from './config.ts'
import { databaseEntities } from './databases/database.entity.ts'
import { createDatabases } from './databases/databases.ts'
import { isLoopback } from './databases/hosts.ts'
import { createFilterPlans } from './filtered/filter-plan.ts'
import { filteredEntities } from './filtered/filtered-database.entity.ts'
import { filteredDatabase } from './filtered/filtered-database.task.ts'
import { implementFilteredDatabase } from './filtered/filtered-database.ts'
import {
  createFilteredDatabases,
  leftoversJob,
  leftoversQueue,
  leftoversRound,
} from './filtered/filtered-databases.ts'
import { promptPlanner } from './filtered/model/planner.ts'
import { openFilteredServer } from './filtered/server.ts'
import { createStartsFilteredDatabases } from './filtered/start.ts'
import { closeOwnDatabase, ownDatabase } from './filtered/store.sql.ts'
import { type Observation, openObservation } from './observation.ts'
import type { Log } from './platform/log.ts'
import { dbOf, type Orm, openOrm } from './platform/orm.ts'
import { createSealer } from './platform/secrets.ts'
import { createHealth } from './server/health.ts'
import { measureRequests } from './server/metrics.ts'
import { type RunningServer, startServer } from './server/server.ts'
import { createAnnounce } from './tasks/announce.ts'
import { type Definitions, definitionsOf, type TaskImplementation } from './tasks/define.ts'
import { openFeed } from './tasks/feed.ts'
import { runIsolatedTask } from './tasks/isolation.ts'
import { measureEvents, measureWorker } from './tasks/metrics.ts'
import { createFeedMetrics } from './tasks/metrics-feed.ts'
import { openSender, type Queue } from './tasks/queue.ts'
import { migrateQueue } from './tasks/queue-schema.ts'
import { createQueues } from './tasks/queues.ts'
import { cleanUpJob, cleanUpQueue, prepareEventPartitions } from './tasks/retention.ts'
import { taskEntities } from './tasks/task.entity.ts'
import { createTasks } from './tasks/tasks.ts'
import { startWorker, type TaskWorker, type WorkerOptions } from './tasks/worker.ts'

/** Builds the parts and hands them to one another; nothing else knows the whole. */

/** What the configuration leaves open: where the data is, and the secrets, which may have been made at the first start. */
export type Surroundings = {
  config: Config
  log: Log
  databaseUrl: string
  /** Of the server that filtered databases are made on, where there is one. */
  filteredDatabaseUrl?: string | null
  accessToken: string
  encryptionKey: Buffer
  logDirectory: string
}

export const entities = [
  ...accessEntities,
  ...taskEntities,
  ...databaseEntities,
  ...catalogEntities,
  ...filteredEntities,
]

const apiPoolSize = 10

/** The kinds of tasks, with the limits that the configuration sets. */
function taskDefinitions(config: Config): Definitions {
  return definitionsOf([
    { ...elementCreation, timeLimitMs: config.ELEMENT_CREATION_LIMIT_MINUTES * 60_000 },
    { ...filteredDatabase, timeLimitMs: config.FILTERED_DATABASE_LIMIT_MINUTES * 60_000 },
  ])
}

const queuesOf = (config: Config) => [
  ...[...taskDefinitions(config).values()].map(({ queue }) => queue),
  scheduleQueue,
  cleanUpQueue,
  leftoversQueue,
]

const queueOptions = ({ config, databaseUrl, log }: Surroundings, applicationName: string) => ({
  url: databaseUrl,
  applicationName,
  log,
  backend: config.QUEUE_BACKEND,
})

const notifies = ({ config }: Surroundings) => config.NOTIFICATIONS === 'on'

function openDatabases({ config, encryptionKey }: Surroundings, queue: Queue) {
  return createDatabases({
    sealer: createSealer(encryptionKey),
    hosts: { allowed: config.ALLOWED_HOSTS ?? null, servesLoopback: isLoopback(config.HOST) },
    connectTimeoutMs: config.SOURCE_CONNECT_TIMEOUT_SECONDS * 1_000,
    statementTimeoutMs: config.SOURCE_STATEMENT_TIMEOUT_SECONDS * 1_000,
    onRemove: [
      (em, databaseId) => deleteCatalog(dbOf(em), databaseId),
      (em, databaseId) => unschedule(queue, dbOf(em), databaseId),
    ],
  })
}

/** Who reads prompts. */
const openPlanner = ({ config, log }: Surroundings) =>
  promptPlanner(
    {
      baseUrl: config.LLM_BASE_URL,
      model: config.LLM_MODEL,
      apiKey: config.LLM_API_KEY,
      timeoutMs: config.LLM_TIMEOUT_SECONDS * 1_000,
    },
    log,
  )

const openServer = ({ filteredDatabaseUrl: url }: Surroundings, orm: Orm) =>
  url
    ? openFilteredServer({
        url,
        own: () => ownDatabase(orm.em),
        closeOwn: () => closeOwnDatabase(orm.em),
      })
    : null

/** Brings the database to the schema of this release; safe to run again, and from several processes at once. */
export async function migrate(surroundings: Surroundings): Promise<string[]> {
  const { config, databaseUrl } = surroundings
  const orm = await openOrm({ url: databaseUrl, entities, applicationName: 'quarry migrate', poolSize: 2 })
  try {
    return await withMigrationLock(orm, async () => {
      const applied = await orm.migrator.up().catch((error) => {
        // Who only looks whether migrations are pending makes the table of those that ran, too, and may have been quicker.
        if (!tableExistsAlready.has(error.code)) throw error
        return orm.migrator.up()
      })
      await prepareEventPartitions(orm)
      await migrateQueue(queueOptions(surroundings, 'quarry migrate'), queuesOf(config))
      return applied.map(({ name }) => name)
    })
  } finally {
    await orm.close()
  }
}

/** duplicate_table; unique_violation, where both create it in the same moment. Source: PostgreSQL, appendix A. */
const tableExistsAlready = new Set(['42P07', '23505'])

async function withMigrationLock<T>(orm: Orm, work: () => Promise<T>): Promise<T> {
  return orm.em.fork().transactional(async (em) => {
    await em.execute(`select pg_advisory_xact_lock(hashtextextended('quarry migrations', 0))`)
    return work()
  })
}

/** Where the metrics are served on a port of their own; null where METRICS_PORT is not set. */
export type Measured = { metricsUrl: string | null }

/** The API: serves requests, and starts tasks that workers run. */
export async function startApi(surroundings: Surroundings): Promise<RunningServer & Measured> {
  const { config, log, databaseUrl, accessToken } = surroundings
  const applicationName = 'quarry api'
  const definitions = taskDefinitions(config)
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
  const filterPlans = createFilterPlans({
    databases,
    planPrompt,
    statementTimeoutMs: config.SOURCE_STATEMENT_TIMEOUT_SECONDS * 1_000,
  })
  const filteredServer = openServer(surroundings, orm)
  const sealer = createSealer(surroundings.encryptionKey)
  const filteredDatabases = createFilteredDatabases({ server: filteredServer, sealer, log })
  const startsFilteredDatabases = createStartsFilteredDatabases({
    tasks,
    databases,
    sealer,
    planPrompt,
    statementTimeoutMs: config.SOURCE_STATEMENT_TIMEOUT_SECONDS * 1_000,
    hasServer: filteredServer !== null,
  })
  const watching = createFeedMetrics(registry)
  const feed = openFeed({ orm, url: databaseUrl, applicationName, log, listen, onPoll: watching.polled })
  const queues = createQueues({ orm, kinds: [...definitions.keys()], log })
  observation.watchListener(feed)
  const closeParts = async () => {
    await feed.close()
    await queue.stop()
    await orm.close()
    await observation.close()
  }
  const server = await startServer({
    services: {
      em: orm.em,
      tasks,
      feed: watching.feed(feed),
      queues: watching.queues(queues),
      databases,
      elements,
      schedules,
      filterPlans,
      filteredDatabases,
      startsFilteredDatabases,
    },
    access: createAccess(accessToken),
    health: createHealth({ orm, queue }),
    metrics: observation.endpoint,
    observers: { measureRequest: measureRequests(registry), tracing },
    log,
    host: config.HOST,
    port: config.PORT,
    allowedOrigins: config.ALLOWED_ORIGINS ?? [],
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

type WorkerParts = { options: WorkerOptions; observation: Observation; close(): Promise<void> }

/** What a process needs that runs tasks. Rejects where the database is not migrated. */
async function workerParts(surroundings: Surroundings, applicationName: string): Promise<WorkerParts> {
  const { config, log, databaseUrl, logDirectory } = surroundings
  const definitions = taskDefinitions(config)
  const observation = await openObservation(surroundings, applicationName, [...definitions.keys()])
  const { registry, tracing, onPool } = observation
  const listen = notifies(surroundings)
  const orm = await openOrm({
    url: databaseUrl,
    entities,
    applicationName,
    poolSize: config.WORKER_CONCURRENCY * 3 + 3,
    prepare: listen,
    onPool,
  })
  const queue = openSender(queueOptions(surroundings, applicationName))
  const close = async () => {
    await queue.stop()
    await orm.close()
    await observation.close()
  }
  try {
    const pending = await orm.migrator.getPending()
    if (pending.length > 0) throw new Error(`${pending.length} migrations are pending; run: npm run migrate`)
    const measure = measureWorker(registry, [...definitions.keys()])
    const tasks = createTasks({
      queue,
      announce: createAnnounce(orm, { notify: listen, measure }),
      definitions,
      maxPendingTasks: config.MAX_PENDING_TASKS,
      log,
    })
    const databases = openDatabases(surroundings, queue)
    const elements = createElements({ tasks, databases })
    const server = openServer(surroundings, orm)
    const isWanted = ({ definition }: TaskImplementation) =>
      config.WORKER_KINDS?.includes(definition.kind) ?? true
    const taskDays = config.TASK_RETENTION_DAYS
    const retention = { taskDays, eventDays: config.EVENT_RETENTION_DAYS ?? taskDays }
    return {
      options: {
        orm,
        url: databaseUrl,
        applicationName,
        log,
        logDirectory,
        definitions,
        implementations: [
          implementElementCreation({ orm, databases }),
          implementFilteredDatabase({
            orm,
            databases,
            server,
            sealer: createSealer(surroundings.encryptionKey),
            log,
          }),
        ].filter(isWanted),
        jobs: [
          scheduledStart({ orm, elements, log, tracing }),
          cleanUpJob({ orm, log, cron: config.CLEAN_UP_SCHEDULE, retention }),
          ...(server ? [leftoversJob({ orm, server, log })] : []),
        ],
        rounds: server ? [leftoversRound({ orm, server, log })] : [],
        concurrency: config.WORKER_CONCURRENCY,
        limits: {
          ELEMENT_CREATION: config.ELEMENT_CREATION_CONCURRENCY,
          FILTERED_DATABASE: config.FILTERED_DATABASE_CONCURRENCY,
          CHART: config.CHART_CONCURRENCY,
        },
        listen,
        queueBackend: config.QUEUE_BACKEND,
        measure,
        tracing,
      },
      observation,
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/**
 * A worker: takes tasks from the queue and runs them. Rejects where the database is not migrated.
 * @param isolate starts a process that calls `runTaskAlone`
 */
export async function startTaskWorker(
  surroundings: Surroundings,
  isolate?: () => ChildProcess,
): Promise<TaskWorker & Measured> {
  const { options, observation, close } = await workerParts(surroundings, 'quarry worker')
  const start = async () => {
    // First, so that a worker whose port is in use takes no tasks.
    const metricsUrl = await observation.serve()
    return { metricsUrl, worker: await startWorker({ ...options, isolate }) }
  }
  const { metricsUrl, worker } = await start().catch(async (error) => {
    await close()
    throw error
  })
  observation.watchListener(worker)
  return {
    metricsUrl,
    async stop(graceMs) {
      await worker.stop(graceMs)
      await close()
    },
  }
}

/** Runs the one task that the parent process, a worker, has for this one. */
export async function runTaskAlone(surroundings: Surroundings, stopping: AbortSignal): Promise<void> {
  const { options, close } = await workerParts(surroundings, 'quarry isolated worker')
  await runIsolatedTask(options, process, stopping).finally(close)
}
