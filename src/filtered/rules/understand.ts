import { blamed, contentOf, phrasesAt } from './blame.ts'
import { merged, promptsAt, type Understood } from './grammar/prompts.ts'
import { asSubject } from './grammar/subjects.ts'
import { aliasesOf, contextFor, type Prepared, prepare } from './prepare.ts'
import type { RulesContext } from './rules-context.ts'
import { suggestionsFor, unknownWords } from './suggestions.ts'
import type { Reading } from './text/reading.ts'
import type { Token } from './text/tokens.ts'

export type Unclear = { message: string; unrecognized: string[]; suggestions: string[] }

/** Readings that cost nearly the same are equally good. */
const alike = 0.12
const patience = { mostTokens: 60, longest: 4 }

/** What the prompt says, or what of it could not be understood. */
export async function understand(prompt: string, context: RulesContext): Promise<Understood | Unclear> {
  const prepared = await prepare(prompt, context)
  const { tokens } = prepared
  if (!tokens.some(({ kind }) => kind === 'word'))
    return { message: 'The prompt has no words', unrecognized: [prompt.trim()], suggestions: [] }
  const readings = complete(prepared, tokens)
  const [first, ...others] = readings
  if (!first) return unclear(prepared)
  const rival = others.find(
    ({ cost, value }) => cost - first.cost < alike && meaning(value) !== meaning(first.value),
  )
  return rival ? ambiguous(prepared, first.value, rival.value) : first.value
}

function complete(prepared: Prepared, tokens: readonly Token[]): Reading<Understood>[] {
  return promptsAt(contextFor(prepared, tokens)).flatMap((one) => {
    const subjects = merged(one.value.subjects)
    return subjects ? [{ ...one, value: { ...one.value, subjects } }] : []
  })
}

const meaning = ({ subjects, empty }: Understood) =>
  JSON.stringify([subjects.map(asSubject), empty.map(({ id }) => id)])

/** Without which words the rest would be understood? */
function unclear(prepared: Prepared): Unclear {
  const { tokens } = prepared
  const unknown = unknownWords(prepared)
  // What is left may still be no prompt.
  const best = (some: readonly Token[]) => complete(prepared, some)[0]
  const words = [...new Set([...unknown, ...blamed(tokens, unknown, best, patience)])].sort((a, b) => a - b)
  const unrecognized = words.length > 0 ? phrasesAt(prepared, words) : contentOf(tokens)
  const list = unrecognized.map((word) => `“${word}”`).join(', ')
  return {
    message: `Not understood: ${list}`,
    unrecognized,
    suggestions: suggestionsFor(prepared, unrecognized),
  }
}

function ambiguous(prepared: Prepared, a: Understood, b: Understood): Unclear {
  const [first, second] = [aliasesOf(a), aliasesOf(b)]
  return {
    message: 'The prompt can be read in more than one way',
    unrecognized: contentOf(prepared.tokens),
    suggestions: [first, second],
  }
}
