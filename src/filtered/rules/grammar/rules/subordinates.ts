import type { Condition } from '../../../plan.ts'
import type { StructureTable } from '../../../structure.ts'
import { nameWords } from '../../source/names.ts'
import type { Path } from '../../source/paths.ts'
import { amountAt } from '../../text/numbers.ts'
import { phrases } from '../../text/phrases.ts'
import { negated, related } from '../conditions.ts'
import { type Context, type Rule, says } from '../context.ts'
import { ways } from '../ties.ts'
import { possession } from './counts.ts'

const noun = phrases(
  'direct reports|report',
  'reports',
  'subordinates|subordinate',
  'people reporting to them',
  'employees reporting to them',
  'people under them',
  'people below them',
)
const verb = phrases('manage|manages|managing|supervise|supervises|supervising|lead|leads|leading')
const people = phrases(
  'people',
  'others',
  'other people',
  'somebody|someone|anybody|anyone',
  'at least one person',
)
const none = phrases(
  'no',
  'without',
  'without any',
  'with no',
  'have no',
  'has no',
  'having no',
  'no one',
  'nobody',
)
const roles = /^(manager|manages|report|reports|boss|supervisor|superior|lead|leader|parent|head)$/

/** "with more than 10 direct reports", "who manage nobody": rows that refer to a row of the same table as their superior. */
export const subordinates: Rule = (context, table, at) => {
  const paths = below(context, table)
  if (paths.length === 0) return []
  const { tokens } = context
  const says_ = (end: number, where: (path: Path) => Condition, cost = 0.2) =>
    paths.map((path) => says(end, where(path), cost))
  const starts = [at, ...possession(tokens, at)]
  const counted = [
    ...starts.map((start) => ({ start, noun })),
    ...verb(tokens, at).map((start) => ({ start, noun: people })),
  ].flatMap(({ start, noun: of }) =>
    amountAt(tokens, start).flatMap((amount) =>
      of(tokens, amount.end).flatMap((end) =>
        says_(end, (path) =>
          related(path, null, { measure: { function: 'COUNT', column: null }, amount: amount.value }),
        ),
      ),
    ),
  )
  const any = [
    ...starts.filter((start) => start > at).flatMap((start) => noun(tokens, start)),
    ...verb(tokens, at).flatMap((start) => people(tokens, start)),
  ].flatMap((end) => says_(end, (path) => related(path, null)))
  const no = [
    ...none(tokens, at).flatMap((start) => noun(tokens, start)),
    ...verb(tokens, at).flatMap((start) => none(tokens, start)),
  ].flatMap((end) => says_(end, (path) => negated(related(path, null))))
  return [...counted, ...any, ...no]
}

const below = (context: Context, table: StructureTable): Path[] =>
  ways(context, table, table)
    .map(({ path }) => path)
    .filter(
      ({ references }) =>
        references.length === 1 &&
        references[0]!.down &&
        references[0]!.reference.columns.some((column) => nameWords(column).some((word) => roles.test(word))),
    )
