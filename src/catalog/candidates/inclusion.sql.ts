import type { Inclusion, InclusionLimits, InclusionQuestion, TableName } from '../source.ts'

/** In SQL that every engine has; `quoted` writes its names. */
export function inclusionText(
  { source, columns, target, targetColumns }: InclusionQuestion,
  { values, rows }: Pick<InclusionLimits, 'values' | 'rows'>,
  quoted: (name: string) => string,
): string {
  const tableOf = ({ schema, name }: TableName) => `${quoted(schema)}.${quoted(name)}`
  const sampled = columns.map((column, index) => `${quoted(column)} AS c${index}`).join(', ')
  const present = columns.map((column) => `${quoted(column)} IS NOT NULL`).join(' AND ')
  const same = targetColumns.map((column, index) => `t.${quoted(column)} = s.c${index}`).join(' AND ')
  return `SELECT count(*) AS sampled,
      sum(CASE WHEN EXISTS (SELECT 1 FROM ${tableOf(target)} t WHERE ${same}) THEN 1 ELSE 0 END) AS found
    FROM (SELECT DISTINCT * FROM
      (SELECT ${sampled} FROM ${tableOf(source)} WHERE ${present} LIMIT ${Number(rows)}) first_rows
      LIMIT ${Number(values)}) s`
}

/** Large numbers come as texts, and the sum of nothing is NULL. */
export const inclusionOf = (row: Record<keyof Inclusion, unknown> | undefined): Inclusion => ({
  sampled: Number(row?.sampled ?? 0),
  found: Number(row?.found ?? 0),
})
