import { isOneOf, tokensOf } from '../../catalog/sqlite/tokens.ts'
import type { SqliteConnection } from '../../databases/sqlite/connection.ts'
import { SqliteError } from '../../databases/sqlite/failure.ts'
import { refusal, refuseManyColumns } from './refusal.ts'

const longest = 100_000
const readers = new Set(['SELECT', 'WITH', 'VALUES'])

/** Of SQLite's program for a statement. `p2`: not 0 for a transaction that writes; of a row, how many values it has. Source: sqlite.org/opcode.html */
type Step = { opcode: string; p2: number }

/**
 * Whether a file of SQLite could run a message's query. SQLite itself says so, by preparing it: its authorizer refuses whatever does
 * more than read, and a second statement is refused with it.
 * @throws InvalidInputError that says what is wrong with it
 */
export async function checkSqlite(connection: SqliteConnection, sql: string): Promise<string> {
  if (sql.length > longest) throw refusal(`A query has at most ${longest.toLocaleString('en')} characters`)
  if (sql.includes('\0')) throw refusal('A query has no NUL character', sql, sql.indexOf('\0'))
  if (!sql.isWellFormed()) throw refusal('The query has half of a surrogate pair, which is no character')
  const [first] = tokensOf(sql)
  if (!first) throw refusal('The query is empty')
  if (!isOneOf(first, readers)) throw refusal('A query for a chart is one SELECT, which may begin with WITH')
  const steps = await connection.query<Step>(`EXPLAIN ${sql}`).catch((error) => {
    if (!(error instanceof SqliteError)) throw error
    const said = error.message.replace(/^SQLite: /, '')
    if (error.isSeveral) throw refusal('A query for a chart is one statement')
    if (error.number === 23 || /not authorized|may not be modified/.test(said))
      throw refusal(`A query for a chart only reads: ${said}`)
    // What is wrong with it, or larger than SQLite takes.
    if (error.number === 1 || error.number === 18)
      throw refusal(`SQLite does not understand the query: ${said}`)
    if (error.number === 7 || error.code === 'RESULT_TOO_LARGE' || error.code === 'SQL_TIMEOUT')
      throw refusal('The query is too large: it has too many parts once each name stands for its query')
    throw error
  })
  if (steps.some(({ opcode }) => opcode === 'Variable'))
    throw refusal('The query has a placeholder, such as ? or :name, for which there is no value')
  if (steps.some(({ opcode, p2 }) => opcode === 'Transaction' && p2 !== 0))
    throw refusal('A query for a chart only reads')
  refuseManyColumns(steps.find(({ opcode }) => opcode === 'ResultRow')?.p2 ?? 0)
  return sql
}
