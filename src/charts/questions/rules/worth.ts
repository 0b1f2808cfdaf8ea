import type { Condition } from '../../../filtered/plan.ts'
import type { Quantity } from '../../../filtered/rules/source/measures.ts'
import { nameWords } from '../../../filtered/rules/source/names.ts'
import { singular } from '../../../filtered/rules/text/inflection.ts'
import type { StructureTable } from '../../../filtered/structure.ts'
import type { MeasureName, QuestionFunction } from '../question-plan.ts'
import { type Measured, plainMeasure } from './asking.ts'

/** Whether the rows of a table are money itself: a total of them is a sum, not a count. */
export const isMoneyName = ({ name }: StructureTable) =>
  /^(payment|fine|fee|expense|donation|sale|transaction|salary|wage|refund|deposit|charge|cost|tip|bonus)$/.test(
    singular(nameWords(name).at(-1) ?? ''),
  )

export const columnOf = ({ columns }: StructureTable, { column }: Quantity) =>
  columns.find(({ name }) => name === column)!
const timesOf = ({ columns }: StructureTable, { times }: Quantity) =>
  columns.find(({ name }) => name === times) ?? null

export const worth = (
  subject: StructureTable,
  quantity: Quantity,
  fn: QuestionFunction,
  called: MeasureName,
  where: Condition[],
): Measured => ({
  ...plainMeasure,
  function: fn,
  column: columnOf(subject, quantity),
  times: timesOf(subject, quantity),
  called,
  where,
})

export const pieces = (subject: StructureTable, quantity: Quantity, where: Condition[]): Measured => ({
  ...plainMeasure,
  function: 'SUM',
  column: columnOf(subject, quantity),
  called: 'quantity',
  where,
})
