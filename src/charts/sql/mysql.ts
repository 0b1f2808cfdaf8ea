import { engineNames } from '../../databases/engine.ts'
import type { MysqlConnection } from '../../databases/mysql/connection.ts'
import { messageOf } from '../../platform/errors.ts'
import { refuseFunctions } from './mysql-functions.ts'
import { mysqlTokens, type Token } from './mysql-tokens.ts'
import { refusal, refuseManyColumns } from './refusal.ts'

const longest = 100_000
const readers = new Set(['SELECT', 'WITH', 'VALUES', 'TABLE'])

/** What a statement that reads may have, and a chart's may not; each with what it does. */
const unwanted: [words: string[], does: string][] = [
  [['INTO'], 'INTO writes files and variables'],
  [['FOR', 'UPDATE'], 'FOR UPDATE locks what it reads'],
  [['FOR', 'SHARE'], 'FOR SHARE locks what it reads'],
  [['LOCK', 'IN'], 'LOCK IN SHARE MODE locks what it reads'],
  [['PROCEDURE'], 'PROCEDURE runs one'],
  [['NEXT', 'VALUE'], 'NEXT VALUE FOR moves a sequence'],
  [['PREVIOUS', 'VALUE'], 'PREVIOUS VALUE FOR depends on the session'],
  [['NEXTVAL'], 'NEXTVAL moves a sequence'],
  [[':', '='], ':= sets a variable'],
]

/**
 * Whether a server of MySQL or MariaDB could run a message's query: one statement that reads. The server itself says so, by preparing
 * it, after what it would run all the same was refused. The transaction that it runs in is one that only reads.
 * @returns the statement without what ends it
 * @throws InvalidInputError that says what is wrong with it
 */
export async function checkMysql(connection: MysqlConnection, sql: string): Promise<string> {
  if (sql.length > longest) throw refusal(`A query has at most ${longest.toLocaleString('en')} characters`)
  const { tokens, statement } = oneStatement(sql, mysqlTokens(sql, connection.sqlModes))
  const first = tokens.find(({ text, kind }) => kind !== 'sign' || text !== '(')
  if (first?.kind !== 'word' || !readers.has(first.text))
    throw refusal('A query for a chart is one SELECT, which may begin with WITH')
  for (const [words, does] of unwanted) {
    const found = tokens.find((_, at) => words.every((word, next) => isWord(tokens[at + next], word)))
    if (found) throw refusal(`A query for a chart only reads: ${does}`, sql, found.at)
  }
  await refuseFunctions(connection, sql, tokens)
  const { columns, parameters } = await connection.prepare(statement).catch((error) => {
    throw asRefusal(error, connection)
  })
  if (parameters > 0) throw refusal('The query has a placeholder (?), for which there is no value')
  if (columns === 0) throw refusal('A query for a chart only reads: this one gives no columns')
  refuseManyColumns(columns)
  return statement
}

const isWord = (token: Token | undefined, text: string) =>
  (token?.kind === 'word' || token?.kind === 'sign') && token.text === text

function oneStatement(sql: string, tokens: Token[]): { tokens: Token[]; statement: string } {
  const end = tokens.findIndex((token) => isWord(token, ';'))
  const own = end < 0 ? tokens : tokens.slice(0, end)
  if (own.length === 0) throw refusal('The query is empty')
  const next = tokens.slice(own.length).find((token) => !isWord(token, ';'))
  if (next) throw refusal('A query for a chart is one statement', sql, next.at)
  return { tokens: own, statement: end < 0 ? sql : sql.slice(0, tokens[end]!.at) }
}

const rights = new Set([1044, 1142, 1143, 1227, 1345, 1356, 1370])
const passing = new Set([1040, 1041, 1203, 1205, 1213, 1226, 1317])

function asRefusal(error: unknown, { engine }: MysqlConnection): unknown {
  const { code } = error as { code?: string }
  const said = messageOf(error)
  const number = Number(/^MYSQL_(\d+)$/.exec(code ?? '')?.[1])
  if (code === 'QUERY_TIMEOUT' || passing.has(number))
    return refusal(`The database cannot say at the moment whether the query is right: ${said}`)
  if (rights.has(number)) return refusal(`The login of the database lacks a right: ${said}`)
  if (number > 0) return refusal(`${engineNames[engine]} does not understand the query: ${said}`)
  return error
}
