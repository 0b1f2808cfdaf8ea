import { keyOf } from '../checked-plan.ts'
import { type Fragment, identifier, joined, raw, sql } from '../fragment.ts'
import type { Reference, StructureColumn, StructureTable } from '../structure.ts'
import { isTied } from './references.ts'
import type { Selection } from './selection.ts'

/** What is copied of each row. */

/** The columns that take values; generated ones are computed anew. */
export const copiedColumns = ({ columns }: StructureTable): StructureColumn[] =>
  columns.filter(({ generated }) => !generated)

/** `t."id", t."name"`; nothing for a table without columns. References to excluded rows are NULL. */
export function copiedValues(selection: Selection, table: StructureTable): Fragment {
  const emptied = (selection.emptied.get(table.id) ?? []).map((reference) => ({
    reference,
    columns: columnsToEmpty(selection, table, reference),
  }))
  const values = copiedColumns(table).map(({ name }) => {
    const value = identifier('t', name)
    const tied = emptied.filter(({ columns }) => columns.includes(name)).map(({ reference }) => reference)
    if (tied.length === 0) return value
    const conditions = tied.map((reference) => isTied(reference, 't'))
    return sql`CASE WHEN ${joined(conditions, ' OR ')} THEN NULL ELSE ${value} END`
  })
  return joined(values, ', ')
}

/** One NULL is enough for MATCH SIMPLE: in a column that nothing else hangs on, if there is one. */
function columnsToEmpty(selection: Selection, table: StructureTable, reference: Reference): string[] {
  if (reference.match === 'FULL') return reference.columns
  const others = (selection.held.get(table.id) ?? []).flatMap(({ columns }) => columns)
  const needed = new Set([...others, ...table.uniqueKeys.flat(), ...(keyOf(table) ?? [])])
  const isEmptiable = (name: string) =>
    table.columns.some((column) => column.name === name && column.nullable && !column.generated)
  const emptiable = reference.columns.filter(isEmptiable)
  const free = emptiable.find((name) => !needed.has(name)) ?? emptiable[0]
  return free === undefined ? [] : [free]
}

export const columnList = (table: StructureTable): Fragment => {
  const columns = copiedColumns(table)
  if (columns.length === 0) return raw('')
  return sql`(${joined(
    columns.map(({ name }) => identifier(name)),
    ', ',
  )})`
}
