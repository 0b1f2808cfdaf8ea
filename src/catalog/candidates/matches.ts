import type { KnownTable } from './candidate.ts'
import { wordsOf } from './names.ts'
import type { Phrase } from './phrases.ts'
import { foreign } from './roles.ts'
import { alone, hasLetter, keyFor, type NamedTarget, type Target, type Targets } from './targets.ts'

/** A key that a column's name may mean, and how surely. */
export type Match = { target: Target; column: string; score: number; why: string }

/** All keys that a reading of a column's name may mean. */
export function matchesOf(
  phrase: Phrase,
  { dataType }: { dataType: string },
  table: KnownTable,
  targets: Targets,
): Match[] {
  const { words, suffix, guessed, leads } = phrase
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
      const loss = foreign.has(words[start - 1]!) ? 0.44 : 0.05 + 0.01 * start
      add(targets.named(tail), 0.94 - loss, (name) => `"${tail.join(' ')}" of "${said}" names ${name}`)
      if (targets.named(tail).length > 0) break
      add(
        targets.named([...own, ...tail]),
        0.76,
        (name) => `"${tail.join(' ')}" of "${said}" in ${table.name} names ${name}`,
      )
    }
    if (leads && targets.named(words).length === 0)
      for (let end = words.length - 1; end > 0; end--) {
        const head = words.slice(0, end)
        add(targets.named(head), 0.87, (name) => `"${head.join(' ')}" of "${said}" names ${name}`)
        if (targets.named(head).length > 0) break
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
  if (suffix !== null && !targets.isTable(words) && !words.slice(0, -1).some((word) => foreign.has(word))) {
    const last = words.at(-1)!
    const score = words.length === 1 ? 0.72 : 0.66
    add(alone(targets.shortFor(last)), score, (name) => `"${last}" is short for ${name} alone`)
    if (!guessed) {
      const { end, found } = targets.atEndOf(last)
      add(found, 0.7, (name) => `"${end}" at the end of "${last}" names ${name}`)
    }
  }
  // A short code is its own key: what has the type of one and speaks of its table needs no word for a key.
  if (suffix === null && !guessed && isShortText.test(dataType))
    for (let start = 1; start < words.length; start++) {
      const tail = words.slice(start)
      const found = targets.named(tail).filter(({ target }) => hasKeyOfType(target, dataType))
      add(
        found,
        0.89,
        (name) => `"${tail.join(' ')}" of "${said}" names ${name}, which has a key of that type`,
      )
      if (found.length > 0) break
    }
  return matches
}

const isShortText = /^(character|char|character varying|varchar)\(([1-9]|10)\)/i

const hasKeyOfType = ({ table: { primaryKey, columns } }: Target, dataType: string) =>
  primaryKey.length === 1 && columns.some((one) => one.name === primaryKey[0] && one.dataType === dataType)
