import { checkCondition, type Scope } from '../../filtered/check-conditions.ts'
import { type Names, namesOf } from '../../filtered/check-names.ts'
import { momentInUtc } from '../../filtered/check-values.ts'
import type { CheckedStep } from '../../filtered/checked-plan.ts'
import type { Structure } from '../../filtered/structure.ts'
import { InvalidInputError } from '../../platform/errors.ts'
import { checkGroup } from './check-group.ts'
import { checkMeasure } from './check-measure.ts'
import type { CheckedGroup, CheckedMeasure, CheckedQuestion } from './checked-question.ts'
import type { QuestionPlan } from './question-plan.ts'

const mostMeasures = 6
const mostGroups = 2
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

function checkOrder(names: Names, { order, limit, measures, groups }: QuestionPlan, at: string[]): void {
  for (const [index, { by, index: place }] of order.entries()) {
    const most = by === 'MEASURE' ? measures.length : groups.length
    if (!Number.isInteger(place) || place < 0 || place >= most)
      names.fail([...at, 'order', `${index}`, 'index'], `The plan has no ${by.toLowerCase()} ${place}`)
  }
  if (limit !== null && (!Number.isSafeInteger(limit) || limit < 1 || limit > mostRows))
    names.fail([...at, 'limit'], `The limit is a whole number from 1 to ${mostRows}`)
}
