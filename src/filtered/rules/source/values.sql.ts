import type { StructureColumn, StructureTable } from '../../structure.ts'

/** The statements that look for a prompt's words among a source's values. */

export const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
const from = ({ schema, name }: StructureTable) => `${quote(schema)}.${quote(name)}`

/** Sizes in bytes, partitions with their root. */
export const sizes = `
  SELECT c.oid::text AS id, coalesce((SELECT sum(pg_relation_size(p.relid)) FROM pg_partition_tree(c.oid) p), pg_relation_size(c.oid))::float8 AS bytes
    FROM pg_class c WHERE c.oid = ANY($1::oid[])`

const accented = 'áàâäãåāăąçćčďđéèêëēėęěğíìîïīįıłñńňóòôöõøōőřśşšťúùûüūůűųýÿžźż'
const plain = 'aaaaaaaaacccddeeeeeeeegiiiiiiilnnnoooooooorssstuuuuuuuuyyzzz'
const folded = (value: string) =>
  `btrim(regexp_replace(translate(translate(lower(${value}), '''’', ''), '${accented}', '${plain}'), '[^[:alnum:]]+', ' ', 'g'))`

/** Whether a value is among the words. Folding is dear, and nearly always it would change nothing. */
const isSaid = (value: string) =>
  `(lower(${value}) = ANY($1) OR lower(${value}) = ANY($2)
    OR (lower(${value}) ~ '[^a-z0-9 ]|  |^ | $' AND ${folded(value)} = ANY($2)))`

/**
 * Distinct values of columns: all of them where they are few, else those that are among the words ($1 as they stand in lower
 * case, $2 without accents and marks). $3: how many are few. $4: the longest value that counts.
 */
export function values(table: StructureTable, columns: readonly StructureColumn[]): string {
  // A scan a column: to take rows apart costs several times as much as to read them again.
  const sources = columns.map((column, index) => {
    const [source, value] = columnValue(table, column)
    return `(SELECT ${index} AS c, ${value} AS v FROM ${source} WHERE ${value} <> '' AND length(${value}) <= $4 GROUP BY 2)`
  })
  return `
  WITH found AS MATERIALIZED (${sources.join(' UNION ALL ')}),
       counted AS (SELECT c, count(*) AS n FROM found GROUP BY c)
  SELECT f.c AS column, f.v AS value, n.n <= $3 AS few FROM found f JOIN counted n USING (c)
   WHERE n.n <= $3 OR ${isSaid('f.v')} LIMIT 5000`
}

const columnValue = (
  table: StructureTable,
  { name, role }: StructureColumn,
): [source: string, value: string] =>
  role === 'ARRAY'
    ? [`${from(table)} t CROSS JOIN LATERAL unnest(t.${quote(name)}) e`, 'e::text']
    : [`${from(table)} t`, `t.${quote(name)}::text`]

/** Of a table that is too large to be grouped: values that are among the words ($1, $2 as above), of each column. $3: the longest. */
export const mentioned = (table: StructureTable, columns: readonly StructureColumn[]) =>
  columns
    .map((column, index) => {
      const [source, value] = columnValue(table, column)
      return `(SELECT DISTINCT ${index} AS column, ${value} AS value FROM ${source}
        WHERE length(${value}) BETWEEN 1 AND $3
          AND (lower(${value}) = ANY($1) OR (octet_length(${value}) > length(${value}) AND ${folded(value)} = ANY($2))) LIMIT 1000)`
    })
    .join(' UNION ALL ')

/** The names of people in two columns that are together among the words. */
export const fullNames = (table: StructureTable, first: string, last: string) => `
  SELECT DISTINCT t.${quote(first)}::text AS first, t.${quote(last)}::text AS last FROM ${from(table)} t
   WHERE ${isSaid(`(t.${quote(first)}::text || ' ' || t.${quote(last)}::text)`)} LIMIT 100`

/** What the planner's statistics know of a table that is too large to be read for this. */
export const commonValues = `
  SELECT s.attname AS name, s.n_distinct AS distinct, s.most_common_vals::text::text[] AS values
    FROM pg_stats s WHERE s.schemaname = $1 AND s.tablename = $2 AND s.most_common_vals IS NOT NULL`

/** The least and the greatest of each column. */
export const extremes = (table: StructureTable, columns: readonly StructureColumn[]) => `
  SELECT ${columns.flatMap(({ name }, index) => [`min(${quote(name)})::float8 AS low${index}`, `max(${quote(name)})::float8 AS high${index}`]).join(', ')}
    FROM ${from(table)}`
