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

/** Rows as objects, whose keys are the columns in the order in which they first appear. */
export function resultOf(objects: readonly Readonly<Record<string, unknown>>[]): Result {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))]
  return {
    columns: names.map((name) => ({ name })),
    rows: objects.map((object) => names.map((name) => (Object.hasOwn(object, name) ? object[name] : null))),
  }
}
