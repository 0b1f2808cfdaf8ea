import { execFile } from 'node:child_process'
import { chown, lstat, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Launcher } from './launcher.ts'

export const superuser = 'quarry'

const unfinishedPrefix = 'cluster.new-'

export type ClusterOptions = {
  directory: string
  cluster: string
  initdb: string
  launcher: Launcher
  password: string
  /** False leaves the writing to the operating system, for clusters that need not survive it. */
  sync: boolean
  signal?: AbortSignal
}

/**
 * Makes the database cluster unless there is one. It gets its name only once it is whole, so that an initdb that was
 * interrupted is done anew; each try has a directory of its own, as an initdb of a killed process may still be writing.
 * @throws with the last lines that initdb said
 */
export async function createCluster(options: ClusterOptions): Promise<void> {
  const { directory, cluster, launcher } = options
  if (await exists(cluster)) return
  await removeUnfinished(directory)
  const unfinished = await mkdtemp(path.join(directory, unfinishedPrefix))
  const passwordFile = `${unfinished}.password`
  try {
    await writeFile(passwordFile, options.password, { mode: 0o600, flag: 'wx' })
    if (launcher.account) {
      await chown(unfinished, launcher.account.uid, launcher.account.gid)
      await chown(passwordFile, launcher.account.uid, launcher.account.gid)
    }
    await runInitdb(options, unfinished, passwordFile)
    await rename(unfinished, cluster)
  } finally {
    await removeUnfinished(directory)
  }
}

function runInitdb(
  { initdb, launcher, sync, signal }: ClusterOptions,
  target: string,
  passwordFile: string,
): Promise<void> {
  // The locale that PostgreSQL brings itself sorts and folds alike on every platform, unlike the operating system's.
  const { file, args, options } = launcher.command(initdb, [
    ...['-D', target, '--username', superuser, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
    ...(sync ? [] : ['--no-sync']),
  ])
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const child = execFile(file, args, options, (error, stdout, stderr) => {
      signal?.removeEventListener('abort', stop)
      if (error === null) return resolve()
      if (signal?.aborted) return reject(signal.reason)
      const said = `${stdout}${stderr}`.trim().split('\n').slice(-10).join('\n') || error.message
      reject(
        new Error(`The embedded PostgreSQL could not create its database cluster: ${said}`, { cause: error }),
      )
    })
    const stop = () => child.kill('SIGTERM')
    signal?.addEventListener('abort', stop, { once: true })
  })
}

async function removeUnfinished(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.startsWith(unfinishedPrefix)) continue
    // Repeated where an initdb of a killed process puts files into what is being removed.
    await rm(path.join(directory, name), { recursive: true, force: true, maxRetries: 10 })
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
