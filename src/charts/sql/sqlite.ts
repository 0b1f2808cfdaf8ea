import { tokensOf } from '../../catalog/sqlite/tokens.ts'
import type { SqliteConnection } from '../../databases/sqlite/connection.ts'
import { messageOf } from '../../platform/errors.ts'
import { refusal } from './refusal.ts'

const longest = 100_000
const readers = new Set(['SELECT', 'WITH', 'VALUES'])

/**
 * Whether a file of SQLite could run a message's query. SQLite itself says so, by preparing it: its authorizer refuses whatever does
 * more than read, and a second statement is refused with it.
 * @throws InvalidInputError that says what is wrong with it
 */
export async function checkSqlite(connection: SqliteConnection, sql: string): Promise<string> {
  if (sql.length > longest) throw refusal(`A query has at most ${longest.toLocaleString('en')} characters`)
  const [first] = tokensOf(sql)
  if (!first) throw refusal('The query is empty')
  if (first.isQuoted || !readers.has(first.word))
    throw refusal('A query for a chart is one SELECT, which may begin with WITH')
  await connection.query(`EXPLAIN ${sql}`).catch((error) => {
    const { code } = error as { code?: string }
    if (code === 'SQLITE_23') throw refusal(`A query for a chart only reads: ${messageOf(error)}`)
    if (code === 'SEVERAL_STATEMENTS') throw refusal('A query for a chart is one statement')
    if (code === 'SQLITE_1') throw refusal(`SQLite does not understand the query: ${messageOf(error)}`)
    throw error
  })
  return sql
}
