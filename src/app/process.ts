import { createRenderer } from '../charts/render/renderer.ts'
import { openObservation } from '../observation.ts'
import { openOrm } from '../platform/orm.ts'
import type { Surroundings } from '../surroundings.ts'
import { createAnnounce } from '../tasks/announce.ts'
import type { Measure } from '../tasks/metrics.ts'
import { openSender } from '../tasks/queue.ts'
import { createTasks } from '../tasks/tasks.ts'
import { entities } from './entities.ts'
import { notifies, openDatabases, openServer, queueOptions, taskDefinitions } from './parts.ts'

/** What a process opens that serves the API, and one that runs tasks. */
export async function openProcess(
  surroundings: Surroundings,
  { applicationName, poolSize }: { applicationName: string; poolSize: number },
) {
  const { config, log, databaseUrl } = surroundings
  const definitions = taskDefinitions(surroundings)
  const kinds = [...definitions.keys()]
  const observation = await openObservation(surroundings, applicationName, kinds)
  const listen = notifies(surroundings)
  const orm = await openOrm({
    url: databaseUrl,
    entities,
    applicationName,
    poolSize,
    prepare: listen,
    onPool: observation.onPool,
  })
  const queue = openSender(queueOptions(surroundings, applicationName))
  const renderer = createRenderer({ fonts: config.CHART_FONTS })
  return {
    definitions,
    kinds,
    observation,
    listen,
    orm,
    queue,
    renderer,
    databases: openDatabases(surroundings, queue),
    /** Where filtered databases are made; null where there is none. */
    server: openServer(surroundings, orm),
    statementTimeoutMs: config.SOURCE_STATEMENT_TIMEOUT_SECONDS * 1_000,
    /** @param measure what is told of each event */
    openTasks: (measure: Measure) =>
      createTasks({
        queue,
        announce: createAnnounce(orm, { notify: listen, measure }),
        definitions,
        maxPendingTasks: config.MAX_PENDING_TASKS,
        log,
      }),
    async close() {
      await renderer.close()
      await queue.stop()
      await orm.close()
      await observation.close()
    },
  }
}
