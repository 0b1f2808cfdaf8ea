import type { MysqlConnection } from '../../databases/mysql/connection.ts'
import type { SqliteConnection } from '../../databases/sqlite/connection.ts'

/** A connection to an engine whose SQL is judged by its own server alone. */
export type OtherConnection = MysqlConnection | SqliteConnection

/**
 * Asks a source other than PostgreSQL whether it could run a message's query: one statement that reads.
 * @returns the statement as it is to be run
 * @throws InvalidInputError that says what is wrong with it
 */
export async function checkSqlElsewhere(_connection: OtherConnection, _sql: string): Promise<string> {
  throw new Error('To be written')
}
