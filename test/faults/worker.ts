import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { entities } from '../../src/app.ts'
import { createLog } from '../../src/platform/log.ts'
import { openOrm } from '../../src/platform/orm.ts'
import { startWatchdog } from '../../src/platform/watchdog.ts'
import { definitionsOf } from '../../src/tasks/define.ts'
import { runIsolatedTask } from '../../src/tasks/isolation.ts'
import { startWorker } from '../../src/tasks/worker.ts'
import type { WorkerOptions } from '../../src/tasks/worker-options.ts'
import { faultTask, implementFaultTask } from './kind.ts'

/** A worker in a process of its own, as `npm run work` is one, which the tests kill, freeze and starve. */
export type WorkerArguments = {
  url: string
  /** Where it writes what it runs. */
  runs: string
  logDirectory: string
  concurrency: number
  graceMs: number
}

const [given, role] = process.argv.slice(2) as [string, 'isolated'?]
const { url, runs, logDirectory, concurrency, graceMs }: WorkerArguments = JSON.parse(given)
const applicationName = `quarry worker ${process.pid}`
const orm = await openOrm({ url, entities, applicationName, poolSize: concurrency * 3 + 3 })

const options: WorkerOptions = {
  orm,
  url,
  applicationName,
  log: createLog('info'),
  logDirectory,
  definitions: definitionsOf([faultTask]),
  implementations: [implementFaultTask(runs)],
  concurrency,
  isolate: () => fork(fileURLToPath(import.meta.url), [given, 'isolated']),
}

const stopping = new AbortController()
const stopped = new Promise<void>((resolve) => stopping.signal.addEventListener('abort', () => resolve()))
process.once('SIGTERM', () => stopping.abort())
process.once('disconnect', () => stopping.abort())

if (role === 'isolated') {
  startWatchdog()
  await runIsolatedTask(options, process, stopping.signal)
} else {
  const worker = await startWorker(options)
  startWatchdog()
  process.send?.('ready')
  await stopped
  await worker.stop(graceMs)
}
await orm.close()
process.exit(0)
