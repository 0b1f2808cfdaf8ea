import type { ResultColumn } from '../result.ts'

/** One SELECT of a user, checked to be one, with the values of its parameters. */
export type Query = {
  text: string
  values?: readonly unknown[]
  /** The columns that it gives, with their types. */
  columns: readonly ResultColumn[]
}

/**
 * The query as a table q whose columns are c0, c1 … whatever names the query gave them. It ends on a line of its own, since its
 * last one may be a comment.
 */
export const subqueryOf = ({ text, columns }: Query): string =>
  `(\n${text}\n) AS q(${columns.map((_, at) => `c${at}`).join(', ')})`
