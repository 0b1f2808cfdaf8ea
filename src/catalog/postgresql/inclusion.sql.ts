import pg from 'pg'
import type { InclusionLimits, InclusionQuestion, TableName } from '../source.ts'

const name = pg.escapeIdentifier
const tableOf = ({ schema, name: table }: TableName) => `${name(schema)}.${name(table)}`

/** Until the savepoint is rolled back to: so much time, and the same rows each time that nothing has changed. */
export const sampling = (ms: number) => `
  SET LOCAL statement_timeout = ${Number(ms)};
  SET LOCAL synchronize_seqscans = off;
  SET LOCAL max_parallel_workers_per_gather = 0`

/** Distinct values of the first rows that have one, each looked up by the key. */
export const inclusionText = (
  { source, columns, target, targetColumns }: InclusionQuestion,
  { values, rows }: InclusionLimits,
): string => {
  const sampled = columns.map((column, index) => `${name(column)} AS c${index}`).join(', ')
  const present = columns.map((column) => `${name(column)} IS NOT NULL`).join(' AND ')
  const same = targetColumns.map((column, index) => `t.${name(column)} = s.c${index}`).join(' AND ')
  return `
    WITH first_rows AS MATERIALIZED (SELECT ${sampled} FROM ${tableOf(source)} WHERE ${present} LIMIT ${Number(rows)}),
      s AS MATERIALIZED (SELECT DISTINCT * FROM first_rows LIMIT ${Number(values)})
    SELECT count(*)::float8 AS sampled,
      count(*) FILTER (WHERE EXISTS (SELECT FROM ${tableOf(target)} t WHERE ${same}))::float8 AS found
    FROM s`
}
