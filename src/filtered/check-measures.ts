import type { Names } from './check-names.ts'
import { checkValue, comparedAs } from './check-values.ts'
import {
  type CheckedAggregate,
  type CheckedMeasure,
  measureType,
  type SingleOperator,
} from './checked-plan.ts'
import type { ComparisonOperator, Measure, Related } from './plan.ts'
import type { ColumnRole, StructureColumn, StructureTable } from './structure.ts'

/** Checks what is measured over related rows. Null: something was wrong, and is reported in `names`. */

const measureOperators = new Set<ComparisonOperator>(['EQ', 'NE', 'LT', 'LE', 'GT', 'GE'])
const isSingle = (operator: ComparisonOperator): operator is SingleOperator => measureOperators.has(operator)
/** What MIN and MAX can tell the least and the greatest of. */
const orderedRoles = new Set<ColumnRole>(['NUMBER', 'TEXT', 'DATE', 'TIMESTAMP', 'TIME', 'ENUM'])

export function checkMeasure(
  names: Names,
  table: StructureTable,
  { function: name, column: columnName, times: timesName }: Measure,
  path: string[],
): CheckedMeasure | null {
  if (columnName == null) {
    if (name !== 'COUNT') return names.fail([...path, 'column'], `${name} is of a column, which is not named`)
    if (timesName != null) return names.fail([...path, 'times'], 'A count of rows multiplies nothing')
    return { function: name, column: null, times: null }
  }
  const column = names.column(table, columnName, [...path, 'column'])
  const times = timesName == null ? null : names.column(table, timesName, [...path, 'times'])
  if (!column || (timesName != null && !times)) return null
  if (times && name === 'COUNT') return names.fail([...path, 'times'], 'A count multiplies nothing')
  const numbersAlone = times !== null || name === 'SUM' || name === 'AVG'
  const wrong = (column: StructureColumn, key: string) =>
    names.fail([...path, key], `${name} does not go with ${column.name}, which is of the type ${column.type}`)
  const fits = (column: StructureColumn) =>
    comparedAs(column) !== null && (numbersAlone ? column.role === 'NUMBER' : orderedRoles.has(column.role))
  if (name !== 'COUNT' && !fits(column)) return wrong(column, 'column')
  if (times && !fits(times)) return wrong(times, 'times')
  return { function: name, column, times }
}

export function checkAggregate(
  names: Names,
  table: StructureTable,
  aggregate: NonNullable<Related['aggregate']>,
  path: string[],
): CheckedAggregate | null {
  const measure = checkMeasure(names, table, aggregate, path)
  if (!measure) return null
  const { operator, value } = aggregate
  if (!isSingle(operator)) {
    return names.fail(
      [...path, 'operator'],
      `${operator} does not compare a measure; it can be compared by ${[...measureOperators].join(', ')}`,
    )
  }
  const checked = checkValue(value, comparedAs(measureType(measure))!, measure.column?.enumValues ?? null)
  if ('wrong' in checked) return names.fail([...path, 'value'], checked.wrong)
  return { ...measure, operator, value: checked.text }
}
