import type { ChildProcess } from 'node:child_process'
import { auditCleanUpJob } from '../access/audit/retention.ts'
import { implementElementCreation } from '../catalog/element-creation.ts'
import { createElements } from '../catalog/elements.ts'
import { scheduledStart } from '../catalog/schedules.ts'
import { implementChart } from '../charts/make.ts'
import { chartCleanUpJob } from '../charts/retention.ts'
import { implementFilteredDatabase } from '../filtered/filtered-database.ts'
import { leftoversJob, leftoversRound } from '../filtered/filtered-databases.ts'
import type { Observation } from '../observation.ts'
import type { Surroundings } from '../surroundings.ts'
import type { TaskImplementation } from '../tasks/define.ts'
import { runIsolatedTask } from '../tasks/isolation.ts'
import { measureWorker } from '../tasks/metrics.ts'
import { cleanUpJob } from '../tasks/retention.ts'
import { startWorker, type TaskWorker } from '../tasks/worker.ts'
import type { WorkerOptions } from '../tasks/worker-options.ts'
import type { Measured } from './api.ts'
import { openDesigner, openQuestionPlanner, openSealer } from './parts.ts'
import { openProcess } from './process.ts'

type WorkerParts = { options: WorkerOptions; observation: Observation; close(): Promise<void> }

/** What a process needs that runs tasks. Rejects where the database is not migrated. */
async function workerParts(surroundings: Surroundings, applicationName: string): Promise<WorkerParts> {
  const { config, log, databaseUrl, logDirectory } = surroundings
  const poolSize = config.WORKER_CONCURRENCY * 3 + 3
  const opened = await openProcess(surroundings, { applicationName, poolSize })
  const { definitions, kinds, observation, listen, orm, databases, server, renderer } = opened
  const { registry, tracing } = observation
  try {
    const pending = await orm.migrator.getPending()
    if (pending.length > 0) throw new Error(`${pending.length} migrations are pending; run: npm run migrate`)
    const measure = measureWorker(registry, kinds)
    const elements = createElements({ tasks: opened.openTasks(measure), databases })
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
            statementTimeoutMs: opened.statementTimeoutMs,
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
      close: opened.close,
    }
  } catch (error) {
    await opened.close()
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
