import type { Condition } from '../../plan.ts'
import type { StructureTable } from '../../structure.ts'
import { phrases } from '../text/phrases.ts'
import { type Reading, reading } from '../text/reading.ts'
import { all, any } from './conditions.ts'
import { type Context, once } from './context.ts'
import { adjectives } from './rules/adjectives.ts'

const listed = phrases('and', 'or', ',', ', and', ', or')

/** Words between `start` and `noun`, all of them: "inactive Canadian". */
export function premodifiers(
  context: Context,
  table: StructureTable,
  start: number,
  noun: number,
  depth: number,
): Reading<Condition | null>[] {
  return once(context, `before ${table.id} ${start} ${noun} ${depth}`, () =>
    adjectives(context, table, start, depth).flatMap((first) => {
      if (first.end > noun) return []
      if (first.end === noun) return [first]
      const rest = [first.end, ...listed(context.tokens, first.end)].flatMap((next) => {
        const or = next > first.end && context.tokens.slice(first.end, next).some(({ word }) => word === 'or')
        return premodifiers(context, table, next, noun, depth).map((later) => {
          const both = [first.value, later.value].filter((one) => one !== null)
          return reading(noun, or ? any(both) : all(both), first.cost + later.cost + 0.05)
        })
      })
      return rest
    }),
  )
}
