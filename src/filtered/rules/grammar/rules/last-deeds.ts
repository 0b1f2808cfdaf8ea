import type { StructureTable } from '../../../structure.ts'
import { isDate } from '../../source/dates.ts'
import { nameWords } from '../../source/names.ts'
import { stemsOfDeed } from '../../terms/verbs.ts'
import { stem } from '../../text/inflection.ts'
import { numberAt } from '../../text/numbers.ts'
import { type When, whenAt } from '../../text/periods.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { timeUnitOf } from '../../text/units.ts'
import { compare, during } from '../conditions.ts'
import { type Context, type Part, type Rule, says } from '../context.ts'

const particle = phrases('in', 'on', 'up', 'out', 'back')
const lasting = phrases(
  'for',
  'for over',
  'for more than',
  'for at least',
  'for the last|past',
  'in over',
  'in more than',
)

/**
 * "who never logged in", "that have not logged in for 90 days", of a column that keeps only the last time (`last_login_at`):
 * it tells whether there was any, and of a period up to now.
 */
export const lastDeeds: Rule = (context, table, at) => {
  const { tokens } = context
  const found: Reading<Part>[] = []
  for (const column of columnsOfLast(table, tokens[at]?.word))
    for (const next of [at + 1, ...particle(tokens, at + 1)]) {
      if (column.nullable) found.push(says(next, compare(column.name, 'IS_NOT_NULL'), 0.3))
      for (const when of [...whenAt(tokens, next, context.asOf), ...duration(context, next)]) {
        const where = reachesNow(when.value) ? during(column, when.value, context.asOf) : null
        if (where) found.push(says(when.end, where, when.cost))
      }
    }
  return found
}

function columnsOfLast(table: StructureTable, verb: string | undefined) {
  if (!verb || !/(ed|ing|en|t)$/.test(verb)) return []
  const stems = stemsOfDeed(stem(verb))
  return table.columns.filter((column) => {
    const words = nameWords(column.name)
    const own = words.filter((word) => !/^(last|latest|at|on|date|time)$/.test(word))
    return isDate(column) && own.length < words.length && /^(last|latest)$/.test(words[0]!) && own.length > 0
      ? own.every((word) => stems.includes(stem(word)) || /^(in|on|up|out)$/.test(word))
      : false
  })
}

const reachesNow = (when: When) =>
  when.kind === 'ROLLING' || (when.kind === 'RANGE' && when.from !== null && when.to === null)

const duration = ({ tokens }: Context, at: number): Reading<When>[] =>
  lasting(tokens, at).flatMap((start) => {
    const one = /^(a|an)$/.test(tokens[start]?.word ?? '') ? timeUnitOf(tokens[start + 1]?.word) : null
    if (one) return [reading<When>(start + 2, { kind: 'ROLLING', amount: 1, unit: one })]
    return numberAt(tokens, start).flatMap(({ end, value }) => {
      const unit = timeUnitOf(tokens[end]?.word)
      return unit && Number.isInteger(value.number) && value.number > 0
        ? [reading<When>(end + 1, { kind: 'ROLLING', amount: value.number, unit })]
        : []
    })
  })
