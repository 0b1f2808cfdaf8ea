import { subjectStatement } from '../compile.ts'
import { createCompiler } from '../compile-condition.ts'
import { tableAs } from '../compile-related.ts'
import { columnOf, type Fragment, joined, raw, sql } from '../fragment.ts'
import type { Reference, StructureTable } from '../structure.ts'
import { isTied, leadsTo } from './references.ts'
import { inwards, outwards, type Selection, tableOf } from './selection.ts'

/** A table's rows, tied to the kept rows of the tables that decide on them. */

export const keptName = ({ tables }: Selection, id: string) => `kept${[...tables.keys()].indexOf(id)}`

export const rowsOf = ({ only }: Selection, table: StructureTable) => tableAs(table, only.has(table.id), 't')

export const unitOf = ({ units }: Selection, id: string) => units.find(({ tables }) => tables.includes(id))!

/** The references that choose a table's rows and lead out of its unit: first those that must all lead to kept rows. */
export function deciding(selection: Selection, id: string): Reference[] {
  const unit = unitOf(selection, id)
  const before = inwards(selection, id).filter(({ target }) => !unit.tables.includes(target))
  return [...outwards(selection, id), ...before]
}

/** Columns of the table that references of other restricted tables lead to. */
export const keyColumns = ({ leading, restricted }: Selection, id: string): string[] => [
  ...new Set(
    (leading.get(id) ?? [])
      .filter(({ source }) => restricted.has(source))
      .flatMap(({ targetColumns }) => targetColumns),
  ),
]

const decider = (index: number) => `d${index}`

export const leadsToKept = ({ targetColumns }: Reference, index: number) =>
  sql`${columnOf(decider(index), targetColumns[0]!)} IS NOT NULL`

/** The rows as `t`, joined with the kept rows that decide on them, of which there is one a reference at most. */
export function tiedRows(
  selection: Selection,
  id: string,
): { from: Fragment; whole: Fragment; some: Fragment } {
  const table = tableOf(selection, id)
  const subject = selection.subjects.get(id)
  const columns = [raw('t.tableoid'), raw('t.ctid'), ...table.columns.map(({ name }) => columnOf('t', name))]
  const rows = subject
    ? sql`(${subjectStatement(subject, joined(columns, ', '), createCompiler())}) t`
    : rowsOf(selection, table)
  const references = deciding(selection, id)
  const joins = references.map(
    (reference, index) =>
      sql` LEFT JOIN ${raw(`${keptName(selection, reference.target)} ${decider(index)}`)} ON ${leadsTo(reference, 't', decider(index))}`,
  )
  const must = outwards(selection, id).map((reference, index) => {
    const kept = leadsToKept(reference, index)
    const always =
      reference.partitions === null &&
      reference.columns.every((name) => !table.columns.find((column) => column.name === name)!.nullable)
    return always ? kept : sql`(${kept} OR (${isTied(reference, 't')}) IS NOT TRUE)`
  })
  const some = references.map(leadsToKept)
  return {
    from: sql`${rows}${joined(joins, '')}`,
    whole: must.length > 0 ? joined(must, ' AND ') : raw('true'),
    some: some.length > 0 ? sql`(${joined(some, ' OR ')})` : raw('false'),
  }
}
