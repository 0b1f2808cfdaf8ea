import { afterAll, beforeAll } from 'vitest'
import { checkSql } from '../../../src/charts/sql/check.ts'
import { checkMessageSql } from '../../../src/charts/sql/check-message.ts'
import { sqlFailure } from '../../../src/charts/sql/failure.ts'
import { inReadOnly } from '../../../src/charts/sql/transaction.ts'
import { parsePostgres } from '../../../src/databases/connection-string.ts'
import { connectPostgres, type PostgresConnection } from '../../../src/databases/postgresql/connection.ts'
import { InvalidInputError } from '../../../src/platform/errors.ts'
import { createDatabase, type TestDatabase } from '../../postgres.ts'

export const statementTimeoutMs = 20_000

export const connectTo = (connectionString: string, signal?: AbortSignal): Promise<PostgresConnection> =>
  connectPostgres(parsePostgres(connectionString), {
    hosts: { allowed: null, servesLoopback: true },
    connectTimeoutMs: 10_000,
    statementTimeoutMs,
    applicationName: 'quarry test',
    signal,
  })

/** A source for the tests of a file, with a connection to it. */
export function useSource(sql: string) {
  const used = {} as { database: TestDatabase; connection: PostgresConnection }
  beforeAll(async () => {
    used.database = await createDatabase({ sql })
    used.connection = await connectTo(used.database.connectionString)
  })
  afterAll(async () => {
    await used.connection?.close()
    await used.database?.drop()
  })
  return used
}

/** What a check says of a query; null where it may be run. */
export async function refusalOf(connection: PostgresConnection, sql: string): Promise<string | null> {
  try {
    await checkMessageSql(connection, sql)
    return null
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error
    const [field] = error.fields
    if (field?.path.join() !== 'sql' || field.message !== error.message) throw error
    return error.message
  }
}

export type SqlLimits = { rows: number; bytes: number; timeoutMs: number }

/** Checks a query and reads its rows in one transaction, as a chart does. @throws what went wrong, as a task's end */
export async function readSql(
  connection: PostgresConnection,
  sql: string,
  { rows, bytes, timeoutMs }: SqlLimits,
  onRows?: (count: number) => void,
) {
  const startedAt = performance.now()
  try {
    return await inReadOnly(
      connection,
      async () => {
        const { statement } = await checkSql(connection, sql)
        return connection.read(statement, [], { rows, bytes, onRows })
      },
      timeoutMs,
    )
  } catch (error) {
    throw sqlFailure(error, performance.now() - startedAt, timeoutMs)
  }
}
