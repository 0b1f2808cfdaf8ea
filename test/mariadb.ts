import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import mysql from 'mysql2/promise'
import { inject } from 'vitest'
import { waitUntil } from '../src/platform/processes.ts'
import { programOf, startMariaDb } from './mariadb-server.ts'

export const mariaDbIsInstalled = inject('mariaDbDirectory') !== null

export type MariaDatabase = {
  name: string
  connectionString: string
  /** Runs any number of statements in it, as the tests' own user. */
  run<Row = Record<string, unknown>>(sql: string): Promise<Row[]>
  drop(): Promise<void>
}

/** The tests' user's connection string to the one server of the run, which the first who asks starts. */
export async function mariaDbUrl(): Promise<string> {
  const directory = inject('mariaDbDirectory')!
  const server = path.join(directory, 'server')
  const isFirst = await mkdir(path.join(directory, 'lock')).then(
    () => true,
    () => false,
  )
  if (isFirst) return (await startMariaDb(server)).url
  const read = () => readFile(path.join(server, 'server.json'), 'utf8').catch(() => '')
  if (!(await waitUntil(async () => (await read()) !== '', 50_000))) throw new Error('MariaDB did not start')
  return JSON.parse(await read()).url
}

/** A database of a test's own. Whoever reads it gets a login of its own for that. */
export async function createMariaDatabase({
  sql,
  name = `test_${randomBytes(8).toString('hex')}`,
}: {
  sql?: string
  name?: string
} = {}): Promise<MariaDatabase> {
  const admin = await mariaDbUrl()
  await runIn(admin, `CREATE DATABASE \`${name.replaceAll('`', '``')}\``)
  const url = new URL(admin)
  url.pathname = encodeURIComponent(name)
  const connectionString = url.href
  const drop = async () =>
    void (await runIn(admin, `DROP DATABASE IF EXISTS \`${name.replaceAll('`', '``')}\``))
  try {
    if (sql) await runIn(connectionString, sql)
  } catch (error) {
    await drop()
    throw error
  }
  return { name, connectionString, run: (sql) => runIn(connectionString, sql), drop }
}

/** A login with the rights that the statement grants `TO` it. */
export async function createMariaLogin(
  grants: string[] = [],
  attributes = '',
): Promise<{ user: string; password: string; drop(): Promise<void> }> {
  const admin = await mariaDbUrl()
  const user = `role_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('base64url')
  await runIn(admin, `CREATE USER '${user}' IDENTIFIED BY '${password}' ${attributes}`)
  for (const grant of grants) await runIn(admin, `GRANT ${grant} TO '${user}'`)
  return { user, password, drop: async () => void (await runIn(admin, `DROP USER '${user}'`)) }
}

async function runIn<Row>(connectionString: string, sql: string): Promise<Row[]> {
  const { hostname, port, username, password, pathname } = new URL(connectionString)
  const session = await mysql.createConnection({
    host: hostname,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)),
    multipleStatements: true,
    charset: 'utf8mb4',
  })
  try {
    const [rows] = await session.query(sql)
    return rows as Row[]
  } finally {
    await session.end()
  }
}

/** The database of the connection string with all that is in it, as the server's own program writes it down. */
export async function dumpOf(connectionString: string): Promise<string> {
  const { hostname, port, username, password, pathname } = new URL(connectionString)
  const { stdout } = await promisify(execFile)(programOf('mariadb-dump')!, [
    ...['--no-defaults', '--skip-dump-date', '--routines', '--events', `-h${hostname}`, `-P${port}`],
    ...[`-u${decodeURIComponent(username)}`, `-p${decodeURIComponent(password)}`],
    decodeURIComponent(pathname.slice(1)),
  ])
  return stdout
}

/** The connection string with another login. */
export function withLogin(
  connectionString: string,
  { user, password }: { user: string; password: string },
): string {
  const url = new URL(connectionString)
  url.username = encodeURIComponent(user)
  url.password = encodeURIComponent(password)
  return url.href
}
