import type { Prepared } from '../../../filtered/rules/prepare.ts'
import { suggestionsFor, unknownWords } from '../../../filtered/rules/suggestions.ts'
import type { Token } from '../../../filtered/rules/text/tokens.ts'
import type { Structure } from '../../../filtered/structure.ts'
import { UnclearPromptError } from '../../../platform/errors.ts'
import { describeQuestion } from '../describe-question.ts'
import type { Resolved } from './resolve.ts'

type Understands = (tokens: readonly Token[]) => Resolved | undefined

/** Questions longer than that are not taken apart to find what is in the way. */
const mostTokens = 40
const mostTime = 600

/** Which words are in the way: those that nothing knows, or the fewest without which the rest is understood. */
export function unclear(prepared: Prepared, understands: Understands): UnclearPromptError {
  const { tokens } = prepared
  const unknown = unknownWords(prepared)
  const words = [...new Set([...unknown, ...blamed(tokens, unknown, understands)])].sort((a, b) => a - b)
  const unrecognized = words.length > 0 ? phrasesOf(prepared, words) : contentOf(tokens)
  const list = unrecognized.map((word) => `“${word}”`).join(', ')
  return new UnclearPromptError(
    `Not understood: ${list}`,
    unrecognized,
    suggestionsFor(prepared, unrecognized),
  )
}

const contentOf = (tokens: readonly Token[]) =>
  tokens.filter(({ kind }) => kind !== 'mark').map(({ text }) => text)

function blamed(tokens: readonly Token[], unknown: readonly number[], understands: Understands): number[] {
  if (tokens.length > mostTokens) return []
  const kept = tokens.map((_, index) => index).filter((index) => !unknown.includes(index))
  const without = (left: readonly number[]) => understands(left.map((index) => tokens[index]!))
  if (unknown.length > 0 && without(kept)) return []
  const start = performance.now()
  for (const length of [1, 2, 3]) {
    const found: { at: number; cost: number }[] = []
    for (let at = 0; at + length <= kept.length; at++) {
      if (performance.now() - start > mostTime) return []
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
function phrasesOf({ prompt, tokens }: Prepared, indexes: readonly number[]): string[] {
  const runs: number[][] = []
  for (const index of indexes) {
    const last = runs.at(-1)
    if (last && last.at(-1)! + 1 === index) last.push(index)
    else runs.push([index])
  }
  return runs.map((run) => prompt.slice(tokens[run[0]!]!.start, tokens[run.at(-1)!]!.end))
}

export function ambiguous(
  prepared: Prepared,
  structure: Structure,
  plans: readonly Resolved[],
): UnclearPromptError {
  const meant = [...new Set(plans.map(({ plan }) => describeQuestion(plan, structure)))]
  return new UnclearPromptError(
    `The question can be read in more than one way: ${meant.join(' ')}`,
    contentOf(prepared.tokens),
    meant,
  )
}
