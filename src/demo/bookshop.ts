import type { Client } from 'pg'
import { commentsSql } from './bookshop/comments.ts'
import { foreignKeysSql, indexesSql } from './bookshop/keys.ts'
import { bookshopRows } from './bookshop/rows.ts'
import { tablesSql } from './bookshop/tables.ts'
import { viewsSql } from './bookshop/views.ts'

const BATCH = 2000

export type BookshopOptions = {
  /** The bookshop's present: everything that has happened in it happened before. The same instant, the same rows. */
  asOf: Date
  /** Called after each batch with the rows written so far, those there will be, and the table they went into. */
  onProgress?: (done: number, total: number, table: string) => void
}

/**
 * Fills an empty PostgreSQL database (12 to 18, encoded as UTF8) with a made-up bookshop: the schemas `shop` and
 * `stock`, some 60,000 rows, and statistics for the planner. Resolves to the numbers of tables (views not counted)
 * and of rows. All of it is one transaction of `client`, which must be connected and not be in one. Where it fails (a
 * schema of either name is there already, `asOf` is no valid date) the database is left as it was.
 */
export async function createBookshop(
  client: Client,
  { asOf, onProgress }: BookshopOptions,
): Promise<{ tables: number; rows: number }> {
  const contents = bookshopRows(asOf)
  const total = contents.values().reduce((sum, rows) => sum + rows.length, 0)
  await client.query('BEGIN')
  try {
    await client.query(tablesSql)
    let done = 0
    for (const [table, rows] of contents) {
      for (let start = 0; start < rows.length; start += BATCH) {
        const batch = rows.slice(start, start + BATCH)
        await insertRows(client, table, batch)
        done += batch.length
        onProgress?.(done, total, table)
      }
    }
    await client.query(advanceSequencesSql)
    await client.query(foreignKeysSql)
    await client.query(indexesSql)
    await client.query(viewsSql)
    await client.query(commentsSql)
    await client.query(`ANALYZE ${[...contents.keys()].join(', ')}, shop.monthly_sales`)
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {
      // The connection is gone, and with it the transaction; the first error says why.
    })
    throw error
  }
  return { tables: contents.size, rows: total }
}

/** The table's own row type turns JSON into its columns; those the rows do not name are left to be generated. */
async function insertRows(client: Client, table: string, rows: Record<string, unknown>[]): Promise<void> {
  const columns = Object.keys(rows[0]!).join(', ')
  await client.query(
    `INSERT INTO ${table} (${columns}) OVERRIDING SYSTEM VALUE
     SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`,
    [JSON.stringify(rows)],
  )
}

/** Rows came with their keys, so identity columns and serials have yet to learn where to go on. */
const advanceSequencesSql = /* sql */ `
DO $$
DECLARE
  counted record;
BEGIN
  FOR counted IN
    SELECT format('%I.%I', table_schema, table_name) AS rows, column_name AS key
    FROM information_schema.columns
    WHERE table_schema IN ('shop', 'stock') AND (is_identity = 'YES' OR column_default LIKE 'nextval(%')
  LOOP
    EXECUTE format(
      'SELECT setval(pg_get_serial_sequence(%L, %L), max(%I)) FROM %s',
      counted.rows, counted.key, counted.key, counted.rows
    );
  END LOOP;
END
$$;
`
