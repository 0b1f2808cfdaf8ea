import type { Condition } from '../../plan.ts'
import type { StructureTable } from '../../structure.ts'
import { mainDates } from '../source/dates.ts'
import { all, during } from './conditions.ts'
import type { Context, Part } from './context.ts'

/** What is said of rows, with a time that waited for its event: "customers from the last 6 months with 3+ purchases". */
export function settle(context: Context, said: Part): { where: Condition | null; cost: number } | null {
  let where = said.where
  for (const when of said.floating) {
    let found = false
    where = where.map((one) => {
      const within = inEvent(context, one, (event) => {
        const [date, second] = mainDates(event)
        return date && !second && !date.created ? during(date.column, when, context.asOf) : null
      })
      found ||= within !== null
      return within ?? one
    })
    if (!found) return null
  }
  return { where: all(where), cost: 0 }
}

function inEvent(
  context: Context,
  condition: Condition,
  date: (event: StructureTable) => Condition | null,
): Condition | null {
  if ('not' in condition) {
    const inner = inEvent(context, condition.not, date)
    return inner && { not: inner }
  }
  if ('all' in condition) {
    const inner = condition.all.map((one) => inEvent(context, one, date))
    return inner.every((one) => one !== null) ? { all: inner } : null
  }
  if (!('related' in condition)) return null
  const last = condition.related.path.at(-1)!
  const event = context.tables.find(({ schema, name }) => schema === last.schema && name === last.name)
  const during = event && date(event)
  if (!during) return null
  const where = all([condition.related.where, during].filter((one) => one !== null))
  return { related: { ...condition.related, where } }
}
