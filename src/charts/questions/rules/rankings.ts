import { headsAt } from '../../../filtered/rules/grammar/things.ts'
import { linkingVerbs } from '../../../filtered/rules/terms/verbs.ts'
import { best, type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import type { Asking, Grouped, Measured } from './asking.ts'
import { entity, groupsAt } from './groups.ts'
import { measuresAt } from './measures.ts'
import { type Limit, limitsAt, plainLimitsAt } from './order-words.ts'
import { phrases } from './phrases.ts'
import { type Ranking, superlative } from './superlatives.ts'

const by = phrases(
  'by',
  'by their',
  'by the',
  'ranked|sorted|ordered|measured by',
  'in terms of',
  'according to',
  'based on',
  'and their',
  'with their',
  'along with their',
  'and the',
)
const have = phrases(
  'with',
  'having',
  'have|has|had',
  'that|which|who have|has|had',
  'get|gets|got|make|makes|made|place|placed|places|receive|received|generate|generated|generates',
  'that|which|who get|gets|got|make|makes|made|place|placed|places|receive|received|generate|generated|generates',
  'there are|were',
  'are there|were there',
  'in which there are|were',
  'bring|brings|brought in',
)
const most = phrases(
  'most',
  'the most',
  'the highest|largest|greatest|biggest',
  'highest|largest|greatest|biggest',
  'the highest|largest|greatest|biggest number of',
  'highest|largest|greatest|biggest number of',
)
const fewest = phrases(
  'fewest',
  'the fewest',
  'least',
  'the least',
  'the lowest|smallest',
  'lowest|smallest',
  'the lowest|smallest number of',
  'lowest|smallest number of',
)
const which = phrases(
  'which',
  'what',
  'who',
  'the',
  'which of the',
  'what are the',
  'who are the',
  'which are the',
)

export function rankingsAt(asking: Asking, at: number): Reading<Ranking>[] {
  const { tokens } = asking.context
  const said: Reading<Limit & { ranked: boolean }>[] = [
    reading(at, { limit: null, descending: true, ranked: false }, 0.3),
    ...which(tokens, at).map((end) => reading(end, { limit: null, descending: true, ranked: false }, 0.1)),
    ...limitsAt(tokens, at).map(({ end, value, cost }) => reading(end, { ...value, ranked: true }, cost)),
  ]
  return best([
    ...said.flatMap((one) => [...named(asking, one), ...superlative(asking, one)]),
    ...plainLimitsAt(tokens, at).flatMap((one) => superlative(asking, one)),
  ])
}

/** Groups that a measure follows. */
function named(
  asking: Asking,
  { end: start, value: limit, cost }: Reading<Limit & { ranked: boolean }>,
): Reading<Ranking>[] {
  const { context, subject } = asking
  const { tokens } = context
  const groups: Reading<{ group: Grouped; entityWhere: Ranking['entityWhere'] }>[] = [
    ...groupsAt(asking, start).map((one) =>
      reading(one.end, { group: one.value, entityWhere: [] }, one.cost),
    ),
    ...entitiesAt(asking, start),
  ]
  return groups.flatMap((group) => {
    const found: Reading<Ranking>[] = []
    const add = (measure: Reading<Measured[]>, descending: boolean | null, extra: number) => {
      const isBare = measure.value.some(({ bare }) => bare)
      found.push(
        reading(
          measure.end,
          { ...group.value, measures: measure.value, limit: limit.limit, descending },
          cost + group.cost + measure.cost + extra + (isBare && descending === null ? 0.4 : 0),
        ),
      )
    }
    for (const next of by(tokens, group.end))
      for (const measure of measuresAt(asking, next)) add(measure, limit.ranked ? limit.descending : null, 0)
    for (const next of [group.end, ...have(tokens, group.end), ...verbEnd(asking, group.end)])
      for (const [phrase, descending] of [
        [most, true],
        [fewest, false],
      ] as const)
        for (const start of phrase(tokens, next))
          for (const measure of measuresAt(asking, start)) {
            const implied = measure.value.some((one) => one.function === 'IMPLIED')
            const own = group.value.group.kind === 'column' && group.value.group.way.table === subject
            add(measure, descending, implied && !own ? 0.2 : -0.1)
          }
    for (const next of [...have(tokens, group.end), ...verbEnd(asking, group.end)])
      for (const measure of measuresAt(asking, next))
        if (measure.value.every((one) => one.function === 'MAX' || one.function === 'MIN'))
          add(measure, measure.value[0]!.function === 'MAX', 0)
    return found
  })
}

/** "pays the highest", "sells the most". */
const verbEnd = ({ context: { tokens } }: Asking, at: number) =>
  linkingVerbs.has(tokens[at]?.word ?? '') ||
  /^(pays?|paid|sells?|spends?|earns?|shows?|offers?)$/.test(tokens[at]?.word ?? '')
    ? [at + 1]
    : []

/** Rows of a table that something is said of: "German customers". */
function entitiesAt(
  { context, ways, subject }: Asking,
  at: number,
): Reading<{ group: Grouped; entityWhere: Ranking['entityWhere'] }>[] {
  return headsAt(context, at, 0).flatMap(({ end, value, cost }) =>
    ways
      .up(subject)
      .filter(({ table }) => table === value.table)
      .slice(0, 2)
      .map((way) =>
        reading(
          end,
          { group: entity(way) as Grouped, entityWhere: value.where ? [{ way, where: value.where }] : [] },
          cost + way.cost + 0.05,
        ),
      ),
  )
}
