/** What names say, in English as schemas write it: pure functions over single names. */

const mostKept = 20_000

/**
 * The words of a name, in lower case and Latin letters without their marks: customer_id, customerId, CustomerID and customer-id are
 * all customer, id.
 */
export const wordsOf = (name: string): readonly string[] => splitName(name)

const splitName = remembered((name): readonly string[] =>
  name
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .normalize('NFD')
    .replace(/([a-z])\p{M}+/gu, '$1')
    .normalize('NFC')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean),
)

const irregular = new Map([
  ['people', 'person'],
  ['children', 'child'],
  ['men', 'man'],
  ['women', 'woman'],
  ['mice', 'mouse'],
  ['feet', 'foot'],
  ['criteria', 'criterion'],
  ['indices', 'index'],
  ['vertices', 'vertex'],
  ['matrices', 'matrix'],
  ['analyses', 'analysis'],
  ['media', 'medium'],
])

const singular = remembered((word: string): string => {
  const other = irregular.get(word)
  if (other) return other
  if (/(ss|us|is)$/.test(word) || word.length < 3) return word
  if (word.endsWith('sses')) return word.slice(0, -2)
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(xes|ches|shes|uses)$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
})

/** The same for a word in the singular and in the plural; no word itself. */
const stem = remembered((word) => singular(word).replace(/ie$/, 'y').replace(/e$/, '').replace(/y$/, 'i'))

/** One key for all spellings of a phrase: orderitems, order_items and OrderItem. */
export const phraseKey = (words: readonly string[]): string =>
  words.map((word, index) => (index === words.length - 1 ? stem(word) : singular(word))).join('')

/**
 * Whether a phrase is short for another: by its beginning (cust, customer), by letters in their order that begin with the same one
 * and have most of the consonants up to the last of them (dept, department), or by the initials of several words (oi, order items).
 */
export function isShortFor(short: string, words: readonly string[]): boolean {
  const whole = words.join('')
  if (short.length < 2 || short.length >= whole.length || short[0] !== whole[0]) return false
  if (words.length > 1 && short === words.map(([initial]) => initial).join('')) return true
  if (short.length < 3) return false
  if (whole.startsWith(short)) return true
  return words.length === 1 && /^[^aeiou]*[aeiou]?[^aeiou]+$/.test(short) && isWithin(short, whole)
}

/** Whether its letters are in the word in their order, leaving out no more than two consonants between two of them. */
function isWithin(short: string, word: string): boolean {
  let at = 0
  for (const letter of short) {
    const next = word.indexOf(letter, at)
    if (next < 0 || word.slice(at, next).replace(/[aeiou]/g, '').length > 2) return false
    at = next + 1
  }
  return true
}

/** The same names come again and again; how many there are, no one knows. */
function remembered<Value>(of: (name: string) => Value): (name: string) => Value {
  const known = new Map<string, Value>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    if (known.size >= mostKept) known.clear()
    const value = of(name)
    known.set(name, value)
    return value
  }
}
