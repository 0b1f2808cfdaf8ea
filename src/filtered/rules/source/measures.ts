import type { Measure } from '../../plan.ts'
import type { StructureColumn, StructureTable } from '../../structure.ts'
import { nameWords } from './names.ts'

/** A number of a row, or the product of two. */
export type Quantity = { column: string; times: string | null; cost: number }

const words = (column: StructureColumn) => nameWords(column.name)
const has = (column: StructureColumn, pattern: RegExp) => words(column).some((word) => pattern.test(word))
const isNumber = ({ role }: StructureColumn) => role === 'NUMBER'

const notTheSum =
  /^(tax|discount|freight|shipping|fee|vat|tip|refund|balance|limit|deposit|commission|cost|percent|rate|id|number|sub|net|quantity|level|minimum|maximum|count|points?)$/
const sums = /^(amount|total|sum|subtotal|paid|revenue|turnover|sale|sales|totaldue)$/
const whole = /^(grand|total|paid|due|amount)$/
const prices = /^(price|fare|cost)$/
const pieces = /^(quantity|units?|pieces|copies|count)$/
const notPieces = /^(price|cost|stock|hand|order|per|level|reorder|available|reserved)$/

/** What a row is worth: its own total or amount, or else its price times its quantity. */
export function worthOf(table: StructureTable): Quantity[] {
  const own = table.columns.filter(
    (column) => isNumber(column) && has(column, sums) && !has(column, notTheSum),
  )
  if (own.length > 0) {
    const ranked = own.map((column) => ({
      column: column.name,
      times: null,
      cost: words(column).every((word) => whole.test(word)) ? 0 : 0.3,
    }))
    return ranked.sort((a, b) => a.cost - b.cost).slice(0, 2)
  }
  const prices = priceOf(table)
  const number = piecesOf(table)[0]
  return number && prices[0] ? [{ column: prices[0].column, times: number.column, cost: 0.2 }] : []
}

/** What one piece costs. */
export function priceOf(table: StructureTable): Quantity[] {
  const rank = (column: StructureColumn) => {
    if (has(column, /^(list|retail|selling|sales?|unit)$/) && has(column, /^price$/)) return 0
    if (has(column, /^price$/)) return 0.05
    if (has(column, /^fare$/)) return 0.1
    if (has(column, /^(rate|fee)$/) && !has(column, /^(discount|tax|interest|exchange|life)$/)) return 0.4
    return has(column, prices) ? 0.5 : Number.NaN
  }
  return table.columns
    .filter(isNumber)
    .map((column) => ({ column: column.name, times: null, cost: rank(column) }))
    .filter(({ cost }) => !Number.isNaN(cost))
    .sort((a, b) => a.cost - b.cost)
}

/** How many pieces a row tells of. */
export const piecesOf = (table: StructureTable): Quantity[] =>
  table.columns
    .filter((column) => isNumber(column) && has(column, pieces) && !has(column, notPieces))
    .map((column) => ({ column: column.name, times: null, cost: 0 }))

export const measure = (fn: Measure['function'], quantity: Quantity): Measure => ({
  function: fn,
  column: quantity.column,
  times: quantity.times,
})

/** Columns that a word for how something is (longer, heavier, cheaper) compares, by their words. */
export const dimensions: Record<string, RegExp[]> = {
  price: [/^price$/, /^(fare|rate|fee)$/, /^cost$/],
  length: [
    /^(length|duration|runtime)$/,
    /^(milliseconds?|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|pages?)$/,
  ],
  distance: [/^(distance|mileage|range|depth)$/, /^(kilometers?|kilometres?|km|miles?)$/, /^length$/],
  weight: [/^(weight|mass)$/],
  height: [/^(height|elevation|altitude)$/],
  size: [/^size$/, /^(area|surface)$/, /^population$/, /^capacity$/, /^bytes?$/],
  width: [/^width$/],
  population: [/^population$/],
  age: [/^age$/],
  speed: [/^speed$/],
  rating: [/^(rating|score|stars?)$/],
  salary: [/^(salary|wage|pay|income)$/],
}

/** How long a flight is late is not how long it is. */
const notItsOwn = /^(id|minimum|maximum|delay|lead|late|wait|waiting|overtime)$/

/** The columns of a dimension; those of the most fitting word alone. */
export function columnsOfDimension(table: StructureTable, dimension: string): StructureColumn[] {
  if (dimension === 'price') {
    const [first, ...others] = priceOf(table)
    return [first, ...others.filter(({ cost }) => cost === first?.cost)].flatMap((one) =>
      table.columns.filter(({ name }) => name === one?.column),
    )
  }
  for (const pattern of dimensions[dimension] ?? []) {
    const found = table.columns.filter(
      (column) => isNumber(column) && has(column, pattern) && !has(column, notItsOwn),
    )
    // The name alone, without more words, is what is meant first.
    const plain = found.filter((column) => words(column).length === 1)
    if (found.length > 0) return plain.length > 0 ? plain : found
  }
  return []
}
