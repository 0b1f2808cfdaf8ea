import type { SourceConnection } from '../../databases/postgresql.ts'
import type { ReadColumn } from '../../databases/read-rows.ts'
import { InvalidInputError } from '../../platform/errors.ts'
import { parseSql } from './parse.ts'

/**
 * Whether a query may be run on a source: one SELECT that changes nothing, in words that the source understands. Nothing of it is
 * run for this. Belongs in a read-only transaction.
 * @throws InvalidInputError (path: sql) that says what is wrong, and where; what the source's server throws where it cannot answer
 */
export async function checkSql(
  connection: SourceConnection,
  sql: string,
): Promise<{ columns: ReadColumn[] }> {
  const statements = await parseSql(sql)
  if (statements.length !== 1 || !('SelectStmt' in statements[0]!.stmt)) throw refusal('Give one SELECT')
  const columns = await connection.describe(sql)
  if (columns.length === 0) throw refusal('The query has no columns')
  return { columns }
}

const refusal = (message: string) => new InvalidInputError(message, [{ path: ['sql'], message }])
