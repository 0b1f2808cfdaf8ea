import type { Inclusion, InclusionLimits, InclusionQuestion, TableName } from '../source.ts'

type Limits = Pick<InclusionLimits, 'values' | 'rows'>

/** A row for each question, in SQL that every engine has; `quoted` writes its names. */
export const inclusionText = (
  questions: readonly InclusionQuestion[],
  limits: Limits,
  quoted: (name: string) => string,
): string =>
  questions.map((question, index) => selectOf(index, question, limits, quoted)).join('\n    UNION ALL ')

function selectOf(
  number: number,
  { source, columns, target, targetColumns }: InclusionQuestion,
  { values, rows }: Limits,
  quoted: (name: string) => string,
): string {
  const tableOf = ({ schema, name }: TableName) => `${quoted(schema)}.${quoted(name)}`
  const sampled = columns.map((column, index) => `${quoted(column)} AS c${index}`).join(', ')
  const present = columns.map((column) => `${quoted(column)} IS NOT NULL`).join(' AND ')
  const same = targetColumns
    .map((column, index) => `t.${quoted(column)} = s${number}.c${index}`)
    .join(' AND ')
  return `SELECT ${number} AS number, count(*) AS sampled,
      sum(CASE WHEN EXISTS (SELECT 1 FROM ${tableOf(target)} t WHERE ${same}) THEN 1 ELSE 0 END) AS found
    FROM (SELECT DISTINCT * FROM
      (SELECT ${sampled} FROM ${tableOf(source)} WHERE ${present} LIMIT ${Number(rows)}) first_rows
      LIMIT ${Number(values)}) s${number}`
}

export type InclusionRow = Record<keyof Inclusion | 'number', unknown>

/** In the order of the questions. Large numbers come as texts, and the sum of nothing is NULL. */
export const inclusionsOf = (rows: readonly InclusionRow[]): Inclusion[] =>
  rows
    .toSorted((one, other) => Number(one.number) - Number(other.number))
    .map(({ sampled, found }) => ({ sampled: Number(sampled), found: Number(found ?? 0) }))
