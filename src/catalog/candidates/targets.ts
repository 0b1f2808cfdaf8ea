import type { KnownTable } from './candidate.ts'
import { isShortFor, phraseKey, wordsOf } from './names.ts'
import { columnPrefixOf, isIdentity, isLabel, phrasesOf } from './phrases.ts'

export type Target = {
  table: KnownTable
  /** The words of its name, without what says only that it is a table or of which part of the database. */
  words: string[]
  /** Its primary key first. */
  keys: string[][]
}

export type NamedTarget = { target: Target; stripped: boolean }

/** All tables with a key, to be found by what a column's name says: each look-up costs the same however many there are. */
export type Targets = {
  named(words: readonly string[]): NamedTarget[]
  /** Whose name ends with these words. */
  endingWith(words: readonly string[]): Target[]
  /** Whose name a compound word ends with, the longest of them: lieferadresse ends with adresse. */
  atEndOf(word: string): { end: string; found: NamedTarget[] }
  /** Whose name these letters are short for. */
  shortFor(letters: string): Target[]
  /** Whose primary key is one column of this name. */
  withKeyNamed(words: readonly string[]): { target: Target; column: string }[]
  /** With a key of several columns, one of which has this name. */
  withCompositeKey(column: string): { target: Target; key: string[] }[]
  /** Whether a table has this name, with a key or without. */
  isTable(words: readonly string[]): boolean
}

const before = new Set(['tbl', 'tb', 't', 'tab', 'table', 'dim', 'lkp', 'lu', 'ref', 'mst'])
const after = new Set(['tbl', 'table', 'dim', 'lookup', 'lkp', 'master', 'mst'])

/** Only a table of rows of its own can be referred to; a partition is part of its root. */
export const hasRows = ({ kind, partitionOf }: KnownTable) =>
  (kind === 'TABLE' || kind === 'PARTITIONED_TABLE') && partitionOf === null

export function targetsOf(tables: readonly KnownTable[]): Targets {
  const shared = sharedPrefixes(tables)
  const all = tables.filter(hasRows).flatMap((table): Target[] => {
    const keys = distinctKeys(table)
    return keys.length > 0 ? [{ table, keys, words: bareWords(table, shared.get(table.schema)) }] : []
  })
  const byName = new Map<string, NamedTarget[]>()
  const byEnd = new Map<string, Target[]>()
  const byKey = new Map<string, { target: Target; column: string }[]>()
  const byInitial = new Map<string, Target[]>()
  const byComposite = new Map<string, { target: Target; key: string[] }[]>()
  for (const target of all) {
    const { table, words } = target
    const whole = phraseKey(wordsOf(table.name))
    add(byName, whole, { target, stripped: false })
    if (phraseKey(words) !== whole) add(byName, phraseKey(words), { target, stripped: true })
    for (let start = 1; start < words.length; start++) add(byEnd, phraseKey(words.slice(start)), target)
    add(byInitial, words[0]![0]!, target)
    for (const key of target.keys)
      if (key.length > 1) for (const name of key) add(byComposite, nameKey(name), { target, key })
    if (table.primaryKey.length !== 1) continue
    const [column] = table.primaryKey as [string]
    const prefix = columnPrefixOf(table)
    for (const name of namesOf(column, prefix)) add(byKey, name, { target, column })
  }
  const names = new Set(
    tables.flatMap((table) => [
      phraseKey(wordsOf(table.name)),
      phraseKey(bareWords(table, shared.get(table.schema))),
    ]),
  )
  const shorts = new Map<string, Target[]>()
  return {
    isTable: (words) => names.has(phraseKey(words)),
    named: (words) => byName.get(phraseKey(words)) ?? [],
    endingWith: (words) => byEnd.get(phraseKey(words)) ?? [],
    shortFor(letters) {
      const known = shorts.get(letters)
      if (known) return known
      const found = (byInitial.get(letters[0]!) ?? []).filter(({ words }) => isShortFor(letters, words))
      shorts.set(letters, found)
      return found
    },
    atEndOf(word) {
      for (let start = 3; start <= word.length - leastEnd; start++) {
        const found = byName.get(phraseKey([word.slice(start)]))
        if (found) return { end: word.slice(start), found }
      }
      return { end: '', found: [] }
    },
    withKeyNamed: (words) => byKey.get(words.join(' ')) ?? [],
    withCompositeKey: (column) => byComposite.get(column) ?? [],
  }
}

/** Fewer letters at the end of a word are there by chance: port of airport. */
const leastEnd = 5

/** One text for all spellings of a column's name. */
export const nameKey = (column: string) => wordsOf(column).join(' ')

const namesOf = (column: string, prefix: string | null): Set<string> => {
  const words = wordsOf(column)
  const names = new Set([words.join(' ')])
  if (prefix !== null && words.length > 1 && words[0] === prefix) names.add(words.slice(1).join(' '))
  return names
}

/** The column of a key of one column that a phrase with this suffix means: any primary key by id, one of its own name by code. */
export function keyFor({ table, keys, words }: Target, suffix: string | null): string | null {
  const single = keys.flatMap((key) => (key.length === 1 ? key : []))
  const primary = table.primaryKey.length === 1 ? table.primaryKey[0]! : null
  if (!isLabel(suffix)) {
    if (primary !== null) return primary
    return single.find((name) => phrasesOf(wordsOf(name), null).some((one) => isIdentity(one.suffix))) ?? null
  }
  const prefix = columnPrefixOf(table)
  return (
    single.find((name) =>
      phrasesOf(wordsOf(name), prefix).some(
        (one) =>
          (one.suffix === suffix && phraseKey(one.words) === phraseKey(words)) ||
          (one.suffix === null && one.words.length === 1 && one.words[0] === suffix),
      ),
    ) ?? (primary !== null && wordsOf(primary).at(-1) === suffix ? primary : null)
  )
}

function distinctKeys({ primaryKey, uniqueKeys }: KnownTable): string[][] {
  const keys = new Map<string, string[]>()
  for (const key of [primaryKey, ...uniqueKeys]) {
    const name = JSON.stringify([...key].sort())
    if (key.length > 0 && !keys.has(name)) keys.set(name, key)
  }
  return [...keys.values()]
}

/** Of each schema, the first word that most of its tables begin with. */
function sharedPrefixes(tables: readonly KnownTable[]): Map<string, string> {
  const shared = new Map<string, string>()
  for (const [schema, inSchema] of Map.groupBy(tables.filter(hasRows), ({ schema }) => schema)) {
    const counts = new Map<string, number>()
    for (const { name } of inSchema) {
      const words = wordsOf(name)
      if (words.length > 1) counts.set(words[0]!, (counts.get(words[0]!) ?? 0) + 1)
    }
    const [most] = [...counts].sort(([, one], [, other]) => other - one)
    if (most && most[1] >= 3 && most[1] >= 0.6 * inSchema.length) shared.set(schema, most[0])
  }
  return shared
}

/** Numbers alone name nothing. */
export const hasLetter = (words: readonly string[]) => words.some((word) => /\p{L}/u.test(word))

function bareWords({ name, schema }: KnownTable, shared: string | undefined): string[] {
  let words = [...wordsOf(name)]
  if (words.length === 0) return [name.toLowerCase() || '?']
  if (
    hasLetter(words.slice(1)) &&
    (before.has(words[0]!) || words[0] === shared || words[0] === schema.toLowerCase())
  )
    words = words.slice(1)
  if (hasLetter(words.slice(0, -1)) && after.has(words.at(-1)!)) words = words.slice(0, -1)
  return words
}

function add<Value>(map: Map<string, Value[]>, key: string, value: Value) {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

export const alone = (targets: Target[]) => (targets.length === 1 ? targets : [])
