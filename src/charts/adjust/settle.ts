import { cycleOf } from '../arrange/buckets.ts'
import type { TypedResult } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'

/** What follows from a change: parts that the new kind of chart has no place for go, those that it needs come. */
export function settled(wanted: ChartIntent, before: ChartIntent, { columns }: TypedResult): ChartIntent {
  const intent = { ...wanted }
  const find = (name: string | null | undefined) => columns.find((column) => column.name === name) ?? null
  const [x, y] = [find(intent.x?.field), find(intent.y?.field)]
  if (intent.series === intent.x?.field) intent.series = null
  if (intent.mark === 'arc' || intent.mark === 'text' || intent.mark === 'boxplot')
    Object.assign(intent, { series: null, also: [] })
  if (intent.mark === 'text') Object.assign(intent, { x: null, top: null, sort: null })
  if (intent.mark !== 'point') intent.size = null
  if (intent.mark === 'point' || intent.mark === 'boxplot' || intent.mark === 'rect') intent.also = []
  if (intent.mark === 'point' && y && intent.y!.aggregate !== 'none' && before.mark !== 'point')
    intent.y = { ...intent.y!, aggregate: 'none' }
  if (intent.mark === 'boxplot' && y) intent.y = { ...intent.y!, aggregate: 'none' }
  if (intent.mark !== 'bar' && intent.horizontal === before.horizontal) intent.horizontal = null
  if (intent.x?.bins && (intent.mark !== 'bar' || x?.kind !== 'number'))
    intent.x = { ...intent.x, bins: null }
  if (
    intent.x?.timeUnit &&
    (intent.mark === 'line' || intent.mark === 'area') &&
    cycleOf(intent.x.timeUnit) === null &&
    intent.sort?.by === 'y'
  )
    intent.sort = null
  const isSplit = intent.series !== null || intent.also.length > 0
  if (!isSplit || intent.mark === 'line' || intent.mark === 'point' || intent.mark === 'rect')
    intent.stack = null
  else if (
    intent.mark === 'bar' &&
    intent.stack === before.stack &&
    intent.stack !== 'group' &&
    intent.y?.aggregate !== before.y?.aggregate
  )
    // Averages that stand on one another would read as a sum.
    intent.stack = addsUp(intent, y?.min ?? 0) ? (intent.stack ?? 'zero') : 'group'
  else if (intent.stack === null && intent.mark === 'bar')
    intent.stack = addsUp(intent, y?.min ?? 0) ? 'zero' : 'group'
  else if (intent.stack === null && intent.mark === 'area' && (y?.min ?? 0) >= 0) intent.stack = 'zero'
  return intent
}

function addsUp({ y, also }: ChartIntent, least: number): boolean {
  return (
    also.length === 0 &&
    least >= 0 &&
    (y?.aggregate === 'count' || y?.aggregate === 'sum' || y?.aggregate === 'none')
  )
}
