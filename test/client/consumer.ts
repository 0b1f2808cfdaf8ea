import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = path.resolve(import.meta.dirname, '../..')
const modules = path.join(root, 'node_modules')

/** What the packed client may import. */
export const dependencies = ['graphql-ws', '@graphql-typed-document-node/core']

export type Consumer = { directory: string; remove(): Promise<void> }

/** A project that has installed the package as it is packed: it, what its client imports, and nothing else of ours. */
export async function installConsumer(others: string[] = []): Promise<Consumer> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-consumer-'))
  await run('npm', ['run', '--silent', 'build:client'], { cwd: root })
  const { stdout } = await run(
    'npm',
    ['pack', '--ignore-scripts', '--json', '--pack-destination', directory],
    { cwd: root },
  )
  const installed = path.join(directory, 'node_modules/quarry')
  await mkdir(installed, { recursive: true })
  // npm 12 gives an object by the packages' names where those before it gave a list.
  const [packed] = Object.values(JSON.parse(stdout) as Record<string, { filename: string }>)
  await run('tar', ['-xzf', path.join(directory, packed!.filename), '-C', installed, '--strip-components=1'])
  for (const name of [...dependencies, ...others]) {
    await mkdir(path.dirname(path.join(directory, 'node_modules', name)), { recursive: true })
    await symlink(path.join(modules, name), path.join(directory, 'node_modules', name))
  }
  return { directory, remove: () => rm(directory, { recursive: true, force: true }) }
}
