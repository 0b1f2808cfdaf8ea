import type { StructureTable } from '../../structure.ts'
import { isDate } from '../source/dates.ts'
import { nameWords } from '../source/names.ts'
import { stemsOfDeed } from '../terms/verbs.ts'
import { stem } from '../text/inflection.ts'
import type { Context } from './context.ts'
import { ways } from './ties.ts'

/** Events that a verb tells of, with the ways to them: "rented" and rental, "bought" and order, purchase or sale. */
export function eventsOf(
  context: Context,
  table: StructureTable,
  verb: string,
): { event: StructureTable; cost: number }[] {
  const stems = stemsOfDeed(stem(verb))
  const found = context.tables.flatMap((event) => {
    const words = nameWords(event.name)
    const head = stem(words.at(-1)!)
    const rank = stems.indexOf(head)
    const first = stems.indexOf(stem(words[0]!))
    // A question is what somebody asked where it has a date of that.
    const dated =
      rank < 0 && first < 0
        ? event.columns.some(
            (column) =>
              isDate(column) &&
              !column.nullable &&
              nameWords(column.name).some((word) => stem(word) === stem(verb)),
          )
        : false
    if (event === table || (rank < 0 && first < 0 && !dated)) return []
    // "order details" are told of by "ordered" as well, but orders are first.
    const own = dated ? 0.6 : rank >= 0 ? rank * 0.15 + (words.length > 1 ? 0.2 : 0) : first * 0.15 + 0.9
    return ways(context, table, event)
      .filter(({ path }) => !path.one)
      .slice(0, 1)
      .map(() => ({ event, cost: own }))
  })
  return found.sort((a, b) => a.cost - b.cost).slice(0, 4)
}
