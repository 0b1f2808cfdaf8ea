import { nameOf } from '../../../src/charts/arrange/names.ts'
import { placingOf } from '../../../src/charts/arrange/placing.ts'
import { columnOf, type TypedResult } from '../../../src/charts/columns/column.ts'
import { typeColumns } from '../../../src/charts/columns/type.ts'
import type { ChartIntent } from '../../../src/charts/intent.ts'
import { inOrder } from '../../../src/charts/reduce/groups.ts'
import { type ReduceOptions, type Reduction, reduceInDatabase } from '../../../src/charts/reduce/reduce.ts'
import type { Query } from '../../../src/charts/reduce/subquery.ts'
import { beginReadOnly } from '../../../src/charts/sql/transaction.ts'
import { parsePostgres } from '../../../src/databases/connection-string.ts'
import { connectPostgres, type PostgresConnection } from '../../../src/databases/postgresql/connection.ts'

/** A connection as charts read by, in a transaction that only reads. */
export async function reader(connectionString: string, signal?: AbortSignal): Promise<PostgresConnection> {
  const connection = await connectPostgres(parsePostgres(connectionString), {
    hosts: { allowed: null, servesLoopback: true },
    connectTimeoutMs: 10_000,
    statementTimeoutMs: 60_000,
    applicationName: 'quarry test',
    signal,
  })
  await beginReadOnly(connection)
  return connection
}

export type Rows = { query: Query; sample: TypedResult; all: TypedResult }

/** A query's first rows, and all of them. */
export async function rowsOf(
  connection: PostgresConnection,
  text: string,
  { first = 2_000, values = [] }: { first?: number; values?: unknown[] } = {},
): Promise<Rows> {
  const whole = await connection.read(text, values)
  const { columns } = whole
  return {
    query: { text, values, columns },
    sample: typeColumns({ columns, rows: whole.rows.slice(0, first) }),
    all: typeColumns(whole),
  }
}

/** What fails leaves the transaction as it was. */
export async function reduce(
  connection: PostgresConnection,
  { query, sample }: Rows,
  intent: ChartIntent,
  options?: ReduceOptions,
): Promise<Reduction> {
  await connection.query('SAVEPOINT before')
  try {
    return await reduceInDatabase(connection, query, intent, sample, options)
  } catch (error) {
    await connection.query('ROLLBACK TO SAVEPOINT before')
    throw error
  }
}

/** All rows in the order in which the database's groups come: those that are as great stand in the order in which they come. */
export function inGroupOrder(all: TypedResult, intent: ChartIntent): TypedResult {
  const { column, xOf } = placingOf(intent, all)
  const series = intent.series === null ? null : columnOf(all, intent.series)
  const rows = all.rows
    .map((row) => ({
      row,
      x: column ? xOf(row[column.index]!) : null,
      series: series ? nameOf(row[series.index]!, series) : null,
    }))
    .sort(inOrder)
  return { ...all, rows: rows.map(({ row }) => row) }
}
