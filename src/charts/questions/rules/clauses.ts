import { isDate } from '../../../filtered/rules/source/dates.ts'
import type { Reading } from '../../../filtered/rules/text/reading.ts'
import { type Asking, type Grouped, plainMeasure } from './asking.ts'
import { groupsAt } from './groups.ts'
import { measuresAt } from './measures.ts'
import { sharesOf } from './noise.ts'
import { rankingsAt } from './rankings.ts'
import { further, type Said } from './said.ts'
import {
  andGroup,
  andMeasure,
  asks,
  distributionAfter,
  distributionOf,
  introducers,
  relationAfter,
  relationOf,
  versus,
} from './sentence-words.ts'
import { overTimeAt, unitAdjectivesAt } from './times.ts'

/** "distribution of", "correlation between", "share of". */
export function forms(asking: Asking, state: Reading<Said>): Reading<Said>[] {
  const { tokens } = asking.context
  const { end: at, value } = state
  if (value.form !== null) return []
  const found: Reading<Said>[] = []
  const add = (ends: number[], form: Said['form']) => {
    for (const end of ends) found.push(further(state, end, { form }, 0))
  }
  if (value.measures.length === 0) {
    add(distributionOf(tokens, at), 'distribution')
    add(relationOf(tokens, at), 'relation')
    add(sharesOf(tokens, at), 'share')
  } else {
    add(distributionAfter(tokens, at), 'distribution')
    add(relationAfter(tokens, at), 'relation')
  }
  return found
}

/** What is counted or measured. */
export function measures(asking: Asking, state: Reading<Said>): Reading<Said>[] {
  const { tokens } = asking.context
  const { end: at, value } = state
  if (value.measures.length >= 4) return []
  const found: Reading<Said>[] = []
  const add = (start: number, form: Said['form'], extra: number) => {
    for (const one of measuresAt(asking, start))
      found.push(
        further(
          state,
          one.end,
          {
            measures: [...value.measures, ...one.value.map((measure) => ({ ...measure, where: [] }))],
            where: [...value.where, ...one.value.flatMap(({ where }) => where)],
            form,
            qualified: value.qualified || one.value.some(({ where }) => where.length > 0),
            last: 'measure',
          },
          one.cost + extra,
        ),
      )
  }
  if (value.measures.length === 0) {
    add(at, value.form, 0)
    return found
  }
  if (value.last !== 'measure') return found
  for (const next of andMeasure(tokens, at)) add(next, value.form, 0.1)
  for (const next of versus(tokens, at)) {
    const sure = !/^(and|to|with|by|over|,)$/.test(tokens[at]!.word)
    if (!sure && value.form !== 'relation') continue
    add(next, 'relation', 0)
    for (const { end, value: column, cost } of datesAt(asking, next))
      found.push(
        further(
          state,
          end,
          {
            measures: [...value.measures, { ...plainMeasure, function: 'IMPLIED', column }],
            form: 'relation',
            last: 'measure',
          },
          cost,
        ),
      )
  }
  return found
}

const datesAt = ({ context, subject }: Asking, at: number) =>
  context.vocabulary.columnsAt(context.tokens, at, subject).filter(({ value }) => isDate(value))

/** What is ranked, with what it is ranked by. */
export function rankings(asking: Asking, state: Reading<Said>): Reading<Said>[] {
  const { value, end: at } = state
  if (value.measures.length > 0 || value.groups.length > 0) return []
  return rankingsAt(asking, at).map(({ end, value: ranking, cost }) =>
    further(
      state,
      end,
      {
        measures: ranking.measures.map((measure) => ({ ...measure, where: [] })),
        where: [...value.where, ...ranking.measures.flatMap(({ where }) => where)],
        groups: [ranking.group],
        above: ranking.entityWhere,
        limit: ranking.limit,
        descending: ranking.descending,
        ranked: true,
        last: 'measure',
      },
      cost,
    ),
  )
}

const mostGroups = 2

/** "per country", "by month and store", "monthly", "over time". */
export function groups(asking: Asking, state: Reading<Said>): Reading<Said>[] {
  const { tokens } = asking.context
  const { end: at, value } = state
  if (value.groups.length >= mostGroups) return []
  const found: Reading<Said>[] = []
  const add = (one: Reading<Grouped>, extra: number) =>
    found.push(
      further(state, one.end, { groups: [...value.groups, one.value], last: 'group' }, one.cost + extra),
    )
  for (const start of [...introducers(tokens, at), ...(value.measures.length > 0 ? asks(tokens, at) : [])]) {
    const vague =
      /^(over|against|between|among|of|from|in|on|at|to|with)$/.test(tokens[at]!.word) && start === at + 1
        ? 0.3
        : 0
    for (const one of groupsAt(asking, start)) add(one, vague)
  }
  if (value.last === 'group' || (value.ranked && value.last === 'measure'))
    for (const start of andGroup(tokens, at)) for (const one of groupsAt(asking, start)) add(one, 0.02)
  for (const { end, value: unit } of unitAdjectivesAt(tokens, at))
    found.push(further(state, end, { groups: [...value.groups, { kind: 'time', unit }] }, 0))
  if (value.measures.length > 0) for (const one of overTimeAt(tokens, at)) add(one, 0)
  return found
}
