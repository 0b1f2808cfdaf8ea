import { fork } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { entities } from '../../src/app/entities.ts'
import { createLog } from '../../src/platform/log.ts'
import { openOrm } from '../../src/platform/orm.ts'
import { definitionsOf } from '../../src/tasks/define.ts'
import { runIsolatedTask } from '../../src/tasks/isolation.ts'
import { startWorker } from '../../src/tasks/worker.ts'
import type { WorkerOptions } from '../../src/tasks/worker-options.ts'
import { commitEffect, implementTestTask, testTask } from './kinds.ts'

/**
 * A worker in a process of its own, which the tests kill. Its tasks go on until the table `gate` has a row.
 * Arguments: the database's address, the directory for log files; `isolated` for the process of one task.
 */
const [url, directory, role] = process.argv.slice(2) as [string, string, string?]
const applicationName = `quarry test worker ${process.pid}`
const orm = await openOrm({ url, entities, applicationName, poolSize: 10 })

const options: WorkerOptions = {
  orm,
  url,
  applicationName,
  log: createLog('warn'),
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
  isolate: () => fork(fileURLToPath(import.meta.url), [url, directory, 'isolated']),
}

const stopping = new AbortController()
const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
process.once('SIGTERM', () => stopping.abort())
process.once('disconnect', () => stopping.abort())

if (role === 'isolated') {
  await runIsolatedTask(options, process, stopping.signal)
} else {
  const worker = await startWorker(options)
  process.send?.('ready')
  await stopped
  await worker.stop(200)
}
await orm.close()
process.exit(0)
