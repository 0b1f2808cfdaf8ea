import type { KnownTable } from './candidate.ts'
import type { Match } from './matches.ts'
import { phraseKey, wordsOf } from './names.ts'
import { isIdentity, type Phrase } from './phrases.ts'
import {
  above,
  betweenRows,
  doneToEachOther,
  foreign,
  ordinals,
  people,
  persons,
  roles,
  selves,
} from './roles.ts'
import { alone, keyFor, type Target, type Targets } from './targets.ts'

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
  const isKey = phrases.some(({ suffix, guessed }) => !guessed && isIdentity(suffix))
  const isBetweenRows =
    bare.some((word) => doneToEachOther.has(word)) && bare.length > 1 && betweenRows.has(bare.at(-1)!)
  // account_manager_id, previous_assignee_id: a role with what it is of, or which it is.
  const isRoleOf = bare.length > 1 && isKey && roles.has(role!) && !foreign.has(bare[0]!)
  // created_by_user_id, where users are in app_user.
  const isOfPerson = bare.length > 1 && isKey && persons.has(role!) && !targets.isTable([role!])
  const isRole =
    !isBetweenRows && (by || isOfPerson || reports || isRoleOf || (bare.length === 1 && roles.has(bare[0]!)))
  const isSelf = bare.length > 0 && selves.has(bare[0]!)
  if (!isRole && !isSelf && !isBetweenRows && !(role && selves.has(role))) return []
  const itself = targets.named(wordsOf(table.name)).find(({ target }) => target.table === table)?.target
  const add = (target: Target | undefined, score: number, why: string) => {
    const column = target && keyFor(target, 'id')
    if (target && column) matches.push({ target, column, score, why })
  }
  const said = words.join(' ')
  if (isBetweenRows) add(itself, isKey ? 0.72 : 0.5, `"${said}" is another row of the same table`)
  if (isSelf) {
    const why = `"${said}" is another row of the same table`
    if (bare.length === 1) add(itself, isKey ? 0.88 : 0.7, why)
    else if (itself && phraseKey(bare.slice(1)) === phraseKey(itself.words)) add(itself, 0.93, why)
    else if (itself && isOwnKeyName(words.slice(1), itself, targets)) add(itself, 0.9, why)
  } else if (itself && selves.has(role!) && phraseKey(bare.slice(0, -1)) === phraseKey(itself.words)) {
    add(itself, 0.88, `"${said}" is another row of the same table`)
  }
  if (isRole) {
    const why = (name: string) => `"${said}" is a role of ${name}`
    const away = isRoleOf && !ordinals.has(bare[0]!) ? 0.08 : 0
    if (itself && isOfPeople(itself) && keyFor(itself, 'id') !== null)
      add(itself, (isKey || reports ? 0.85 : 0.8) - away, why(table.name))
    else {
      for (const person of personsOf(targets))
        add(person, (isKey || by ? 0.8 : 0.7) - away, why(person.table.name))
      // Names alone do not say so.
      if (above.has(role!)) add(itself, 0.5, why(table.name))
    }
  }
  return matches
}

const isOfPeople = ({ words }: Target) =>
  people.some((word) => phraseKey([word]) === phraseKey(words.slice(-1)))

/** And no other table's, whose rows the table has something more of. */
const isOwnKeyName = (words: readonly string[], { table }: Target, targets: Targets) =>
  table.primaryKey.length === 1 &&
  wordsOf(table.primaryKey[0]!).join(' ') === words.join(' ') &&
  targets.withKeyNamed(words).owners.every(({ target }) => target.table === table)

const personsOf = (targets: Targets): readonly Target[] =>
  people
    .map((word) => {
      const named = targets.named([word]).map(({ target }) => target)
      return named.length === 0 && persons.has(word) ? alone(targets.endingWith([word])) : named
    })
    .map((named) => named.filter((target) => keyFor(target, 'id') !== null))
    .find(({ length }) => length > 0) ?? []
