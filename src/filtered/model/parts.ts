import { z } from 'zod'
import { tokenize } from '../rules/text/tokens.ts'

/** A request word by word, with what a model made of each: so that nothing is dropped without a word. */
export type Parts = { words: string; meaning: string }[]

export const partsSchema = z.array(z.strictObject({ words: z.string(), meaning: z.string() }))

/** Words of the request that stand in none of its parts. */
export function wordsWithoutPart(request: string, parts: readonly { words: string }[]): string[] {
  const wordsOf = (text: string) =>
    tokenize(text)
      .filter(({ kind }) => kind !== 'mark')
      .map(({ text }) => text.toLowerCase())
  const accounted = new Set(parts.flatMap(({ words }) => wordsOf(words)))
  return [...new Set(wordsOf(request))].filter((word) => !accounted.has(word))
}

export const passedOver = (words: readonly string[]) =>
  `These words of the request stand in no part: ${words.join(', ')}`
