import pg from 'pg'

/**
 * Pieces of SQL. Names stand in the text, quoted; values never do: they are held apart until the whole is either bound or
 * written out. So nothing that a user wrote can become SQL.
 */
export type Fragment = {
  /** One more than there are values, which stand between them. */
  strings: readonly string[]
  values: readonly string[]
}

export function sql(strings: readonly string[], ...parts: Fragment[]): Fragment {
  const texts = [strings[0]!]
  const values: string[] = []
  for (const [index, part] of parts.entries()) {
    texts[texts.length - 1] += part.strings[0]!
    texts.push(...part.strings.slice(1))
    texts[texts.length - 1] += strings[index + 1]!
    values.push(...part.values)
  }
  return { strings: texts, values }
}

/** Only for text that is ours or the server's own, such as a type's name as format_type writes it. */
export const raw = (text: string): Fragment => ({ strings: [text], values: [] })

/** A value as text, with the type that it is read as. */
export const value = (text: string, type: string): Fragment => ({
  strings: ['', `::${type}`],
  values: [text],
})

/** `"a"."b"` */
export const identifier = (...names: string[]): Fragment =>
  raw(names.map((name) => pg.escapeIdentifier(name)).join('.'))

/** A column of what has the alias, which must be a plain word. */
export const columnOf = (alias: string, column: string): Fragment =>
  raw(`${alias}.${pg.escapeIdentifier(column)}`)

export function joined(fragments: readonly Fragment[], separator: string): Fragment {
  const strings = fragments.map((_, index) => (index === 0 ? '' : separator))
  return sql([...strings, ''], ...fragments)
}

/** Text with `$1`, `$2` …, which go on from what is in `values` already; its own are appended. */
export function bind(fragment: Fragment, values: string[]): string {
  const first = values.length
  values.push(...fragment.values)
  return fragment.strings
    .map((text, index) => (index < fragment.values.length ? `${text}$${first + index + 1}` : text))
    .join('')
}

/** Text with the values written out as literals. */
export const writtenOut = ({ strings, values }: Fragment): string =>
  strings
    .map((text, index) =>
      index < values.length ? `${text}${pg.escapeLiteral(values[index]!).trim()}` : text,
    )
    .join('')

/** An array of texts as PostgreSQL reads it: `{"a","b"}`. */
export const arrayText = (texts: readonly string[]): string =>
  `{${texts.map((text) => `"${text.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`
