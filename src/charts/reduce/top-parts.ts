import { type Grouping, isReadThere } from './groups.sql.ts'
import type { MeasureParts } from './measures.ts'
import type { Parts } from './source.ts'

/** The groups that have a number, with what all their measures come to: which are the greatest goes by that. */
export const measuredFrom = (groups: string, measures: readonly MeasureParts[]) => `
  SELECT *, ${measures.map((one) => `coalesce(${numberIn(one)}, 0)`).join(' + ')} AS number
  FROM ${groups} WHERE ${measures.map((one) => `${numberIn(one)} IS NOT NULL`).join(' OR ')}`

function numberIn({ aggregate, names }: MeasureParts): string {
  if (aggregate === 'count') return names.rows
  return aggregate === 'mean' ? `(${names.value} / nullif(${names.rows}, 0))` : names.value
}

/** Several groups as one. */
export function together({ x, series, measures }: Grouping): Parts {
  const parts: Parts = { ...(x && { x: 'min(x)' }), ...(series && { series: 'min(series)' }) }
  for (const { aggregate, names, parts: own } of measures) {
    parts[names.rows] = `sum(${names.rows})`
    const by = aggregate === 'min' ? 'min' : aggregate === 'sum' || aggregate === 'mean' ? 'sum' : 'max'
    if (names.value in own) parts[names.value] = `${by}(${names.value})`
  }
  return parts
}

/** What there is in all groups. */
export function totals({ x, measures }: Grouping): Parts {
  const parts: Parts = { all_rows: 'sum(count)' }
  if (x && isReadThere(x.cells)) parts.misfits = 'sum(present) FILTER (WHERE x IS NULL)'
  for (const { names, parts: own } of measures) {
    parts[`all_${names.rows}`] = `max(${names.rows})`
    if (names.misfits in own) parts[names.misfits] = `sum(${names.misfits})`
    if (names.least in own)
      Object.assign(parts, { [names.least]: `min(${names.least})`, [names.most]: `max(${names.most})` })
  }
  return parts
}
