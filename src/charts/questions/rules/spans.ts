import type { Query } from '../../../filtered/rules/source/read-values.ts'
import type { Structure } from '../../../filtered/structure.ts'
import { unitForSpan } from '../../arrange/buckets.ts'
import { checkQuestionPlan } from '../check-question.ts'
import { compileQuestion } from '../compile-question.ts'
import type { BucketUnit, QuestionPlan } from '../question-plan.ts'

const units: Record<string, BucketUnit> = {
  year: 'YEAR',
  yearquarter: 'QUARTER',
  yearmonth: 'MONTH',
  yearweek: 'WEEK',
  yearmonthdate: 'DAY',
  yearmonthdatehours: 'HOUR',
}

/** Puts times into the unit that suits the span of those that the plan is about, as the source has them. */
export async function withSpans(
  plan: QuestionPlan,
  spans: readonly number[],
  structure: Structure,
  query: Query,
): Promise<QuestionPlan> {
  const groups = [...plan.groups]
  for (const index of spans) {
    const { path, columns } = groups[index]!
    const value = { path, column: columns[0]!, times: null, per: null, called: null }
    const { text, values } = compileQuestion(
      {
        ...plan,
        measures: [
          { ...value, function: 'MIN' },
          { ...value, function: 'MAX' },
        ],
        groups: [],
        order: [],
        limit: null,
      },
      structure,
    )
    const [row] = await query<Record<string, Date | string | null>>(text, values)
    const [from, to] = Object.values(row ?? {}).map((one) =>
      one === null ? Number.NaN : new Date(one).getTime(),
    )
    const { columns: checked } = checkQuestionPlan(plan, structure).groups[index]!
    const grain = checked[0]!.role === 'DATE' ? 'day' : 'time'
    const unit = Number.isFinite(from) && Number.isFinite(to) ? unitForSpan(from!, to!, grain) : 'yearmonth'
    groups[index] = { ...groups[index]!, unit: Object.hasOwn(units, unit) ? units[unit]! : 'MONTH' }
  }
  return { ...plan, groups }
}
