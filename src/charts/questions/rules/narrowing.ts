import { settle } from '../../../filtered/rules/grammar/settle.ts'
import { datesOfVerb } from '../../../filtered/rules/source/dates.ts'
import { irregularDeeds } from '../../../filtered/rules/terms/verbs.ts'
import type { Reading } from '../../../filtered/rules/text/reading.ts'
import type { Asking } from './asking.ts'
import { groupsAt } from './groups.ts'
import { further, type Said } from './said.ts'
import { auxiliary, introducers, particle } from './sentence-words.ts'
import { isUp } from './ways.ts'

/** What is said of the subject's rows, as the filter planner reads it. */
export function conditions(asking: Asking, state: Reading<Said>): Reading<Said>[] {
  const { context, subject } = asking
  const { end: at, value } = state
  if (value.measures.length === 0 && value.groups.length === 0) return []
  if (ofAnotherKind.test(context.tokens[at]!.word)) return []
  return context.read.sequence(context, subject, at, 0).flatMap((one) => {
    if (one.value.order.length > 0) return []
    const settled = settle(context, one.value)
    if (!settled?.where) return []
    // "By employee in 1997" puts rows together before it says which employees.
    const isGroup = context.tokens
      .slice(at, one.end)
      .some((_, index) =>
        introducers(context.tokens, at + index).some((start) =>
          groupsAt(asking, start).some(({ end }) => (index === 0 ? end <= one.end : end === one.end)),
        ),
      )
    return [
      further(
        state,
        one.end,
        { where: [...value.where, settled.where], last: 'where' },
        one.cost + settled.cost + (isGroup ? 0.4 : 0),
      ),
    ]
  })
}

/** "Return rate" is no return that somebody rated. */
const ofAnotherKind = /^(rates?|ratios?|times?|ages?|margins?|growth|score|scores)$/

/** What is said of the rows that rows are put together by: "per publisher founded before 1950". */
export function conditionsAbove(asking: Asking, state: Reading<Said>): Reading<Said>[] {
  const { context } = asking
  const { end: at, value } = state
  const group = value.last === 'group' ? value.groups.at(-1) : undefined
  if (group?.kind !== 'column' || !group.each || group.way.references.length === 0 || !isUp(group.way))
    return []
  return context.read.sequence(context, group.way.table, at, 1).flatMap((one) => {
    const settled = one.value.order.length > 0 ? null : settle(context, one.value)
    if (!settled?.where) return []
    const above = [...value.above, { way: group.way, where: settled.where }]
    return [further(state, one.end, { above, last: 'where' }, one.cost + settled.cost + 0.25)]
  })
}

/** "hired", "signed up": which of the dates is meant. */
export function verbs(asking: Asking, state: Reading<Said>): Reading<Said>[] {
  const { tokens } = asking.context
  const { end: at, value } = state
  if (value.measures.length === 0 || value.dates !== null) return []
  return [at, ...auxiliary(tokens, at)].flatMap((start) => {
    const word = tokens[start]?.word
    if (!word || !(/(ed|en)$/.test(word) || irregularDeeds.includes(word) || word === 'due' || start > at))
      return []
    const dates = datesOfVerb(asking.subject, word)
    if (dates.length === 0) return []
    return [start + 1, ...particle(tokens, start + 1)].map((end) => further(state, end, { dates }, 0.02))
  })
}
