import type { ChildProcess } from 'node:child_process'
import type { Log } from '../platform/log.ts'
import { createAnnounce } from './announce.ts'
import { exponentialBackoff } from './failure.ts'
import { type Lifeline, openLifeline } from './lifeline.ts'
import type { Measure, Measurement } from './metrics.ts'
import { openSender } from './queue.ts'
import { createRunner } from './runner.ts'
import type { TakenTask } from './take.ts'
import type { WorkerOptions } from './worker-options.ts'

/**
 * A task whose worker died may have been what killed it. Its next run has a process of its own, so that whatever it does there
 * (an endless loop, all memory, an exit) is its own affair, and the tasks that died with it the first time come to their end.
 */

type FromChild = 'ready' | 'running' | Measurement

export type IsolatedRun = {
  /** When its process has. */
  ended: Promise<void>
  /** Asks it to hand the task back. */
  stop(): void
}

/** Runs the task in the process that `fork` makes. */
export function runIsolated(
  fork: () => ChildProcess,
  { claimed, lease }: TakenTask,
  lifeline: Pick<Lifeline, 'hold' | 'release'>,
  log: Log,
  measure?: Measure,
): IsolatedRun {
  const child = fork()
  const stop = () => void child.kill('SIGTERM')
  const exited = new Promise<void>((resolve) => {
    child.on('error', (error) => {
      log.warn(
        { err: error, taskId: claimed.id },
        'The process of an isolated task could not be started or told',
      )
      resolve()
    })
    child.once('exit', (code, signal) => {
      log.info({ taskId: claimed.id, code, signal }, 'The process of an isolated task ended')
      resolve()
    })
  })
  // Until the child speaks for the run itself.
  lifeline.hold({ taskId: claimed.id, lease, stop })
  child.on('message', (message: FromChild) => {
    if (message === 'ready') child.send({ claimed, lease } satisfies TakenTask, () => {})
    else if (message === 'running') lifeline.release(lease)
    else measure?.(message)
  })
  return { ended: exited.finally(() => lifeline.release(lease)), stop }
}

/** The child's side: runs the one task that its parent tells it of, and resolves when that is settled or handed back. */
export async function runIsolatedTask(
  options: WorkerOptions,
  parent: NodeJS.Process,
  stopping: AbortSignal,
): Promise<void> {
  const { orm, url, applicationName, log, listen = true } = options
  const queue = openSender({ url, applicationName, log, backend: options.queueBackend })
  // Nobody asks this process: the worker that started it tells of it.
  const tell = (message: FromChild) => {
    // A parent that was killed at this moment is no error of this process.
    if (parent.connected) parent.send?.(message, undefined, undefined, () => {})
  }
  const measure: Measure = tell
  const announce = createAnnounce(orm, { notify: listen, measure })
  const lifeline = openLifeline({ orm, url, applicationName, log, listen, onWork() {} })
  const retry = options.retry ?? exponentialBackoff()
  const runner = createRunner({ ...options, queue, announce, lifeline, retry, measure })
  const stopped = new Promise<null>((resolve) => {
    const stop = () => {
      runner.shutDown()
      resolve(null)
    }
    if (stopping.aborted) stop()
    else stopping.addEventListener('abort', stop, { once: true })
  })
  const told = new Promise<TakenTask>((resolve) =>
    parent.once('message', (taken) => resolve(taken as TakenTask)),
  )
  tell('ready')
  try {
    const taken = await Promise.race([told, stopped])
    if (!taken) return
    const implementation = options.implementations.find(
      ({ definition }) => definition.kind === taken.claimed.kind,
    )
    if (!implementation) throw new Error(`There is no implementation of ${taken.claimed.kind}`)
    const running = runner.run(implementation, taken)
    tell('running')
    await running
  } finally {
    await Promise.all([lifeline.close(), queue.stop()])
  }
}
