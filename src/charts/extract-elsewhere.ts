import { engineNames } from '../databases/engine.ts'
import { TaskError } from '../platform/errors.ts'
import { typeColumns } from './columns/type.ts'
import type { Extracted, ExtractOptions } from './extracted.ts'
import { checkSqlElsewhere, type OtherConnection } from './sql/elsewhere.ts'

/** Of more, a picture shows no more than a sample; the database is not asked to put them together. */
const mostRowsRead = 100_000
const mostBytesRead = 128 * 1024 * 1024

/** The rows of a message's query on an engine other than PostgreSQL. @throws TaskError where it has none, or too many rows */
export async function extractElsewhere(
  connection: OtherConnection,
  { message, report }: ExtractOptions,
): Promise<Extracted> {
  const { sql } = message
  if (sql == null)
    throw new TaskError(
      'UNSUPPORTED',
      `A question alone is answered over PostgreSQL; this database is of ${engineNames[connection.engine]}: give the query as sql`,
      { retryable: false },
    )
  const text = await checkSqlElsewhere(connection, sql)
  const { columns, rows, complete } = await connection.read(text, [], {
    rows: mostRowsRead,
    bytes: mostBytesRead,
    onRows: (count) => report.done(count, `Read ${count.toLocaleString('en')} rows`),
  })
  if (!complete)
    throw new TaskError(
      'RESULT_TOO_LARGE',
      `The query gives more than ${mostRowsRead.toLocaleString('en')} rows; let it aggregate them`,
      { retryable: false },
    )
  return {
    typed: typeColumns({ columns, rows }),
    query: { text, values: [], columns, asked: { sql, inWords: null } },
    more: null,
  }
}
