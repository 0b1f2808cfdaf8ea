import type { Token } from './tokens.ts'

/** Every word that a rule of the grammar asks for: none of them is unknown, and none is another one misspelt. */
export const grammarWords = new Set<string>()

/** The positions after each way in which one of the phrases stands at a position, longest first. */
export type Phrases = (tokens: readonly Token[], at: number) => number[]

/** Phrases of the grammar; words may be alternatives (`more|greater than`). */
export const phrases = (...texts: string[]): Phrases => phrasesOf(texts, grammarWords)

/** @param known gets every word of them */
export function phrasesOf(texts: readonly string[], known: Set<string>): Phrases {
  const byFirst = new Map<string, string[][][]>()
  for (const text of texts) {
    const words = text.split(' ').map((word) => word.split('|'))
    for (const word of words.flat()) known.add(word)
    for (const first of words[0]!) byFirst.set(first, [...(byFirst.get(first) ?? []), words])
  }
  return (tokens, at) => {
    const first = tokens[at]
    if (!first || first.kind === 'quoted') return []
    const ends = (byFirst.get(first.word) ?? [])
      .filter((words) => words.every((word, index) => matches(tokens[at + index], word)))
      .map((words) => at + words.length)
    return [...new Set(ends)].sort((a, b) => b - a)
  }
}

const matches = (token: Token | undefined, words: string[]) =>
  token !== undefined && token.kind !== 'quoted' && words.includes(token.word)

/** After the longest of the phrases, or where it stood. */
export const after = (phrase: Phrases, tokens: readonly Token[], at: number) => phrase(tokens, at)[0] ?? at
