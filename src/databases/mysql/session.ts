import type { Connection } from 'mysql2'
import { ConnectionFailedError } from '../../platform/errors.ts'
import { engineNames } from '../engine.ts'
import { rowsOf } from './statements.ts'

export type Session = {
  readonly engine: 'MYSQL' | 'MARIADB'
  readonly serverVersion: string
  /** As in [10, 11, 6]. */
  readonly version: readonly number[]
  /** Whether the server tells names of databases and tables apart by their case alone. */
  readonly tellsCase: boolean
  /** How the server reads a statement, such as ANSI_QUOTES. */
  readonly sqlModes: ReadonlySet<string>
}

/** From these on information_schema has the tables and columns that are read. */
const oldest = { MYSQL: [8, 0, 16], MARIADB: [10, 5] }
/** A lock that another session holds is waited for this long: Quarry is a guest. */
const lockTimeoutSeconds = 2
const idleTimeoutSeconds = 600

export const isAtLeast = (
  version: readonly number[],
  [major = 0, minor = 0, patch = 0]: readonly number[],
) => {
  const [a = 0, b = 0, c = 0] = version
  return a !== major ? a > major : b !== minor ? b > minor : c >= patch
}

/**
 * Makes the session one that only reads, in time, and in one state of the data: a transaction that reads cannot be made one that
 * writes, and the next one would read, too.
 * @throws ConnectionFailedError where the server is too old
 */
export async function setUp(client: Connection, statementTimeoutMs: number): Promise<Session> {
  const [row] = await rowsOf<{ version: string; comment: string; modes: string; folding: number }>(
    client,
    'SELECT VERSION() AS version, @@version_comment AS comment, @@SESSION.sql_mode AS modes, @@lower_case_table_names AS folding',
  )
  const { version: said, comment, modes, folding } = row!
  const engine = /mariadb/i.test(`${said} ${comment}`) ? 'MARIADB' : 'MYSQL'
  // MariaDB says 5.5.5- before its version to those who know no version of two digits.
  const serverVersion = said.replace(/^5\.5\.5-/, '')
  const version = serverVersion.split(/[.-]/, 3).map(Number)
  if (!isAtLeast(version, oldest[engine])) {
    throw new ConnectionFailedError(
      'UNSUPPORTED',
      `${engineNames[engine]} ${serverVersion} is too old; ${oldest[engine].join('.')} is the oldest that can be read`,
    )
  }
  const limit =
    engine === 'MARIADB'
      ? `max_statement_time = ${Number(statementTimeoutMs) / 1_000}`
      : `max_execution_time = ${Number(statementTimeoutMs)}, SESSION information_schema_stats_expiry = 0`
  await rowsOf(
    client,
    `SET SESSION ${limit}, SESSION lock_wait_timeout = ${lockTimeoutSeconds},
      SESSION innodb_lock_wait_timeout = ${lockTimeoutSeconds}, SESSION wait_timeout = ${idleTimeoutSeconds},
      SESSION time_zone = '+00:00', SESSION character_set_results = utf8mb4, SESSION autocommit = 1`,
  )
  await rowsOf(client, 'SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
  await rowsOf(client, 'START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY')
  return {
    engine,
    serverVersion,
    version,
    tellsCase: Number(folding) === 0,
    sqlModes: new Set(modes.toUpperCase().split(',')),
  }
}
