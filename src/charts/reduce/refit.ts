import { mostDrawn, mostSeriesOf } from '../arrange/arrange.ts'
import { cycleOf, nextBucket, unitForSpan } from '../arrange/buckets.ts'
import { isCut, placingOf } from '../arrange/placing.ts'
import { checkIntent } from '../check.ts'
import { type Column, columnOf, type TypedResult } from '../columns/column.ts'
import type { ChartIntent, TimeUnit } from '../intent.ts'
import { mostGroups } from './source.ts'

/** More of them than that are no longer seen one by one. */
const mostMoments = 400
/** Of more names than that a chart shows only the greatest, also where nobody asked for a top. */
const mostNames = { bar: 60, arc: 24, rect: 40, line: 200, area: 200 } as const
const shownNames = { bar: 20, arc: 9, rect: 40, line: 60, area: 60 } as const

/**
 * An intent that was chosen by the first rows, made readable for all rows: a unit of time that fits the whole span, names of
 * which not all have room, parts of a whole that turn out negative.
 */
export function refitted(
  intent: ChartIntent,
  { sample, typed, isChosenAgain }: { sample: TypedResult; typed: TypedResult; isChosenAgain: boolean },
): ChartIntent {
  const column = intent.x && columnOf(typed, intent.x.field)
  if (!column) return intent
  let fitting = withFittingUnit(intent, column, isChosenAgain ? null : columnOf(sample, column.name))
  fitting = withTop(fitting, column, typed)
  return withoutParts(fitting, typed)
}

function withFittingUnit(intent: ChartIntent, column: Column, before: Column | null): ChartIntent {
  const { timeUnit, field } = intent.x!
  const to = (unit: TimeUnit | null): ChartIntent => ({ ...intent, x: { field, timeUnit: unit, bins: null } })
  if (column.kind !== 'time') return timeUnit === null ? intent : to(null)
  if (cycleOf(timeUnit) !== null || column.min === null || intent.mark === 'point') return intent
  const fitting = unitForSpan(column.min, column.max!, column.grain)
  if (timeUnit === null) return column.distinct > mostDrawn ? to(fitting) : intent
  // What suited the first rows was chosen for their sake, and not because the question says so.
  const suitedBefore =
    before?.kind === 'time' && timeUnit === unitForSpan(before.min!, before.max!, before.grain)
  const most = intent.series === null ? mostDrawn : mostGroups / (mostSeriesOf(intent) + 1)
  const buckets = (column.max! - column.min) / nextBucket(0, timeUnit)
  return buckets > (suitedBefore ? mostMoments : most) ? to(fitting) : intent
}

function withTop(intent: ChartIntent, column: Column, typed: TypedResult): ChartIntent {
  const { mark, top } = intent
  if (top !== null || !(mark in mostNames) || !isCut(placingOf(intent, typed))) return intent
  const named = mark as keyof typeof mostNames
  if (column.distinct <= mostNames[named]) return intent
  return { ...intent, top: shownNames[named], other: mark === 'bar' || mark === 'arc' }
}

function withoutParts(intent: ChartIntent, typed: TypedResult): ChartIntent {
  if (checkIntent(intent, typed).length === 0) return intent
  const { mark, stack } = intent
  const whole: ChartIntent = {
    ...intent,
    mark: mark === 'arc' ? 'bar' : mark,
    stack: stack === 'zero' || stack === 'normalize' ? (mark === 'area' ? null : 'group') : stack,
  }
  return checkIntent(whole, typed).length === 0 ? whole : intent
}
