import type { Names } from '../../filtered/check-names.ts'
import { comparedAs } from '../../filtered/check-values.ts'
import type { ColumnRole, StructureColumn, StructureTable } from '../../filtered/structure.ts'
import { checkPath } from './check-path.ts'
import type { CheckedMeasure, CheckedPath } from './checked-question.ts'
import type { QuestionMeasure } from './question-plan.ts'

const ordered = new Set<ColumnRole>(['NUMBER', 'TEXT', 'DATE', 'TIMESTAMP', 'TIME', 'ENUM'])
/** What rows can be put together by. */
export const distinguished = new Set<ColumnRole>([...ordered, 'BOOLEAN', 'UUID'])

export function checkMeasure(
  names: Names,
  table: StructureTable,
  measure: QuestionMeasure,
  at: string[],
): CheckedMeasure | null {
  const { function: name, times: timesAt, per: perPath, called } = measure
  const end = checkPath(names, table, measure.path, [...at, 'path'], false)
  if (!end) return null
  const rows = name === 'COUNT' || (name === 'COUNT_DISTINCT' && measure.path.length > 0)
  if (measure.column === null && !rows && !(name === 'AVG' && perPath))
    return names.fail([...at, 'column'], `${name ?? 'A value'} is of a column, which is not named`)
  if (name === 'COUNT' && measure.path.length > 0)
    return names.fail([...at, 'function'], 'Rows at the end of a path are counted by COUNT_DISTINCT')
  const column = measure.column === null ? null : names.column(end.table, measure.column, [...at, 'column'])
  if (measure.column !== null && !column) return null
  if (column && !fits(name, column))
    return names.fail(
      [...at, 'column'],
      `${name ?? 'A value'} does not go with ${column.name}, which is of the type ${column.type}`,
    )
  const times = timesAt && checkTimes(names, table, measure, [...at, 'times'])
  if (timesAt && !times) return null
  const per = perPath && checkPer(names, table, measure, [...at, 'per'])
  if (perPath && !per) return null
  return { ...end, function: name, column, times, per, called }
}

function fits(name: QuestionMeasure['function'], column: StructureColumn): boolean {
  const isNumber = column.role === 'NUMBER' && comparedAs(column) !== null
  if (name === 'COUNT') return true
  if (name === 'COUNT_DISTINCT') return distinguished.has(column.role)
  if (name === 'MIN' || name === 'MAX') return ordered.has(column.role) && comparedAs(column) !== null
  if (name === null) return isNumber || column.role === 'DATE' || column.role === 'TIMESTAMP'
  return isNumber
}

function checkTimes(
  names: Names,
  table: StructureTable,
  { function: name, column, path, times }: QuestionMeasure,
  at: string[],
) {
  const end = checkPath(names, table, times!.path, [...at, 'path'], false)
  const other = end && names.column(end.table, times!.column, [...at, 'column'])
  if (!end || !other) return null
  if (path.length > 0) return names.fail(at, "Only the table's own columns are multiplied")
  if (column === null || name === 'COUNT' || name === 'COUNT_DISTINCT')
    return names.fail(at, 'A count multiplies nothing')
  const own = names.column(table, column, at)
  if (!own || !fits('SUM', own) || !fits('SUM', other))
    return names.fail(at, `${column} and ${other.name} cannot be multiplied: both must be numbers`)
  return { ...end, column: other }
}

function checkPer(
  names: Names,
  table: StructureTable,
  { function: name, path, per }: QuestionMeasure,
  at: string[],
): CheckedPath | null {
  if (name !== 'AVG') return names.fail(at, 'Only averages are taken per row of another table')
  if (path.length > 0 || per!.length === 0)
    return names.fail(at, 'An average per row is of the table itself, along a path to a parent')
  return checkPath(names, table, per!, at, false)
}
