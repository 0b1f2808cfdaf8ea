import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Entries, WorkerAnswer, WorkerCommand } from './worker-commands.ts'

/** A worker in a process of its own, which works only when it is told to. */
export type BenchWorker = {
  /** Begins to run tasks, at most `concurrency` at a time. */
  work(concurrency: number): Promise<void>
  rest(): Promise<void>
  /** Counts from now on; what it resolves to waits until `count` handlers were entered. */
  expect(count: number): Promise<() => Promise<Entries>>
}

/** A task that takes longer to be taken up is lost. */
const lostAfterMs = 60_000

export function benchWorkerOf(child: ChildProcess): BenchWorker {
  const { promise: ended, reject } = Promise.withResolvers<never>()
  ended.catch(() => {})
  child.once('exit', (code) => reject(new Error(`${child.spawnargs.at(1)} ended with code ${code}`)))
  let done = Promise.withResolvers<void>()
  let entries = Promise.withResolvers<Entries>()
  child.on('message', (answer: WorkerAnswer) => {
    if ('done' in answer) done.resolve()
    else entries.resolve(answer.entries)
  })

  async function tell(command: WorkerCommand) {
    done = Promise.withResolvers()
    child.send(command)
    await Promise.race([done.promise, ended])
  }

  return {
    work: (concurrency) => tell({ work: concurrency }),
    rest: () => tell({ rest: true }),
    async expect(count) {
      entries = Promise.withResolvers()
      const { promise } = entries
      await tell({ expect: count })
      return () => Promise.race([promise, ended, lost(count)])
    },
  }
}

async function lost(count: number): Promise<never> {
  await sleep(lostAfterMs, undefined, { ref: false })
  throw new Error(`Not all of ${count} tasks were taken up within ${lostAfterMs / 1000} s`)
}
