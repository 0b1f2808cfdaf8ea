import type { MysqlConnection } from '../../databases/mysql/connection.ts'
import type { SqliteConnection } from '../../databases/sqlite/connection.ts'
import { checkMysql } from './mysql.ts'
import { checkSqlite } from './sqlite.ts'

/** A connection to an engine whose SQL is judged by its own server. */
export type OtherConnection = MysqlConnection | SqliteConnection

/**
 * Asks a source other than PostgreSQL whether it could run a message's query: one statement that reads.
 * @returns the statement as it is to be run
 * @throws InvalidInputError that says what is wrong with it
 */
export const checkSqlElsewhere = (connection: OtherConnection, sql: string): Promise<string> =>
  connection.engine === 'SQLITE' ? checkSqlite(connection, sql) : checkMysql(connection, sql)
