/** Whether one letter more, less or different, or two neighbours that changed places, make one word of the other. */
export function withinOneEdit(a: string, b: string): boolean {
  if (a === b) return true
  if (Math.abs(a.length - b.length) > 1) return false
  let start = 0
  while (start < a.length && a[start] === b[start]) start++
  let endA = a.length
  let endB = b.length
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--
    endB--
  }
  const [left, right] = [endA - start, endB - start]
  if (left <= 1 && right <= 1) return true
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start]
}

/** Shorter words have too many neighbours. */
const shortest = 5

/** The one known word that `word` may have been meant as; null where there is none or more than one. */
export function correction(word: string, known: Iterable<string>): string | null {
  if (word.length < shortest || !/^\p{L}+$/u.test(word)) return null
  const found = new Set<string>()
  // A first letter is hardly ever wrong, and a word of another length class is another word.
  for (const candidate of known)
    if (candidate.length >= shortest - 1 && candidate[0] === word[0] && withinOneEdit(word, candidate))
      found.add(candidate)
  return found.size === 1 ? [...found][0]! : null
}
