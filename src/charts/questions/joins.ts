import type { CheckedStep } from '../../filtered/checked-plan.ts'
import { conjunction, tableAs } from '../../filtered/compile-related.ts'
import { columnOf, type Fragment, joined, raw, sql } from '../../filtered/fragment.ts'

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
          texts.push(joinOf(step, alias, own))
        }
        alias = own
      }
      return alias
    },
    text: () => joined(texts, ''),
  }
}

/**
 * A row without a parent stays. One that a link ties to nothing has no part in a question by what it would be tied to: it goes.
 * A key that some partitions alone declare leads to the same parents in all of them.
 */
function joinOf({ table, only, reference, direction }: CheckedStep, before: string, own: string): Fragment {
  const isUp = direction === 'TO_PARENT'
  const [from, to] = isUp
    ? [reference.columns, reference.targetColumns]
    : [reference.targetColumns, reference.columns]
  const equal = to.map((name, index) => sql`${columnOf(own, name)} = ${columnOf(before, from[index]!)}`)
  return sql`\n  ${raw(isUp ? 'LEFT JOIN' : 'JOIN')} ${tableAs(table, only, own)} ON ${conjunction(equal)}`
}
