import type { Probe } from '../source-connection.ts'
import type { SqliteConnection } from './connection.ts'

/** How many tables there are. Files are opened for reading alone. */
export async function probe(connection: SqliteConnection): Promise<Probe> {
  const [row] = await connection.query<{ count: number }>(`
    SELECT count(*) AS count FROM pragma_table_list
    WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`)
  return { tableCount: row!.count, readOnly: true }
}
