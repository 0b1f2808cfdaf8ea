import type { Names } from '../../filtered/check-names.ts'
import { keyOf } from '../../filtered/checked-plan.ts'
import { type StructureColumn, type StructureTable, tableName } from '../../filtered/structure.ts'
import { distinguished } from './check-measure.ts'
import { checkPath } from './check-path.ts'
import type { CheckedGroup } from './checked-question.ts'
import type { BucketUnit, QuestionGroup } from './question-plan.ts'

export function checkGroup(
  names: Names,
  table: StructureTable,
  group: QuestionGroup,
  at: string[],
): CheckedGroup | null {
  const end = checkPath(names, table, group.path, [...at, 'path'], true)
  if (!end) return null
  const { unit, each } = group
  if (group.columns.length < 1 || group.columns.length > 2)
    return names.fail(
      [...at, 'columns'],
      'A group is by one column, or by two that hold the names of a person',
    )
  const columns = group.columns.map((name, index) =>
    names.column(end.table, name, [...at, 'columns', `${index}`]),
  )
  if (!columns.every((column) => column !== null)) return null
  const [first] = columns as [StructureColumn]
  for (const [index, { role, name, type }] of columns.entries()) {
    const isWrong = columns.length > 1 ? role !== 'TEXT' : !distinguished.has(role)
    if (isWrong)
      return names.fail(
        [...at, 'columns', `${index}`],
        `Rows cannot be grouped by ${name}, of the type ${type}`,
      )
  }
  if (unit && !hasUnit(first, unit))
    return names.fail([...at, 'unit'], `${first.name}, of the type ${first.type}, has no ${unit}`)
  if (each && unit)
    return names.fail([...at, 'each'], 'Times that are put together by a unit cannot stand apart by row')
  if (each && !keyOf(end.table))
    return names.fail([...at, 'each'], `${tableName(end.table)} has no key that tells its rows apart`)
  return { ...end, columns, each, unit }
}

const ofDay = /^(HOUR|HOUR_OF_DAY)$/

function hasUnit({ role }: StructureColumn, unit: BucketUnit): boolean {
  if (role === 'TIMESTAMP') return true
  if (role === 'TIME') return unit === 'HOUR_OF_DAY'
  return role === 'DATE' && !ofDay.test(unit)
}
