import type { MysqlConnection } from '../../databases/mysql/connection.ts'
import { isAtLeast } from '../../databases/mysql/session.ts'
import type { Token } from './mysql-tokens.ts'
import { refusal } from './refusal.ts'

/** They wait, hold locks, read files, or move a sequence. Source: MariaDB and MySQL, "Functions and Operators". */
const unwanted = new Set([
  'SLEEP',
  'BENCHMARK',
  'GET_LOCK',
  'RELEASE_LOCK',
  'RELEASE_ALL_LOCKS',
  'IS_FREE_LOCK',
  'IS_USED_LOCK',
  'LOAD_FILE',
  'MASTER_POS_WAIT',
  'SOURCE_POS_WAIT',
  'MASTER_GTID_WAIT',
  'WAIT_FOR_EXECUTED_GTID_SET',
  'WAIT_UNTIL_SQL_THREAD_AFTER_GTIDS',
  'NEXTVAL',
  'LASTVAL',
  'SETVAL',
])

/** Of geometry; MariaDB lists them nowhere. */
const geometric =
  /^(ST_\w+|MBR\w+|(MULTI)?(POINT|LINESTRING|POLYGON)|GEOMETRYCOLLECTION|(GEOM|GEOMETRY|POINT|LINE|LINESTRING|POLY|POLYGON|MPOINT|MLINE|MPOLY|MULTIPOINT|MULTILINESTRING|MULTIPOLYGON|GEOMCOLL|GEOMETRYCOLLECTION)FROM(TEXT|WKB)|AS(TEXT|WKT|BINARY|WKB)|X|Y|AREA|CENTROID|GLENGTH|SRID|DIMENSION|ENVELOPE|GEOMETRYTYPE|GEOMETRYN|NUMGEOMETRIES|NUMPOINTS|NUMINTERIORRINGS|POINTN|STARTPOINT|ENDPOINT|EXTERIORRING|INTERIORRINGN|ISCLOSED|ISEMPTY|ISRING|ISSIMPLE|BOUNDARY|BUFFER|CONVEXHULL|CROSSES|CONTAINS|DISJOINT|EQUALS|INTERSECTS|OVERLAPS|TOUCHES|WITHIN|POINTONSURFACE)$/

type Call = { schema: string | null; name: string; token: Token }

/**
 * @throws InvalidInputError for a call of what does more than read: a function that the server is known to have for that, one that
 * was stored and not declared as harmless, or, where the server tells which ones are its own (MariaDB from 10.6 on), any other
 */
export async function refuseFunctions(
  connection: MysqlConnection,
  sql: string,
  tokens: Token[],
): Promise<void> {
  const calls = callsIn(sql, tokens)
  for (const { name, token } of calls)
    if (unwanted.has(name.toUpperCase()))
      throw refusal(`A query for a chart only reads, and ${name} does more`, sql, token.at)
  if (calls.length === 0) return
  const names = [...new Set(calls.map(({ name }) => name.toUpperCase()))]
  const stored = await storedOf(connection, calls, names)
  const own = await ownOf(connection, names)
  for (const { schema, name, token } of calls) {
    const harmless = stored.get(keyOf(schema ?? connection.databaseName, name))
    if (harmless === false)
      throw refusal(
        `The function ${name} is not declared as DETERMINISTIC and READS SQL DATA or NO SQL, so it may do more than read`,
        sql,
        token.at,
      )
    const upper = name.toUpperCase()
    if (harmless === undefined && schema === null && own && !own.has(upper) && !geometric.test(upper))
      throw refusal(`The server has no function ${name} of its own that is known to only read`, sql, token.at)
  }
}

/** A name before a parenthesis; but for a common table expression with names of columns, as in WITH t (a, b) AS (…). */
function callsIn(sql: string, tokens: Token[]): Call[] {
  const is = (at: number, text: string) => tokens[at]?.kind === 'sign' && tokens[at].text === text
  return tokens.flatMap((token, at): Call[] => {
    if ((token.kind !== 'word' && token.kind !== 'name') || !is(at + 1, '(')) return []
    const end = closing(tokens, at + 1)
    if (tokens[end + 1]?.text === 'AS' && is(end + 2, '(')) return []
    const isQualified = is(at - 1, '.')
    if (isQualified && is(at - 3, '.'))
      throw refusal('A query for a chart calls no function of a package', sql, token.at)
    const schema = isQualified ? written(sql, tokens[at - 2]!) : null
    return [{ schema, name: written(sql, token), token }]
  })
}

/** Words stand among the tokens in capitals. */
const written = (sql: string, { kind, text, at }: Token) =>
  kind === 'word' ? sql.slice(at, at + text.length) : text

function closing(tokens: Token[], open: number): number {
  let depth = 0
  for (let at = open; at < tokens.length; at++) {
    if (tokens[at]!.kind !== 'sign') continue
    if (tokens[at]!.text === '(') depth++
    else if (tokens[at]!.text === ')' && --depth === 0) return at
  }
  return tokens.length
}

/** The servers compare the names of routines without regard to case. */
const keyOf = (schema: string, name: string) => JSON.stringify([schema.toLowerCase(), name.toLowerCase()])

/** Whether what is stored under a name is declared as harmless. */
async function storedOf(
  { query, databaseName }: MysqlConnection,
  calls: Call[],
  names: string[],
): Promise<Map<string, boolean>> {
  const schemas = [...new Set(calls.map(({ schema }) => schema ?? databaseName))]
  const rows = await query<{ schema: string; name: string; harmless: number | string }>(
    `SELECT ROUTINE_SCHEMA AS \`schema\`, ROUTINE_NAME AS name,
       ROUTINE_TYPE = 'FUNCTION' AND IS_DETERMINISTIC = 'YES' AND SQL_DATA_ACCESS IN ('NO SQL', 'READS SQL DATA') AS harmless
     FROM information_schema.ROUTINES
     WHERE ROUTINE_SCHEMA IN (${schemas.map(() => '?').join(', ')}) AND ROUTINE_NAME IN (${names.map(() => '?').join(', ')})`,
    [...schemas, ...names],
  )
  const found = new Map<string, boolean>()
  for (const { schema, name, harmless } of rows) {
    const key = keyOf(schema, name)
    found.set(key, Number(harmless) === 1 && found.get(key) !== false)
  }
  return found
}

/** Those of the names that are functions or words of the server's own; null where it does not tell. */
async function ownOf(
  { query, engine, version }: MysqlConnection,
  names: string[],
): Promise<Set<string> | null> {
  if (engine !== 'MARIADB' || !isAtLeast(version, [10, 6, 3])) return null
  const marks = names.map(() => '?').join(', ')
  const rows = await query<{ name: string }>(
    `SELECT FUNCTION AS name FROM information_schema.SQL_FUNCTIONS WHERE FUNCTION IN (${marks})
     UNION SELECT WORD FROM information_schema.KEYWORDS WHERE WORD IN (${marks})`,
    [...names, ...names],
  )
  return new Set(rows.map(({ name }) => name.toUpperCase()))
}
