import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandLine, processStart, waitUntil } from '../processes.ts'

/** PostgreSQL's own lock file: pid, data directory, start, port, socket directory, address, shared memory, status. */
export type PostmasterFile = { pid: number; directory: string; port: number; ready: boolean }

const fileOf = (cluster: string) => path.join(cluster, 'postmaster.pid')

export async function readPostmasterFile(cluster: string): Promise<PostmasterFile | null> {
  const text = await readFile(fileOf(cluster), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const lines = text.split('\n').map((line) => line.trim())
  // A standalone backend writes its pid as a negative number.
  return {
    pid: Math.abs(Number(lines[0])),
    directory: lines[1] ?? '',
    port: Number(lines[3]),
    ready: lines[7] === 'ready',
  }
}

/**
 * Stops the server that a killed process left behind on this cluster, and clears what would hinder the next start. The
 * caller must be the only one who uses the directory: a server that is in use is stopped as well.
 * @returns the pid of the server that was stopped, if one was
 */
export async function stopEarlierServer(cluster: string): Promise<number | null> {
  const file = await readPostmasterFile(cluster)
  if (file === null) return null
  const start = file.pid > 0 ? await processStart(file.pid) : null
  if (start !== null && (await isServerOf(cluster, file))) {
    const ended = waitUntil(async () => (await processStart(file.pid)) !== start, 60_000)
    await shutDown((signal) => signalIfRunning(file.pid, signal), ended)
    return file.pid
  }
  // With another program under that pid, PostgreSQL would take the cluster for one in use. The file of a dead process it
  // examines itself: it says which shared memory to look at.
  if (start !== null) await rm(fileOf(cluster), { force: true })
  await stopStrayBackends(cluster)
  return null
}

/**
 * Fast shutdown (open transactions are rolled back); immediate shutdown where that takes longer than 10 s, after which
 * the next start recovers from the log; the kill is for a process that answers to nothing.
 * @param ended settles once the process has ended
 */
export async function shutDown(
  send: (signal: NodeJS.Signals) => void,
  ended: Promise<unknown>,
): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    send(signal)
    const patience = new AbortController()
    const timeout = sleep(10_000, true, { signal: patience.signal }).catch(() => false)
    const late = await Promise.race([ended.then(() => false), timeout])
    patience.abort()
    if (!late) return
  }
  throw new Error('The embedded PostgreSQL does not stop')
}

async function isServerOf(cluster: string, file: PostmasterFile): Promise<boolean> {
  const directory = await realpath(file.directory).catch(() => null)
  return (
    directory === cluster && `${await commandLine(file.pid)} `.includes(`/postgres -D ${file.directory} `)
  )
}

/**
 * Backends outlive a postmaster that was killed until they next wait for something, and PostgreSQL refuses to start while
 * there is one. Without /proc they cannot be found, and the start waits for them alone.
 */
async function stopStrayBackends(cluster: string): Promise<void> {
  for (const name of await readdir('/proc').catch(() => [])) {
    const pid = Number(name)
    if (!Number.isInteger(pid)) continue
    const directory = await readlink(`/proc/${pid}/cwd`).catch(() => null)
    if (directory !== cluster || !(await commandLine(pid)).startsWith('postgres: ')) continue
    signalIfRunning(pid, 'SIGQUIT')
  }
}

function signalIfRunning(pid: number, signal: NodeJS.Signals) {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
