import { type CheckedPlan, keyOf } from '../checked-plan.ts'
import { tableAs } from '../compile-related.ts'
import { columnOf, type Fragment, identifier, joined, raw, sql, writtenOut } from '../fragment.ts'
import { copiedColumns } from '../selection/columns.ts'
import { isTied, leadsTo } from '../selection/references.ts'
import { type Selection, tableOf } from '../selection/selection.ts'
import type { Reference, StructureTable } from '../structure.ts'

/** Statements on the new database while rows are copied: what is missing is found there, by the rows that are there. */

/** Names of leaf partitions by their ids in the source: in the target they have other ids. */
export type LeafNames = Map<string, { schema: string; name: string }>

export const partitionsIn = ({ structure }: CheckedPlan): string[] => [
  ...new Set(structure.references.flatMap(({ partitions }) => partitions ?? [])),
]

export const leafNames = `
SELECT c.oid::text AS id, n.nspname AS schema, c.relname AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ANY ($1::oid[])`

export type OnTarget = { selection: Selection; leaves: LeafNames }

const rowsOf = ({ selection }: OnTarget, id: string, alias: string) =>
  tableAs(tableOf(selection, id), selection.only.has(id), alias)

/** Rows of the child, as `c`, whose reference leads to no row of the parent. */
function orphans(on: OnTarget, reference: Reference): Fragment {
  const anywhere = { ...reference, partitions: null }
  const names = reference.partitions?.map((id) => on.leaves.get(id)!)
  const leaves = names?.map(({ schema, name }) => writtenOut(regclass(schema, name)))
  const ofLeaves = leaves ? raw(` AND c.tableoid = ANY (ARRAY[${leaves.join(', ')}]::oid[])`) : raw('')
  return sql`FROM ${rowsOf(on, reference.source, 'c')} WHERE ${isTied(anywhere, 'c')}${ofLeaves}
    AND NOT EXISTS (SELECT FROM ${rowsOf(on, reference.target, 'p')} WHERE ${leadsTo(anywhere, 'c', 'p')})`
}

const regclass = (schema: string, name: string): Fragment => ({
  strings: ['', '::regclass'],
  values: [writtenOut(identifier(schema, name))],
})

export const countOrphans = (on: OnTarget, reference: Reference): string =>
  writtenOut(sql`SELECT count(*)::float8 AS rows ${orphans(on, reference)}`)

const keyNames = ({ columns }: Reference) => columns.map((_, index) => `k${index}`)

export function collectMissing(on: OnTarget, reference: Reference): string {
  const names = keyNames(reference)
  const keys = reference.columns.map((name, index) => sql`${columnOf('c', name)} AS ${raw(names[index]!)}`)
  const text = writtenOut(sql`SELECT DISTINCT ${joined(keys, ', ')} ${orphans(on, reference)}`)
  return `CREATE TEMP TABLE missing AS SELECT row_number() OVER () AS number, keys.* FROM (${text}) keys`
}

export const dropMissing = 'DROP TABLE pg_temp.missing'

/** `longest` in bytes. */
export const sizeOfMissing = (reference: Reference): string =>
  `SELECT count(*)::float8 AS keys, coalesce(max(octet_length(concat(${keyNames(reference).join(', ')}))), 0) AS longest FROM pg_temp.missing`

/** Arrays as PostgreSQL writes them, one a column; of those that came along meanwhile nothing. */
export function batchOfMissing(on: OnTarget, reference: Reference): string {
  const names = keyNames(reference)
  const arrays = names.map((name) => `array_agg(k.${name}::text)::text AS ${name}`)
  const same = reference.targetColumns.map(
    (name, index) => sql`${columnOf('p', name)} = ${raw(`k.${names[index]!}`)}`,
  )
  const found = writtenOut(
    sql`SELECT FROM ${rowsOf(on, reference.target, 'p')} WHERE ${joined(same, ' AND ')}`,
  )
  return `SELECT ${arrays.join(', ')} FROM pg_temp.missing k WHERE k.number > $1 AND k.number <= $2 AND NOT EXISTS (${found})`
}

const columnsOf = (table: StructureTable, alias: string) =>
  joined(
    copiedColumns(table).map(({ name }) => columnOf(alias, name)),
    ', ',
  )

/** Without the table's constraints. */
export const createStage = (table: StructureTable): string =>
  writtenOut(
    sql`CREATE TEMP TABLE staged AS SELECT ${columnsOf(table, 't')} FROM ${tableAs(table, true, 't')} WITH NO DATA`,
  )

export const dropStage = 'DROP TABLE pg_temp.staged'

/** What is staged and not there yet. */
export function insertStaged({ selection }: OnTarget, table: StructureTable): string {
  const key = keyOf(table)
  const leading = (selection.leading.get(table.id) ?? []).map(({ targetColumns }) => targetColumns)
  const keys = key ? [key] : leading
  const absent = keys.map((columns) => {
    const same = columns.map((name) => sql`${columnOf('p', name)} = ${columnOf('s', name)}`)
    return sql`NOT EXISTS (SELECT FROM ${tableAs(table, selection.only.has(table.id), 'p')} WHERE ${joined(same, ' AND ')})`
  })
  const names = joined(
    copiedColumns(table).map(({ name }) => identifier(name)),
    ', ',
  )
  return writtenOut(sql`WITH inserted AS (
    INSERT INTO ${identifier(table.schema, table.name)} (${names}) OVERRIDING SYSTEM VALUE
    SELECT ${columnsOf(table, 's')} FROM pg_temp.staged s WHERE ${joined(absent, ' AND ')} RETURNING 1
  ) SELECT count(*)::float8 AS rows FROM inserted`)
}
