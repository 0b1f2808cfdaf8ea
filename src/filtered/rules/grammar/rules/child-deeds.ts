import type { Condition } from '../../../plan.ts'
import type { StructureTable } from '../../../structure.ts'
import { irregularDeeds } from '../../terms/verbs.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { all, related } from '../conditions.ts'
import { type Context, deepest, type Part, type Rule, says } from '../context.ts'
import { flagsOf } from '../flags.ts'
import { tied, ways } from '../ties.ts'

const some = phrases(
  'a',
  'an',
  'any',
  'one',
  'at least one',
  'some',
  'one or more',
  'their',
  'one of their',
  'the',
)
const farthest = 2.3

/** "who dropped a course", "who never returned a rental": what is done is told by rows below, the object is theirs. */
export const childDeeds: Rule = (context, table, at, depth) => {
  const { tokens } = context
  const verb = tokens[at]
  if (depth >= deepest || verb?.kind !== 'word') return []
  if (!/(ed|en)$/.test(verb.word) && !irregularDeeds.includes(verb.word)) return []
  const found: Reading<Part>[] = []
  for (const { table: child, cost: distance } of context.paths.reach(table)) {
    if (distance === 0 || distance > farthest) continue
    const below = ways(context, table, child).filter(({ path }) => path.references.every(({ down }) => down))
    if (below.length === 0) continue
    for (const done of [...flagsOf(context, child, at), ...statesAt(context, child, at)])
      for (const start of [done.end, ...some(tokens, done.end)])
        for (const object of objects(context, child, start, depth))
          for (const { path, cost } of below)
            found.push(
              says(
                object.end,
                related(path, all([done.value, ...object.value])),
                done.cost + object.cost + cost + 0.4,
              ),
            )
  }
  return found
}

/** A state that the rows are in once it was done: cancelled. */
const statesAt = (context: Context, child: StructureTable, at: number): Reading<Condition>[] =>
  context.values
    .at(at)
    .filter(({ value, end }) => value.table === child && value.few && end === at + 1)
    .map(({ end, value, cost }) => reading(end, value.where, cost))

/** The rows themselves, or what they tie to. */
const objects = (
  context: Context,
  child: StructureTable,
  at: number,
  depth: number,
): Reading<Condition[]>[] =>
  context.read.things(context, at, depth + 1).flatMap((thing) => {
    const { table, where } = thing.value
    if (table === child) return [reading(thing.end, where ? [where] : [], thing.cost)]
    return tied(context, child, table, where)
      .filter(({ path }) => path?.one && path.steps.length === 1)
      .map((tie) => reading(thing.end, where ? [tie.where] : [], thing.cost + tie.cost + 0.1))
  })
