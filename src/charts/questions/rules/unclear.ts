import { blamed, contentOf, phrasesAt } from '../../../filtered/rules/blame.ts'
import type { Prepared } from '../../../filtered/rules/prepare.ts'
import { suggestionsFor, unknownWords } from '../../../filtered/rules/suggestions.ts'
import type { Token } from '../../../filtered/rules/text/tokens.ts'
import { UnclearPromptError } from '../../../platform/errors.ts'
import type { Resolved } from './resolve.ts'

type Understands = (tokens: readonly Token[]) => Resolved | undefined

const patience = { mostTokens: 40, longest: 3, mostMs: 600 }

/**
 * Which words are in the way: those that nothing knows, or the fewest without which the rest is understood, or else the one that
 * no reading gets past.
 */
export function unclear(
  prepared: Prepared,
  stuck: number | null,
  understands: Understands,
): UnclearPromptError {
  const { tokens } = prepared
  const unknown = unknownWords(prepared)
  const known = [...new Set([...unknown, ...blamed(tokens, unknown, understands, patience)])].sort(
    (a, b) => a - b,
  )
  const words = known.length === 0 && stuck !== null ? from(tokens, stuck) : known
  if (words.length === 0) {
    const content = contentOf(tokens)
    return new UnclearPromptError(
      'It is not clear what is to be counted or measured, and by what; say it as in “number of orders by country” or “average price per category”',
      content,
      suggestionsFor(prepared, content),
    )
  }
  const unrecognized = phrasesAt(prepared, words)
  const list = unrecognized.map((word) => `“${word}”`).join(', ')
  return new UnclearPromptError(
    `Not understood: ${list}`,
    unrecognized,
    suggestionsFor(prepared, unrecognized),
  )
}

const leading =
  /^(by|per|for|each|every|in|of|the|and|with|average|total|number|how|many|much|vs|versus|across|a|an|to|on)$/

/** The word with those after it up to one that says something. */
function from(tokens: readonly Token[], start: number): number[] {
  const said = tokens.findIndex(
    ({ word, kind }, index) => index >= start && kind !== 'mark' && !leading.test(word),
  )
  const end = said === -1 ? tokens.length - 1 : said
  return Array.from({ length: end - start + 1 }, (_, index) => start + index)
}

/** @param meant what the readings come to, in words */
export function ambiguous(prepared: Prepared, meant: readonly string[]): UnclearPromptError {
  const different = [...new Set(meant)].slice(0, mostReadings)
  return new UnclearPromptError(
    `The question can be read in more than one way: ${different.join(' ')}`,
    contentOf(prepared.tokens),
    different,
  )
}

const mostReadings = 4
