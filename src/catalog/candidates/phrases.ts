import type { KnownTable } from './candidate.ts'
import { phraseKey, wordsOf } from './names.ts'

/** Which thing a column's name speaks of, and as what. */
export type Phrase = {
  /** The thing: billing, address of billing_address_id. Empty where the name is a key's word alone. */
  words: string[]
  /** The word of a key: id, code, … Null where it has none. */
  suffix: string | null
  /** Taken apart by guess: customerid. */
  guessed: boolean
  /** Its key's word stood first: what the thing is comes before as what, id_categoria_padre. */
  leads: boolean
}

/** Words for a key that say nothing of what is in it. */
const identities = new Set(['id', 'ids', 'key', 'fk', 'ref', 'uuid', 'guid', 'pk', 'sk', 'oid'])
/** Words for a key that say what is in it: a column of that name has to be in the target. */
// biome-ignore format: a list of words
const labels = new Set([
  'code', 'cd', 'no', 'nr', 'num', 'number', 'iso', 'slug', 'sku', 'isbn', 'symbol', 'nummer', 'kode', 'numero', 'codigo',
])
const leading = new Set(['fk', 'id', 'ref', 'fkey'])
const glued = /^(.{2,}?)_?(id|key|code|uuid|guid|no|nr|fk)$/

export const isIdentity = (suffix: string | null) => suffix !== null && identities.has(suffix)
export const isLabel = (suffix: string | null) => suffix !== null && labels.has(suffix)

/** The ways in which a column's name can be read, the likeliest first. */
export function phrasesOf(words: readonly string[], prefix: string | null): Phrase[] {
  if (words.length === 0) return []
  const readings = [words]
  // t_customer_id, where all columns of the table begin with t.
  if (prefix !== null && words.length > 1 && words[0] === prefix) readings.push(words.slice(1))
  return readings.flatMap((reading) => readingsOf(reading))
}

function readingsOf(words: readonly string[]): Phrase[] {
  const last = words.at(-1)!
  let rest = [...words]
  let suffix: string | null = null
  while (rest.length > 0 && identities.has(rest.at(-1)!)) suffix = rest.pop()!
  if (suffix === null && labels.has(last) && rest.length > 1) suffix = rest.pop()!
  const leads = rest.length > 1 && leading.has(rest[0]!)
  if (leads) {
    suffix ??= 'id'
    rest = rest.slice(1)
  }
  const phrases: Phrase[] = [{ words: rest, suffix, guessed: false, leads }]
  const parts = suffix === null ? glued.exec(last) : null
  if (parts) {
    const words = [...rest.slice(0, -1), parts[1]!]
    phrases.push({ words, suffix: parts[2]!, guessed: true, leads })
  }
  return phrases
}

/** The short first word that nearly all columns of a table begin with, as in c_id, c_name, c_address; null where there is none. */
export function columnPrefixOf(table: KnownTable): string | null {
  const known = prefixes.get(table)
  if (known !== undefined) return known
  const prefix = prefixOf(table)
  prefixes.set(table, prefix)
  return prefix
}

const prefixes = new WeakMap<KnownTable, string | null>()

function prefixOf(table: KnownTable): string | null {
  const firsts = table.columns.map(({ name }) => wordsOf(name)).filter((words) => words.length > 1)
  if (firsts.length < 3) return null
  const counts = new Map<string, number>()
  for (const [first] of firsts) counts.set(first!, (counts.get(first!) ?? 0) + 1)
  const [prefix, count] = [...counts].sort(([, one], [, other]) => other - one)[0]!
  const isOwn = phraseKey([prefix]) === phraseKey(wordsOf(table.name))
  return count >= 0.8 * table.columns.length && (isOwn || prefix.length <= 4) ? prefix : null
}
