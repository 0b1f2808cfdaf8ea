import type { Probe } from '../source-connection.ts'
import type { SqliteConnection } from './connection.ts'

/** How many tables there are, and whether the login can change none of them. */
export async function probe(_connection: SqliteConnection): Promise<Probe> {
  throw new Error('To be written')
}
