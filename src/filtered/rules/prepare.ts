import type { Condition, Subject } from '../plan.ts'
import type { StructureTable } from '../structure.ts'
import type { Context } from './grammar/context.ts'
import type { Understood } from './grammar/prompts.ts'
import { cores } from './grammar/rules/cores.ts'
import { sequence } from './grammar/sequence.ts'
import { asSubject } from './grammar/subjects.ts'
import { thingsAt } from './grammar/things.ts'
import type { RulesContext } from './rules-context.ts'
import { type Paths, pathsOf } from './source/paths.ts'
import { readValues, type SourceValues } from './source/read-values.ts'
import { phrasesOf, valuesOf } from './source/values.ts'
import { type Vocabulary, vocabularyOf } from './source/vocabulary.ts'
import { phraseKey, stem } from './text/inflection.ts'
import { grammarWords } from './text/phrases.ts'
import { correction } from './text/spelling.ts'
import { type Token, tokenize } from './text/tokens.ts'

/** A prompt beside all that is known of its source: misspelt words are corrected, values are looked up. */
export type Prepared = {
  prompt: string
  tokens: readonly Token[]
  asOf: Date
  tables: readonly StructureTable[]
  vocabulary: Vocabulary
  paths: Paths
  source: SourceValues
  /** Words that are known beside those of the grammar and of the source. */
  words: ReadonlySet<string>
}

/** What a prompt of another kind knows more than the grammar does. */
export type MorePrepared = {
  words: ReadonlySet<string>
  /** Tables that it is about though it does not name them, the surest first. */
  tables(tokens: readonly Token[], vocabulary: Vocabulary): readonly StructureTable[]
}

const nothingMore: MorePrepared = { words: new Set(), tables: () => [] }

const mostTables = 48
const farthest = 4.6

export async function prepare(
  prompt: string,
  { structure, query, asOf }: Pick<RulesContext, 'structure' | 'query' | 'asOf'>,
  { words, tables: tablesOf }: MorePrepared = nothingMore,
): Promise<Prepared> {
  const vocabulary = vocabularyOf(structure)
  const paths = pathsOf(structure)
  const raw = tokenize(prompt)
  const guessed = corrected(raw, vocabulary, (index) => words.has(raw[index]!.word))
  const about = [...new Set([...mentions(guessed, vocabulary), ...tablesOf(guessed, vocabulary)])]
  const tables = nearby(structure.tables, about, paths)
  const mentioned = new Set(about.map(({ id }) => id))
  const numbersOf = new Set(
    tables
      .filter(({ id }) => mentioned.has(id))
      .flatMap((table) => [
        table.id,
        ...paths
          .reach(table)
          .filter(({ cost }) => cost < 1.6)
          .map((one) => one.table.id),
      ]),
  )
  const source = await readValues(tables, phrasesOf(prompt, raw), numbersOf, query)
  const base = { prompt, tokens: raw, asOf, tables: structure.tables, vocabulary, paths, source, words }
  const values = contextFor(base, raw).values
  const covered = new Set<number>()
  for (let at = 0; at < raw.length; at++)
    for (const { end, cost } of values.at(at))
      if (cost < 1) for (let index = at; index < end; index++) covered.add(index)
  const isMeant = (index: number) => covered.has(index) || words.has(raw[index]!.word)
  return { ...base, tokens: corrected(raw, vocabulary, isMeant) }
}

/** Tokens may be fewer than the prompt's, to find what is in the way. */
export function contextFor(prepared: Prepared, tokens: readonly Token[]): Context {
  const { prompt, asOf, tables, vocabulary, paths, source, words } = prepared
  return {
    tokens,
    asOf,
    tables,
    vocabulary,
    paths,
    values: valuesOf(prompt, tokens, source, (token) => isKnown(token, vocabulary, words)),
    memo: new Map(),
    read: { things: thingsAt, sequence, cores },
  }
}

export const isKnown = (
  { word, kind }: Token,
  vocabulary: Vocabulary,
  words: ReadonlySet<string> = nothingMore.words,
) =>
  kind !== 'word' ||
  grammarWords.has(word) ||
  words.has(word) ||
  vocabulary.words.has(word) ||
  phraseKey(word)
    .split(' ')
    .every((one) => vocabulary.words.has(one) || grammarWords.has(one))

/** Words that are one letter off a word of the source, or of the grammar. */
function corrected(
  tokens: readonly Token[],
  vocabulary: Vocabulary,
  isValue: (index: number) => boolean,
): Token[] {
  const own = [...vocabulary.words].flatMap((word) => [word, plural(word)])
  return tokens.map((token, index) => {
    if (isKnown(token, vocabulary) || isValue(index) || vocabulary.stems.has(stem(token.word))) return token
    const word = correction(token.word, own) ?? correction(token.word, grammarWords)
    return word ? { ...token, word } : token
  })
}

const plural = (word: string) =>
  /(s|x|ch|sh)$/.test(word) ? `${word}es` : /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`

function mentions(tokens: readonly Token[], vocabulary: Vocabulary): StructureTable[] {
  return [...new Set(tokens.flatMap((_, at) => vocabulary.tablesAt(tokens, at).map(({ value }) => value)))]
}

/** Tables that the prompt may have values of: those it is about, and what they are tied to. */
function nearby(
  all: readonly StructureTable[],
  about: readonly StructureTable[],
  paths: Paths,
): StructureTable[] {
  const costs = new Map<StructureTable, number>()
  for (const table of about)
    for (const { table: other, cost } of paths.reach(table))
      if (cost <= farthest) costs.set(other, Math.min(cost, costs.get(other) ?? cost))
  const near = [...costs].sort((a, b) => a[1] - b[1]).map(([table]) => table)
  return (near.length > 0 ? near : all).slice(0, mostTables)
}

/** A reading in a few words, to tell it from another one. */
export function aliasesOf({ subjects }: Understood): string {
  return subjects.map((one) => describe(asSubject(one))).join('; ')
}

const describe = ({ table, where, orderBy, limit }: Subject): string =>
  [
    limit === null ? '' : `${limit} of`,
    table.name,
    where ? `where ${inWords(where)}` : '',
    orderBy
      .map((order) => `by ${order.column ?? order.related.path.map(({ name }) => name).join(' → ')}`)
      .join(', '),
  ]
    .filter(Boolean)
    .join(' ')

function inWords(condition: Condition): string {
  if ('all' in condition) return condition.all.map(inWords).join(' and ')
  if ('any' in condition) return `(${condition.any.map(inWords).join(' or ')})`
  if ('not' in condition) return `not (${inWords(condition.not)})`
  if ('compare' in condition) {
    const { column, operator, values, other } = condition.compare
    return `${column} ${operator.toLowerCase().replaceAll('_', ' ')} ${other ?? values.join(', ')}`.trim()
  }
  if ('period' in condition)
    return `${condition.period.column} in the last ${condition.period.amount} ${condition.period.unit.toLowerCase()}s`
  const { path, where, aggregate } = condition.related
  const rows = path.map(({ name, via }) => (via ? `${name} (${via})` : name)).join(' → ')
  const measured = aggregate
    ? `${aggregate.function.toLowerCase()}${aggregate.column ? ` of ${aggregate.column}` : ''} ${aggregate.operator.toLowerCase()} ${aggregate.value} `
    : ''
  return `${measured}${rows}${where ? ` with ${inWords(where)}` : ''}`
}
