import { auditCleanUpQueue } from '../access/audit/retention.ts'
import { elementCreation } from '../catalog/element-creation.task.ts'
import { scheduleQueue, unschedule } from '../catalog/schedules.ts'
import { deleteCatalog } from '../catalog/store.sql.ts'
import { chart } from '../charts/chart.task.ts'
import { createChartDesigner } from '../charts/model/designer.ts'
import { createQuestionPlanner } from '../charts/model/question-planner.ts'
import { chartCleanUpQueue } from '../charts/retention.ts'
import type { Config } from '../config.ts'
import { createDatabases } from '../databases/databases.ts'
import { databasePasswords } from '../databases/sealed.sql.ts'
import { filteredDatabase } from '../filtered/filtered-database.task.ts'
import { leftoversQueue } from '../filtered/filtered-databases.ts'
import { promptPlanner } from '../filtered/model/planner.ts'
import { filteredPasswords, taskTargets } from '../filtered/sealed.sql.ts'
import { createTargetSealer } from '../filtered/sealed-target.ts'
import { openFilteredServer } from '../filtered/server.ts'
import { closeOwnDatabase, ownDatabase } from '../filtered/store.sql.ts'
import { configuredHosts, type HostRules, isLoopback } from '../platform/hosts.ts'
import { dbOf, type Orm } from '../platform/orm.ts'
import { createSealer } from '../platform/secrets.ts'
import type { Surroundings } from '../surroundings.ts'
import { type Definitions, definitionsOf } from '../tasks/define.ts'
import type { Queue } from '../tasks/queue.ts'
import { cleanUpQueue } from '../tasks/retention.ts'

/** What the processes have in common. */

export const openSealer = ({ encryptionKey, previousKeys }: Surroundings) =>
  createSealer(encryptionKey, previousKeys)

/** The kinds of tasks, with the limits that the configuration sets. */
export function taskDefinitions(surroundings: Surroundings): Definitions {
  const { config } = surroundings
  return definitionsOf([
    { ...elementCreation, timeLimitMs: config.ELEMENT_CREATION_LIMIT_MINUTES * 60_000 },
    {
      ...filteredDatabase,
      timeLimitMs: config.FILTERED_DATABASE_LIMIT_MINUTES * 60_000,
      inputFor: createTargetSealer(openSealer(surroundings)).inputFor,
    },
    { ...chart, timeLimitMs: config.CHART_LIMIT_MINUTES * 60_000 },
  ])
}

/** Everything that is kept sealed. */
export const sealedRows = [databasePasswords, filteredPasswords, taskTargets]

export const queues = [
  ...[elementCreation, filteredDatabase, chart].map(({ queue }) => queue),
  scheduleQueue,
  cleanUpQueue,
  auditCleanUpQueue,
  leftoversQueue,
  chartCleanUpQueue,
]

export const queueOptions = ({ config, databaseUrl, log }: Surroundings, applicationName: string) => ({
  url: databaseUrl,
  applicationName,
  log,
  backend: config.QUEUE_BACKEND,
})

export const notifies = ({ config }: Surroundings) => config.NOTIFICATIONS === 'on'

/**
 * Where users' connection strings may lead. Who keeps the data on another machine is not the only one on this one, whatever a worker
 * knows of the address that the API listens on.
 */
export const hostRules = ({ config, databaseUrl }: Surroundings): HostRules => ({
  allowed: config.ALLOWED_HOSTS ?? null,
  denied: config.DENIED_HOSTS,
  servesLoopback: isLoopback(config.HOST) && isLoopback(new URL(databaseUrl).hostname || 'localhost'),
})

export function openDatabases(surroundings: Surroundings, queue: Queue) {
  const { config } = surroundings
  return createDatabases({
    sealer: openSealer(surroundings),
    hosts: hostRules(surroundings),
    sqliteDirectory: config.SQLITE_DIR ?? null,
    connectTimeoutMs: config.SOURCE_CONNECT_TIMEOUT_SECONDS * 1_000,
    statementTimeoutMs: config.SOURCE_STATEMENT_TIMEOUT_SECONDS * 1_000,
    onRemove: [
      (em, databaseId) => deleteCatalog(dbOf(em), databaseId),
      (em, databaseId) => unschedule(queue, dbOf(em), databaseId),
    ],
  })
}

const modelSettings = (config: Config) => ({
  baseUrl: config.LLM_BASE_URL,
  model: config.LLM_MODEL,
  apiKey: config.LLM_API_KEY,
  timeoutMs: config.LLM_TIMEOUT_SECONDS * 1_000,
  hosts: configuredHosts(config.DENIED_HOSTS),
})

/** Who reads prompts. */
export const openPlanner = ({ config, log }: Surroundings) => promptPlanner(modelSettings(config), log)

/** Who chooses charts. */
export const openDesigner = ({ config, log }: Surroundings) => createChartDesigner(modelSettings(config), log)

/** Who reads questions. */
export const openQuestionPlanner = ({ config, log }: Surroundings) =>
  createQuestionPlanner(modelSettings(config), log)

export const openServer = ({ filteredDatabaseUrl: url }: Surroundings, orm: Orm) =>
  url
    ? openFilteredServer({
        url,
        own: () => ownDatabase(orm.em),
        closeOwn: () => closeOwnDatabase(orm.em),
      })
    : null
