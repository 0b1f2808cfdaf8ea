import { columnOf, type TypedResult } from '../columns/column.ts'
import type { Measured } from '../columns/reduced.ts'
import { isAdditive } from '../columns/roles.ts'
import type { Value } from '../columns/value.ts'
import type { ChartIntent, Measure } from '../intent.ts'
import { combine } from './combine.ts'
import { nameOf } from './names.ts'
import type { Placing } from './placing.ts'

type Values = { x: Value; series: string | null; values: number[]; rows: number }

/** What a measure comes to at each x and series. */
export function measuredRows(
  measure: Measure,
  intent: ChartIntent,
  typed: TypedResult,
  placing: Placing,
): Measured {
  const groups = groupsOf(measure, intent, typed, placing)
  const repeated = groups.some(({ rows }) => rows > 1)
  const aggregate = aggregateOf(measure, typed)
  return {
    aggregate,
    repeated,
    groups: groups.map(({ x, series, values, rows }) => ({ x, series, y: combine(aggregate, values, rows) })),
  }
}

function groupsOf(
  measure: Measure,
  intent: ChartIntent,
  typed: TypedResult,
  { column: x, xOf }: Placing,
): Values[] {
  const series = intent.series === null ? null : columnOf(typed, intent.series)
  const y = measure.field === null ? null : columnOf(typed, measure.field)
  const groups: Values[] = []
  const places = new Map<Value, Map<string | null, Values>>()
  for (const row of typed.rows) {
    const place = x ? xOf(row[x.index]!) : null
    if (place === null && x) continue
    const value = y ? row[y.index]! : null
    if (value === null && y && measure.aggregate !== 'count') continue
    const name = series ? nameOf(row[series.index]!, series) : null
    let parts = places.get(place)
    if (!parts) {
      parts = new Map()
      places.set(place, parts)
    }
    let group = parts.get(name)
    if (!group) {
      group = { x: place, series: name, values: [], rows: 0 }
      parts.set(name, group)
      groups.push(group)
    }
    if (typeof value === 'number') group.values.push(value)
    // count(column) leaves out what has no value, count(*) counts each row
    if (!y || value !== null) group.rows++
  }
  return groups
}

/** Numbers of which nobody said how they go together are added up where that makes sense, else averaged. */
export function aggregateOf({ field, aggregate }: Measure, typed: TypedResult) {
  if (aggregate !== 'none') return aggregate
  return isAdditive(columnOf(typed, field!)) ? 'sum' : 'mean'
}

/** Whether numbers of several x may stand as one: sums and counts, which have no negative parts. */
export function addsUp({ field, aggregate }: Measure, typed: TypedResult): boolean {
  if (aggregate === 'count' || aggregate === 'sum') return true
  return aggregate === 'none' && isAdditive(columnOf(typed, field!))
}
