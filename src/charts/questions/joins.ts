import type { CheckedStep } from '../../filtered/checked-plan.ts'
import { matches, tableAs } from '../../filtered/compile-related.ts'
import { type Fragment, joined, sql } from '../../filtered/fragment.ts'

/** The tables that a question looks at beside its own; paths that begin alike share their beginning. */
export type Joins = {
  /** The alias of the table at the end. */
  along(steps: readonly CheckedStep[]): string
  /** ` LEFT JOIN …`, of all that were asked for so far. */
  text(): Fragment
}

export function joinsFrom(start: string): Joins {
  const aliases = new Map<string, string>()
  const texts: Fragment[] = []
  return {
    along(steps) {
      let alias = start
      let path = ''
      for (const step of steps) {
        path += ` ${step.reference.source} ${JSON.stringify(step.reference.name)} ${step.direction}`
        const known = aliases.get(path)
        const own = known ?? `j${aliases.size + 1}`
        if (!known) {
          aliases.set(path, own)
          texts.push(
            sql`\n  LEFT JOIN ${tableAs(step.table, step.only, own)} ON ${matches(step, alias, own)}`,
          )
        }
        alias = own
      }
      return alias
    },
    text: () => joined(texts, ''),
  }
}
