import { readFileSync } from 'node:fs'
import pg from 'pg'

export const traps = readFileSync(new URL('traps.sql', import.meta.url), 'utf8')

/** Everything in a database, and of its sessions, that a query could have changed. */
export async function stateOf(connectionString: string): Promise<Record<string, unknown>> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  const all = async (text: string) => (await client.query({ text, rowMode: 'array' })).rows
  try {
    const tables = await all(
      `SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_' ORDER BY 1`,
    )
    const sequences = await all(`SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' ORDER BY 1`)
    return {
      rows: Object.fromEntries(
        await inTurn(tables, async ([table]) => [
          table,
          await all(`SELECT t::text FROM ${table} t ORDER BY 1`),
        ]),
      ),
      sequences: await inTurn(sequences, ([name]) =>
        all(`SELECT '${name}', last_value, is_called FROM ${name}`),
      ),
      definitions: await all(`
        SELECT 'class', oid::regclass::text, relkind, reltuples FROM pg_class WHERE oid >= 16384
         UNION ALL SELECT 'function', oid::regprocedure::text, provolatile, NULL FROM pg_proc WHERE oid >= 16384
         UNION ALL SELECT 'type', oid::regtype::text, typtype, NULL FROM pg_type WHERE oid >= 16384
         UNION ALL SELECT 'schema', nspname, NULL, NULL FROM pg_namespace WHERE nspname !~ '^pg_temp|^pg_toast_temp'
         UNION ALL SELECT 'role', rolname, NULL, NULL FROM pg_roles WHERE rolname ~ '^hostile'
         ORDER BY 1, 2`),
      settings:
        await all(`SELECT d.datname, s.setconfig FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
                            WHERE d.datname = current_database()`),
      largeObjects: await all(`SELECT loid, pageno, data FROM pg_largeobject ORDER BY 1, 2`),
      locks:
        await all(`SELECT l.locktype, l.classid, l.objid, l.mode FROM pg_locks l JOIN pg_database d ON d.oid = l.database
                         WHERE d.datname = current_database() AND l.pid <> pg_backend_pid() AND l.locktype IN ('advisory', 'tuple', 'relation')`),
      prepared: await all('SELECT gid FROM pg_prepared_xacts WHERE database = current_database()'),
      slots: await all('SELECT slot_name FROM pg_replication_slots'),
    }
  } finally {
    await client.end()
  }
}

async function inTurn<T, R>(all: readonly T[], work: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  for (const one of all) results.push(await work(one))
  return results
}
