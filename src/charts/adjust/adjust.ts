import { InvalidInputError, UnclearPromptError } from '../../platform/errors.ts'
import { checkIntent } from '../check.ts'
import type { TypedResult } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import { settled } from './settle.ts'
import { unheardOf } from './unheard.ts'
import { readWishes } from './wishes.ts'

/**
 * The intent with what the words say changed, and nothing else but what follows from it: a pie has no series.
 * @throws UnclearPromptError with the words that were not understood; InvalidInputError where no such chart can be drawn
 */
export function adjustIntent(words: string, intent: ChartIntent, typed: TypedResult): ChartIntent {
  const { wishes, unknown } = readWishes(words, intent, typed)
  if (unknown.length > 0 || wishes.length === 0) throw notUnderstood(words, unknown, typed)
  const wanted = { ...intent }
  const asked: Partial<ChartIntent> = {}
  for (const wish of wishes) {
    const change = wish(wanted)
    Object.assign(wanted, change)
    Object.assign(asked, change)
  }
  const adjusted = settled(wanted, intent, typed)
  const wrongs = [...new Set([...checkIntent(adjusted, typed), ...unheardOf(asked, adjusted, typed)])]
  if (wrongs.length > 0)
    throw new InvalidInputError(
      `The chart cannot be adjusted so: ${wrongs.join('; ')}.`,
      wrongs.map((message) => ({ path: ['adjustmentQuery'], message })),
    )
  return adjusted
}

function notUnderstood(
  words: string,
  unknown: readonly string[],
  { columns }: TypedResult,
): UnclearPromptError {
  const time = columns.find(({ kind }) => kind === 'time')
  const name = columns.find(({ kind }) => kind === 'text')
  const suggestions = [
    'make it a line',
    ...(time ? ['by month'] : []),
    'top 5, horizontal',
    ...(name ? [`colour by ${name.name}`] : []),
    'use average',
    'sort by name',
    'without colour',
  ]
  const shown = unknown.length > 0 ? [...unknown] : [words.trim().slice(0, 100)].filter(Boolean)
  return new UnclearPromptError(
    `${shown.length > 0 ? `Not understood of the adjustment: ${shown.map((word) => `“${word}”`).join(', ')}.` : 'The adjustment says nothing.'} It can name a kind of chart, a column, a unit of time, an aggregate, an order, a number of bars or a title.`,
    shown,
    suggestions.slice(0, 6),
  )
}
