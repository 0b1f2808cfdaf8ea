import { execFile } from 'node:child_process'
import { chmod, cp, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { createCluster } from '../../src/platform/embedded/cluster.ts'
import { findLauncher } from '../../src/platform/embedded/launcher.ts'
import { findPrograms } from '../../src/platform/embedded/programs.ts'

const isRoot = process.getuid?.() === 0
let closed: string
let open: string

beforeAll(async () => {
  closed = await realpath(await mkdtemp(path.join(tmpdir(), 'quarry-closed-')))
  open = await realpath(await mkdtemp(path.join(tmpdir(), 'quarry-open-')))
  await chmod(open, 0o711)
})

afterAll(async () => {
  for (const directory of [closed, open]) await rm(directory, { recursive: true, force: true })
})

/** PostgreSQL's programs with all they need, copied below `directory`. */
async function copyOfPrograms(directory: string) {
  const native = path.resolve((await findPrograms()).postgres, '../..')
  await cp(native, path.join(directory, 'native'), { recursive: true, verbatimSymlinks: true })
  return {
    postgres: path.join(directory, 'native/bin/postgres'),
    initdb: path.join(directory, 'native/bin/initdb'),
  }
}

describe("PostgreSQL's programs", () => {
  it('work where both they and the data lie in directories that no other user may enter', async () => {
    const { postgres, initdb } = await copyOfPrograms(closed)
    const directory = path.join(closed, 'data')
    const cluster = path.join(directory, 'cluster')
    await mkdir(directory, { mode: 0o700 })
    const launcher = await findLauncher(directory, cluster, postgres)
    await createCluster({ directory, cluster, initdb, launcher, password: 'secret', sync: false })
    expect(await readdir(cluster)).toContain('PG_VERSION')

    const { file, args, options } = launcher.command(postgres, ['-D', cluster, '-C', 'data_directory'])
    const { stdout } = await promisify(execFile)(file, args, options)
    expect(stdout.toString().trim()).toBe(cluster)
  })

  it('are started without capabilities where their user can enter the directories', async () => {
    const program = path.join(open, 'postgres')
    await writeFile(program, '', { mode: 0o755 })
    const { command } = await findLauncher(open, path.join(open, 'cluster'), program)
    expect(command(program, ['-V'])).toMatchObject({ file: program, args: ['-V'] })
  })

  it('do not get the secrets of the process that starts them', async () => {
    vi.stubEnv('ENCRYPTION_KEY', 'secret')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { postgres } = await findPrograms()
    const { command } = await findLauncher(closed, path.join(closed, 'cluster'), postgres)
    expect(command(postgres, []).options.env).not.toHaveProperty('ENCRYPTION_KEY')
  })

  it('are refused to root, naming the closed directory, where there is no setpriv to help', async () => {
    vi.stubEnv('PATH', '/nonexistent')
    onTestFinished(() => void vi.unstubAllEnvs())
    const { postgres } = await findPrograms()
    const launcher = findLauncher(closed, path.join(closed, 'cluster'), postgres)
    if (isRoot)
      await expect(launcher).rejects.toThrow(`cannot enter ${closed}. Start Quarry as an ordinary user`)
    else await expect(launcher).resolves.toMatchObject({ account: null })
  })
})
