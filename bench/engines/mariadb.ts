import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import mysql from 'mysql2/promise'
import { startMariaDb, stopProcess } from '../../test/mariadb-server.ts'
import type { EngineSource } from './source.ts'

const valueColumns = 12
const types = ['TEXT', 'INTEGER', 'DECIMAL(12,2)', 'DATETIME', 'BOOLEAN', 'VARCHAR(40)']
const batchSize = 50
/** As a client's login should be, and with no right but to select: it is not told the rules of references in one statement. */
const logins = [
  { user: 'reader', rights: 'SELECT, SHOW VIEW', as: 'with SELECT and SHOW VIEW' },
  { user: 'selecting', rights: 'SELECT', as: 'with SELECT alone' },
]
const password = 'bench'

/** A server of its own with one database of as many tables as bench/many-tables.ts makes of PostgreSQL. */
export async function mariaDbOfMany(stack: AsyncDisposableStack, tables: number): Promise<EngineSource[]> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quarry-bench-mariadb-'))
  stack.defer(() => rm(directory, { recursive: true, force: true }))
  const server = await startMariaDb(directory, ['--table-open-cache=4000'])
  stack.defer(() => stopProcess(server.pid))
  const { hostname, port, username, password: adminPassword } = new URL(server.url)
  const session = await mysql.createConnection({
    host: hostname,
    port: Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(adminPassword),
    multipleStatements: true,
  })
  await session.query('CREATE DATABASE many; USE many')
  for (let first = 1; first <= tables; first += batchSize) {
    const numbers = Array.from({ length: Math.min(batchSize, tables - first + 1) }, (_, at) => first + at)
    await session.query(numbers.map(tableStatement).join(';\n'))
  }
  for (const { user, rights } of logins)
    await session.query(
      `CREATE USER ${user} IDENTIFIED BY '${password}'; GRANT ${rights} ON many.* TO ${user}`,
    )
  const [[row]] = (await session.query('SELECT VERSION() AS version')) as unknown as [[{ version: string }]]
  await session.end()
  return logins.map(({ user, as }) => ({
    engine: `MariaDB ${row.version.split('-')[0]}`,
    as,
    connectionString: `mariadb://${user}:${password}@${hostname}:${port}/many`,
    dumpedBy: 'mariadb-dump --no-data',
    async dump() {
      await promisify(execFile)(
        'mariadb-dump',
        [
          '--no-defaults',
          '--no-data',
          `-h${hostname}`,
          `-P${port}`,
          `-u${username}`,
          `-p${decodeURIComponent(adminPassword)}`,
          'many',
        ],
        { maxBuffer: 2 ** 28 },
      )
    },
  }))
}

function tableStatement(number: number): string {
  const values = Array.from({ length: valueColumns }, (_, at) => at + 1).map((column) => {
    const comment = column % 3 === 1 ? ` COMMENT 'Value ${column} of table ${number}'` : ''
    return `column_${column} ${types[column % types.length]}${comment}`
  })
  const key = (column: string, target: number) =>
    `CONSTRAINT ${column}_${number} FOREIGN KEY (${column}) REFERENCES table_${target} (id)`
  const keys = number > 1 ? [key('parent_a', Math.max(number >> 1, 1)), key('parent_b', number - 1)] : []
  return `CREATE TABLE table_${number} (${[
    ...['id BIGINT PRIMARY KEY', 'parent_a BIGINT', 'parent_b BIGINT', ...values],
    ...['KEY one (column_1)', 'KEY two (column_2, column_3)', ...keys],
  ].join(', ')})`
}
