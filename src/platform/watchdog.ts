import { Worker } from 'node:worker_threads'

export type Patience = {
  beatEveryMs: number
  /** So many beats in a row that did not come mean that nothing else in this process comes any more. */
  mostMissed: number
}

const usual: Patience = { beatEveryMs: 1_000, mostMissed: 15 }

/**
 * Ends this process with SIGKILL where its event loop is blocked for good, as by a loop without end: what supervises it starts
 * another one. Time counts in beats of a thread of its own, so that a process that was stopped and goes on is left alone.
 */
export function startWatchdog({ beatEveryMs, mostMissed } = usual): void {
  const beats = new Int32Array(new SharedArrayBuffer(4))
  setInterval(() => Atomics.add(beats, 0, 1), beatEveryMs).unref()
  const watching = { beats, beatEveryMs, mostMissed, pid: process.pid }
  new Worker(new URL('watchdog-thread.ts', import.meta.url), { workerData: watching, execArgv: [] }).unref()
}
