import type { Condition } from '../../../filtered/plan.ts'
import { piecesOf } from '../../../filtered/rules/source/measures.ts'
import type { StructureTable } from '../../../filtered/structure.ts'
import type { Asking } from './asking.ts'
import { moneyOf } from './money.ts'
import type { Said } from './said.ts'
import type { Way } from './ways.ts'

/** Readings that are no sense, though their words fit. */

/** No row has two values of one column at once. */
export function isContradictory(where: readonly Condition[], { columns }: StructureTable): boolean {
  const values = new Map<string, Set<unknown>>()
  const flat = where.flatMap((one) => ('all' in one ? one.all : [one]))
  return flat.some((one) => {
    if (!('compare' in one) || !/^(EQ|IN)$/.test(one.compare.operator) || one.compare.other) return false
    const { column: name, values: said } = one.compare
    if (columns.find((column) => column.name === name)?.role === 'ARRAY') return false
    const before = values.get(name)
    const both = new Set(said.filter((value) => !before || before.has(value)))
    values.set(name, both)
    return both.size === 0
  })
}

/** The whole of an order is not what one of its lines is worth. */
export const isCountedAgain = ({ references }: Way, { context }: Asking) =>
  references.some(({ reference, down }) => {
    const link = context.paths.table(reference.source)
    return down && (moneyOf(link).length > 0 || piecesOf(link).length > 0)
  })

/** Sales of rock tracks are what their lines are worth, not all of the orders that have one. */
export const isOfParts = (said: Said, { context, subject }: Asking) =>
  said.measures.some((measure) => measure.function === 'SUM' && measure.column) &&
  said.where
    .flatMap((one) => ('all' in one ? one.all : [one]))
    .some((one) => {
      const [first] = 'related' in one && !one.related.aggregate ? one.related.path : []
      const child = context.tables.find(({ schema, name }) => schema === first?.schema && name === first.name)
      return (
        child !== undefined &&
        first?.direction !== 'TO_PARENT' &&
        context.paths.references(child).some(({ target }) => target === subject.id) &&
        (moneyOf(child).length > 0 || piecesOf(child).length > 0)
      )
    })
