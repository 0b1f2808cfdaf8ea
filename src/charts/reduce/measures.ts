import { aggregateOf } from '../arrange/measured.ts'
import { columnOf, type TypedResult } from '../columns/column.ts'
import type { Aggregate, ChartIntent, Measure } from '../intent.ts'
import { areTimes, type Cells, cellsOf, doubleOf, mayMisfit, presentIn, valueIn } from './cells.ts'
import type { Parts } from './source.ts'
import type { Subquery } from './subquery.ts'

/** A measure as the database makes it of the rows of one group. */
export type MeasureParts = {
  measure: Measure
  aggregate: Exclude<Aggregate, 'none'>
  cells: Cells | null
  /**
   * By name: `rows` are those that are counted, `value` is what parts of a group are put together of, `misfits` are cells of
   * another type, `least` and `most` are of single rows. Those that are not there need not be.
   */
  parts: Parts
  names: { rows: string; value: string; misfits: string; least: string; most: string }
}

export const measuresOf = ({ y, also }: ChartIntent): Measure[] =>
  [y, ...also].filter((measure) => measure !== null)

/** Whether single rows of a sum may show what the sums do not: parts of a whole that are negative. */
const mayNotBeNegative = ({ mark, stack }: ChartIntent) =>
  mark === 'arc' || ((mark === 'bar' || mark === 'area') && (stack === 'zero' || stack === 'normalize'))

export function measureParts(intent: ChartIntent, typed: TypedResult, subquery: Subquery): MeasureParts[] {
  return measuresOf(intent).map((measure, at) => {
    const aggregate = aggregateOf(measure, typed)
    const names = {
      rows: `rows${at}`,
      value: `value${at}`,
      misfits: `misfits${at}`,
      least: `least${at}`,
      most: `most${at}`,
    }
    if (measure.field === null)
      return { measure, aggregate, cells: null, names, parts: { [names.rows]: 'count(*)' } }
    const cells = cellsOf(subquery, columnOf(typed, measure.field))
    const { kind } = cells.column
    const read = valueIn(cells)
    const parts: Parts = { [names.rows]: `count(${read})` }
    if (kind === 'number' || areTimes(cells)) {
      if (aggregate !== 'count') parts[names.value] = togetherBy(aggregate, read, cells)
      if (mayMisfit(cells)) parts[names.misfits] = `count(${presentIn(cells)}) - count(${read})`
      if (mayNotBeNegative(intent)) Object.assign(parts, leastAndMost(names, read))
    }
    return { measure, aggregate, cells, names, parts }
  })
}

function togetherBy(aggregate: Exclude<Aggregate, 'none' | 'count'>, read: string, cells: Cells): string {
  if (aggregate === 'median') return `percentile_cont(0.5) WITHIN GROUP (ORDER BY ${doubleOf(cells)})`
  return `${aggregate === 'mean' ? 'sum' : aggregate}(${read})`
}

const leastAndMost = ({ least, most }: MeasureParts['names'], read: string): Parts => ({
  [least]: `min(${read})`,
  [most]: `max(${read})`,
})
