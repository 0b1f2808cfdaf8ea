import { type Candidate, type KnownTable, rounded } from './candidate.ts'
import { phraseKey, wordsOf } from './names.ts'
import { isIdentity, phrasesOf } from './phrases.ts'
import { roles, selves } from './roles.ts'
import { keyFor, nameKey, owns, type Target, type Targets } from './targets.ts'
import { typeClass } from './types.ts'

/**
 * References to keys of several columns: a column for each of the key's, of the same name or, for its last one, one that names the
 * table (tenant_id and customer_id for customers of tenant_id and id), of types that can be compared.
 */
export function compositeCandidates(table: KnownTable, targets: Targets): Candidate[] {
  const own = new Map(
    table.columns.map(({ name, dataType }) => [nameKey(name), { name, type: typeClass(dataType) }]),
  )
  const found = new Map<string, Candidate>()
  const ambiguous = new Set<string>()
  for (const { name } of table.columns) {
    const words = wordsOf(name)
    const same = targets
      .withCompositeKey(nameKey(name))
      .filter(({ target, key }) => target.table !== table && !isCounter(table, key))
      .map(({ target, key }) => ({ target, key, names: key.map(nameKey) }))
    const named = phrasesOf(words, null)
      .filter(({ suffix, words }) => suffix !== null && words.length > 0)
      .flatMap((phrase) =>
        targets
          .named(phrase.words)
          .flatMap(({ target }) =>
            target.keys
              .filter((key) => key.length > 1 && nameKey(key.at(-1)!) === phrase.suffix)
              .map((key) => ({ target, key, names: [...key.slice(0, -1).map(nameKey), nameKey(name)] })),
          ),
      )
    // lead_member_no for member_no: the key's last column in a role, also of the same table.
    const inRole = words.slice(1, -1).flatMap((_, index) =>
      targets
        .withLastOfKey(words.slice(index + 1).join(' '))
        .filter(
          ({ target }) => target.table !== table || selves.has(words[index]!) || roles.has(words[index]!),
        )
        .map(({ target, key }) => {
          const role = words.slice(0, index + 1).join(' ')
          const others = key.slice(0, -1).map(nameKey)
          const inRole = others.map((other) => (own.has(`${role} ${other}`) ? `${role} ${other}` : other))
          return { target, key, names: [...inRole, nameKey(name)] }
        }),
    )
    for (const { target, key, names } of [...same, ...named, ...inRole, ...parents(words, table, targets)]) {
      if (target.table !== table && !isOfItsOwn(target, key, targets)) continue
      const columns = names.map((one) => own.get(one))
      if (
        columns.some(
          (one, index) => !one || one.type === null || one.type !== typeOf(target.table, key[index]!),
        )
      )
        continue
      const candidate: Candidate = {
        source: table,
        columns: columns.map((one) => one!.name),
        target: target.table,
        targetColumns: key,
        score: rounded(table.schema === target.table.schema ? 0.82 : 0.74),
        reason: `it has a column for each of the key of ${target.table.name} (${key.join(', ')}), of the same names and types`,
      }
      if (sameColumns(candidate.columns, table.primaryKey) && !speaksOf(table, target)) continue
      const id = JSON.stringify(candidate.columns)
      if (found.has(id) && found.get(id)!.target !== target.table) ambiguous.add(id)
      found.set(id, candidate)
    }
  }
  return [...found].filter(([id]) => !ambiguous.has(id)).map(([, candidate]) => candidate)
}

/** parent_id for the id of tenant_id and id, of the same table. */
function parents(words: readonly string[], table: KnownTable, targets: Targets) {
  const { primaryKey: key } = table
  if (words.length < 2 || key.length < 2 || !selves.has(words[0]!)) return []
  if (nameKey(key.at(-1)!) !== words.slice(1).join(' ')) return []
  const itself = targets.named(wordsOf(table.name)).find(({ target }) => target.table === table)?.target
  return itself ? [{ target: itself, key, names: [...key.slice(0, -1).map(nameKey), words.join(' ')] }] : []
}

/**
 * A table that ties two others has a key of their keys, and whoever has both of these refers to them, not to the tie: a key is meant
 * only where no other table has its last column for a key.
 */
function isOfItsOwn({ table, words }: Target, key: string[], targets: Targets): boolean {
  if (
    key.some(
      (name) =>
        owns({ words }, wordsOf(name)) &&
        targets.withKeyNamed(wordsOf(name)).owners.length +
          targets.withKeyNamed(wordsOf(name)).others.length ===
          0,
    )
  )
    return true
  const last = wordsOf(key.at(-1)!)
  if (last.length === 0) return false
  if (table.declared.some(({ columns }) => columns.length === 1 && columns[0] === key.at(-1))) return false
  if (
    [
      'date',
      'year',
      'month',
      'name',
      'type',
      'created',
      'updated',
      'at',
      'on',
      'status',
      'valid',
      'from',
      'clock',
      'time',
      'timestamp',
      'ts',
      'ns',
    ].includes(last.at(-1)!)
  )
    return false
  // Of something else, which may be no table by its name: templateid of hosts_templates, where templates are hosts.
  const isOther = phrasesOf(last, null).some(
    (one) =>
      isIdentity(one.suffix) &&
      one.words.length > 0 &&
      phraseKey(one.words) !== phraseKey(words.slice(-one.words.length)),
  )
  if (isOther) return false
  if (targets.withKeyNamed(last).owners.some(({ target }) => target.table !== table)) return false
  return !phrasesOf(last, null).some(
    ({ words, suffix }) =>
      suffix !== null &&
      words.length > 0 &&
      targets
        .named(words)
        .some((other) => other.target.table !== table && keyFor(other.target, suffix) !== null),
  )
}

/** Both count their rows by the last column, within what only the target has: line_no of orders and line_no of invoices. */
function isCounter({ primaryKey: own }: KnownTable, key: string[]): boolean {
  if (own.length < 2 || nameKey(own.at(-1)!) !== nameKey(key.at(-1)!)) return false
  const within = own.slice(0, -1).map(nameKey)
  return !key.slice(0, -1).every((name) => within.includes(nameKey(name)))
}

/** Whether the source's name begins or ends with the target's. */
function speaksOf({ name }: KnownTable, { words }: Target): boolean {
  const own = wordsOf(name)
  const length = words.length
  return (
    own.length > length &&
    [own.slice(0, length), own.slice(-length)].some((part) => phraseKey(part) === phraseKey(words))
  )
}

const typeOf = ({ columns }: KnownTable, key: string) =>
  typeClass(columns.find(({ name }) => name === key)?.dataType ?? '')

const sameColumns = (one: string[], other: string[]) =>
  one.length === other.length && one.every((name) => other.includes(name))
