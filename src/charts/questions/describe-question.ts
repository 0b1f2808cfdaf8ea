import type { CheckedStep } from '../../filtered/checked-plan.ts'
import type { Structure } from '../../filtered/structure.ts'
import { wordsFor } from '../../filtered/words.ts'
import { checkQuestionPlan } from './check-question.ts'
import type { CheckedGroup, CheckedMeasure, CheckedQuestion } from './checked-question.ts'
import { groupName, longGroupName, measureName, valueName } from './column-names.ts'
import { property, roleOf, thing, things } from './names.ts'
import type { QuestionPlan } from './question-plan.ts'

/**
 * The plan in plain words, for those who look whether it means what they asked: "Counts orders by customer country where status
 * is "paid"."
 * @throws InvalidInputError where the plan does not fit the structure
 */
export function describeQuestion(plan: QuestionPlan, structure: Structure): string {
  const question = checkQuestionPlan(plan, structure)
  const { table, where, measures, groups } = question
  const what = list(measures.map((measure, index) => measured(measure, question, index > 0)))
  const by = groups.length > 0 ? ` by ${list(groups.map(groupWords))}` : ''
  const words = wordsFor(structure)
  const condition = where
    ? ` where ${words.condition({ table, only: false, where, orderBy: [], limit: null })}`
    : ''
  const sentence = `${what}${by}${condition}${limitWords(question)}.`
  return sentence[0]!.toUpperCase() + sentence.slice(1)
}

const list = (texts: readonly string[]) =>
  texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`

const verbs = {
  SUM: 'adds up',
  AVG: 'averages',
  MIN: 'finds the lowest',
  MAX: 'finds the highest',
  MEDIAN: 'finds the median of',
} as const

function measured(measure: CheckedMeasure, { table }: CheckedQuestion, next: boolean): string {
  const { function: name, column, per, times } = measure
  const rows = things(measure.table)
  if (name === 'COUNT' && !column) return `counts ${rows}`
  if (name === 'COUNT_DISTINCT' && !column) return `counts ${rows}, each once`
  if (name === 'COUNT') return `counts values of ${property(column!)} of ${rows}`
  if (name === 'COUNT_DISTINCT') return `counts different values of ${property(column!)} of ${rows}`
  if (per && !column) return `averages the number of ${rows} per ${thing(per.table)}`
  const whole = { ...measure, called: null }
  const value = valueName(whole, times !== null && times.table !== table)
  if (name === null) return next ? value : `reads ${value} of ${rows}`
  const isTime = column!.role === 'DATE' || column!.role === 'TIMESTAMP' || column!.role === 'TIME'
  const verb = isTime ? `finds the ${name === 'MIN' ? 'earliest' : 'latest'}` : verbs[name]
  return `${verb} ${value} of ${rows}${per ? `, added up per ${thing(per.table)}` : ''}`
}

function groupWords(group: CheckedGroup): string {
  if (group.unit) return longGroupName(group)
  const { steps, each } = group
  const name = each || steps.length === 0 ? groupName(group) : longGroupName(group)
  const said = [
    ...wayOf(steps),
    ...(steps.some(({ direction }) => direction === 'TO_CHILD') ? ['of those that have one'] : []),
  ]
  return said.length > 0 ? `${name} (${said.join(', ')})` : name
}

/** What lies between, in the roles that the references name. */
function wayOf(steps: readonly CheckedStep[]): string[] {
  const between = steps
    .slice(0, -1)
    .filter(({ direction }) => direction === 'TO_PARENT')
    .map((step) => roleOf(step) ?? thing(step.table))
  return between.length > 0 ? [`by way of the ${between.join(', ')}`] : []
}

function limitWords(question: CheckedQuestion): string {
  const { limit, order, groups, measures, table } = question
  if (limit === null) return ''
  const [first = { by: 'MEASURE' as const, index: 0, descending: true }] = order
  const by =
    first.by === 'MEASURE' ? measureName(measures[first.index]!, table.name) : groupName(groups[first.index]!)
  return `; the first ${limit} by ${by}, from the ${first.descending ? 'greatest down' : 'least up'}`
}
