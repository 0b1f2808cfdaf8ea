import type { Condition } from '../../../filtered/plan.ts'
import { eventsOf } from '../../../filtered/rules/grammar/events.ts'
import { settle } from '../../../filtered/rules/grammar/settle.ts'
import { type DateColumn, datesOfVerb, isDate } from '../../../filtered/rules/source/dates.ts'
import { determiner } from '../../../filtered/rules/terms/noise.ts'
import { irregularDeeds, linkingVerbs } from '../../../filtered/rules/terms/verbs.ts'
import { type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import { type Asking, type Grouped, type Measured, plainMeasure } from './asking.ts'
import { groupsAt } from './groups.ts'
import { measuresAt } from './measures.ts'
import { noiseAt, sharesOf } from './noise.ts'
import { limitsAt, sortsAt } from './order-words.ts'
import { rankingsAt } from './rankings.ts'
import {
  andGroup,
  andMeasure,
  asked,
  asks,
  auxiliary,
  distributionAfter,
  distributionOf,
  happening,
  introducers,
  only,
  particle,
  relationAfter,
  relationOf,
  versus,
} from './sentence-words.ts'
import { overTimeAt, trend, trendOf, unitAdjectivesAt } from './times.ts'
import { isUp, type Way } from './ways.ts'

/** What a question says up to a position, its subject being known. */
export type Said = {
  measures: Measured[]
  groups: Grouped[]
  /** On the subject's rows. */
  where: Condition[]
  /** On rows that the subject's belong to. */
  above: { way: Way; where: Condition }[]
  limit: number | null
  descending: boolean | null
  ranked: boolean
  /** The dates of the verb that was said: hired, signed up. */
  dates: DateColumn[] | null
  /** Values row by row: a distribution, or two numbers against each other. */
  form: 'distribution' | 'relation' | 'share' | null
  /** The rows that are counted were narrowed down by words before or after their name. */
  qualified: boolean
  /** Values that are named are to stand side by side. */
  compared: boolean
  /** It is to be seen over time, whether a time is said or not. */
  trend: boolean
  last: 'start' | 'noise' | 'measure' | 'group' | 'where'
}

const nothing: Said = {
  measures: [],
  groups: [],
  where: [],
  above: [],
  limit: null,
  descending: null,
  ranked: false,
  dates: null,
  form: null,
  qualified: false,
  compared: false,
  trend: false,
  last: 'start',
}

const width = 10

export type Sentences = {
  /** The whole question, in every way in which it can be read of the subject; the cheapest first. */
  whole: Reading<Said>[]
  /** Up to where it could be read. */
  reached: number
}

export function sentencesOf(asking: Asking): Sentences {
  const { tokens } = asking.context
  const open: Map<string, Reading<Said>>[] = tokens.map(() => new Map())
  const done = new Map<string, Reading<Said>>()
  let reached = 0
  const put = (one: Reading<Said>) => {
    reached = Math.max(reached, one.end)
    const at = one.end === tokens.length ? done : open[one.end]!
    const key = keyOf(one.value)
    const known = at.get(key)
    if (!known || one.cost < known.cost) at.set(key, one)
  }
  open[0]?.set('', reading(0, nothing))
  for (let at = 0; at < tokens.length; at++) {
    const states = [...open[at]!.values()].sort((a, b) => a.cost - b.cost).slice(0, width)
    for (const state of states) for (const next of nextOf(asking, state)) put(next)
  }
  return { whole: [...done.values()].sort((a, b) => a.cost - b.cost), reached }
}

const keyOf = ({ measures, groups, above, ...said }: Said) =>
  JSON.stringify([
    measures.map(({ column, times, per, ...one }) => [column?.name, times?.name, per?.table.id, one]),
    groups.map((group) =>
      group.kind === 'time'
        ? group
        : [
            wayKey(group.way),
            'columns' in group
              ? [group.columns.map(({ name }) => name), group.each, group.unit]
              : group.column.name,
          ],
    ),
    above.map(({ way, where }) => [wayKey(way), where]),
    said,
  ])

export const wayKey = ({ references }: Way) =>
  references.map(({ reference, down }) => `${reference.source} ${reference.name} ${down}`).join()

type Next = (asking: Asking, state: Reading<Said>) => Reading<Said>[]

function nextOf(asking: Asking, state: Reading<Said>): Reading<Said>[] {
  return [noise, forms, measures, rankings, groups, conditions, conditionsAbove, verbs].flatMap(
    (next: Next) => next(asking, state),
  )
}

const further = ({ cost, value }: Reading<Said>, end: number, change: Partial<Said>, more: number) =>
  reading(end, { ...value, ...change }, cost + more)

function noise(asking: Asking, state: Reading<Said>): Reading<Said>[] {
  const { tokens } = asking.context
  const { end: at, value } = state
  const isFirst = value.measures.length === 0 && value.groups.length === 0
  const found = noiseAt(tokens, at, isFirst).map((end) => {
    const words = tokens.slice(at, end).map(({ word }) => word)
    const form = words.some((word) => /^histograms?$/.test(word))
      ? ('distribution' as const)
      : words.some((word) => /^scatter/.test(word))
        ? ('relation' as const)
        : value.form
    const compared = value.compared || words.some((word) => /^compar/.test(word))
    return further(state, end, { form, compared }, 0.02)
  })
  for (const end of isFirst ? trendOf(tokens, at) : trend(tokens, at))
    found.push(further(state, end, { trend: true }, 0.02))
  if (isFirst) for (const end of determiner(tokens, at)) found.push(further(state, end, {}, 0.02))
  if (value.measures.length > 0) {
    for (const end of sortsAt(asking, at)) found.push(further(state, end, { last: 'noise' }, 0.05))
    for (const end of happening(tokens, at)) found.push(further(state, end, {}, 0.15))
    // "People work in each department": that they belong together is all it says.
    const links = isIdle(asking, at) && introducers(tokens, at + 1).length > 0
    if (links) found.push(further(state, at + 1, {}, 0.2))
    found.push(...limits(asking, state))
  }
  if (value.last === 'group')
    for (const end of [...asked(tokens, at), ...(isIdle(asking, at) ? [at + 1] : [])])
      found.push(further(state, end, { last: 'noise' }, 0.1))
  return found
}

/** A verb that says only that two things belong together, and tells of nothing that the source has rows or dates of. */
function isIdle({ context, subject }: Asking, at: number): boolean {
  const { word } = context.tokens[at]!
  return (
    linkingVerbs.has(word) &&
    eventsOf(context, subject, word).length === 0 &&
    datesOfVerb(subject, word).length === 0
  )
}

/** "…, top 10". */
function limits(asking: Asking, { end, value, cost }: Reading<Said>): Reading<Said>[] {
  const { tokens } = asking.context
  if (value.limit !== null || value.groups.length !== 1) return []
  return [end, ...only(tokens, end)].flatMap((start) =>
    limitsAt(tokens, start)
      .filter(({ value: limit }) => limit.limit !== null)
      .map((limit) =>
        reading(
          limit.end,
          {
            ...value,
            limit: limit.value.limit,
            descending: limit.value.descending,
            ranked: true,
            last: 'noise' as const,
          },
          cost + limit.cost + 0.05,
        ),
      ),
  )
}

/** "distribution of", "correlation between", "share of". */
function forms(asking: Asking, state: Reading<Said>): Reading<Said>[] {
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

function measures(asking: Asking, state: Reading<Said>): Reading<Said>[] {
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

function rankings(asking: Asking, state: Reading<Said>): Reading<Said>[] {
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

function groups(asking: Asking, state: Reading<Said>): Reading<Said>[] {
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

/** What is said of the subject's rows, as the filter planner reads it. */
function conditions(asking: Asking, state: Reading<Said>): Reading<Said>[] {
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
function conditionsAbove(asking: Asking, state: Reading<Said>): Reading<Said>[] {
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
function verbs(asking: Asking, state: Reading<Said>): Reading<Said>[] {
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
