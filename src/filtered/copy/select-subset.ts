import type { PostgresConnection } from '../../databases/postgresql/connection.ts'
import type { StepReport } from '../../tasks/run.ts'
import type { CheckedPlan } from '../checked-plan.ts'
import { writtenOut } from '../fragment.ts'
import { copiedValues } from '../selection/columns.ts'
import { keptRows } from '../selection/kept-rows.ts'
import { isSelected, type Selection, selectionOf } from '../selection/selection.ts'
import { type StructureTable, tableName } from '../structure.ts'
import type { CopyReport } from './progress.ts'
import { hiddenRows, hiddenWarnings } from './row-security.ts'
import { equalitySchemas, readSource } from './sessions.sql.ts'
import { type LeafNames, leafNames, partitionsIn } from './target.sql.ts'

/** Which rows are to be copied, from where, and how they are compared. */
export type SelectedSubset = {
  selection: Selection
  /** Those that rows are chosen from by the plan. */
  copied: StructureTable[]
  /** Of the operators that keys are compared by. */
  schemas: string[]
  /** Tables of which the login does not see all rows. */
  hidden: Set<string>
  leaves: LeafNames
}

/**
 * Chooses the rows, and has the source plan each table's statement, so that a right that is missing, or anything else that it
 * refuses, is known before any row is moved. @param leader of the snapshot
 */
export async function selectSubset(
  leader: PostgresConnection,
  plan: CheckedPlan,
  { warn }: Pick<CopyReport, 'warn'>,
  report?: StepReport,
): Promise<SelectedSubset> {
  const selection = selectionOf(plan)
  const schemas = (await leader.query<{ name: string }>(equalitySchemas)).map(({ name }) => name)
  const hidden = await hiddenRows(leader, selection)
  for (const warning of [...hiddenWarnings(selection, hidden), ...emptiedWarnings(selection)]) warn(warning)
  const partitions = partitionsIn(plan)
  const leaves =
    partitions.length === 0
      ? []
      : await leader.query<{ id: string; schema: string; name: string }>(leafNames, [partitions])
  const copied = plan.structure.tables.filter(({ id }) => isSelected(selection, id))
  await leader.query(readSource(schemas))
  report?.total(copied.length)
  for (const [index, table] of (report ? copied : []).entries()) {
    await leader.query(`EXPLAIN ${writtenOut(keptRows(selection, table.id, copiedValues(selection, table)))}`)
    report?.done(index + 1, `Choosing rows of ${tableName(table)}`)
  }
  return {
    selection,
    copied,
    schemas,
    hidden,
    leaves: new Map(leaves.map(({ id, ...leaf }) => [id, leaf])),
  }
}

const emptiedWarnings = ({ emptied, plan, tables }: Selection): string[] =>
  [...emptied.values()].flat().map((reference) => {
    const excluded = plan.excluded.find(({ id }) => id === reference.target)!
    return `${reference.name} of ${tableName(tables.get(reference.source)!)} is NULL in all rows, since ${tableName(excluded)} is excluded`
  })
