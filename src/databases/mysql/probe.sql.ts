import type { Probe } from '../source-connection.ts'
import type { MysqlConnection } from './connection.ts'

const tables = `SELECT COUNT(*) AS count FROM information_schema.TABLES
  WHERE TABLE_SCHEMA = ? AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW')`

/** What does not change data or structure. */
const harmless = `'SELECT', 'USAGE', 'SHOW VIEW', 'REFERENCES', 'PROCESS', 'SHOW DATABASES', 'REPLICATION CLIENT', 'BINLOG MONITOR',
  'SLAVE MONITOR', 'REPLICA MONITOR'`

/** The rights of the login and of its roles, as far as it may see them; a schema is a pattern here. */
const rights = `SELECT COUNT(*) AS count FROM (
  SELECT PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES
  UNION ALL SELECT PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES WHERE ? LIKE TABLE_SCHEMA
  UNION ALL SELECT PRIVILEGE_TYPE FROM information_schema.TABLE_PRIVILEGES WHERE TABLE_SCHEMA = ?
  UNION ALL SELECT PRIVILEGE_TYPE FROM information_schema.COLUMN_PRIVILEGES WHERE TABLE_SCHEMA = ?
) AS p WHERE PRIVILEGE_TYPE NOT IN (${harmless})`

/** How many tables there are, and whether the login can change none of them. */
export async function probe({ query, databaseName }: MysqlConnection): Promise<Probe> {
  const [count] = await query<{ count: number }>(tables, [databaseName])
  const [writing] = await query<{ count: number }>(rights, [databaseName, databaseName, databaseName])
  return { tableCount: Number(count!.count), readOnly: Number(writing!.count) === 0 }
}
