import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { access, chmod, chown, glob, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { findLauncher } from '../src/platform/embedded/launcher.ts'
import { readPostmasterFile, shutDown } from '../src/platform/embedded/postmaster.ts'
import { spawnServer } from '../src/platform/embedded/server-process.ts'
import { waitUntil } from '../src/platform/processes.ts'

const run = promisify(execFile)

/** A PostgreSQL server that has its pg_dump beside it. */
export type SourceServer = {
  /** Such as `15.18`. */
  version: string
  /** The directory with its programs. */
  programs: string
  createDatabase(name: string): Promise<string>
  /** Runs `pg_dump --schema-only`, whose output nobody reads. */
  dumpSchema(database: string): Promise<void>
}

const user = 'bench'
const readyTimeoutMs = 60_000
const usualDirectories = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/{opt/homebrew,usr/local}/opt/postgresql@*/bin',
]
/** pg_dump locks every table, and nothing of this must survive. Without autovacuum each round finds the same server. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  autovacuum: 'off',
  max_locks_per_transaction: '512',
  max_wal_size: '2GB',
  shared_buffers: '256MB',
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
}

/**
 * Starts the newest PostgreSQL of this machine that has pg_dump; it ends with `stack`.
 * @throws where there is none: what runs the tests brings no pg_dump
 */
export async function startSourceServer(stack: AsyncDisposableStack): Promise<SourceServer> {
  const programs = await findProgramDirectory()
  const directory = await realpath(await mkdtemp(path.join(tmpdir(), 'quarry-bench-source-')))
  stack.defer(() => rm(directory, { recursive: true, force: true }))
  if (process.getuid?.() === 0) await chmod(directory, 0o711)
  const cluster = path.join(directory, 'cluster')
  const launcher = await findLauncher(directory, cluster, path.join(programs, 'postgres'))

  const password = randomBytes(16).toString('hex')
  const passwordFile = path.join(directory, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (launcher.account) {
    const { uid, gid } = launcher.account
    await chown(passwordFile, uid, gid)
    await chown(directory, uid, gid)
  }
  const initdb = launcher.command(path.join(programs, 'initdb'), [
    ...['-D', cluster, '--username', user, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
    ...['--encoding=UTF8', '--locale=C', '--no-sync'],
  ])
  await run(initdb.file, initdb.args, initdb.options as object)

  const port = await freePort()
  const server = await spawnServer({
    command: launcher.command(path.join(programs, 'postgres'), [
      ...['-D', cluster, '-p', String(port)],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]),
    logFile: path.join(directory, 'server.log'),
  })
  stack.defer(() => shutDown(server.send, server.ended))
  await waitUntil(
    async () => server.hasEnded() || (await readPostmasterFile(cluster))?.ready === true,
    readyTimeoutMs,
  )
  if (server.hasEnded()) throw new Error(`PostgreSQL in ${programs} did not start: ${server.lastLines()}`)

  const connectionString = (database: string) =>
    `postgresql://${user}:${password}@127.0.0.1:${port}/${database}`
  const [{ server_version: version }] = await query(connectionString('postgres'), 'show server_version')
  return {
    version,
    programs,
    async createDatabase(name) {
      await query(connectionString('postgres'), `create database ${name}`)
      return connectionString(name)
    },
    async dumpSchema(database) {
      await run(
        path.join(programs, 'pg_dump'),
        ['--schema-only', '--file=/dev/null', '-h', '127.0.0.1', '-p', String(port), '-U', user, database],
        { env: { PATH: process.env.PATH, PGPASSWORD: password } },
      )
    },
  }
}

async function query(connectionString: string, text: string) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

async function findProgramDirectory(): Promise<string> {
  const configured = await run('pg_config', ['--bindir']).catch(() => ({ stdout: '' }))
  const installed: string[] = []
  for await (const directory of glob(usualDirectories)) installed.push(directory)
  const newestFirst = installed.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
  const onPath = (process.env.PATH ?? '').split(path.delimiter)
  for (const directory of [configured.stdout.trim(), ...onPath, ...newestFirst].filter(Boolean)) {
    const programs = ['initdb', 'postgres', 'pg_dump'].map((name) => access(path.join(directory, name)))
    if ((await Promise.allSettled(programs)).every(({ status }) => status === 'fulfilled')) return directory
  }
  throw new Error(
    'This bench compares with pg_dump and needs a PostgreSQL server that has it: neither pg_config, nor PATH, nor the ' +
      'usual directories lead to one with initdb, postgres and pg_dump. On Debian: apt-get install postgresql',
  )
}

function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const server = createServer().once('error', reject)
  server.listen(0, '127.0.0.1', () => {
    const address = server.address()
    server.close(() => resolve(typeof address === 'object' ? address!.port : 0))
  })
  return promise
}
