import { determiner } from '../terms/noise.ts'
import type { Context } from './context.ts'

/** How many determiners a noun may have: "all of the". */
export function afterDeterminers(context: Context, at: number): number[] {
  const ends = new Set([at])
  for (const end of determiner(context.tokens, at)) {
    ends.add(end)
    for (const next of determiner(context.tokens, end)) ends.add(next)
  }
  return [...ends]
}
