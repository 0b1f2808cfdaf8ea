import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { waitUntil } from '../../src/platform/processes.ts'
import type { Engine } from './engine.ts'

const script = fileURLToPath(new URL('worker-process.ts', import.meta.url))

export type WorkerProcesses = Awaited<ReturnType<typeof openWorkerProcesses>>

/** Workers in processes of their own, whose tasks `gated` go on until the gate is open. */
export async function openWorkerProcesses(engine: Engine) {
  const workers = new Set<ChildProcess>()
  await engine.observer.query('create table gate (open int)')

  return {
    of: (pid: number) => [...workers].find((worker) => worker.pid === pid),
    async start(): Promise<ChildProcess> {
      const worker = fork(script, [engine.url, engine.directory], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      workers.add(worker)
      worker.once('exit', () => workers.delete(worker))
      await Promise.race([
        once(worker, 'message'),
        once(worker, 'exit').then(([code]) => Promise.reject(new Error(`The worker ended with ${code}`))),
      ])
      return worker
    },
    /** The id of the process that said it runs the attempt. */
    async running(taskId: string, attempt: number): Promise<number> {
      let pid = 0
      await waitUntil(async () => {
        const events = await engine.events(taskId)
        const line = events.find(({ message }) => message.startsWith(`Attempt ${attempt} is in`))
        pid = Number(line?.message.split(' ').at(-1) ?? 0)
        return pid > 0
      }, 15_000)
      if (pid === 0) throw new Error(`Attempt ${attempt} has not begun`)
      return pid
    },
    openGate: () => engine.observer.query('insert into gate values (1)'),
    closeGate: () => engine.observer.query('delete from gate'),
    async kill() {
      for (const worker of workers) {
        worker.kill('SIGKILL')
        await once(worker, 'exit')
      }
    },
  }
}
