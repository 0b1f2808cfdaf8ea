import type { Column, TypedResult } from '../columns/column.ts'
import { isAdditive, isIntensive, isMoney } from '../columns/roles.ts'
import type { Measure } from '../intent.ts'
import type { Cues } from '../words/cues.ts'
import { areKeys, type Pool } from './pool.ts'

export const rowCount: Measure = { field: null, aggregate: 'count' }

/**
 * What is measured by these columns: the numbers that a query made, or rows counted, or numbers put together as the words
 * say, else added up where that makes sense and averaged where it does not.
 */
export function measureBy(
  keys: readonly Column[],
  pool: Pool,
  cues: Cues,
  typed: TypedResult,
  willBucket: boolean,
): Measure {
  const { aggregates, mentioned } = cues
  const candidates = pool.measures.filter((column) => !keys.includes(column))
  const said = aggregates[0] ?? null
  const onY = candidates.find(({ index }) => index === cues.places.y)
  const column = onY ?? chosen(candidates, aggregates, mentioned)
  if (!column) return rowCount
  const isMade = !willBucket && areKeys(keys, typed)
  if (isMade) return { field: column.name, aggregate: 'none' }
  // Of raw rows "how many" counts them; what is already a count can be added up.
  const counts =
    said?.aggregate === 'count' &&
    column.aggregated === null &&
    !aggregates.some(({ column: of }) => of === column.index)
  if (counts && !aggregates.some(({ aggregate }) => aggregate !== 'count')) return rowCount
  const aggregate = aggregates.find(({ aggregate }) => aggregate !== 'count')?.aggregate
  return { field: column.name, aggregate: aggregate ?? usualAggregate(column, keys, cues) }
}

function usualAggregate(
  column: Column,
  keys: readonly Column[],
  { amount, money, tendency }: Cues,
): Measure['aggregate'] {
  if (column.aggregated !== null) return ownAggregate(column)
  if (tendency && keys.every(({ kind }) => kind !== 'time')) return 'mean'
  if (money && isMoney(column)) return 'sum'
  return amount && !isIntensive(column) ? 'sum' : ownAggregate(column)
}

/** Counts of parts add up to the count of all, the least of least ones is the least. */
export function ownAggregate(column: Column): Measure['aggregate'] {
  if (column.aggregated !== null) return column.aggregated === 'count' ? 'sum' : column.aggregated
  return isAdditive(column) ? 'sum' : 'mean'
}

function chosen(
  candidates: readonly Column[],
  aggregates: Cues['aggregates'],
  mentioned: readonly number[],
): Column | undefined {
  const byName = aggregates
    .map(({ column }) => candidates.find(({ index }) => index === column))
    .find(Boolean)
  if (byName) return byName
  const made = aggregates
    .map(({ aggregate }) => candidates.find(({ aggregated }) => aggregated === aggregate))
    .find(Boolean)
  const named = mentioned.map((index) => candidates.find((column) => column.index === index)).find(Boolean)
  return made ?? named ?? candidates[0]
}

/**
 * Measures beside the first that can share its axis: of the same unit and not of another size; those that were named may be
 * of very different ones.
 */
export function companions(
  first: Column,
  pool: Pool,
  keys: readonly Column[],
  named: readonly number[],
): Column[] {
  const size = (column: Column) => Math.max(Math.abs(column.min ?? 0), Math.abs(column.max ?? 0))
  return pool.measures
    .filter((column) => column !== first && !keys.includes(column))
    .filter(
      (column) =>
        column.unit === first.unit && (column.aggregated === 'count') === (first.aggregated === 'count'),
    )
    .filter((column) => {
      const most = named.includes(column.index) && named.includes(first.index) ? 200 : 20
      return size(column) <= size(first) * most && size(first) <= size(column) * most
    })
    .slice(0, 4)
}
