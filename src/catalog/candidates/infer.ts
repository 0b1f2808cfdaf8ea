import { type Candidate, type KnownTable, leastScore, rounded } from './candidate.ts'
import { compositeCandidates } from './composite.ts'
import { weighTogether, withoutImplied } from './implied.ts'
import { keyMatches, keyWithRoleMatches, sameNameMatches } from './key-matches.ts'
import { type Match, matchesOf } from './matches.ts'
import { phraseKey, wordsOf } from './names.ts'
import { columnPrefixOf, phrasesOf } from './phrases.ts'
import { roleMatches } from './role-matches.ts'
import { hasRows, owns, type Targets, targetsOf } from './targets.ts'
import { typeClass } from './types.ts'

/**
 * The foreign keys that the tables do not declare and by their names, types and keys may have, by table and column. One look-up for
 * each reading of a column's name: the time grows with the columns, not with pairs of tables.
 * @param options.of infers for these tables alone, among all
 * @param options.least below leastScore, those are there too that only values can confirm, and those that others imply
 */
export function inferCandidates(
  tables: readonly KnownTable[],
  { of = () => true, least = leastScore }: { of?(table: KnownTable): boolean; least?: number } = {},
): Candidate[] {
  const targets = targetsOf(tables)
  const above = ancestorsAmong(tables)
  const all = tables
    .filter((table) => hasRows(table))
    .flatMap((table) => candidatesOf(table, { targets: targets(table.schema), least, above }))
  const weighed = weighTogether(tables, all).filter(({ source }) => of(source))
  return least < leastScore ? weighed : withoutImplied(weighed)
}

function candidatesOf(
  table: KnownTable,
  { targets, least, above }: { targets: Targets; least: number; above: Ancestors },
): Candidate[] {
  const prefix = columnPrefixOf(table)
  const single = table.columns.flatMap((column) => {
    if (column.isGenerated || isDeclared(table, [column.name])) return []
    const found = bestMatch(column, table, { prefix, targets, least, above })
    return found ? [found] : []
  })
  const composite = compositeCandidates(table, targets).filter(({ columns }) => !isDeclared(table, columns))
  return [...single, ...composite]
}

/** Also where the column is part of a declared key of several. */
const isDeclared = ({ declared }: KnownTable, columns: string[]) =>
  declared.some((key) => columns.every((name) => key.columns.includes(name)))

type Column = KnownTable['columns'][number]

function bestMatch(
  column: Column,
  table: KnownTable,
  {
    prefix,
    targets,
    least,
    above,
  }: { prefix: string | null; targets: Targets; least: number; above: Ancestors },
): Candidate | null {
  const type = typeClass(column.dataType)
  if (type === null) return null
  const words = wordsOf(column.name)
  const phrases = phrasesOf(words, prefix)
  const all = [
    ...sameNameMatches(words, prefix, table, targets),
    ...keyWithRoleMatches(
      words,
      phrases.some(({ leads }) => leads),
      table,
      targets,
    ),
    ...keyMatches(words, table, targets),
    ...phrases.flatMap((phrase) => matchesOf(phrase, column, table, targets)),
    ...roleMatches(words, phrases, table, targets),
  ]
  const weighed = all
    .filter((match) => match.target.table !== table || isOtherRow(words, match, column))
    .filter((match) => !isInherited(match, column, table, above))
    .flatMap((match) => weigh(match, column, type, table))
    .filter(({ score }) => score >= least)
  if (weighed.length === 0) return null
  const best = Math.max(...weighed.map(({ score }) => score))
  const first = weighed.filter(({ score }) => score === best)
  // Two tables that are as likely as each other: it is not known which.
  if (new Set(first.map(({ target }) => target.table)).size > 1) return null
  const { target, column: key, why } = first[0]!
  return {
    source: table,
    columns: [column.name],
    target: target.table,
    targetColumns: [key],
    score: rounded(best),
    reason: why,
  }
}

/** A column of a table that names the table itself is its own key or number, unless a word before says that it is another row's. */
const isOtherRow = (words: readonly string[], { target, column: key }: Match, column: Column) =>
  column.name !== key &&
  phraseKey(words.slice(0, -1)) !== phraseKey(target.words) &&
  phraseKey(words) !== phraseKey(target.words)

/** A child by inheritance has the keys of those above it itself. */
const isInherited = ({ target, column: key }: Match, column: Column, table: KnownTable, above: Ancestors) =>
  key === column.name && above(table).has(target.table)

type Ancestors = (table: KnownTable) => ReadonlySet<KnownTable>

function ancestorsAmong(tables: readonly KnownTable[]): Ancestors {
  const byName = new Map(tables.map((table) => [JSON.stringify([table.schema, table.name]), table]))
  return (table) => {
    const found = new Set<KnownTable>([table])
    for (const one of found)
      for (const { schema, name } of one.inherits) {
        const parent = byName.get(JSON.stringify([schema, name]))
        if (parent) found.add(parent)
      }
    found.delete(table)
    return found
  }
}

/** Types have to agree; keys, indexes and places speak for it or against it. */
function weigh(match: Match, column: Column, type: string, table: KnownTable): Match[] {
  const { target, column: key } = match
  const targetType = target.table.columns.find(({ name }) => name === key)?.dataType
  if (targetType === undefined || typeClass(targetType) !== type) return []
  const reasons = [match.why]
  let { score } = match
  if (targetType === column.dataType) reasons.push(`both are ${targetType}`)
  else {
    // A word for a key is what says that it is one; without it, the type has to be the same.
    score -= phrasesOf(wordsOf(column.name), null).every(({ suffix }) => suffix === null) ? 0.22 : 0.02
    reasons.push(`${column.dataType} compares with ${targetType}`)
  }
  if (table.schema !== target.table.schema) score -= 0.06
  if (table.primaryKey.length > 1 && table.primaryKey.includes(column.name)) {
    score += 0.02
    reasons.push('part of its primary key')
  } else if (table.indexed.includes(column.name)) {
    score += 0.02
    reasons.push('indexed')
  }
  if (isOwnKey(table, column.name)) {
    // One row for each of the other table's, as customer_details has for customers: both names have to say so.
    const own = wordsOf(table.name)
    // Or the key's own name says it: operationid of opmessages, where operations have that key.
    const isTheirs = column.name === key && owns(target, wordsOf(key))
    const isPart =
      own.length > target.words.length &&
      phraseKey(own.slice(0, target.words.length)) === phraseKey(target.words)
    score -= isPart ? 0.06 : isTheirs ? 0.12 : 0.5
    if (isPart || isTheirs) reasons.push('one row at the most for each')
  }
  const base = wordsOf(column.name).slice(0, -1)
  if (
    base.length > 0 &&
    table.columns.some(({ name }) => wordsOf(name).join(' ') === `${base.join(' ')} type`)
  ) {
    score -= 0.4
    reasons.push('a column beside it says the type of what it refers to')
  }
  return [{ ...match, score: Math.round(score * 1000) / 1000, why: reasons.join('; ') }]
}

const isOwnKey = ({ primaryKey }: KnownTable, name: string) =>
  primaryKey.length === 1 && primaryKey[0] === name
