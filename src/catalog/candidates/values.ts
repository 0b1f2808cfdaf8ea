import { messageOf } from '../../platform/errors.ts'
import { isOfTable } from '../chunks.ts'
import type { CatalogReader, Inclusion } from '../source.ts'
import { type Candidate, leastScore, rounded } from './candidate.ts'
import { withoutImplied } from './implied.ts'

/** What each statement may look at and take, of each candidate and altogether: a source is asked as a guest. */
const limits = { values: 1_000, rows: 100_000, timeoutMs: 2_000 }

/** Asked by one statement: a source that is far away answers hundreds in the time of one round trip each. */
const together = 20

/** For all candidates together: the source's snapshot and the catalog's transaction are open meanwhile. */
const patienceMs = 5 * 60_000
const outOfTime = 'all the time for it is used up'

/** Names alone make no candidate of these; values may. */
export const leastBeforeValues = 0.5

/** What was found, or why nothing could be. */
type Answer = Inclusion | { message: string }

/**
 * Looks up sampled values of each candidate's columns in the table that it leads to, by one bounded statement for several. One
 * that most values speak against is left out. What cannot be read keeps its score, if that is enough without values.
 */
export async function confirmByValues(
  candidates: readonly Candidate[],
  inclusion: NonNullable<CatalogReader['inclusion']>,
  { signal, onLookedUp = () => {} }: { signal?: AbortSignal; onLookedUp?(done: number): void } = {},
): Promise<{
  candidates: Candidate[]
  refuted: number
  unread: { candidate: Candidate; message: string }[]
}> {
  const confirmed: Candidate[] = []
  const unread: { candidate: Candidate; message: string }[] = []
  let refuted = 0
  const end = performance.now() + patienceMs
  for (let start = 0; start < candidates.length; start += together) {
    const part = candidates.slice(start, start + together)
    const answers = await lookUp(part.filter(({ source, target }) => source.readable && target.readable))
    for (const candidate of part) {
      const answer = answers.get(candidate)
      if (answer && 'message' in answer) unread.push({ candidate, ...answer })
      const weighed = answer && 'found' in answer ? weighByValues(candidate, answer) : candidate
      if (weighed.score >= leastScore) confirmed.push(weighed)
      else if (candidate.score >= leastScore) refuted++
    }
    onLookedUp(start + part.length)
  }
  return { candidates: withoutImplied(confirmed), refuted, unread }

  /** Where one of several is refused or takes too long, each is asked by itself. */
  async function lookUp(part: readonly Candidate[]): Promise<Map<Candidate, Answer>> {
    signal?.throwIfAborted()
    if (part.length === 0) return new Map()
    if (performance.now() > end) return new Map(part.map((one) => [one, { message: outOfTime }]))
    try {
      const found = await inclusion(part, limits)
      return new Map(part.map((one, index) => [one, found[index]!]))
    } catch (error) {
      if (!isOfTable(error)) throw error
      if (part.length === 1) return new Map([[part[0]!, { message: messageOf(error) }]])
    }
    const answers = new Map<Candidate, Answer>()
    for (const one of part) for (const answer of await lookUp([one])) answers.set(...answer)
    return answers
  }
}

/** Values that are all there confirm; small integers are in every table of enough rows, and say less than texts do. */
export function weighByValues(candidate: Candidate, { sampled, found }: Inclusion): Candidate {
  const { target, targetColumns, score, reason } = candidate
  if (sampled === 0) return { ...candidate, reason: `${reason}; it has no values to look up` }
  const share = found / sampled
  const count = (of: number) => of.toLocaleString('en-US')
  const said = `${count(found)} of ${count(sampled)} sampled values are in ${target.name}.${targetColumns.join(', ')}`
  return { ...candidate, score: rounded(weighed(score, share, sampled)), reason: `${reason}; ${said}` }
}

function weighed(score: number, share: number, sampled: number): number {
  if (share < 0.9) return score - 0.5 * (1 - share) - 0.2
  if (share < 0.98) return score - 0.1
  const gain = share === 1 ? (sampled >= 20 ? 0.5 : 0.25) : 0.15
  return score + (1 - score) * gain
}
