/** Suggestions for a name that does not exist. */

/** Those of the names that are nearest to `name`, best first; none where nothing is near. */
export function nearest(name: string, names: Iterable<string>, limit = 3): string[] {
  const wanted = plain(name)
  const most = Math.max(1, Math.floor(wanted.length / 3))
  const near: { candidate: string; distance: number }[] = []
  for (const candidate of new Set(names)) {
    const given = plain(candidate)
    if (Math.abs(given.length - wanted.length) > most) continue
    const distance = editDistance(wanted, given)
    if (distance <= most) near.push({ candidate, distance })
  }
  near.sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
  return near.slice(0, limit).map(({ candidate }) => candidate)
}

/** `; did you mean a or b?`; empty where there is nothing to suggest. */
export const didYouMean = (suggestions: string[]): string =>
  suggestions.length === 0 ? '' : `; did you mean ${suggestions.join(' or ')}?`

const plain = (name: string) => name.toLowerCase().replaceAll(/[\s_-]/g, '')

/** Letters to insert, leave out, replace or swap with their neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, beforeLast[j - 2]! + 1)
      row.push(least)
    }
    beforeLast = last
    last = row
  }
  return last[b.length]!
}
