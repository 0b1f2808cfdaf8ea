import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, open, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { userInfo } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import mysql from 'mysql2/promise'
import { waitUntil } from '../src/platform/processes.ts'

export const missingMariaDb = 'The tests of MariaDB are left out: apt-get install mariadb-server brings it'

/** Where they are in none of the usual places, MARIADB_BIN says in which folder. */
const folders = process.env.MARIADB_BIN
  ? [process.env.MARIADB_BIN]
  : [
      ...(process.env.PATH ?? '').split(path.delimiter),
      ...['/usr/sbin', '/usr/local/sbin', '/usr/libexec', '/opt/homebrew/bin'],
    ]
export const programOf = (name: string) =>
  folders.map((folder) => path.join(folder, name)).find((file) => existsSync(file))

export const hasMariaDb = () =>
  ['mariadbd', 'mariadb-install-db', 'mariadb-dump'].every((name) => programOf(name) !== undefined)

export type MariaDbServer = { url: string; pid: number }

/** The user of the tests, who may do everything. */
export const admin = { user: 'admin', password: 'of the tests' }

/** A server on a free port of 127.0.0.1, whose data need not survive a crash; its caller ends the process. */
export async function startMariaDb(directory: string, options: string[] = []): Promise<MariaDbServer> {
  await mkdir(directory, { recursive: true })
  const [data, socket, log] = ['data', 'socket', 'log'].map((name) => path.join(directory, name)) as [
    string,
    string,
    string,
  ]
  const user = `--user=${userInfo().username}`
  await promisify(execFile)(programOf('mariadb-install-db')!, [
    ...[
      '--no-defaults',
      `--datadir=${data}`,
      user,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    ...unsafe,
  ])
  const port = await freePort()
  const output = await open(log, 'w')
  const child = spawn(
    programOf('mariadbd')!,
    [
      ...[
        '--no-defaults',
        `--datadir=${data}`,
        user,
        `--socket=${socket}`,
        `--port=${port}`,
        '--bind-address=127.0.0.1',
      ],
      ...[
        `--pid-file=${path.join(directory, 'pid')}`,
        '--skip-name-resolve',
        '--character-set-server=utf8mb4',
      ],
      // What a query might leave behind is possible here.
      ...[
        '--secure-file-priv=',
        '--local-infile=1',
        '--performance-schema=off',
        '--innodb-buffer-pool-size=64M',
      ],
      ...[...unsafe, ...options],
    ],
    { detached: true, stdio: ['ignore', output.fd, output.fd] },
  )
  child.unref()
  await output.close()
  const enter = () => mysql.createConnection({ socketPath: socket, user: 'root' })
  const isThere = async () => {
    const session = await enter().catch(() => null)
    await session?.end()
    return session !== null
  }
  if (!(await waitUntil(isThere, 30_000))) throw new Error(`MariaDB did not start: ${log} says why`)
  const session = await enter()
  await session.query('CREATE USER ? IDENTIFIED BY ?', [admin.user, admin.password])
  await session.query('GRANT ALL ON *.* TO ? WITH GRANT OPTION', [admin.user])
  await session.end()
  const url = new URL(`mariadb://127.0.0.1:${port}/mysql`)
  url.username = admin.user
  url.password = admin.password
  await writeFile(path.join(directory, 'server.json'), JSON.stringify({ url: url.href, pid: child.pid }))
  return { url: url.href, pid: child.pid! }
}

const unsafe = [
  '--innodb-flush-method=nosync',
  '--innodb-flush-log-at-trx-commit=0',
  '--innodb-log-file-size=32M',
]

export async function stopProcess(pid: number): Promise<void> {
  const isGone = () => {
    try {
      process.kill(pid, 0)
      return false
    } catch {
      return true
    }
  }
  if (!isGone()) process.kill(pid, 'SIGTERM')
  if (!(await waitUntil(isGone, 20_000))) process.kill(pid, 'SIGKILL')
}

function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const server = createServer()
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as { port: number }
    server.close(() => resolve(port))
  })
  return promise
}
