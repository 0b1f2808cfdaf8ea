import type { SourceConnection } from '../../databases/postgresql.ts'
import type { ReadOptions, ReadRows } from '../../databases/read-rows.ts'
import { type CheckedSql, checkSql } from './check.ts'
import { sqlFailure } from './failure.ts'
import { inReadOnly } from './transaction.ts'

/** `timeoutMs`: how long each statement may take on the server; not longer than the connection's own limit. */
export type SqlLimits = { rows: number; bytes: number; timeoutMs: number }

/** Asks a source whether it could run a message's query. @throws as `checkSql` does */
export const checkMessageSql = (connection: SourceConnection, sql: string): Promise<CheckedSql> =>
  inReadOnly(connection, () => checkSql(connection, sql))

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
