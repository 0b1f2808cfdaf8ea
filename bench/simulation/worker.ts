import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { entities } from '../../src/app.ts'
import { type ElementCreationResult, elementCreation } from '../../src/catalog/element-creation.task.ts'
import { readConfig } from '../../src/config.ts'
import { createLog } from '../../src/platform/log.ts'
import { openOrm } from '../../src/platform/orm.ts'
import { definitionsOf, implementTask } from '../../src/tasks/define.ts'
import { startWorker } from '../../src/tasks/worker.ts'

/**
 * A worker whose element creations only say something, again and again. Its environment is that of the command `work`; its
 * arguments are how many lines a task says, and how far they are apart, in milliseconds.
 */
const [lines, apartMs] = process.argv.slice(2).map(Number) as [number, number]
const config = readConfig(process.env)
const url = config.DATABASE_URL!
const applicationName = 'quarry worker'
const log = createLog('warn')
const concurrency = 100
const orm = await openOrm({ url, entities, applicationName, poolSize: 18 })

const none = { created: 0, skipped: 0, updated: 0, removed: 0 }
const result: ElementCreationResult = {
  tables: none,
  columns: none,
  relationships: none,
  failedTables: [],
  unreadableTables: 0,
  partitionsLeftOut: 0,
  unresolvedRelationships: 0,
}

const worker = await startWorker({
  orm,
  url,
  applicationName,
  log,
  logDirectory: path.join(config.DATA_DIR, 'logs'),
  definitions: definitionsOf([elementCreation]),
  implementations: [
    implementTask(elementCreation, async (run) => {
      for (let line = 1; line <= lines; line++) {
        await sleep(apartMs, undefined, { signal: run.signal })
        run.log('INFO', `Line ${line} of what a task says while it is at work`)
      }
      await run.commit(async () => ({ result, message: 'Done' }))
    }),
  ],
  concurrency,
})
process.stdout.write('The worker is ready\n')
process.once('SIGTERM', () => worker.stop(1_000).finally(() => process.exit()))
process.once('disconnect', () => process.exit())
