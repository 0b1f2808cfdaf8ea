import { checkAggregate } from './check-measures.ts'
import type { Names } from './check-names.ts'
import { checkValue, comparedAs } from './check-values.ts'
import type {
  CheckedComparison,
  CheckedCondition,
  CheckedPeriod,
  CheckedRelated,
  SingleOperator,
  ValueOperator,
  ValueText,
  ValueType,
} from './checked-plan.ts'
import type { Comparison, ComparisonOperator, Condition, Period, Related, TimeUnit } from './plan.ts'
import type { ColumnRole, StructureColumn, StructureTable } from './structure.ts'

/** Checks conditions against the table whose rows they are about. Null: something was wrong, and is reported in `names`. */

export type Scope = { names: Names; asOf: string }

/** Deeper than anyone means it; a plan may come from anywhere. */
const deepest = 32
const mostValues = 10_000
const longestPath = 8

export function checkCondition(
  scope: Scope,
  table: StructureTable,
  condition: Condition,
  path: string[],
  depth = 1,
): CheckedCondition | null {
  const { fail } = scope.names
  if (depth > deepest) return fail(path, `Conditions are nested more than ${deepest} deep`)
  const inner = (condition: Condition, ...at: string[]) =>
    checkCondition(scope, table, condition, [...path, ...at], depth + 1)
  const several = (conditions: Condition[], key: string) => {
    if (conditions.length === 0) return fail([...path, key], 'There is no condition in it')
    const checked = conditions.map((condition, index) => inner(condition, key, `${index}`))
    return checked.every((condition) => condition !== null) ? checked : null
  }
  if ('all' in condition) {
    const all = several(condition.all, 'all')
    return all && { all }
  }
  if ('any' in condition) {
    const any = several(condition.any, 'any')
    return any && { any }
  }
  if ('not' in condition) {
    const not = inner(condition.not, 'not')
    return not && { not }
  }
  if ('compare' in condition) {
    const compare = checkComparison(scope, table, condition.compare, [...path, 'compare'])
    return compare && { compare }
  }
  if ('period' in condition) {
    const period = checkPeriod(scope, table, condition.period, [...path, 'period'])
    return period && { period }
  }
  const related = checkRelated(scope, table, condition.related, [...path, 'related'], depth)
  return related && { related }
}

const isOneOf = <T extends string>(names: readonly T[], name: string): name is T =>
  (names as readonly string[]).includes(name)
const singleOperators: readonly SingleOperator[] = ['EQ', 'NE', 'LT', 'LE', 'GT', 'GE']
const equality: ComparisonOperator[] = ['EQ', 'NE', 'IN', 'NOT_IN']
const ordered: ComparisonOperator[] = [...equality, 'LT', 'LE', 'GT', 'GE', 'BETWEEN']
const operatorsOf: Partial<Record<ColumnRole, ComparisonOperator[]>> = {
  TEXT: [...ordered, 'LIKE', 'ILIKE'],
  NUMBER: ordered,
  DATE: ordered,
  TIMESTAMP: ordered,
  TIME: ordered,
  ENUM: ordered,
  UUID: equality,
  BOOLEAN: equality,
  ARRAY: equality,
}

/** The operators that a column can be compared by. */
export function operatorsFor(column: ValueType): ComparisonOperator[] {
  const values = comparedAs(column) ? (operatorsOf[column.role] ?? []) : []
  return [...values, 'IS_NULL', 'IS_NOT_NULL']
}

function checkComparison(
  { names }: Scope,
  table: StructureTable,
  { column: name, operator, values, other: otherName }: Comparison,
  path: string[],
): CheckedComparison | null {
  const column = names.column(table, name, [...path, 'column'])
  if (!column) return null
  const able = operatorsFor(column)
  if (!able.includes(operator)) {
    return names.fail(
      [...path, 'operator'],
      `${name} is of the type ${column.type}, which ${operator} does not compare; it can be compared by ${able.join(', ')}`,
    )
  }
  if (otherName != null) {
    if (!isOneOf(singleOperators, operator))
      return names.fail(
        [...path, 'operator'],
        `Two columns are compared by one of ${singleOperators.join(', ')}`,
      )
    if (values.length > 0)
      return names.fail([...path, 'values'], 'It is compared with other, and takes no values')
    const other = names.column(table, otherName, [...path, 'other'])
    if (!other) return null
    if (!comparable(column, other))
      return names.fail(
        [...path, 'other'],
        `${name} (${column.type}) and ${otherName} (${other.type}) cannot be compared`,
      )
    return { column, operator, values: [], other }
  }
  if (operator === 'IS_NULL' || operator === 'IS_NOT_NULL') {
    if (values.length > 0) return names.fail([...path, 'values'], `${operator} takes no values`)
    return { column, operator, values: [], other: null }
  }
  const checked = checkValues(names, column, operator, values, [...path, 'values'])
  return checked && { column, operator, values: checked, other: null }
}

function comparable(a: StructureColumn, b: StructureColumn): boolean {
  const isDay = ({ role }: StructureColumn) => role === 'DATE' || role === 'TIMESTAMP'
  if (isDay(a) && isDay(b)) return true
  if (a.role !== b.role || a.role === 'ARRAY' || !comparedAs(a) || !comparedAs(b)) return false
  return a.role === 'NUMBER' || a.role === 'TEXT' || a.baseType === b.baseType
}

function checkValues(
  names: Names,
  column: StructureColumn,
  operator: ValueOperator,
  values: unknown[],
  path: string[],
): ValueText[] | null {
  const type = comparedAs(column)!
  const wanted = operator === 'BETWEEN' ? 2 : 1
  const list = operator === 'IN' || operator === 'NOT_IN'
  if (list ? values.length === 0 : values.length !== wanted)
    return names.fail(
      path,
      `${operator} takes ${list ? 'at least one value' : wanted === 1 ? 'one value' : 'two values'}`,
    )
  if (values.length > mostValues) return names.fail(path, `At most ${mostValues} values can be compared with`)
  const texts: ValueText[] = []
  for (const [index, value] of values.entries()) {
    const checked = checkValue(value, type, column.enumValues)
    if ('wrong' in checked) {
      names.fail([...path, `${index}`], `${column.name} (${column.type}): ${checked.wrong}`)
    } else if (/LIKE$/.test(operator) && /(^|[^\\])(\\\\)*\\$/.test(checked.text)) {
      names.fail([...path, `${index}`], 'A pattern does not end with a single backslash')
    } else texts.push(checked.text)
  }
  if (texts.length < values.length) return null
  if (operator === 'BETWEEN' && isAfter(type, texts[0]!, texts[1]!))
    return names.fail(path, `${texts[0]} comes after ${texts[1]}: nothing lies between them`)
  return texts
}

function isAfter({ role }: ValueType, a: ValueText, b: ValueText): boolean {
  if (role === 'NUMBER') return Number(a) > Number(b)
  return (role === 'DATE' || role === 'TIMESTAMP') && a > b && !a.startsWith(b)
}

/** In a year, about. */
const unitsInYear: Record<TimeUnit, number> = {
  MINUTE: 525_600,
  HOUR: 8_760,
  DAY: 365,
  WEEK: 52,
  MONTH: 12,
  QUARTER: 4,
  YEAR: 1,
}
const mostYears = 1_000

function checkPeriod(
  { names, asOf }: Scope,
  table: StructureTable,
  { column: name, amount, unit }: Period,
  path: string[],
): CheckedPeriod | null {
  const column = names.column(table, name, [...path, 'column'])
  if (!column) return null
  if (column.role !== 'DATE' && column.role !== 'TIMESTAMP')
    return names.fail(
      [...path, 'column'],
      `A period is of a date or a timestamp; ${name} is of the type ${column.type}`,
    )
  if (!Number.isSafeInteger(amount) || amount < 1)
    return names.fail([...path, 'amount'], 'The amount is a whole number, at least 1')
  if (amount > unitsInYear[unit] * mostYears)
    return names.fail([...path, 'amount'], `The period is longer than ${mostYears} years`)
  return { column, amount, unit, asOf }
}

function checkRelated(
  scope: Scope,
  table: StructureTable,
  { path: steps, where, aggregate }: Related,
  path: string[],
  depth: number,
): CheckedRelated | null {
  const rows = checkRows(scope, table, { path: steps, where }, path, depth)
  if (!rows) return null
  const last = rows.steps.at(-1)!.table
  const checked = aggregate && checkAggregate(scope.names, last, aggregate, [...path, 'aggregate'])
  return aggregate && !checked ? null : { ...rows, aggregate: checked }
}

/** The path, and the condition on its last table. */
export function checkRows(
  scope: Scope,
  table: StructureTable,
  { path: asked, where }: Pick<Related, 'path' | 'where'>,
  path: string[],
  depth = 1,
) {
  const { names } = scope
  const at = [...path, 'path']
  if (asked.length === 0) return names.fail(at, 'The path names at least one table')
  if (asked.length > longestPath) return names.fail(at, `A path has at most ${longestPath} steps`)
  const steps = names.steps(table, asked, at)
  if (!steps) return null
  const checked = where && checkCondition(scope, steps.at(-1)!.table, where, [...path, 'where'], depth + 1)
  return where && !checked ? null : { steps, where: checked }
}
