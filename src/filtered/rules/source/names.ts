import { abbreviations } from '../terms/properties.ts'
import { phraseKey } from '../text/inflection.ts'

/** The words of a table's or column's name, in lower case: `custAddr2` is cust addr 2. */
export const writtenWords = (name: string): string[] =>
  name
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[\s_.\-#$]+/)
    .filter(Boolean)
    .map((word) => word.toLowerCase())

/** The same with abbreviations spelt out: customer address 2. */
export function nameWords(name: string): string[] {
  const known = spelled.get(name)
  if (known) return known
  const words = writtenWords(name).flatMap((word) =>
    (Object.hasOwn(abbreviations, word) ? abbreviations[word]! : word).split(' '),
  )
  if (spelled.size >= mostSpelled) spelled.clear()
  spelled.set(name, words)
  return words
}

/** Rules ask for the words of one name again and again. */
const spelled = new Map<string, string[]>()
const mostSpelled = 20_000

/** Whether a name is written in short; one that is written in full is meant before it. */
export const isSpeltOut = (name: string) => writtenWords(name).join(' ') !== nameWords(name).join(' ')

export const keyOf = (words: readonly string[]) => phraseKey(words.join(' '))

const stopWords = new Set(
  `the a an of from for to in on at by with that who which where when whether how what is are was were and or not null true false if as
   one each no its it this they people things rows row table`.split(/\s+/),
)

/** What a comment calls the thing: its first few words, up to the first one that begins an explanation. */
export function commentPhrase(comment: string | null): string | null {
  if (!comment) return null
  const head = comment
    .split(/[.,;:()—–\n]/)[0]!
    .trim()
    .toLowerCase()
  const words = head.split(/\s+/).filter((word, index) => index > 0 || !/^(the|a|an|all|every)$/.test(word))
  const stop = words.findIndex((word) => stopWords.has(word))
  const named = stop === -1 ? words : words.slice(0, stop)
  if (named.length === 0 || named.length > 3 || !named.every((word) => /^[\p{L}-]{3,}$/u.test(word)))
    return null
  return phraseKey(named.join(' '))
}
