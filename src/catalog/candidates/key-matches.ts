import type { KnownTable } from './candidate.ts'
import type { Match } from './matches.ts'
import { wordsOf } from './names.ts'
import { isLabel } from './phrases.ts'
import { foreign, generic, roles, selves } from './roles.ts'
import { hasLetter, type Targets } from './targets.ts'

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
    const found = targets.withKeyNamed(reading)
    const owners = found.owners.filter(({ target }) => target.table !== table)
    // One, and this table itself, where many have a key of that name.
    const others = found.others.length > 2 ? [] : found.others.filter(({ target }) => target.table !== table)
    const score = owners.length > 0 ? 0.96 : 0.74
    const holders = owners.length > 0 ? owners : others.length === 1 ? others : []
    return holders.map(({ target, column }) => ({
      target,
      column,
      score,
      why: `the primary key of ${target.table.name} has the same name`,
    }))
  })
}

/** The name of a table's primary key with its role before it, or after it where a key's word leads: bill_to_cust_cd, id_categoria_padre. */
export function keyWithRoleMatches(
  words: readonly string[],
  leads: boolean,
  table: KnownTable,
  targets: Targets,
): Match[] {
  for (let away = 1; away < words.length; away++) {
    const parts = [words.slice(away), ...(leads ? [words.slice(0, -away)] : [])]
    const matches = parts.flatMap((part) => {
      if (foreign.has(words[away - 1]!) || !hasLetter(part)) return []
      if (part.length === 1 && generic.has(part[0]!)) return []
      const { owners, others } = targets.withKeyNamed(part)
      // One word is enough where it names the table as well: hostid of proxy_hostid.
      const found = owners.length > 0 || part.length === 1 ? owners : others
      if (found.length !== 1) return []
      const { target, column } = found[0]!
      // Of the same table, only the word can say that it is another row and not another number of it.
      const isKnownRole = words.some((word) => selves.has(word) || roles.has(word))
      const score = (owners.length > 0 ? 0.88 : 0.72) - (target.table === table && !isKnownRole ? 0.24 : 0)
      const why = `"${part.join(' ')}" of "${words.join(' ')}" is the primary key of ${target.table.name}`
      return [{ target, column, score, why }]
    })
    if (matches.length > 0) return matches
  }
  return []
}

/** A table's name with the name of its key after it, with or without the key's last word: land_iso_code, airline_iata, booking_reference. */
export function keyMatches(words: readonly string[], table: KnownTable, targets: Targets): Match[] {
  const matches: Match[] = []
  for (let start = 0; start < words.length - 1; start++) {
    if (start > 0 && foreign.has(words[start - 1]!)) break
    for (let end = start + 1; end < words.length; end++) {
      const head = words.slice(start, end)
      if (!hasLetter(head)) continue
      const rest = words.slice(end).join(' ')
      for (const { target } of targets.named(head)) {
        if (target.table === table) continue
        const column = target.table.primaryKey.length === 1 ? target.table.primaryKey[0]! : null
        if (column === null) continue
        const key = wordsOf(column)
        if (rest !== key.join(' ') && !(isLabel(key.at(-1)!) && rest === key.slice(0, -1).join(' '))) continue
        const why = `"${words.join(' ')}" names ${target.table.name} and its key`
        matches.push({ target, column, score: start === 0 ? 0.93 : 0.86, why })
      }
    }
  }
  return matches
}
