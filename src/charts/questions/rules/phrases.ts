import { type Phrases, phrasesOf } from '../../../filtered/rules/text/phrases.ts'

/** Every word that a rule for questions asks for beside those of the filter planner's grammar. */
export const questionWords = new Set<string>()

export const phrases = (...texts: string[]): Phrases => phrasesOf(texts, questionWords)
