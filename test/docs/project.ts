import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const root = path.resolve()

/** The files of a page: each stands in a block below its name. */
async function filesOf(page: string): Promise<Map<string, string>> {
  const blocks = (await readFile(page, 'utf8')).matchAll(/^`([\w./-]+)`:\n\n```\w+\n(.*?)^```/gms)
  return new Map([...blocks].map(([, name, code]) => [name!, code!]))
}

export type Project = {
  directory: string
  /** Their paths. */
  files: string[]
  /** Runs a command of node_modules/.bin, or `node`, in a directory of the project; rejects with what it said where it fails. */
  run(within: string, command: string, args?: string[], env?: Record<string, string>): Promise<string>
  drop(): Promise<void>
}

/** A reader's project outside of ours: the files of a page, the schema, what is installed here, and `quarry` as it is packed. */
export async function createProject(page: string): Promise<Project> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-docs-'))
  const files = await filesOf(page)
  for (const [name, code] of files) {
    const file = path.join(directory, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, code)
  }
  await copyFile('schema.graphql', path.join(directory, 'schema.graphql'))
  await writeFile(path.join(directory, 'package.json'), JSON.stringify({ name: 'reader', type: 'module' }))
  const modules = path.join(directory, 'node_modules')
  await mkdir(modules)
  for (const name of await readdir('node_modules'))
    await symlink(path.join(root, 'node_modules', name), path.join(modules, name))
  const quarry = path.join(modules, 'quarry')
  await mkdir(quarry)
  await copyFile('package.json', path.join(quarry, 'package.json'))
  await run(path.join(root, 'node_modules/.bin/tsc'), [
    '-p',
    'src/client',
    '--outDir',
    path.join(quarry, 'dist/client'),
  ])
  return {
    directory,
    files: [...files.keys()],
    async run(within, command, args = [], env = {}) {
      const file = command === 'node' ? process.execPath : path.join(root, 'node_modules/.bin', command)
      try {
        return (await run(file, args, { cwd: path.join(directory, within), env: { ...process.env, ...env } }))
          .stdout
      } catch (error) {
        const { stdout, stderr } = error as { stdout: string; stderr: string }
        throw new Error(`${command} ${args.join(' ')} failed:\n${stdout}\n${stderr}`)
      }
    },
    drop: () => rm(directory, { recursive: true, force: true }),
  }
}
