import type { ConnectionFailedError } from '../platform/errors.ts'
import { connectMysql, type MysqlConnection } from './mysql/connection.ts'
import * as mysqlFailure from './mysql/failure.ts'
import * as mysqlProbe from './mysql/probe.sql.ts'
import { connectPostgres, type PostgresConnection } from './postgresql/connection.ts'
import * as postgresFailure from './postgresql/failure.ts'
import * as postgresProbe from './postgresql/probe.sql.ts'
import type { Probe, SourceOptions } from './source-connection.ts'
import { connectSqlite, type SqliteConnection } from './sqlite/connection.ts'
import * as sqliteFailure from './sqlite/failure.ts'
import * as sqliteProbe from './sqlite/probe.sql.ts'
import type { ConnectionTarget } from './target.ts'

/** What each engine can do, told apart by `engine`. */
export type AnyConnection = PostgresConnection | MysqlConnection | SqliteConnection

/** @throws ConnectionFailedError with the reason; the signal's reason where it aborted */
export function connectSource(target: ConnectionTarget, options: SourceOptions): Promise<AnyConnection> {
  switch (target.engine) {
    case 'POSTGRESQL':
      return connectPostgres(target, options)
    case 'MYSQL':
    case 'MARIADB':
      return connectMysql(target, options)
    case 'SQLITE':
      return connectSqlite(target, options)
  }
}

export function probeSource(connection: AnyConnection): Promise<Probe> {
  switch (connection.engine) {
    case 'POSTGRESQL':
      return postgresProbe.probe(connection)
    case 'MYSQL':
    case 'MARIADB':
      return mysqlProbe.probe(connection)
    case 'SQLITE':
      return sqliteProbe.probe(connection)
  }
}

/** What went wrong with a connection or a statement, in the words of someone who has to mend it. */
export function connectionFailure(
  error: unknown,
  target: ConnectionTarget,
  timeoutMs: number,
): ConnectionFailedError {
  switch (target.engine) {
    case 'POSTGRESQL':
      return postgresFailure.connectionFailure(error, target, timeoutMs)
    case 'MYSQL':
    case 'MARIADB':
      return mysqlFailure.connectionFailure(error, target, timeoutMs)
    case 'SQLITE':
      return sqliteFailure.connectionFailure(error, target)
  }
}
