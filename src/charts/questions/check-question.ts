import { checkCondition, type Scope } from '../../filtered/check-conditions.ts'
import { type Names, namesOf } from '../../filtered/check-names.ts'
import { comparedAs, momentInUtc } from '../../filtered/check-values.ts'
import { type CheckedStep, keyOf } from '../../filtered/checked-plan.ts'
import type { PathStep } from '../../filtered/plan.ts'
import type { ColumnRole, Structure, StructureColumn, StructureTable } from '../../filtered/structure.ts'
import { tableName } from '../../filtered/structure.ts'
import { InvalidInputError } from '../../platform/errors.ts'
import type { CheckedGroup, CheckedMeasure, CheckedPath, CheckedQuestion } from './checked-question.ts'
import type { BucketUnit, QuestionGroup, QuestionMeasure, QuestionPlan } from './question-plan.ts'

const mostMeasures = 6
const mostGroups = 2
const longestPath = 8
const mostRows = 10_000

/**
 * Finds everything that the plan names in the structure, and checks that it fits. Nothing of a plan that is returned can fail
 * to compile.
 * @throws InvalidInputError whose fields name what is wrong, as ['plan', 'groups', '0', 'path', …], all of it at once
 */
export function checkQuestionPlan(plan: QuestionPlan, structure: Structure): CheckedQuestion {
  const names = namesOf(structure)
  const checked = checkPlan(plan, names)
  if (checked && names.fields.length === 0) return checked
  const more = names.fields.length > 1 ? ` (and ${names.fields.length - 1} more)` : ''
  throw new InvalidInputError(
    `The plan does not fit the database: ${names.fields[0]!.message}${more}`,
    names.fields,
  )
}

function checkPlan(plan: QuestionPlan, names: Names): CheckedQuestion | null {
  const at = ['plan']
  const asOf = momentInUtc(plan.asOf)
  if (asOf === null) names.fail([...at, 'asOf'], 'asOf is a moment, such as 2026-03-15T12:30:00Z')
  const table = names.table(plan.table, [...at, 'table'])
  if (!table) return null
  const scope: Scope = { names, asOf: asOf?.length === 10 ? `${asOf} 00:00:00` : (asOf ?? '') }
  const where = plan.where && checkCondition(scope, table, plan.where, [...at, 'where'])
  if (plan.measures.length < 1 || plan.measures.length > mostMeasures)
    names.fail([...at, 'measures'], `A plan has one measure to ${mostMeasures}`)
  if (plan.groups.length > mostGroups)
    names.fail([...at, 'groups'], `A plan has at most ${mostGroups} groups`)
  const measures = plan.measures
    .slice(0, mostMeasures)
    .map((measure, index) => checkMeasure(names, table, measure, [...at, 'measures', `${index}`]))
  const groups = plan.groups
    .slice(0, mostGroups)
    .map((group, index) => checkGroup(names, table, group, [...at, 'groups', `${index}`]))
  checkOrder(names, plan, at)
  if (!measures.every((one) => one !== null) || !groups.every((one) => one !== null)) return null
  const raw = measures.some(({ function: name }) => name === null)
  if (raw && measures.some(({ function: name }) => name !== null))
    names.fail([...at, 'measures'], 'Values row by row and what puts rows together cannot stand in one plan')
  const once = !raw && mayRepeat(measures, groups)
  if (once && new Set(measures.map(({ steps }) => JSON.stringify(steps.map(idOf)))).size > 1)
    names.fail([...at, 'measures'], 'Measures of rows that may repeat must all be of the same rows')
  if (once && plan.limit !== null && groups.length > 1)
    names.fail([...at, 'limit'], 'Of rows that may repeat, only one group can be limited')
  return { table, where, measures, groups, order: plan.order, limit: plan.limit, raw, once }
}

const idOf = ({ reference, direction }: CheckedStep) => [reference.source, reference.name, direction]

/** Parents come once for each child, and a row once for each row that a link ties to it. */
function mayRepeat(measures: CheckedMeasure[], groups: CheckedGroup[]): boolean {
  const adds = measures.some(
    ({ function: name, steps }) => steps.length > 0 && name !== 'COUNT_DISTINCT' && !isExtreme(name),
  )
  const linked = groups.some(
    ({ steps, each }) =>
      steps.some(({ direction }) => direction === 'TO_CHILD') &&
      !(each && steps.at(-2)!.direction === 'TO_CHILD'),
  )
  const both = groups.filter(({ steps }) => steps.some(({ direction }) => direction === 'TO_CHILD'))
  return adds || linked || (both.length > 0 && measures.some(({ steps }) => steps.length > 0))
}

const isExtreme = (name: string | null) => name === 'MIN' || name === 'MAX'

/** A path of foreign keys from child to parent; to a child only on the way through a table that links two others. */
function checkPath(
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

const ordered = new Set<ColumnRole>(['NUMBER', 'TEXT', 'DATE', 'TIMESTAMP', 'TIME', 'ENUM'])
const distinguished = new Set<ColumnRole>([...ordered, 'BOOLEAN', 'UUID'])

function checkMeasure(
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

function checkGroup(
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

function checkOrder(names: Names, { order, limit, measures, groups }: QuestionPlan, at: string[]): void {
  for (const [index, { by, index: place }] of order.entries()) {
    const most = by === 'MEASURE' ? measures.length : groups.length
    if (!Number.isInteger(place) || place < 0 || place >= most)
      names.fail([...at, 'order', `${index}`, 'index'], `The plan has no ${by.toLowerCase()} ${place}`)
  }
  if (limit !== null && (!Number.isSafeInteger(limit) || limit < 1 || limit > mostRows))
    names.fail([...at, 'limit'], `The limit is a whole number from 1 to ${mostRows}`)
}
