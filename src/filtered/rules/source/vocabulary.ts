import type { Reference, Structure, StructureColumn, StructureTable } from '../../structure.ts'
import { properties, roles } from '../terms/properties.ts'
import { things } from '../terms/things.ts'
import { phraseKey, stem } from '../text/inflection.ts'
import { type Reading, reading } from '../text/reading.ts'
import type { Token } from '../text/tokens.ts'
import { statedUnit } from '../text/units.ts'
import { commentPhrase, isSpeltOut, keyOf, nameWords } from './names.ts'

/** What the tables and columns of a source are called, by phrases in the singular. The cost says how far-fetched a name is. */
export type Vocabulary = {
  tablesAt(tokens: readonly Token[], at: number): Reading<StructureTable>[]
  columnsAt(tokens: readonly Token[], at: number, table: StructureTable): Reading<StructureColumn>[]
  /** References of a table by the role that their column names: "manager", "billing address". */
  rolesAt(tokens: readonly Token[], at: number, table: StructureTable): Reading<Reference>[]
  /** Every single word of it, for telling what is unknown. */
  words: ReadonlySet<string>
  /** What other forms of them have in common with them. */
  stems: ReadonlySet<string>
  /** Those of names themselves, without synonyms: what a misspelt word may have been meant as. */
  ownWords: ReadonlySet<string>
}

type Names<T> = Map<string, Map<T, number>>

const longestName = 5
const synonym = 0.5
const partOfName = 1.2
const fromComment = 1.5
/** A phrase that names something outright leaves no room for names more far-fetched than this. */
const outright = 0.3

export function vocabularyOf(structure: Structure): Vocabulary {
  const tables: Names<StructureTable> = new Map()
  const prefix = commonPrefix(structure)
  for (const table of structure.tables)
    for (const [phrase, cost] of tablePhrases(table, prefix)) name(tables, phrase, table, cost)
  const ownReferences = Map.groupBy(structure.references, ({ source }) => source)
  const byId = new Map(structure.tables.map((table) => [table.id, table]))
  const columns = new Map<string, Names<StructureColumn>>()
  const columnNames = (table: StructureTable) => {
    const names = columns.get(table.id) ?? namesOfColumns(ownReferences.get(table.id) ?? [], table)
    columns.set(table.id, names)
    return names
  }
  const knownRoles = new Map<string, Names<Reference>>()
  const roleNames = (table: StructureTable) => {
    const names = knownRoles.get(table.id) ?? namesOfRoles(ownReferences.get(table.id) ?? [], byId)
    knownRoles.set(table.id, names)
    return names
  }
  const words = new Set<string>()
  const ownWords = new Set<string>()
  for (const phrase of tables.keys()) for (const word of phrase.split(' ')) words.add(word)
  for (const table of structure.tables) {
    for (const phrase of columnNames(table).keys()) for (const word of phrase.split(' ')) words.add(word)
    for (const word of [
      ...nameWords(table.name),
      ...table.columns.flatMap((column) => nameWords(column.name)),
    ])
      if (word.length > 2) ownWords.add(phraseKey(word))
  }
  return {
    tablesAt: (tokens, at) => lookUp(tables, tokens, at),
    columnsAt: (tokens, at, table) => lookUp(columnNames(table), tokens, at),
    rolesAt: (tokens, at, table) => lookUp(roleNames(table), tokens, at),
    words,
    stems: new Set([...ownWords].map(stem)),
    ownWords,
  }
}

function name<T>(names: Names<T>, phrase: string, value: T, cost: number) {
  const of = names.get(phrase) ?? new Map<T, number>()
  names.set(phrase, of)
  of.set(value, Math.min(cost, of.get(value) ?? cost))
}

function lookUp<T>(names: Names<T>, tokens: readonly Token[], at: number): Reading<T>[] {
  const found: Reading<T>[] = []
  let phrase = ''
  for (let end = at; end < Math.min(at + longestName, tokens.length); end++) {
    const token = tokens[end]!
    if (token.kind !== 'word' && !(token.kind === 'number' && end > at)) break
    phrase = phrase ? `${phrase} ${phraseKey(token.word)}` : phraseKey(token.word)
    const of = names.get(phrase)
    if (!of) continue
    const cheapest = Math.min(...of.values())
    for (const [value, cost] of of)
      if (cheapest > outright || cost <= cheapest + outright) found.push(reading(end + 1, value, cost))
  }
  return found
}

/** A first word that most of the tables share says nothing (`app_users`, `app_orders`). */
function commonPrefix({ tables }: Structure): string | null {
  const counts = new Map<string, number>()
  for (const table of tables) {
    const words = nameWords(table.name)
    if (words.length > 1) counts.set(words[0]!, (counts.get(words[0]!) ?? 0) + 1)
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  return most && most[1] >= 3 && most[1] >= 0.6 * tables.length ? most[0] : null
}

const noMeaning =
  /^(tbl|tb|tab|t|dim|fact|table|data|info|information|master|mst|list|record|records|header)$/

function* tablePhrases(table: StructureTable, prefix: string | null): Generator<[string, number]> {
  const words = nameWords(table.name)
  const full = keyOf(words)
  yield [full, 0]
  const own = words.filter(
    (word, index) => !(index === 0 && word === prefix) && !(words.length > 1 && noMeaning.test(word)),
  )
  const plain = keyOf(own)
  if (plain && plain !== full) yield [plain, 0.1]
  for (const [alias, cost] of aliases(things, plain)) yield [alias, cost]
  if (plain !== full) for (const [alias, cost] of aliases(things, full)) yield [alias, cost]
  if (own.length > 1) {
    const head = keyOf(own.slice(-1))
    if (head.length > 2) yield [head, partOfName]
    for (const [alias, cost] of aliases(things, head)) yield [alias, partOfName + cost]
  }
  const comment = commentPhrase(table.comment)
  if (comment) yield [comment, fromComment]
}

const sorted = new Map<readonly (readonly string[])[], Map<string, string[][]>>()

/** Lines of synonyms by the word that each is looked up by. */
function byFirst(sets: readonly (readonly string[])[]): Map<string, string[][]> {
  const known = sorted.get(sets)
  if (known) return known
  const lines = new Map<string, string[][]>()
  for (const [first, ...others] of sets)
    lines.set(first!, [...(lines.get(first!) ?? []), others.map(phraseKey)])
  sorted.set(sets, lines)
  return lines
}

function* aliases(sets: readonly (readonly string[])[], phrase: string): Generator<[string, number]> {
  for (const others of byFirst(sets).get(phrase) ?? [])
    for (const [index, other] of others.entries()) yield [other, synonym + index * 0.05]
}

function namesOfColumns(references: readonly Reference[], table: StructureTable): Names<StructureColumn> {
  const names: Names<StructureColumn> = new Map()
  const own = nameWords(table.name)
  const keys = new Set(references.flatMap(({ columns }) => columns))
  for (const column of table.columns)
    for (const [phrase, cost] of columnPhrases(column, own, keys.has(column.name)))
      name(names, phrase, column, cost + (isSpeltOut(column.name) ? 0.2 : 0))
  return names
}

const suffix =
  /^(id|code|name|date|at|on|flag|number|value|yn|ind|indicator|datetime|time|timestamp|count|text|cents|level|no|method|quantity|rating|enabled|allowed)$/
const isPrefix = /^(is|has|was|can|flag|opt)$/

function* columnPhrases(
  column: StructureColumn,
  table: string[],
  isKey: boolean,
): Generator<[string, number]> {
  const words = nameWords(column.name)
  const full = keyOf(words)
  yield [full, 0]
  if (isKey) return
  const comment = commentPhrase(column.comment)
  if (comment) yield [comment, fromComment]
  const variants: [string[], number][] = [[words, 0]]
  if (words.length > 1) {
    const prefixed =
      keyOf(table).split(' ').at(-1) === keyOf(words.slice(0, 1)) ||
      keyOf(table) === keyOf(words.slice(0, table.length))
    if (prefixed)
      variants.push([
        words.slice(
          keyOf(table) === keyOf(words.slice(0, table.length)) && words.length > table.length
            ? table.length
            : 1,
        ),
        0.1,
      ])
    if (isPrefix.test(words[0]!)) variants.push([words.slice(1), 0.1])
    if (statedUnit(words.slice(-1)))
      variants.push([words.filter((word) => !statedUnit([word]) && word !== 'in'), 0.1])
  }
  for (const [variant, cost] of variants) {
    const key = keyOf(variant)
    if (!key) continue
    yield [key, cost]
    for (const [alias, more] of aliases(properties, key)) yield [alias, cost + more]
    if (['DATE', 'TIMESTAMP'].includes(column.role)) yield [`${key} date`, cost + 0.2]
    if (column.role === 'TEXT') yield [`${key} number`, cost + 0.3]
    if (variant.length < 2) continue
    const shorter = keyOf(variant.slice(0, -1))
    if (suffix.test(variant.at(-1)!) && variant.at(-1) !== 'id') {
      yield [shorter, cost + 0.3]
      if (['DATE', 'TIMESTAMP'].includes(column.role)) yield [`${shorter} date`, cost + 0.2]
      for (const [alias, more] of aliases(properties, shorter)) yield [alias, cost + 0.3 + more]
    }
    const head = keyOf(variant.slice(-1))
    if (!suffix.test(head) || ['name', 'date', 'code', 'number'].includes(head)) {
      yield [head, cost + 0.5]
      if (!['name', 'date', 'code', 'number'].includes(head))
        for (const [alias, more] of aliases(properties, head)) yield [alias, cost + 0.4 + more]
    }
    const preposition = variant.findIndex((word) => ['in', 'on', 'of', 'per'].includes(word))
    if (preposition > 0) {
      yield [keyOf(variant.slice(preposition)), cost + 0.3]
      yield [keyOf(variant.slice(0, preposition)), cost + 0.7]
    }
  }
}

function namesOfRoles(references: readonly Reference[], byId: Map<string, StructureTable>): Names<Reference> {
  const names: Names<Reference> = new Map()
  for (const reference of references) {
    if (reference.columns.length !== 1) continue
    const target = byId.get(reference.target)
    const words = nameWords(reference.columns[0]!).filter(
      (word, index, all) => index < all.length - 1 || !/^(id|code|key|number|fk|ref)$/.test(word),
    )
    const key = keyOf(words)
    if (!target || !key || key === keyOf(nameWords(target.name))) continue
    name(names, key, reference, 0)
    for (const [alias, cost] of [...aliases(things, key), ...aliases(roles, key)])
      name(names, alias, reference, cost)
    // "reports to" names nobody, a "manager staff id" a manager.
    if (words.length > 1 && !/^(by|to|for|of|from)$/.test(words.at(-1)!))
      name(names, keyOf(words.slice(0, 1)), reference, 0.3)
  }
  return names
}
