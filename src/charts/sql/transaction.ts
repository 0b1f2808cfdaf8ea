import type { PostgresConnection } from '../../databases/postgresql/connection.ts'

/**
 * From here on the connection sees one state of the source and can only read, until it is rolled back or closed. What the login is
 * set to writes values as they can be read, and reads texts as the parser does that judges them.
 */
export async function beginReadOnly(connection: PostgresConnection, timeoutMs?: number): Promise<void> {
  const settings = {
    standard_conforming_strings: 'on',
    lock_timeout: '2s',
    intervalstyle: 'postgres',
    bytea_output: 'hex',
    extra_float_digits: '1',
    ...(timeoutMs === undefined ? {} : { statement_timeout: `${Math.trunc(timeoutMs)}ms` }),
  }
  await connection.query(
    [
      'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
      ...Object.entries(settings).map(([name, value]) => `SET LOCAL ${name} = '${value}'`),
    ].join('; '),
  )
}

/** Does work in such a transaction; it is rolled back in any case. */
export async function inReadOnly<T>(
  connection: PostgresConnection,
  work: () => Promise<T>,
  timeoutMs?: number,
): Promise<T> {
  await beginReadOnly(connection, timeoutMs)
  try {
    return await work()
  } finally {
    // Where the connection is lost, so is the transaction.
    await connection.query('ROLLBACK').catch(() => {})
  }
}
