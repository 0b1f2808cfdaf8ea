import type { Names } from '../../filtered/check-names.ts'
import type { CheckedStep } from '../../filtered/checked-plan.ts'
import type { PathStep } from '../../filtered/plan.ts'
import { type StructureTable, tableName } from '../../filtered/structure.ts'
import type { CheckedPath } from './checked-question.ts'

const longestPath = 8

/**
 * A path of foreign keys from child to parent.
 * @param links whether it may lead through a table that links two others
 */
export function checkPath(
  names: Names,
  table: StructureTable,
  path: PathStep[],
  at: string[],
  links: boolean,
): CheckedPath | null {
  if (path.length === 0) return { steps: [], table }
  if (path.length > longestPath) return names.fail(at, `A path has at most ${longestPath} steps`)
  // Of a table that refers to itself, the parent is meant where nothing else is said.
  const before = (index: number) => (index === 0 ? table : path[index - 1]!)
  const said = path.map((step, index) =>
    step.direction == null && step.name === before(index).name
      ? { ...step, direction: 'TO_PARENT' as const }
      : step,
  )
  const steps = names.steps(table, said, at)
  if (!steps) return null
  const wrong = steps.findIndex(
    (step, index) => step.direction === 'TO_CHILD' && !(links && isLink(step, steps[index + 1])),
  )
  if (wrong >= 0) {
    const { reference, table: child } = steps[wrong]!
    return names.fail(
      [...at, `${wrong}`],
      `${reference.name} leads to ${tableName(child)}, of which many rows may belong to one; a path leads from child to parent: start from ${tableName(child)}`,
    )
  }
  if (steps.filter(({ direction }) => direction === 'TO_CHILD').length > 1)
    return names.fail(at, 'A path leads through at most one table that links two others')
  return { steps, table: steps.at(-1)!.table }
}

/** Whether no two rows of the table between tie the same two rows. */
function isLink({ table, reference }: CheckedStep, next: CheckedStep | undefined): boolean {
  if (next?.direction !== 'TO_PARENT') return false
  const ends = [...reference.columns, ...next.reference.columns]
  const keys = [table.primaryKey, ...table.uniqueKeys].filter((key) => key !== null)
  return keys.some((key) => key.every((column) => ends.includes(column)))
}
