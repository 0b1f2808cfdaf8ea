import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import type { ReadColumn } from '../../databases/rows.ts'
import type { InvalidInputError } from '../../platform/errors.ts'
import { judge } from './judge.ts'
import { type Node, parseSql, type Statement, Unparsable } from './parse.ts'
import { characterAt, characterOf, refusal, refuseManyColumns } from './refusal.ts'
import { Unwanted } from './unwanted.ts'
import { usesOf } from './uses.ts'

/** Parsing what is made for it takes the process a tenth of a second at that length, and grows with it. */
const longest = 20_000

/** `statement`: the SELECT alone, without what may stand around it, such as a semicolon. */
export type CheckedSql = { statement: string; columns: ReadColumn[] }

/**
 * Whether a query may be run on a source: one SELECT that changes nothing, in words that the source understands. Nothing of it is
 * run for this. Belongs in `inReadOnly`.
 * @throws InvalidInputError (path: sql) that says what is wrong, and where; what the source's server says where it cannot answer
 */
export async function checkSql(connection: PostgresConnection, sql: string): Promise<CheckedSql> {
  refuseText(sql)
  const parsed = await parseSql(sql).catch((error) => {
    throw error instanceof Unparsable ? unparsable(connection, sql, error) : error
  })
  const { statement, before, tree } = onlySelect(sql, parsed)
  try {
    const uses = usesOf(tree)
    // Before the server sees it, which reads literals of a domain's arrays while it parses, and so runs what the domain checks them by.
    const unknown = await judge(connection, uses)
    const columns = await connection.describe(statement)
    if (unknown) throw unknown
    if (columns.length === 0)
      throw new Unwanted('The query has no columns: name at least one after SELECT', null)
    refuseManyColumns(columns.length)
    return { statement, columns }
  } catch (error) {
    if (error instanceof Unwanted) throw refusal(error.message, sql, characterAt(sql, error.at))
    if (!isRefusal(error)) throw error
    const at = characterOf(statement, error.position)
    throw refusal(error.message, sql, at === null ? null : at + before)
  }
}

function refuseText(sql: string): void {
  if (sql.trim() === '') throw refusal('The query is empty')
  if (sql.length > longest)
    throw refusal(
      `A query has at most ${longest.toLocaleString('en')} characters; this one has ${sql.length.toLocaleString('en')}`,
    )
  const nul = sql.indexOf('\0')
  if (nul >= 0) throw refusal('A query has no NUL character', sql, nul)
  if (!sql.isWellFormed()) throw refusal('The query has half of a surrogate pair, which is no character')
}

/** The release whose grammar the parser has. */
const parsedAs = 18

function unparsable(
  { serverVersion }: PostgresConnection,
  sql: string,
  { message, at }: Unparsable,
): InvalidInputError {
  const isAnother = Number.parseInt(serverVersion, 10) !== parsedAs
  const said = isAnother
    ? `${message}; queries are read as PostgreSQL ${parsedAs} does, the database is ${serverVersion}`
    : message
  return refusal(said, sql, characterOf(sql, at))
}

function onlySelect(sql: string, statements: Statement[]) {
  const [first, second] = statements
  if (!first) throw refusal('The query is empty: it has only comments')
  if (second)
    throw refusal(
      'A query is one statement; this is a second one',
      sql,
      characterAt(sql, second.stmt_location ?? null),
    )
  const start = first.stmt_location ?? 0
  const bytes = Buffer.from(sql)
  const before = characterAt(sql, start) ?? 0
  const statement = bytes.subarray(start, first.stmt_len ? start + first.stmt_len : undefined).toString()
  const [type, tree] = Object.entries(first.stmt)[0]!
  if (type !== 'SelectStmt') {
    const word = /^[a-z]+/i.exec(statement)?.[0].toUpperCase() ?? type
    throw refusal(
      `A query for a chart is a SELECT, VALUES, TABLE or WITH … SELECT; this is ${word}`,
      sql,
      before,
    )
  }
  return { statement, before, tree: tree as Node }
}

/** What the server says of a text, rather than of itself or of the login. Source of the codes: PostgreSQL, appendix A. */
function isRefusal(error: unknown): error is Error & { position?: string } {
  const { code } = error as { code?: unknown }
  return (
    typeof code === 'string' &&
    code !== '42501' &&
    /^(?:(?:0A|22|2F|34|38|39|3D|3F|42|54|P0)...|XX000)$/.test(code)
  )
}
