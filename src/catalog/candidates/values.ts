import { messageOf } from '../../platform/errors.ts'
import { isOfTable } from '../chunks.ts'
import type { CatalogReader, Inclusion } from '../source.ts'
import { type Candidate, leastScore, rounded } from './candidate.ts'
import { withoutImplied } from './implied.ts'

/** What each statement may look at and take: a source is asked as a guest. */
const limits = { values: 1_000, rows: 100_000, timeoutMs: 2_000 }

/** For all candidates together: the source's snapshot and the catalog's transaction are open meanwhile. */
const patienceMs = 5 * 60_000
const outOfTime = { code: '57014' }

/** Names alone make no candidate of these; values may. */
export const leastBeforeValues = 0.5

/**
 * Looks up sampled values of each candidate's columns in the table that it leads to, one bounded statement each. One that most
 * values speak against is left out. What cannot be read keeps its score, if that is enough without values.
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
  for (const [index, candidate] of candidates.entries()) {
    const { source, target } = candidate
    let weighed = candidate
    signal?.throwIfAborted()
    if (source.readable && target.readable) {
      try {
        if (performance.now() > end)
          throw Object.assign(new Error('all the time for it is used up'), outOfTime)
        weighed = weighByValues(candidate, await inclusion(candidate, limits))
      } catch (error) {
        if (!isOfTable(error)) throw error
        unread.push({ candidate, message: messageOf(error) })
      }
    }
    if (weighed.score >= leastScore) confirmed.push(weighed)
    else if (candidate.score >= leastScore) refuted++
    onLookedUp(index + 1)
  }
  return { candidates: withoutImplied(confirmed), refuted, unread }
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
