import type { Condition } from '../../../plan.ts'
import type { StructureTable } from '../../../structure.ts'
import { nameWords } from '../../source/names.ts'
import { phrases } from '../../text/phrases.ts'
import { type Reading, reading } from '../../text/reading.ts'
import { compare, negated } from '../conditions.ts'
import { type Context, type Rule, says } from '../context.ts'
import { flagOf } from '../flags.ts'

const there = phrases('in stock', 'on stock', 'in-stock', 'on hand', 'still in stock', 'in print', 'in store')
const gone = phrases('out of stock', 'out-of-stock', 'not in stock', 'out of print', 'sold out')
const amounts = /^(stock|hand|inventory|available|availability)$/
const others = /^(reorder|minimum|maximum|level|order|reserved|safety|date|value|cost|price)$/

/** "in stock", "out of stock": how many there are, or a flag that says so. */
export function stockAt(context: Context, table: StructureTable, at: number): Reading<Condition>[] {
  const { tokens } = context
  const found: Reading<Condition>[] = []
  const add = (end: number, word: string, none: boolean) => {
    const isOf = (name: string) =>
      nameWords(name).some((one) => one === word || (word !== 'print' && amounts.test(one)))
    const columns = table.columns.filter(({ name }) => isOf(name))
    const plain = columns.filter(({ name }) => !nameWords(name).some((one) => others.test(one)))
    for (const column of plain.length > 0 ? plain : columns) {
      const truth = flagOf(context, table, column)
      if (truth) found.push(reading(end, none ? negated(truth) : truth))
      else if (column.role === 'NUMBER') found.push(reading(end, compare(column.name, none ? 'EQ' : 'GT', 0)))
    }
  }
  for (const end of there(tokens, at)) add(end, tokens[end - 1]!.word, false)
  for (const end of gone(tokens, at)) add(end, tokens[end - 1]!.word, true)
  return found
}

export const stock: Rule = (context, table, at) =>
  stockAt(context, table, at).map(({ end, value, cost }) => says(end, value, cost))
