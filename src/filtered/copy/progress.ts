import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import type { Selection } from '../selection/selection.ts'
import { type StructureTable, tableName } from '../structure.ts'
import { expectedRows, subjectShares } from './estimates.ts'

/** In rows. */
export type CopyReport = {
  /** Estimated by the planner's statistics, and put right as tables are done. */
  total(total: number): void
  done(done: number, message?: string): void
  warn(message: string): void
}

export async function progressOf(
  selection: Selection,
  source: PostgresConnection,
  tables: StructureTable[],
  report: CopyReport,
) {
  const shares = await subjectShares(selection, source)
  const known = new Map<string, number>()
  const copied = new Map<string, number>()
  let expected = expectedRows(selection, shares, known)
  let extra = 0
  let begun = 0

  const done = () => extra + [...copied.values()].reduce((sum, rows) => sum + rows, 0)
  function tell(message?: string) {
    const total = tables.reduce(
      (sum, { id }) => sum + (known.get(id) ?? Math.max(expected.get(id) ?? 0, copied.get(id) ?? 0)),
      extra,
    )
    report.total(total)
    report.done(done(), message)
  }
  return {
    largestFirst: () =>
      tables.toSorted(
        (a, b) =>
          (expected.get(b.id) ?? 0) - (expected.get(a.id) ?? 0) ||
          (b.estimatedRows ?? 0) - (a.estimatedRows ?? 0),
      ),
    started(table: StructureTable) {
      begun++
      tell(`Copying ${tableName(table)} (${begun} of ${tables.length})`)
    },
    copied({ id }: StructureTable, rows: number) {
      copied.set(id, (copied.get(id) ?? 0) + rows)
      tell()
    },
    finished({ id }: StructureTable, rows: number) {
      copied.set(id, rows)
      known.set(id, rows)
      expected = expectedRows(selection, shares, known)
      tell()
    },
    cameAlong(table: StructureTable, rows: number) {
      extra += rows
      tell(`Copying what is referred to in ${tableName(table)}`)
    },
  }
}
