import { contextFor, isKnown, type Prepared } from './prepare.ts'
import { nameWords } from './source/names.ts'
import { stemsOfDeed } from './terms/verbs.ts'
import { stem } from './text/inflection.ts'
import { withinOneEdit } from './text/spelling.ts'

const most = 6

/** Positions of words that neither the grammar nor the source knows. */
export function unknownWords(prepared: Prepared): number[] {
  const { tokens, vocabulary } = prepared
  const { values } = contextFor(prepared, tokens)
  const covered = new Set<number>()
  for (let at = 0; at < tokens.length; at++)
    for (const { end } of values.at(at)) for (let index = at; index < end; index++) covered.add(index)
  return tokens.flatMap((token, index) =>
    isKnown(token, vocabulary, prepared.words) || covered.has(index) || isDeed(prepared, token.word)
      ? []
      : [index],
  )
}

const isDeed = ({ tables }: Prepared, word: string) =>
  /(ed|ing|en|s)$/.test(word) &&
  tables.some((table) =>
    [table.name, ...table.columns.map(({ name }) => name)].some((name) =>
      nameWords(name).some((one) => stemsOfDeed(stem(word)).includes(stem(one))),
    ),
  )

/** What could have been meant: names and values like the words, then what the tables mentioned have to offer. */
export function suggestionsFor(
  { tables, tokens, vocabulary, source }: Prepared,
  unrecognized: readonly string[],
): string[] {
  const words = unrecognized
    .flatMap((phrase) => phrase.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length > 2)
  const isLike = (name: string) =>
    words.some(
      (word) =>
        name === word || withinOneEdit(name, word) || (word.length > 3 && name.startsWith(word.slice(0, 4))),
    )
  const mentioned = new Set(
    tokens.flatMap((_, at) => vocabulary.tablesAt(tokens, at).map(({ value }) => value)),
  )
  const near = tables.filter(({ name }) => nameWords(name).some(isLike)).map(({ name }) => name)
  const columns = [...mentioned].flatMap((table) =>
    table.columns
      .filter(({ name }) => nameWords(name).some(isLike))
      .map(({ name }) => `${table.name}.${name}`),
  )
  const values = source.columns.flatMap(({ table, column, values, few }) =>
    few
      ? values
          .filter((value) => value.length <= 40 && value.toLowerCase().split(/\W+/).some(isLike))
          .map((value) => `${table.name}.${column.name} = ${value}`)
      : [],
  )
  const offered = [...mentioned].slice(0, 1).flatMap((table) => {
    const kinds = source.columns.filter(
      (one) => one.table === table && one.few && one.values.length > 1 && one.values.length <= 12,
    )
    return kinds.map(({ column, values }) => `${table.name}.${column.name}: ${values.slice(0, 5).join(', ')}`)
  })
  const all = [...new Set([...columns, ...values, ...near, ...offered])].slice(0, most)
  return all.length > 0 ? all : tables.slice(0, most).map(({ name }) => name)
}
