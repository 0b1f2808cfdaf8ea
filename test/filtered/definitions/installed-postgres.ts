import { execFile } from 'node:child_process'
import { access, chmod, chown, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { findLauncher, type Launcher } from '../../../src/platform/embedded/launcher.ts'
import { shutDown } from '../../../src/platform/embedded/postmaster.ts'
import { type ServerProcess, spawnServer } from '../../../src/platform/embedded/server-process.ts'
import { waitUntil } from '../../../src/platform/processes.ts'

/** A server of the PostgreSQL that is installed on this machine, with the pg_dump that belongs to it. */
export type InstalledPostgres = {
  connectionString(database: string, user?: string): string
  /** What pg_dump writes of a database's definitions, without owners and privileges. */
  dump(database: string): Promise<string>
  /** What pg_dump writes of all that is in a database. */
  dumpAll(database: string): Promise<string>
  /** What the server has said of itself, and of statements where a database's settings have them logged. */
  log(): Promise<string>
  stop(): Promise<void>
}

const run = promisify(execFile)

/** Starts one with a cluster of its own, for the superuser `postgres`, that trusts all who come from this machine. */
export async function startInstalledPostgres(): Promise<InstalledPostgres> {
  const programs = await findDirectory()
  const program = (name: string) => path.join(programs, name)
  const root = await mkdtemp(path.join(tmpdir(), 'quarry-installed-'))
  const cluster = path.join(root, 'cluster')
  const remove = () => rm(root, { recursive: true, force: true })
  try {
    const launcher = await openTo(root, cluster, program('postgres'))
    const initialise = [
      '-D',
      cluster,
      '-U',
      'postgres',
      '-A',
      'trust',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-sync',
    ]
    const { file, args, options } = launcher.command(program('initdb'), initialise)
    await run(file, args, options)
    const port = await freePort()
    const server = await start(launcher, program('postgres'), { root, cluster, port })
    const connectionString = (database: string, user = 'postgres') =>
      `postgresql://${user}@127.0.0.1:${port}/${encodeURIComponent(database)}`
    const dump = async (...flags: string[]) =>
      (await run(program('pg_dump'), flags, { maxBuffer: 2 ** 28 })).stdout
    return {
      connectionString,
      dump: (database) => dump('--schema-only', '--no-owner', '--no-privileges', connectionString(database)),
      dumpAll: (database) => dump(connectionString(database)),
      log: () => readFile(path.join(root, 'server.log'), 'utf8'),
      async stop() {
        await shutDown(server.send, server.ended)
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** On the PATH, or where Debian keeps those of each release: the newest. */
async function findDirectory(): Promise<string> {
  const debian = '/usr/lib/postgresql'
  const releases = (await readdir(debian).catch(() => [])).sort((a, b) => Number(b) - Number(a))
  const candidates = [
    ...(process.env.PATH ?? '').split(path.delimiter),
    ...releases.map((release) => path.join(debian, release, 'bin')),
  ]
  for (const directory of candidates) {
    const needed = ['postgres', 'initdb', 'pg_dump'].map((name) => access(path.join(directory, name)))
    if (
      await Promise.all(needed).then(
        () => true,
        () => false,
      )
    )
      return directory
  }
  throw new Error('This test needs PostgreSQL with pg_dump: apt-get install postgresql')
}

/** The cluster's directory belongs to whom the server runs as. */
async function openTo(root: string, cluster: string, program: string): Promise<Launcher> {
  await chmod(root, 0o711)
  const launcher = await findLauncher(root, cluster, program)
  await mkdir(cluster, { mode: 0o700 })
  if (launcher.account) await chown(cluster, launcher.account.uid, launcher.account.gid)
  return launcher
}

async function start(
  launcher: Launcher,
  postgres: string,
  { root, cluster, port }: { root: string; cluster: string; port: number },
): Promise<ServerProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: 'off',
    shared_buffers: '32MB',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = launcher.command(postgres, ['-D', cluster, ...flags])
  const server = await spawnServer({ command, logFile: path.join(root, 'server.log') })
  const ready = await waitUntil(async () => server.hasEnded() || (await answers(port)), 60_000)
  if (!ready || server.hasEnded()) throw new Error(`PostgreSQL did not start: ${server.lastLines()}`)
  return server
}

async function answers(port: number): Promise<boolean> {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.end()
    return true
  } catch {
    return false
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
