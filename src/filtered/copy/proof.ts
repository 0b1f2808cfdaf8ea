import type { StepReport } from '../../tasks/run.ts'
import type { Target } from './target.ts'

export type ProvedReference = {
  schema: string
  table: string
  name: string
  validated: boolean
  /** Rows whose reference leads to no row, or under MATCH FULL is NULL in part. */
  orphans: number
}

type Row = Omit<ProvedReference, 'orphans'> & { statement: string }

/** By the catalog of the database itself, with the operators that the keys are declared by. */
const statements = `
SELECT n.nspname AS schema, c.relname AS table, k.conname AS name, k.convalidated AS validated,
       format('SELECT count(*)::float8 AS rows FROM %s%s c WHERE (%s) AND NOT EXISTS (SELECT FROM %s%s p WHERE %s)',
         CASE c.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END, format('%I.%I', n.nspname, c.relname),
         string_agg(format('c.%I IS NOT NULL', ca.attname), CASE k.confmatchtype WHEN 'f' THEN ' OR ' ELSE ' AND ' END),
         CASE p.relkind WHEN 'r' THEN 'ONLY ' ELSE '' END, format('%I.%I', pn.nspname, p.relname),
         string_agg(format('p.%I OPERATOR(%I.%s) c.%I%s', pa.attname, opn.nspname, o.oprname, ca.attname,
           CASE WHEN pa.attcollation IN (0, ca.attcollation) THEN ''
                ELSE format(' COLLATE %I.%I', con.nspname, co.collname) END), ' AND ')) AS statement
  FROM pg_constraint k
  JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_class p ON p.oid = k.confrelid JOIN pg_namespace pn ON pn.oid = p.relnamespace
  CROSS JOIN LATERAL generate_subscripts(k.conkey, 1) AS i
  JOIN pg_attribute ca ON ca.attrelid = k.conrelid AND ca.attnum = k.conkey[i]
  JOIN pg_attribute pa ON pa.attrelid = k.confrelid AND pa.attnum = k.confkey[i]
  JOIN pg_operator o ON o.oid = k.conpfeqop[i] JOIN pg_namespace opn ON opn.oid = o.oprnamespace
  LEFT JOIN pg_collation co ON co.oid = pa.attcollation LEFT JOIN pg_namespace con ON con.oid = co.collnamespace
 WHERE k.contype = 'f' AND k.conparentid = 0
 GROUP BY k.oid, n.nspname, c.relname, c.relkind, k.conname, k.convalidated, k.confmatchtype, pn.nspname, p.relname, p.relkind
 ORDER BY 1, 2, 3`

/**
 * Counts the rows of every foreign key that lead nowhere, whether the server holds the key for valid or not. It reads nothing but
 * the new database, and refuses to count where a policy would hide rows.
 */
export async function proveReferences(
  target: Pick<Target, 'query'>,
  report?: Pick<StepReport, 'total' | 'done'>,
): Promise<ProvedReference[]> {
  const proved: ProvedReference[] = []
  await target.query('SET row_security = off')
  const references = await target.query<Row>(statements)
  report?.total(references.length)
  for (const { statement, ...reference } of references) {
    const [row] = await target.query<{ rows: number }>(statement)
    proved.push({ ...reference, orphans: row!.rows })
    report?.done(proved.length)
  }
  return proved
}
