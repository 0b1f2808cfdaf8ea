import type { SourceConnection } from '../../databases/postgresql.ts'
import type { ReadOptions, ReadRows } from '../../databases/read-rows.ts'
import { checkSql } from './check.ts'
import { inReadOnly } from './transaction.ts'

export type SqlLimits = Required<Pick<ReadOptions, 'rows' | 'bytes'>> & { timeoutMs: number }

/** Asks a source whether it could run a message's query. @throws as `checkSql` does */
export const checkMessageSql = (connection: SourceConnection, sql: string) =>
  inReadOnly(connection, () => checkSql(connection, sql))

/** Runs a message's query: the first of its rows, within limits. */
export const readSql = (
  connection: SourceConnection,
  sql: string,
  { rows, bytes, timeoutMs }: SqlLimits,
  onRows?: (count: number) => void,
): Promise<ReadRows> =>
  inReadOnly(
    connection,
    async () => {
      await checkSql(connection, sql)
      return connection.read(sql, [], { rows, bytes, onRows })
    },
    timeoutMs,
  )
