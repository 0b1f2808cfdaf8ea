import pg from 'pg'

/** What a statement gives in the database of Quarry itself. */
export async function query(
  { database }: { database: { connectionString: string } },
  sql: string,
  values: unknown[] = [],
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.connectionString })
  await client.connect()
  try {
    return (await client.query(sql, values)).rows
  } finally {
    await client.end()
  }
}
