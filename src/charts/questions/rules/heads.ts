import type { Condition } from '../../../filtered/plan.ts'
import { headsAt } from '../../../filtered/rules/grammar/things.ts'
import { type Reading, reading } from '../../../filtered/rules/text/reading.ts'
import { type Asking, type Measured, plainMeasure } from './asking.ts'

/** Nouns for the subject's rows, with what is said before them. */
export const subjectsAt = ({ context, subject }: Asking, at: number): Reading<Condition[]>[] =>
  headsAt(context, at, 0)
    .filter(({ value }) => value.table === subject)
    .map(({ end, value, cost }) => reading(end, value.where ? [value.where] : [], cost))

/** Rows counted. */
export const rows = (where: Condition[], more: Partial<Measured> = {}): Measured => ({
  ...plainMeasure,
  function: 'COUNT',
  column: null,
  where,
  ...more,
})
