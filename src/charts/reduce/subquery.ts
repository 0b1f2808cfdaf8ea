import type { Column } from '../columns/column.ts'
import type { ResultColumn } from '../result.ts'
import { parseSql } from '../sql/parse.ts'
import { withoutOrder } from './unordered.ts'

/** One SELECT of a user, checked to be one, with the values of its parameters. */
export type Query = {
  text: string
  values?: readonly unknown[]
  /** The columns that it gives, with their types. */
  columns: readonly ResultColumn[]
}

/** A query as a table, to read from. */
export type Subquery = {
  /** Stands after FROM: a table q whose columns are c0, c1 … whatever names the query gave them. */
  from: string
  values: unknown[]
  /** The type of a column in small letters, without its length. */
  typeOf(column: Column): string
  /** Columns of numbers and moments that hold nothing else, no infinity and no NaN: they need not be looked for in each row. */
  clean: ReadonlySet<number>
  /** Whether numeric may be infinite, as it may since PostgreSQL 14. */
  hasInfinity: boolean
}

export const withClean = (subquery: Subquery, indexes: readonly number[]): Subquery => ({
  ...subquery,
  clean: new Set([...subquery.clean, ...indexes]),
})

export async function subqueryOf(
  { text, values = [], columns }: Query,
  serverVersion: string,
): Promise<Subquery> {
  const names = columns.map((_, at) => `c${at}`).join(', ')
  return {
    // On lines of its own, since the last one may end in a comment.
    from: `(\n${await withoutOrder(await withoutEnd(text))}\n) AS q(${names})`,
    values: [...values],
    clean: new Set(),
    hasInfinity: Number.parseInt(serverVersion, 10) >= 14,
    typeOf: ({ index }) => (columns[index]?.databaseType ?? '').toLowerCase().replace(/\s*\([^)]*\)/, ''),
  }
}

/** Without the semicolon at its end and what follows it, by where the parser saw it. */
async function withoutEnd(text: string): Promise<string> {
  const [statement] = await parseSql(text)
  const { stmt_location: start = 0, stmt_len: length = 0 } = statement ?? {}
  return length === 0 ? text : Buffer.from(text).toString('utf8', start, start + length)
}
