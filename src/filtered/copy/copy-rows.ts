import { Transform } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import { type Fragment, writtenOut } from '../fragment.ts'
import type { Target } from './target.ts'

/**
 * Pipes the rows of a query from the source into the target as they are, without a look into them.
 * @param into `"public"."film" ("id", "title")`, and options
 * @param onRows called with the number of rows that came since the last call
 * @returns how many there were
 */
export async function copyRows(
  source: PostgresConnection,
  query: Fragment,
  target: Target,
  into: string,
  onRows: (rows: number) => void,
): Promise<number> {
  const sink = target.copyFrom(`COPY ${into}`)
  await pipeline(source.copyTo(writtenOut(query)), countLines(onRows), sink)
  return sink.rowCount
}

/** A line break within a value is escaped: each that is there ends a row. */
const countLines = (onRows: (rows: number) => void) =>
  new Transform({
    transform(chunk: Buffer, _, done) {
      let rows = 0
      for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows++
      if (rows > 0) onRows(rows)
      done(null, chunk)
    },
  })

/** The one number that a query gives, however long it takes. */
export async function countOf(source: PostgresConnection, query: Fragment): Promise<number> {
  return Number((await text(source.copyTo(writtenOut(query)))).trim())
}
