import { mkdir, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { processStart } from './processes.ts'
import { createWhole, readOrCreateSecret } from './secret-file.ts'

export type DataDirectory = {
  /** Absolute, symbolic links resolved. */
  path: string
  /** The text of a secret that is made of `bytes` (32) random bytes, as base64url, on first use: see `readOrCreateSecret`. */
  secret(name: string, bytes?: number): Promise<string>
  /** Lets others open the directory. */
  release(): Promise<void>
}

/**
 * Creates the directory (mode 0700) where it does not exist, and keeps every other process from opening it until it is
 * released or this process ends, however it ends.
 * @throws naming the directory and the process that has it open
 */
export async function openDataDirectory(directory: string): Promise<DataDirectory> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const root = await realpath(directory)
  const lock = await takeLock(root)
  return {
    path: root,
    secret: async (name, bytes) => {
      if (!/^[a-z][a-z0-9-]*$/.test(name))
        throw new Error(`"${name}" is no name of a secret: a-z, 0-9 and - are`)
      return readOrCreateSecret(path.join(root, name), bytes)
    },
    release: () => releaseLock(lock),
  }
}

/**
 * A lock is a file `lock.<number>` that names its process; the highest number counts. Who finds its process gone creates
 * the next number, which link(2) grants to one of several at once. Replacing or deleting the stale lock instead could hit
 * the lock of another who was quicker. As numbers only rise, someone slow may still create one that is no longer the
 * highest, hence the look back after.
 */
async function takeLock(root: string): Promise<string> {
  const content = JSON.stringify({ pid: process.pid, start: await processStart(process.pid) })
  for (;;) {
    const newest = Math.max(0, ...(await lockNumbers(root)))
    const holder = newest > 0 ? await holderOf(lockFile(root, newest)) : null
    if (holder !== null) {
      throw new Error(
        `The data directory ${root} is in use by process ${holder}; stop it or set DATA_DIR to another directory`,
      )
    }
    const mine = lockFile(root, newest + 1)
    if (!(await createWhole(mine, content))) continue
    const numbers = await lockNumbers(root)
    if (Math.max(...numbers) > newest + 1) {
      await rm(mine, { force: true })
      continue
    }
    for (const number of numbers) if (number <= newest) await rm(lockFile(root, number), { force: true })
    return mine
  }
}

/** The lock stays as one that nobody holds, as its number must not be given again. */
async function releaseLock(lock: string): Promise<void> {
  try {
    await writeFile(`${lock}.released`, '', { mode: 0o600 })
    await rename(`${lock}.released`, lock)
  } catch (error) {
    // The directory itself was removed.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

/** The process that holds the lock; null where it has ended, also where its pid is another process's by now. */
async function holderOf(lock: string): Promise<number | null> {
  const text = await readFile(lock, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  if (text === '') return null
  const { pid, start } = JSON.parse(text) as { pid: number; start: string | null }
  return start !== null && (await processStart(pid)) === start ? pid : null
}

async function lockNumbers(root: string): Promise<number[]> {
  const names = await readdir(root)
  return names.flatMap((name) => {
    const number = /^lock\.(\d+)$/.exec(name)?.[1]
    return number === undefined ? [] : [Number(number)]
  })
}

const lockFile = (root: string, number: number) => path.join(root, `lock.${number}`)
