import { numberAt } from '../../../filtered/rules/text/numbers.ts'
import { type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { Token } from '../../../filtered/rules/text/tokens.ts'
import type { Asking } from './asking.ts'
import { groupsAt } from './groups.ts'
import { measuresAt } from './measures.ts'
import { phrases } from './phrases.ts'
import { timesAt } from './times.ts'

const verb = phrases(
  'sort|sorted|order|ordered|rank|ranked|arrange|arranged',
  'sort|order|rank|arrange it|them',
  'sort|order|rank|arrange the bars|results|result|groups|slices|categories',
  'sort|order|rank|arrange the x|y axis',
  'sorting|ordering',
  'in order',
)
const by = phrases('by', 'by the', 'on', 'according to', 'from', 'based on', 'in order of', 'by their')
const joined = phrases(',', 'and', ', and', 'then', 'with', 'but', 'in')
const target = phrases(
  'number|numbers|count|counts|total|totals|value|values|amount|amounts|average|sum|quantity|frequency|size|height|percentage|share',
  'total number',
  'number of them',
  'name|names|label|labels|title|alphabet|category|group',
  'x|y axis',
  'x-axis|y-axis',
  'date|time|month|year',
)
const direction = phrases(
  'ascending|asc|descending|desc',
  'in ascending|descending|increasing|decreasing|alphabetical|chronological|reverse order',
  'in an ascending|descending order',
  'ascending|descending order',
  'from high|highest|large|largest|most|top|big|biggest to low|lowest|small|smallest|least|bottom|fewest',
  'from low|lowest|small|smallest|least|bottom|fewest to high|highest|large|largest|most|top|big|biggest',
  'from the highest|largest|most|biggest to the lowest|smallest|least|fewest',
  'from the lowest|smallest|least|fewest to the highest|largest|most|biggest',
  'high|highest to low|lowest',
  'low|lowest to high|highest',
  'highest|largest|lowest|smallest|biggest|most|least|greatest|newest|oldest first',
  'the highest|largest|lowest|smallest|biggest|most|least|greatest first',
  'alphabetically',
  'chronologically',
  'from a to z',
  'from z to a',
  'in reverse',
)

/** "sorted by number descending", "from high to low": the rules for charts follow it, once it is known what it names. */
export function sortsAt(asking: Asking, at: number): number[] {
  const { tokens } = asking.context
  const ends = new Set<number>()
  for (const start of [at, ...joined(tokens, at)]) {
    for (const end of direction(tokens, start)) ends.add(end)
    for (const verbEnd of verb(tokens, start)) {
      for (const end of direction(tokens, verbEnd)) ends.add(end)
      for (const next of by(tokens, verbEnd))
        for (const named of targetsAt(asking, next)) {
          ends.add(named)
          for (const end of direction(tokens, named)) ends.add(end)
        }
    }
  }
  return [...ends]
}

const targetsAt = (asking: Asking, at: number): number[] => [
  ...target(asking.context.tokens, at),
  ...timesAt(asking, at).map(({ end }) => end),
  ...groupsAt(asking, at).map(({ end }) => end),
  ...measuresAt(asking, at).map(({ end }) => end),
]

export type Limit = { limit: number | null; descending: boolean }

const best = phrases('top', 'the top', 'our top', 'best', 'the best', 'leading', 'the leading')
const worst = phrases('bottom', 'the bottom', 'worst', 'the worst')
const greatest = phrases('largest|biggest|highest|best|top|leading|greatest', 'most important')
const least = phrases('smallest|lowest|worst|least')
const which = phrases(
  'which',
  'what',
  'which of the',
  'what are the',
  'which are the',
  'the',
  'what is the',
  'who are the',
)

/** "10" before a superlative. */
export const plainLimitsAt = (tokens: readonly Token[], at: number): Reading<Limit>[] =>
  countsAt(tokens, at).map(({ end, value }) => reading(end, { limit: value.number, descending: true }))

const countsAt = (tokens: readonly Token[], at: number) =>
  numberAt(tokens, at).filter(
    ({ value }) => !value.unit && !value.plus && Number.isInteger(value.number) && value.number > 0,
  )

/** "top 10", "the bottom 5", "which 3", "10 largest"; without a number all are ranked. */
export function limitsAt(tokens: readonly Token[], at: number): Reading<Limit>[] {
  const found: Reading<Limit>[] = []
  const counts = (start: number) => countsAt(tokens, start)
  const hyphened = /^(top|bottom|best|worst)-(\d{1,4})$/.exec(tokens[at]?.word ?? '')
  if (hyphened)
    found.push(reading(at + 1, { limit: Number(hyphened[2]), descending: /top|best/.test(hyphened[1]!) }))
  for (const [phrase, descending] of [
    [best, true],
    [worst, false],
  ] as const)
    for (const start of phrase(tokens, at)) {
      found.push(reading(start, { limit: null, descending }, 0.1))
      for (const { end, value } of counts(start))
        found.push(reading(end, { limit: value.number, descending }))
    }
  for (const start of [at, ...which(tokens, at)])
    for (const { end, value } of counts(start)) {
      if (start > at) found.push(reading(end, { limit: value.number, descending: true }, 0.05))
      for (const next of greatest(tokens, end))
        found.push(reading(next, { limit: value.number, descending: true }))
      for (const next of least(tokens, end))
        found.push(reading(next, { limit: value.number, descending: false }))
    }
  return found
}
