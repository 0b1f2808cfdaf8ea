import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { openDataDirectory } from '../../src/platform/data-dir.ts'

let parent: string
let directory: string

beforeEach(async () => {
  parent = await realpath(await mkdtemp(path.join(tmpdir(), 'quarry-data-dir-')))
  directory = path.join(parent, 'data')
})

afterEach(() => rm(parent, { recursive: true, force: true }))

const modeOf = async (file: string) => (await stat(file)).mode & 0o777

/** Another process that has opened the directory and stays. */
async function openElsewhere() {
  const module = new URL('../../src/platform/data-dir.ts', import.meta.url).href
  const code = `
    import { openDataDirectory } from ${JSON.stringify(module)}
    await openDataDirectory(${JSON.stringify(directory)})
    console.log('open')
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  return child
}

describe('the data directory', () => {
  it('is created for its user alone', async () => {
    const opened = await openDataDirectory(path.join(directory, 'below'))
    expect(opened.path).toBe(path.join(directory, 'below'))
    expect(await modeOf(opened.path)).toBe(0o700)
  })

  it('is refused to a second process, which learns who has it', async () => {
    const other = await openElsewhere()
    await expect(openDataDirectory(directory)).rejects.toThrow(
      `The data directory ${directory} is in use by process ${other.pid}; stop it or set DATA_DIR to another directory`,
    )
  })

  it('is free again once a process that has it was killed', async () => {
    const other = await openElsewhere()
    other.kill('SIGKILL')
    await once(other, 'exit')
    await expect(openDataDirectory(directory)).resolves.toMatchObject({ path: directory })
  })

  it('is free where the pid of the process that had it is that of a later one', async () => {
    await openDataDirectory(directory)
    const lock = path.join(directory, 'lock.1')
    const content = JSON.parse(await readFile(lock, 'utf8'))
    await writeFile(lock, JSON.stringify({ ...content, start: 'long ago' }))
    await expect(openDataDirectory(directory)).resolves.toMatchObject({ path: directory })
  })

  it('can be released, more than once, and then opened by another', async () => {
    const opened = await openDataDirectory(directory)
    await expect(openDataDirectory(directory)).rejects.toThrow('in use')
    await opened.release()
    await opened.release()
    await expect(openElsewhere()).resolves.toBeDefined()
  })

  it('goes to exactly one of many who ask at once for what a dead process held', async () => {
    for (let round = 0; round < 10; round++) {
      const outcomes = await Promise.allSettled(
        Array.from({ length: 20 }, () => openDataDirectory(directory)),
      )
      const opened = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
      expect(opened).toHaveLength(1)
      await opened[0]!.release()
    }
    expect(await readdir(directory)).toEqual(['lock.10'])
  })
})

describe('a secret of the data directory', () => {
  it('is made once, of as many random bytes as asked for, and readable by its user alone', async () => {
    const first = await openDataDirectory(directory)
    const asked = await Promise.all(Array.from({ length: 5 }, () => first.secret('access-token', 24)))
    expect(new Set(asked).size).toBe(1)
    expect(asked[0]).toMatch(/^[\w-]{32}$/)
    expect(await modeOf(path.join(directory, 'access-token'))).toBe(0o600)
    expect(Buffer.from(await first.secret('encryption-key'), 'base64url')).toHaveLength(32)
    await first.release()
    const second = await openDataDirectory(directory)
    expect(await second.secret('access-token')).toBe(asked[0])
  })

  it('is not taken from a file that others may read', async () => {
    const { secret } = await openDataDirectory(directory)
    const file = path.join(directory, 'access-token')
    await writeFile(file, 'known to all')
    for (const mode of [0o640, 0o604, 0o620]) {
      await chmod(file, mode)
      await expect(secret('access-token')).rejects.toThrow(
        `${file} is open to other users (mode 0${mode.toString(8)})`,
      )
    }
    await chmod(file, 0o400)
    expect(await secret('access-token')).toBe('known to all')
  })

  it('is neither empty nor anywhere else', async () => {
    const { secret } = await openDataDirectory(directory)
    await writeFile(path.join(directory, 'access-token'), '\n', { mode: 0o600 })
    await expect(secret('access-token')).rejects.toThrow('is empty')
    await expect(secret('../access-token')).rejects.toThrow('no name of a secret')
  })
})
