import type { Condition } from '../../../filtered/plan.ts'
import { all, compare } from '../../../filtered/rules/grammar/conditions.ts'
import { instantText, unitSpan } from '../../../filtered/rules/text/calendar.ts'
import type { QuestionGroup } from '../question-plan.ts'

type Timed = Pick<QuestionGroup, 'path' | 'columns' | 'unit'>

/**
 * "Per month for the last 12 months" are twelve months, of which the last is still going on: a period that is counted in the unit
 * of the buckets begins where a bucket does, so that none of them but the last is cut.
 */
export function aligned(condition: Condition, groups: readonly Timed[], asOf: Date, path = ''): Condition {
  const inner = (one: Condition, at = path) => aligned(one, groups, asOf, at)
  if ('all' in condition) return { all: condition.all.map((one) => inner(one)) }
  if ('related' in condition) {
    const { related } = condition
    if (related.aggregate || !related.where) return condition
    return { related: { ...related, where: inner(related.where, `${path}${keyOf(related.path)}`) } }
  }
  if (!('period' in condition)) return condition
  const { column, amount, unit } = condition.period
  const isGrouped = groups.some(
    (group) => group.unit === unit && group.columns[0] === column && keyOf(group.path) === path,
  )
  if (!isGrouped) return condition
  const { from } = unitSpan(unit, asOf, 1 - amount)
  const end = unit === 'HOUR' ? asOf.toISOString() : asOf.toISOString().slice(0, 10)
  return all([compare(column, 'GE', instantText(from)), compare(column, 'LE', end)])!
}

const keyOf = (path: QuestionGroup['path']) => path.map(({ schema, name }) => `/${schema}.${name}`).join('')
