import type { KnownTable } from './candidate.ts'
import { phraseKey, wordsOf } from './names.ts'
import { isIdentity, type Phrase } from './phrases.ts'
import { above, foreign, generic, people, roles, selves } from './roles.ts'
import { hasLetter, keyFor, type NamedTarget, type Target, type Targets } from './targets.ts'

/** A key that a column's name may mean, and how surely. */
export type Match = { target: Target; column: string; score: number; why: string }

/** All keys that a reading of a column's name may mean. */
export function matchesOf(phrase: Phrase, table: KnownTable, targets: Targets): Match[] {
  const { words, suffix, guessed } = phrase
  if (!hasLetter(words)) return []
  const own = wordsOf(table.name)
  const matches: Match[] = []
  const add = (found: readonly (Target | NamedTarget)[], score: number, why: (name: string) => string) => {
    for (const one of found) {
      const { target, stripped } = 'target' in one ? one : { target: one, stripped: false }
      const column = keyFor(target, suffix)
      if (column === null) continue
      const away = (stripped ? 0.02 : 0) + (guessed ? 0.03 : 0) + (suffix === null ? 0.18 : 0)
      matches.push({ target, column, score: score - away, why: why(target.table.name) })
    }
  }
  const said = words.join(' ')
  add(targets.named(words), 0.94, (name) => `"${said}" names ${name}`)
  if (suffix !== null && !guessed) {
    for (let start = 1; start < words.length; start++) {
      const tail = words.slice(start)
      if (!hasLetter(tail)) break
      const loss = foreign.has(words[start - 1]!) ? 0.12 : 0.05 + 0.01 * start
      add(targets.named(tail), 0.94 - loss, (name) => `"${tail.join(' ')}" of "${said}" names ${name}`)
      if (targets.named(tail).length > 0) break
    }
    add(targets.named([...own, ...words]), 0.84, (name) => `"${said}" of ${table.name} names ${name}`)
    if (own.length > 1)
      add(
        targets.named([...own.slice(0, 1), ...words]),
        0.8,
        (name) => `"${said}" beside ${table.name} names ${name}`,
      )
    if (!targets.isTable(words))
      add(alone(targets.endingWith(words)), 0.72, (name) => `no other name than ${name} ends with "${said}"`)
  }
  if (suffix !== null && !targets.isTable(words)) {
    const last = words.at(-1)!
    const score = words.length === 1 ? 0.72 : 0.66
    add(alone(targets.shortFor(last)), score, (name) => `"${last}" is short for ${name} alone`)
  }
  return matches
}

/** Columns that say by whom, or which other row of the same table. */
export function roleMatches(
  words: readonly string[],
  phrases: readonly Phrase[],
  table: KnownTable,
  targets: Targets,
): Match[] {
  const matches: Match[] = []
  const bare = phrases.find(({ guessed }) => !guessed)?.words ?? []
  const role = bare.at(-1)
  const by = (words.at(-1) === 'by' && words.length > 1) || (role === 'by' && bare.length > 1)
  const reports = words[0] === 'reports' && words[1] === 'to'
  const isRole = by || reports || (bare.length === 1 && roles.has(bare[0]!))
  const isSelf = bare.length > 0 && selves.has(bare[0]!)
  if (!isRole && !isSelf) return []
  const itself = targets.named(wordsOf(table.name)).find(({ target }) => target.table === table)?.target
  const add = (target: Target | undefined, score: number, why: string) => {
    const column = target && keyFor(target, 'id')
    if (target && column) matches.push({ target, column, score, why })
  }
  const said = words.join(' ')
  const isKey = phrases.some(({ suffix, guessed }) => !guessed && isIdentity(suffix))
  if (isSelf) {
    const why = `"${said}" is another row of the same table`
    if (bare.length === 1) add(itself, isKey ? 0.88 : 0.7, why)
    else if (itself && phraseKey(bare.slice(1)) === phraseKey(itself.words)) add(itself, 0.93, why)
  }
  if (isRole) {
    const why = (name: string) => `"${said}" is a role of ${name}`
    if (itself && isOfPeople(itself)) add(itself, isKey || reports ? 0.85 : 0.8, why(table.name))
    else {
      for (const person of personsOf(targets)) add(person, isKey || by ? 0.8 : 0.7, why(person.table.name))
      // Names alone do not say so.
      if (above.has(role!)) add(itself, 0.5, why(table.name))
    }
  }
  return matches
}

const isOfPeople = ({ words }: Target) =>
  people.some((word) => phraseKey([word]) === phraseKey(words.slice(-1)))

const personsOf = (targets: Targets): Target[] =>
  people
    .map((word) => targets.named([word]).map(({ target }) => target))
    .map((named) => named.filter((target) => keyFor(target, 'id') !== null))
    .find(({ length }) => length > 0) ?? []

/** The same name as the primary key of another table has. */
export function sameNameMatches(
  words: readonly string[],
  prefix: string | null,
  table: KnownTable,
  targets: Targets,
): Match[] {
  const readings = [
    words,
    ...(prefix !== null && words[0] === prefix && words.length > 1 ? [words.slice(1)] : []),
  ]
  return readings.flatMap((reading) => {
    if (reading.length === 1 && generic.has(reading[0]!)) return []
    const found = targets.withKeyNamed(reading).filter(({ target }) => target.table !== table)
    const owners = found.filter(({ target }) => owns(target, reading))
    const score = owners.length > 0 ? 0.96 : 0.74
    const holders = owners.length > 0 ? owners : found.length === 1 ? found : []
    return holders.map(({ target, column }) => ({
      target,
      column,
      score,
      why: `the primary key of ${target.table.name} has the same name`,
    }))
  })
}

/** Whether a key's name begins with its table's: customer_id of customers. */
export const owns = ({ words }: Pick<Target, 'words'>, column: readonly string[]): boolean =>
  column.slice(0, -1).length > 0 &&
  [column.slice(0, -1), column].some((part) => phraseKey(part) === phraseKey(words))

const alone = (targets: Target[]) => (targets.length === 1 ? targets : [])
