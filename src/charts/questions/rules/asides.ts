import { eventsOf } from '../../../filtered/rules/grammar/events.ts'
import { datesOfVerb } from '../../../filtered/rules/source/dates.ts'
import { determiner } from '../../../filtered/rules/terms/noise.ts'
import { linkingVerbs } from '../../../filtered/rules/terms/verbs.ts'
import { type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { Asking } from './asking.ts'
import { noiseAt } from './noise.ts'
import { limitsAt, sortsAt } from './order-words.ts'
import { further, type Said } from './said.ts'
import { asked, happening, introducers, only } from './sentence-words.ts'
import { trend, trendOf } from './times.ts'

/** Words that say nothing of which rows are meant: politeness, charts, orders, "are there". */
export function noise(asking: Asking, state: Reading<Said>): Reading<Said>[] {
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
