import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import type { Subquery } from './subquery.ts'

/** Where statements over the subquery are run. */
export type Source = {
  connection: Pick<PostgresConnection, 'read'>
  subquery: Subquery
  signal?: AbortSignal
}

/** So many groups are read at most. */
export const mostGroups = 20_000

/** What a statement gives, by the names that it has for its parts. */
export type Answer = { rows: Record<string, unknown>[]; complete: boolean }

/** The parts of a SELECT: each with the name that its value is read by. */
export type Parts = Record<string, string>

export const listOf = (parts: Parts) =>
  Object.entries(parts)
    .map(([name, sql]) => `${sql} AS ${name}`)
    .join(',\n  ')

/** Runs one statement; its own values are numbered after those of the query. @throws the signal's reason, the database's error */
export async function ask(
  { connection, subquery, signal }: Source,
  statement: string,
  { most = 1, values = [] }: { most?: number; values?: readonly unknown[] } = {},
): Promise<Answer> {
  signal?.throwIfAborted()
  const { columns, rows, complete } = await connection.read(statement, [...subquery.values, ...values], {
    rows: most,
  })
  return {
    complete,
    rows: rows.map((row) => Object.fromEntries(columns.map(({ name }, at) => [name, row[at]]))),
  }
}
