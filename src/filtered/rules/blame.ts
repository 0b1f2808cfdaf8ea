import type { Prepared } from './prepare.ts'
import type { Token } from './text/tokens.ts'

/** How far it is looked for what is in the way. */
export type Patience = {
  /** Of more tokens nothing is tried. */
  mostTokens: number
  /** So many neighbouring tokens are left out at a time. */
  longest: number
  /** For all tries together; unlimited where it is left out. */
  mostMs?: number
}

/**
 * The fewest neighbouring tokens whose absence, with that of those already known for unknown, makes the rest clear: their indexes;
 * none where that is so without them, or where there are no such.
 * @param understands the best reading of some of the tokens
 */
export function blamed(
  tokens: readonly Token[],
  unknown: readonly number[],
  understands: (tokens: readonly Token[]) => { cost: number } | undefined,
  { mostTokens, longest, mostMs = Number.POSITIVE_INFINITY }: Patience,
): number[] {
  if (tokens.length > mostTokens) return []
  const kept = tokens.map((_, index) => index).filter((index) => !unknown.includes(index))
  const without = (left: readonly number[]) => understands(left.map((index) => tokens[index]!))
  if (unknown.length > 0 && without(kept)) return []
  const start = performance.now()
  for (let length = 1; length <= longest; length++) {
    const found: { at: number; cost: number }[] = []
    for (let at = 0; at + length <= kept.length; at++) {
      if (performance.now() - start > mostMs) return []
      if (tokens[kept[at]!]!.kind === 'mark' || tokens[kept[at + length - 1]!]!.kind === 'mark') continue
      const reading = without(kept.toSpliced(at, length))
      if (reading) found.push({ at, cost: reading.cost })
    }
    const best = found.sort((a, b) => a.cost - b.cost)[0]
    if (best) return kept.slice(best.at, best.at + length)
  }
  return []
}

/** The words at the indexes as they were written; those side by side are named together. */
export function phrasesAt({ prompt, tokens }: Prepared, indexes: readonly number[]): string[] {
  const runs: number[][] = []
  for (const index of indexes) {
    const last = runs.at(-1)
    if (last && last.at(-1)! + 1 === index) last.push(index)
    else runs.push([index])
  }
  return runs.map((run) => prompt.slice(tokens[run[0]!]!.start, tokens[run.at(-1)!]!.end))
}

export const contentOf = (tokens: readonly Token[]): string[] =>
  tokens.filter(({ kind }) => kind !== 'mark').map(({ text }) => text)
