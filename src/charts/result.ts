/** What a query gave, or rows that came with a message. */
export type Result = {
  columns: ResultColumn[]
  /** One value a column, as the driver or JSON has it: numbers may be text, dates may be text or Date. */
  rows: readonly (readonly unknown[])[]
  /** How many rows there were, where these are only some of them. */
  rowCount?: number
}

export type ResultColumn = {
  name: string
  /** As PostgreSQL's format_type says it, such as "numeric(10,2)"; null or missing where the rows came without. */
  databaseType?: string | null
}

/** More than this take long to choose among, and nobody looks for a chart in them. */
export const mostColumns = 500

/** Rows that came with a message; objects in jsonb would forget the order of their keys. */
export type GivenRows = { columns: string[]; rows: unknown[][] }

/** Objects as rows; their keys are the columns, in the order in which they first appear. What an object lacks is null. */
export function rowsOf(objects: readonly Readonly<Record<string, unknown>>[]): GivenRows {
  const columns = [...new Set(objects.flatMap((object) => Object.keys(object)))]
  return {
    columns,
    rows: objects.map((object) => columns.map((name) => (Object.hasOwn(object, name) ? object[name] : null))),
  }
}

export const givenResult = ({ columns, rows }: GivenRows): Result => ({
  columns: columns.map((name) => ({ name })),
  rows,
})

export const resultOf = (objects: readonly Readonly<Record<string, unknown>>[]): Result =>
  givenResult(rowsOf(objects))
