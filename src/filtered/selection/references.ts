import { columnOf, type Fragment, joined, raw, sql, value } from '../fragment.ts'
import type { Reference } from '../structure.ts'

/** References as conditions: on the row `row` that holds one, and on the row `target` that it leads to. */

const ofPartitions = ({ partitions }: Reference, row: string): Fragment[] =>
  partitions === null
    ? []
    : [sql`${raw(row)}.tableoid = ANY (${value(`{${partitions.join(',')}}`, 'oid[]')})`]

/** It refers to something: none of its columns is NULL, under MATCH FULL as under MATCH SIMPLE. */
export const isTied = (reference: Reference, row: string): Fragment =>
  joined(
    [
      ...reference.columns.map((name) => sql`${columnOf(row, name)} IS NOT NULL`),
      ...ofPartitions(reference, row),
    ],
    ' AND ',
  )

export const leadsTo = (reference: Reference, row: string, target: string): Fragment =>
  joined(
    [
      ...reference.columns.map(
        (name, index) => sql`${columnOf(target, reference.targetColumns[index]!)} = ${columnOf(row, name)}`,
      ),
      ...ofPartitions(reference, row),
    ],
    ' AND ',
  )

/** A column's value where the reference holds for the row; else NULL, which leads nowhere. */
export const endOf = (reference: Reference, index: number, row: string): Fragment => {
  const column = columnOf(row, reference.columns[index]!)
  const [partitions] = ofPartitions(reference, row)
  return partitions ? sql`CASE WHEN ${partitions} THEN ${column} END` : column
}
