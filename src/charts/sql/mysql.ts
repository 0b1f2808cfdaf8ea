import type { MysqlConnection } from '../../databases/mysql/connection.ts'

/**
 * Whether a server of MySQL or MariaDB could run a message's query.
 * @throws InvalidInputError that says what is wrong with it
 */
export async function checkMysql(_connection: MysqlConnection, _sql: string): Promise<string> {
  throw new Error('To be written')
}
