import type { SourceConnection } from '../../databases/postgresql.ts'
import { type Query, subqueryOf } from './subquery.ts'

/** How many rows the query gives. */
export async function countRows(connection: Pick<SourceConnection, 'query'>, query: Query): Promise<number> {
  const [row] = await connection.query<{ rows: number }>(
    `SELECT count(*)::float8 AS rows FROM ${subqueryOf(query)}`,
    [...(query.values ?? [])],
  )
  return row!.rows
}
