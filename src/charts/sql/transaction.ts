import type { SourceConnection } from '../../databases/postgresql.ts'

/** From here on the connection sees one state of the source and can only read, until it is rolled back or closed. */
export async function beginReadOnly(connection: SourceConnection, timeoutMs?: number): Promise<void> {
  await connection.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
  // The parser that judges the text reads strings as the standard does; the server has to read the same in them.
  await connection.query(
    `SET LOCAL standard_conforming_strings = on; SET LOCAL lock_timeout = '2s'
     ${timeoutMs === undefined ? '' : `; SET LOCAL statement_timeout = ${Math.trunc(timeoutMs)}`}`,
  )
}

/** Does work in a transaction that sees one state of the source and can only read; it is rolled back in any case. */
export async function inReadOnly<T>(
  connection: SourceConnection,
  work: () => Promise<T>,
  timeoutMs?: number,
): Promise<T> {
  try {
    await beginReadOnly(connection, timeoutMs)
    return await work()
  } finally {
    await connection.query('ROLLBACK').catch(() => {})
  }
}
