import type { ChildProcess } from 'node:child_process'
import { auditCleanUpJob } from '../access/audit/retention.ts'
import { implementElementCreation } from '../catalog/element-creation.ts'
import { createElements } from '../catalog/elements.ts'
import { scheduledStart } from '../catalog/schedules.ts'
import { implementChart } from '../charts/make.ts'
import { createRenderer } from '../charts/render/renderer.ts'
import { chartCleanUpJob } from '../charts/retention.ts'
import { implementFilteredDatabase } from '../filtered/filtered-database.ts'
import { leftoversJob, leftoversRound } from '../filtered/filtered-databases.ts'
import { type Observation, openObservation } from '../observation.ts'
import { openOrm } from '../platform/orm.ts'
import type { Surroundings } from '../surroundings.ts'
import { createAnnounce } from '../tasks/announce.ts'
import type { TaskImplementation } from '../tasks/define.ts'
import { runIsolatedTask } from '../tasks/isolation.ts'
import { measureWorker } from '../tasks/metrics.ts'
import { openSender } from '../tasks/queue.ts'
import { cleanUpJob } from '../tasks/retention.ts'
import { createTasks } from '../tasks/tasks.ts'
import { startWorker, type TaskWorker } from '../tasks/worker.ts'
import type { WorkerOptions } from '../tasks/worker-options.ts'
import type { Measured } from './api.ts'
import { entities } from './entities.ts'
import {
  notifies,
  openDatabases,
  openDesigner,
  openQuestionPlanner,
  openSealer,
  openServer,
  queueOptions,
  taskDefinitions,
} from './parts.ts'

type WorkerParts = { options: WorkerOptions; observation: Observation; close(): Promise<void> }

/** What a process needs that runs tasks. Rejects where the database is not migrated. */
async function workerParts(surroundings: Surroundings, applicationName: string): Promise<WorkerParts> {
  const { config, log, databaseUrl, logDirectory } = surroundings
  const definitions = taskDefinitions(surroundings)
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
  const renderer = createRenderer({ fonts: config.CHART_FONTS })
  const close = async () => {
    await renderer.close()
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
            sealer: openSealer(surroundings),
            log,
          }),
          implementChart({
            orm,
            databases,
            designer: openDesigner(surroundings),
            renderer,
            planQuestion: openQuestionPlanner(surroundings),
            statementTimeoutMs: config.SOURCE_STATEMENT_TIMEOUT_SECONDS * 1_000,
          }),
        ].filter(isWanted),
        jobs: [
          scheduledStart({ orm, elements, log, tracing }),
          cleanUpJob({ orm, log, cron: config.CLEAN_UP_SCHEDULE, retention }),
          auditCleanUpJob({
            orm,
            log,
            cron: config.CLEAN_UP_SCHEDULE,
            days: config.AUDIT_RETENTION_DAYS,
          }),
          chartCleanUpJob({
            orm,
            log,
            cron: config.CLEAN_UP_SCHEDULE,
            retention: { days: config.CHART_RETENTION_DAYS, taskDays },
          }),
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
