import type { KnownTable } from './candidate.ts'
import { isShortFor, phraseKey, wordsOf } from './names.ts'
import { nearby } from './nearby.ts'
import { columnPrefixOf, isIdentity, isLabel, phrasesOf } from './phrases.ts'

export type Target = {
  table: KnownTable
  /** The words of its name, without what says only that it is a table or of which part of the database. */
  words: string[]
  /** Its primary key first. */
  keys: string[][]
}

export type NamedTarget = { target: Target; stripped: boolean }
type KeyOfTarget = { target: Target; column: string }
type CompositeKey = { target: Target; key: string[] }

/**
 * All tables with a key, to be found by what a column's name says: those of its own schema, or else of others. Each look-up costs
 * about the same however many tables there are.
 */
export type Targets = {
  named(words: readonly string[]): readonly NamedTarget[]
  /** Whose name ends with these words. */
  endingWith(words: readonly string[]): readonly Target[]
  /** Whose name a compound word ends with, the longest of them: lieferadresse ends with adresse. */
  atEndOf(word: string): { end: string; found: readonly NamedTarget[] }
  /** Whose name these letters are short for. */
  shortFor(letters: string): readonly Target[]
  /** Whose primary key is one column of this name: those that the name speaks of, and the others. */
  withKeyNamed(words: readonly string[]): {
    owners: readonly KeyOfTarget[]
    others: readonly KeyOfTarget[]
  }
  /** With a key of several columns, the rarest of which has this name. */
  withCompositeKey(column: string): readonly CompositeKey[]
  /** With a key of several columns, the last of which has this name. */
  withLastOfKey(column: string): readonly CompositeKey[]
  /** Whether a table has this name, with a key or without. */
  isTable(words: readonly string[]): boolean
}

const before = new Set(['tbl', 'tb', 't', 'tab', 'table', 'dim', 'lkp', 'lu', 'ref', 'mst'])
const after = new Set(['tbl', 'table', 'dim', 'lookup', 'lkp', 'master', 'mst'])

/** Only a table of rows of its own can be referred to; a partition is part of its root. */
export const hasRows = ({ kind, partitionOf }: KnownTable) =>
  (kind === 'TABLE' || kind === 'PARTITIONED_TABLE') && partitionOf === null

/** Keys that are as many are not told apart by a column's name. */
const mostAlike = 200

/** @returns what the tables of a schema find */
export function targetsOf(tables: readonly KnownTable[]): (schema: string) => Targets {
  const shared = sharedPrefixes(tables)
  const all = tables.filter(hasRows).flatMap((table): Target[] => {
    const keys = distinctKeys(table)
    return keys.length > 0 ? [{ table, keys, words: bareWords(table, shared.get(table.schema)) }] : []
  })
  const schemaOf = ({ target }: { target: Target }) => target.table.schema
  const byName = nearby<NamedTarget>(schemaOf)
  const byEnd = nearby<Target>((target) => target.table.schema)
  const byInitial = nearby<Target>((target) => target.table.schema)
  const byOwnKey = nearby<KeyOfTarget>(schemaOf)
  const byOtherKey = nearby<KeyOfTarget>(schemaOf)
  const byRarest = nearby<CompositeKey>(schemaOf)
  const byLast = nearby<CompositeKey>(schemaOf)
  const composite: CompositeKey[] = []
  const counts = new Map<string, number>()
  for (const target of all) {
    const { table, words } = target
    const whole = phraseKey(wordsOf(table.name))
    byName.add(whole, { target, stripped: false })
    if (phraseKey(words) !== whole) byName.add(phraseKey(words), { target, stripped: true })
    for (let start = 1; start < words.length; start++) byEnd.add(phraseKey(words.slice(start)), target)
    byInitial.add(words[0]![0]!, target)
    for (const key of target.keys) {
      if (key.length < 2) continue
      composite.push({ target, key })
      byLast.add(nameKey(key.at(-1)!), { target, key })
      for (const name of key) counts.set(nameKey(name), (counts.get(nameKey(name)) ?? 0) + 1)
    }
    if (table.primaryKey.length !== 1) continue
    const [column] = table.primaryKey as [string]
    for (const name of namesOf(column, columnPrefixOf(table)))
      (owns(target, name) ? byOwnKey : byOtherKey).add(name.join(' '), { target, column })
  }
  for (const one of composite) {
    const [rarest] = one.key.map(nameKey).sort((a, b) => counts.get(a)! - counts.get(b)!)
    byRarest.add(rarest!, one)
  }
  const names = new Set(
    tables.flatMap((table) => [
      phraseKey(wordsOf(table.name)),
      phraseKey(bareWords(table, shared.get(table.schema))),
    ]),
  )
  const shorts = new Map<string, readonly Target[]>()
  const few = <Value>(list: readonly Value[]) => (list.length > mostAlike ? [] : list)

  return (schema) => ({
    isTable: (words) => names.has(phraseKey(words)),
    named: (words) => byName.of(phraseKey(words), schema),
    endingWith: (words) => byEnd.of(phraseKey(words), schema),
    shortFor(letters) {
      const key = JSON.stringify([schema, letters])
      const known = shorts.get(key)
      if (known) return known
      const initial = letters[0]!
      const near = byInitial.of(initial, schema).filter(({ words }) => isShortFor(letters, words))
      const far = () => byInitial.all(initial).filter(({ words }) => isShortFor(letters, words))
      const found = near.length > 0 ? near : far()
      shorts.set(key, found)
      return found
    },
    atEndOf(word) {
      for (let start = 3; start <= word.length - leastEnd; start++) {
        const found = byName.of(phraseKey([word.slice(start)]), schema)
        if (found.length > 0) return { end: word.slice(start), found }
      }
      return { end: '', found: [] }
    },
    withKeyNamed: (words) => ({
      owners: byOwnKey.of(words.join(' '), schema),
      others: byOtherKey.of(words.join(' '), schema),
    }),
    withCompositeKey: (column) => few(byRarest.of(column, schema)),
    withLastOfKey: (column) => few(byLast.of(column, schema)),
  })
}

/** Whether a key's name begins with its table's: customer_id of customers. */
export function owns({ words }: Pick<Target, 'words'>, column: readonly string[]): boolean {
  const parts = column.length > 1 ? [column.slice(0, -1), column] : []
  const glued = gluedKey.exec(column.at(-1) ?? '')
  if (glued) parts.push([...column.slice(0, -1), glued[1]!])
  return parts.some((part) => phraseKey(part) === phraseKey(words))
}

/** customerid, in one word. */
const gluedKey = /^(.{3,})(?:id|key|code|no|nr)$/

/** Fewer letters at the end of a word are there by chance: port of airport. */
const leastEnd = 5

/** One text for all spellings of a column's name. */
export const nameKey = (column: string) => wordsOf(column).join(' ')

/** The names of a key's column, with the prefix that all columns of its table have and without. */
const namesOf = (column: string, prefix: string | null): (readonly string[])[] => {
  const words = wordsOf(column)
  const isPrefixed = prefix !== null && words.length > 1 && words[0] === prefix
  return isPrefixed ? [words, words.slice(1)] : [words]
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

export const alone = (targets: readonly Target[]) => (targets.length === 1 ? targets : [])
