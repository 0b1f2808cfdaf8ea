import type { StructureTable } from '../../../structure.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { prefixes } from '../clauses.ts'
import { all, negated } from '../conditions.ts'
import { type Context, type Part, part } from '../context.ts'
import { premodifiers } from '../premodifiers.ts'
import { settle } from '../settle.ts'
import { valued, valueListsAt } from './values.ts'

const except = phrases(
  'except',
  'except for',
  'excluding',
  'but not',
  'other than',
  'apart from',
  'aside from',
  'not including',
  'besides',
  'save for',
  'leaving out',
  'without',
  'with the exception of',
  'exclude',
  'ignoring',
  'ignore',
  'minus',
  'and exclude',
  'and not',
  'bar',
  'barring',
  'omitting',
  'but exclude|without|skip',
  'skip',
  'skipping',
  'leave out',
  'and leave out',
  'not',
  'but leave out',
  'unless',
)
const those = phrases(
  'those',
  'the ones',
  'ones',
  'all',
  'any',
  'all those',
  'any that',
  'those that|who|which',
  'the ones that|who|which',
  'the',
  'anyone',
  'anything',
  'everyone',
  'everything',
  'if',
  'they are',
  'they',
  'it is',
  'all the ones',
)

/** "excluding those with freight under 50", "except Germany", "but not the discontinued ones". */
export function exceptions(
  context: Context,
  table: StructureTable,
  at: number,
  depth: number,
): Reading<Part>[] {
  const { tokens, vocabulary } = context
  const found: Reading<Part>[] = []
  for (const start of except(tokens, at)) {
    const mentions = (from: number) =>
      vocabulary
        .tablesAt(tokens, from)
        .filter(({ value }) => value === table)
        .map(({ end }) => end)
    const starts = new Set([
      start,
      ...those(tokens, start),
      ...mentions(start),
      ...those(tokens, start).flatMap(mentions),
    ])
    for (const next of starts) {
      const pointed = next > start
      // Inside of what is said of another noun, a contrast may be to that noun or to the first.
      if (depth > 0 && !pointed && /^(but|and)$/.test(tokens[at]!.word)) continue
      // "Not" and "without" have rules of their own; here they only turn round what follows "those".
      const plain = /^(not|without)$/.test(tokens[at]!.word) && start === at + 1
      if (pointed)
        for (const rest of context.read.sequence(context, table, next, depth + 1)) {
          const where = rest.value.order.length > 0 ? null : settle(context, rest.value)?.where
          // All that follows "those" without a connector tells which ones.
          if (where) found.push(reading(rest.end, part(negated(where)), rest.cost - 0.5))
        }
      for (const prefix of prefixes(tokens, next))
        for (const core of context.read.cores(context, table, prefix.end, depth)) {
          const where = all(core.value.where)
          if (pointed || !where || core.value.floating.length > 0 || core.value.order.length > 0 || plain)
            continue
          found.push(
            reading(
              core.end,
              part(prefix.value.not ? where : negated(where)),
              core.cost + prefix.cost + 0.05,
            ),
          )
        }
      for (const list of plain ? [] : valueListsAt(context, next).filter(({ cost }) => cost < 0.5))
        for (const one of valued(context, table, list))
          found.push(reading(one.end, part(negated(one.value)), one.cost + 0.1))
      for (let noun = next + 1; noun < Math.min(next + 5, tokens.length); noun++)
        for (const end of [...ones(tokens, noun), ...mentions(noun)])
          for (const before of premodifiers(context, table, next, noun, depth))
            if (before.value) found.push(reading(end, part(negated(before.value)), before.cost + 0.05))
    }
  }
  return found
}

const ones = phrases('ones', 'one')
