import type { Probe } from '../source-connection.ts'
import type { MysqlConnection } from './connection.ts'

/** How many tables there are, and whether the login can change none of them. */
export async function probe(_connection: MysqlConnection): Promise<Probe> {
  throw new Error('To be written')
}
