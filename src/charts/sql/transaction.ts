import type { SourceConnection } from '../../databases/postgresql.ts'

/**
 * Does work in a transaction that sees one state of the source and can only read; it is rolled back in any case. What the login is
 * set to writes values as they can be read, and reads texts as the parser does that judges them.
 */
export async function inReadOnly<T>(
  connection: SourceConnection,
  work: () => Promise<T>,
  timeoutMs?: number,
): Promise<T> {
  const settings = {
    standard_conforming_strings: 'on',
    lock_timeout: '2s',
    idle_in_transaction_session_timeout: '1min',
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
  try {
    return await work()
  } finally {
    // Where the connection is lost, so is the transaction.
    await connection.query('ROLLBACK').catch(() => {})
  }
}
