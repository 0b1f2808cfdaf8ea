import type { Connection, FieldPacket } from 'mysql2'

/** With values, the statement and they travel apart: nothing in them is ever read as SQL. */
export function rowsOf<Row>(client: Connection, text: string, values?: unknown[]): Promise<Row[]> {
  const { promise, resolve, reject } = Promise.withResolvers<Row[]>()
  const settle = (error: Error | null, rows: unknown) =>
    error ? reject(error) : resolve((Array.isArray(rows) ? rows : []) as Row[])
  if (values) client.execute(text, values as (string | number | null)[], settle)
  else client.query(text, settle)
  return promise
}

/** What the server makes of one statement, which it does not run. */
export function prepared(client: Connection, text: string): Promise<{ columns: number; parameters: number }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ columns: number; parameters: number }>()
  client.prepare(text, (error, statement) => {
    if (error) return reject(error)
    const { columns, parameters } = statement as unknown as Record<'columns' | 'parameters', FieldPacket[]>
    resolve({ columns: columns.length, parameters: parameters.length })
    client.unprepare(text)
  })
  return promise
}
