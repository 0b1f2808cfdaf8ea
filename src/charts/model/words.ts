import type { TypedResult } from '../columns/column.ts'
import { nameWords } from '../columns/names.ts'
import type { Aggregate, ChartIntent } from '../intent.ts'

/** The few words of a model's own that people see: plain text, which is no more than it seems. */

const longestTitle = 120
const longestReason = 200

/** Signs that nobody sees, and those that turn the direction of writing; joiners belong to letters. */
const unseen = /(?![\u200c\u200d])\p{Cf}/gu
const markup = /<[a-z/!?]|\]\(|&(?:#\d+|#x[\da-f]+|lt|gt|amp|quot);/i
const address =
  /[a-z][a-z\d+.-]*:\/\/|\bwww\.|\b(?:javascript|vbscript|mailto):|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\/\w|\b[\w.+-]+@[\w-]+\.\w/i

function plain(text: string, longest: number): string | null {
  const words = text
    .toWellFormed()
    .replace(unseen, '')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
  if (words === '') return null
  return words.length > longest ? `${words.slice(0, longest - 1)}…`.toWellFormed() : words
}

export const plainReason = (text: string) => plain(text, longestReason) ?? 'The model chose it'
export const plainTitle = (text: string | null) => (text === null ? null : plain(text, longestTitle))

/** What makes words unfit to stand above or below a chart. */
export function wrongsOfWords(words: { title: string | null; reason?: string }): string[] {
  return Object.entries(words).flatMap(([what, text]) => {
    const shown = text && plain(text, Number.POSITIVE_INFINITY)
    if (!shown) return []
    if (markup.test(shown)) return [`${what}: It takes plain words, no markup`]
    return address.test(shown) ? [`${what}: It takes plain words, no addresses`] : []
  })
}

const said: readonly [RegExp, readonly Aggregate[], string][] = [
  [/\b(?:averages?|avg|means?)\b/i, ['mean'], 'an average'],
  [/\bmedians?\b/i, ['median'], 'a median'],
  [/\b(?:totals?|sums?)\b/i, ['sum', 'count'], 'a total'],
]

/** A title that calls an average a total would have people believe it. */
export function wrongsOfTitle(title: string | null, { y, also }: ChartIntent, typed: TypedResult): string[] {
  if (title === null) return []
  const measures = [y, ...also].filter((measure) => measure !== null)
  if (measures.some(({ aggregate }) => aggregate === 'none')) return []
  const names = new Set(typed.columns.flatMap(({ name }) => nameWords(name)))
  return said.flatMap(([pattern, aggregates, what]) => {
    const word = pattern.exec(title)?.[0]
    if (!word || names.has(word.toLowerCase())) return []
    return measures.some(({ aggregate }) => aggregates.includes(aggregate))
      ? []
      : [`title: It speaks of ${what}, which the chart does not show`]
  })
}
