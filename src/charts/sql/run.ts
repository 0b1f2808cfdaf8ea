import type { SourceConnection } from '../../databases/postgresql.ts'
import type { ReadOptions, ReadRows } from '../../databases/read-rows.ts'
import { type CheckedSql, checkSql } from './check.ts'
import { sqlFailure } from './failure.ts'
import { refusal } from './refusal.ts'
import { inReadOnly } from './transaction.ts'

/** `timeoutMs`: how long each statement may take on the server; not longer than the connection's own limit. */
export type SqlLimits = { rows: number; bytes: number; timeoutMs: number }

/** A server needs milliseconds to understand a text; one that needs longer does not help who waits for the answer. */
const checkTimeoutMs = 10_000

/** Asks a source whether it could run a message's query. @throws as `checkSql` does */
export const checkMessageSql = (connection: SourceConnection, sql: string): Promise<CheckedSql> =>
  inReadOnly(connection, () => checkSql(connection, sql), checkTimeoutMs).catch((error) => {
    const { code, message } = error as { code?: unknown; message: string }
    if (code === '42501') throw refusal(`The login of the database lacks a right: ${message}`)
    if (code === '55P03' || code === '57014')
      throw refusal(`The database cannot say at the moment whether the query is right: ${message}`)
    throw error
  })

/**
 * Runs a message's query after it was checked once more: as many of its rows as the limits say.
 * @throws TaskError: SQL_REFUSED, SQL_FAILED, SQL_TIMEOUT, RESULT_TOO_LARGE, SOURCE_…
 */
export const readSql = (
  connection: SourceConnection,
  sql: string,
  { rows, bytes, timeoutMs }: SqlLimits,
  onRows?: ReadOptions['onRows'],
): Promise<ReadRows> =>
  runSql(connection, timeoutMs, async () => {
    const { statement } = await checkSql(connection, sql)
    return connection.read(statement, [], { rows, bytes, onRows })
  })

/** Does work on a source in a transaction that only reads. @throws what went wrong, as a task's end */
export async function runSql<T>(
  connection: SourceConnection,
  timeoutMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now()
  try {
    return await inReadOnly(connection, work, timeoutMs)
  } catch (error) {
    throw sqlFailure(error, performance.now() - startedAt, timeoutMs)
  }
}
