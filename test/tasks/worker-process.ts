import path from 'node:path'
import { entities } from '../../src/app.ts'
import { createLog } from '../../src/platform/log.ts'
import { openOrm } from '../../src/platform/orm.ts'
import { definitionsOf } from '../../src/tasks/define.ts'
import { startWorker } from '../../src/tasks/worker.ts'
import { commitEffect, implementTestTask, testTask } from './kinds.ts'

/**
 * A worker in a process of its own, which the tests kill. Its tasks go on until the table `gate` has a row.
 * Arguments: the database's address, the directory for log files.
 */
const [url, directory] = process.argv.slice(2) as [string, string]
const applicationName = `quarry test worker ${process.pid}`
const log = createLog('warn')
const orm = await openOrm({ url, entities, applicationName, poolSize: 10 })

const worker = await startWorker({
  orm,
  url,
  applicationName,
  log,
  logDirectory: path.join(directory, 'logs'),
  definitions: definitionsOf([testTask]),
  implementations: [
    implementTestTask({
      async gated(run) {
        await run.step('first', async () => {
          run.log('INFO', `Attempt ${run.attempt} is in process ${process.pid}`)
          for (;;) {
            run.signal.throwIfAborted()
            const [open] = await orm.em.fork().execute('select 1 from gate')
            if (open) return
            await new Promise((resolve) => setTimeout(resolve, 50))
          }
        })
        await commitEffect(run)
      },
    }),
  ],
  concurrency: 2,
  retentionDays: 90,
})

process.on('SIGTERM', async () => {
  await worker.stop(200)
  await orm.close()
  process.exit(0)
})
process.send?.('ready')
