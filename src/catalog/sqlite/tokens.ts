/** The words of a statement of SQLite, as far as its structure needs them. Source: sqlite.org/lang_keywords.html */

export type Token = {
  /** A name without its quotes; other words in capitals, so that they compare as keywords. */
  word: string
  isQuoted: boolean
  start: number
  end: number
}

const pattern =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|'(?:[^']|'')*'|[\p{L}_\u0080-\uffff][\p{L}\p{N}_$\u0080-\uffff]*|[^\s]/gu
const isSpace = /^(\s|--|\/\*)/

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  for (const { 0: raw, index } of text.matchAll(pattern)) {
    if (isSpace.test(raw)) continue
    const quote = /^["'`[]/.exec(raw)?.[0]
    const isName = quote !== undefined && quote !== "'"
    const word = isName
      ? raw.slice(1, -1).replaceAll(quote === '[' ? ']' : quote + quote, quote === '[' ? ']' : quote)
      : raw
    tokens.push({
      word: quote ? word : word.toUpperCase(),
      isQuoted: quote !== undefined,
      start: index,
      end: index + raw.length,
    })
  }
  return tokens
}

/** The tokens between a bracket at `open` and the one that closes it, and where that one is. */
export function within(tokens: Token[], open: number): { inner: Token[]; close: number } {
  let depth = 0
  for (let at = open; at < tokens.length; at++) {
    const { word, isQuoted } = tokens[at]!
    if (isQuoted) continue
    if (word === '(') depth++
    if (word === ')' && --depth === 0) return { inner: tokens.slice(open + 1, at), close: at }
  }
  return { inner: tokens.slice(open + 1), close: tokens.length }
}

/** Split at the commas that stand in no bracket. */
export function partsOf(tokens: Token[]): Token[][] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (!token.isQuoted && token.word === '(') depth++
    if (!token.isQuoted && token.word === ')') depth--
    if (!token.isQuoted && token.word === ',' && depth === 0) parts.push([])
    else parts.at(-1)!.push(token)
  }
  return parts.filter((part) => part.length > 0)
}

export const isWord = (token: Token | undefined, ...words: string[]): boolean =>
  token !== undefined && !token.isQuoted && words.includes(token.word)

/** As it stands in the statement: names keep their case. */
export const nameOf = (text: string, { word, isQuoted, start, end }: Token): string =>
  isQuoted ? word : text.slice(start, end)
