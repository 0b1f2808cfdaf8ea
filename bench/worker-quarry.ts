import path from 'node:path'
import pg from 'pg'
import { entities } from '../src/app.ts'
import { type ElementCreationResult, elementCreation } from '../src/catalog/element-creation.task.ts'
import { readConfig } from '../src/config.ts'
import { createLog } from '../src/platform/log.ts'
import { openOrm } from '../src/platform/orm.ts'
import { definitionsOf, implementTask } from '../src/tasks/define.ts'
import { migrateQueue } from '../src/tasks/queue-schema.ts'
import { startWorker } from '../src/tasks/worker.ts'
import { implementMeasuredWork, measuredWork } from './measured-work.ts'
import { obeyCommands } from './worker-commands.ts'

/** A worker of Quarry's whose element creations do nothing. Its environment is that of the command `work`. */
const config = readConfig(process.env)
const url = config.DATABASE_URL!
const applicationName = 'quarry bench worker'
const log = createLog(config.LOG_LEVEL)
const orm = await openOrm({ url, entities, applicationName, poolSize: 27 })
const source = new pg.Client({ connectionString: url })
await source.connect()
await migrateQueue({ url, applicationName, log }, [measuredWork.queue])

const none = { created: 0, skipped: 0, updated: 0, removed: 0 }
const nothing: ElementCreationResult = {
  tables: none,
  columns: none,
  relationships: none,
  failedTables: [],
  unreadableTables: 0,
  partitionsLeftOut: 0,
  unresolvedRelationships: 0,
}

obeyCommands(async (concurrency, entered) => {
  const worker = await startWorker({
    orm,
    url,
    applicationName,
    log,
    logDirectory: path.join(config.DATA_DIR, 'logs'),
    definitions: definitionsOf([elementCreation, measuredWork]),
    implementations: [
      implementTask(elementCreation, async (run) => {
        entered()
        await run.commit(async () => ({ result: nothing, message: 'Nothing was done' }))
      }),
      implementMeasuredWork(source, entered),
    ],
    concurrency,
  })
  return { stop: () => worker.stop(1_000) }
})
log.info('The worker is ready')
