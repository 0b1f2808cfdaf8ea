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
/** How many words may be left out, one by one, to find those that are not understood. */
const mostTokens = 60

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
  const words = [...new Set([...unknown, ...blamed(prepared, unknown)])].sort((a, b) => a - b)
  const unrecognized = words.length > 0 ? phrasesOf(prepared.prompt, tokens, words) : contentOf(tokens)
  const list = unrecognized.map((word) => `“${word}”`).join(', ')
  return {
    message: `Not understood: ${list}`,
    unrecognized,
    suggestions: suggestionsFor(prepared, unrecognized),
  }
}

const contentOf = (tokens: readonly Token[]) =>
  tokens.filter(({ kind }) => kind !== 'mark').map(({ text }) => text)

/** The fewest neighbouring tokens whose absence, with that of those already known for unknown, makes the prompt clear. */
function blamed(prepared: Prepared, unknown: readonly number[]): number[] {
  const { tokens } = prepared
  if (tokens.length > mostTokens) return []
  const kept = tokens.map((_, index) => index).filter((index) => !unknown.includes(index))
  const without = (left: readonly number[]) =>
    complete(
      prepared,
      left.map((index) => tokens[index]!),
    )[0]
  if (unknown.length > 0 && without(kept)) return []
  for (const length of [1, 2, 3, 4]) {
    const found: { at: number; cost: number }[] = []
    for (let at = 0; at + length <= kept.length; at++) {
      if (tokens[kept[at]!]!.kind === 'mark' || tokens[kept[at + length - 1]!]!.kind === 'mark') continue
      const reading = without(kept.toSpliced(at, length))
      if (reading) found.push({ at, cost: reading.cost })
    }
    const best = found.sort((a, b) => a.cost - b.cost)[0]
    if (best) return kept.slice(best.at, best.at + length)
  }
  return []
}

/** Words side by side are named together. */
function phrasesOf(prompt: string, tokens: readonly Token[], indexes: number[]): string[] {
  const runs: number[][] = []
  for (const index of indexes) {
    const last = runs.at(-1)
    if (last && last.at(-1)! + 1 === index) last.push(index)
    else runs.push([index])
  }
  return runs.map((run) => prompt.slice(tokens[run[0]!]!.start, tokens[run.at(-1)!]!.end))
}

function ambiguous(prepared: Prepared, a: Understood, b: Understood): Unclear {
  const [first, second] = [aliasesOf(a), aliasesOf(b)]
  return {
    message: 'The prompt can be read in more than one way',
    unrecognized: contentOf(prepared.tokens),
    suggestions: [first, second],
  }
}
