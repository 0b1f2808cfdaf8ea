import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { compiledCode } from '../../src/platform/compile-cache.ts'
import type { WorkerArguments } from './worker.ts'

const script = fileURLToPath(new URL('worker.ts', import.meta.url))

export type WorkerProcess = {
  pid: number
  /** What it logged so far, as lines of JSON. */
  output(): string
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; at: number }>
  signal(name: NodeJS.Signals): void
}

export type WorkerOptions = Partial<Pick<WorkerArguments, 'concurrency' | 'graceMs'>> & { memoryMb?: number }

export type Workers = ReturnType<typeof openWorkers>

/** Worker processes on one database. */
export function openWorkers(common: Pick<WorkerArguments, 'url' | 'runs' | 'logDirectory'>) {
  const running = new Set<WorkerProcess>()
  const ready = new Set<WorkerProcess>()
  const all: WorkerProcess[] = []
  let closing = false

  function spawn({ memoryMb, ...options }: WorkerOptions) {
    const given: WorkerArguments = { concurrency: 3, graceMs: 1_000, ...common, ...options }
    const child = fork(script, [JSON.stringify(given)], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { ...process.env, NODE_COMPILE_CACHE: compiledCode },
      execArgv: memoryMb ? [`--max-old-space-size=${memoryMb}`] : [],
    })
    const worker = toWorkerProcess(child)
    running.add(worker)
    all.push(worker)
    worker.ended.then(() => {
      running.delete(worker)
      ready.delete(worker)
    })
    const started = Promise.race([
      once(child, 'message').then(() => {
        ready.add(worker)
        return worker
      }),
      worker.ended.then((how) =>
        Promise.reject(new Error(`A worker did not start: ${JSON.stringify(how)}\n${worker.output()}`)),
      ),
    ])
    // Of no interest where it is killed before.
    started.catch(() => {})
    return { worker, started }
  }

  return {
    /** Resolves once it takes tasks. */
    start: (options: WorkerOptions = {}): Promise<WorkerProcess> => spawn(options).started,
    running: () => [...running],
    /** Those that take tasks. */
    ready: () => [...ready],
    all: () => [...all],
    of: (pid: number) => [...running].find((worker) => worker.pid === pid),
    /** As many as asked for, each of which is replaced as soon as it ends, as by a supervisor. */
    async keep(count: number, options: WorkerOptions = {}): Promise<void> {
      const keepOne = (): Promise<WorkerProcess> => {
        const { worker, started } = spawn(options)
        worker.ended.then(() => {
          if (!closing) keepOne()
        })
        return started
      }
      await Promise.all(Array.from({ length: count }, keepOne))
    },
    async close() {
      closing = true
      for (const worker of running) worker.signal('SIGKILL')
      await Promise.all(all.map(({ ended }) => ended))
    },
  }
}

function toWorkerProcess(child: ChildProcess): WorkerProcess {
  let output = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  return {
    pid: child.pid!,
    output: () => output,
    ended: new Promise((resolve) =>
      child.once('exit', (code, signal) => resolve({ code, signal, at: Date.now() })),
    ),
    signal: (name) => void child.kill(name),
  }
}
