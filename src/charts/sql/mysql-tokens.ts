import { refusal } from './refusal.ts'

export type Token = {
  /** Unquoted and in capitals; the text itself for what stands in quotes and for signs. */
  text: string
  kind: 'word' | 'name' | 'string' | 'sign'
  at: number
}

/** What the servers take for spaces, and whatever is no part of ASCII for a letter. */
const space = String.raw`[\x01-\x20\x7f]+`
const comment = String.raw`#[^\n]*|--(?=[\x01-\x20\x7f]|$)[^\n]*|\/\*[\s\S]*?\*\/`
const word = String.raw`[\w$\u0080-\uffff]+`
const doubled = (quote: string) => `${quote}(?:[^${quote}]|${quote}${quote})*${quote}`
const escaped = (quote: string) => `${quote}(?:[^${quote}\\\\]|${quote}${quote}|\\\\[\\s\\S])*${quote}`

/** A comment that is run, or that changes how the statement is. */
const live = /^\/\*(!|M!|\+)/

/**
 * The parts of a statement as the servers read them, without comments.
 * @param modes the session's sql_mode, which changes what quotes and backslashes mean
 * @throws InvalidInputError where a quote or a comment has no end, or a comment is one for the server
 */
export function mysqlTokens(sql: string, modes: ReadonlySet<string>): Token[] {
  const inQuotes = modes.has('NO_BACKSLASH_ESCAPES') ? doubled : escaped
  const namesInQuotes = modes.has('ANSI_QUOTES')
  const names = namesInQuotes ? `${doubled('`')}|${doubled('"')}` : doubled('`')
  const strings = namesInQuotes ? inQuotes("'") : `${inQuotes("'")}|${inQuotes('"')}`
  const part = new RegExp(
    `(?<skipped>${space}|${comment})|(?<name>${names})|(?<string>${strings})|(?<word>${word})|(?<open>['"\`]|\\/\\*)|(?<sign>[^\\0])`,
    'gy',
  )
  const tokens: Token[] = []
  while (part.lastIndex < sql.length) {
    const at = part.lastIndex
    const found = part.exec(sql)?.groups
    if (!found) throw refusal('A query has no NUL character', sql, at)
    const { skipped, name, string, word, open, sign } = found
    if (open !== undefined)
      throw refusal(open === '/*' ? 'A comment has no end' : 'A quote has no end', sql, at)
    if (skipped !== undefined) {
      if (live.test(skipped))
        throw refusal('A query for a chart has no comments that the server reads (/*! and /*+)', sql, at)
    } else if (name !== undefined) {
      const quote = name[0]!
      tokens.push({ text: name.slice(1, -1).replaceAll(quote + quote, quote), kind: 'name', at })
    } else if (word !== undefined) tokens.push({ text: word.toUpperCase(), kind: 'word', at })
    else tokens.push({ text: string ?? sign!, kind: string === undefined ? 'sign' : 'string', at })
  }
  return tokens
}
