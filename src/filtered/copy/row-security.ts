import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import type { Selection } from '../selection/selection.ts'
import { tableName } from '../structure.ts'

const underPolicies = `
SELECT c.oid::text AS id FROM pg_class c
 WHERE c.oid = ANY ($1::oid[]) AND c.relrowsecurity AND row_security_active(c.oid)`

/** Tables whose policies decide which of their rows the login sees. */
export async function hiddenRows(source: PostgresConnection, { tables }: Selection): Promise<Set<string>> {
  const rows = await source.query<{ id: string }>(underPolicies, [[...tables.keys()]])
  return new Set(rows.map(({ id }) => id))
}

export const hiddenWarnings = ({ tables }: Selection, hidden: Set<string>): string[] =>
  [...hidden].map(
    (id) => `Of ${tableName(tables.get(id)!)} there are but the rows that its policies let the login see`,
  )
