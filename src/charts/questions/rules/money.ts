import { isMoney } from '../../../filtered/rules/grammar/units.ts'
import { piecesOf, priceOf, type Quantity, worthOf } from '../../../filtered/rules/source/measures.ts'
import { nameWords } from '../../../filtered/rules/source/names.ts'
import { stemsOfDeed } from '../../../filtered/rules/terms/verbs.ts'
import { stem } from '../../../filtered/rules/text/inflection.ts'
import type { StructureTable } from '../../../filtered/structure.ts'
import type { MeasureName } from '../question-plan.ts'
import { phrases } from './phrases.ts'

/** Words for money, what a measure is called by them, and the deed that they tell of. */
export const moneyWords: [ReturnType<typeof phrases>, MeasureName, 'sell' | 'pay'][] = [
  [
    phrases(
      'sales',
      'sale',
      'sales amount|amounts',
      'sales total|totals',
      'sales value',
      'sales volume',
      'sales figures',
      'sale value',
      'amount sold',
      'value sold',
    ),
    'sales',
    'sell',
  ],
  [
    phrases('revenue', 'revenues', 'sales revenue', 'revenue amount', 'proceeds', 'takings'),
    'revenue',
    'sell',
  ],
  [phrases('turnover', 'sales turnover'), 'turnover', 'sell'],
  [phrases('income', 'sales income'), 'income', 'sell'],
  [phrases('earnings', 'money earned', 'amount earned'), 'earnings', 'sell'],
  [
    phrases(
      'spending',
      'spend',
      'spendings',
      'money spent',
      'amount spent',
      'expenditure',
      'purchases value',
    ),
    'spending',
    'pay',
  ],
  [phrases('order value', 'order values', 'value of orders', 'value of the orders'), 'value', 'sell'],
]

/** What is not earned but paid. */
const costs =
  /^(supplier|supply|supplies|vendor|procurement|purchase|delivery|deliveries|expense|expenses|budget|refund|refunds|return|returns|wage|salary|payroll|fine|fines|inventory|stock|shipment|shipments)$/

const unrelated = 0.9

/** How well a table tells of a deed of money, by its name: orders and invoices of "sales", payments of "spending". */
export function moneyRank({ name }: StructureTable, deed: 'sell' | 'pay'): number {
  const words = nameWords(name)
  if (words.some((word) => costs.test(word))) return unrelated
  const stems = words.map(stem)
  const has = (verb: string) => stemsOfDeed(stem(verb)).some((one) => stems.includes(one))
  const isPaid = stems.includes(stem('pay'))
  if (deed === 'pay' && isPaid) return 0
  if (
    has('sell') ||
    words.some((word) =>
      /^(booking|reservation|ticket|subscription|rental|contract|charge|transaction)s?$/.test(word),
    )
  )
    return deed === 'sell' ? 0 : 0.15
  return isPaid ? 0.35 : unrelated
}

/** What the rows of a table are worth in money: an amount of their own, or price × quantity. */
export const moneyOf = (table: StructureTable): Quantity[] =>
  worthOf(table).filter(({ column }) => isMoney(table.columns.find(({ name }) => name === column)!))

/** Where each row is one piece that was sold, its price is what it is worth. */
export const pricesOf = (table: StructureTable): Quantity[] =>
  moneyOf(table).length === 0 && piecesOf(table).length === 0 ? priceOf(table).slice(0, 1) : []
