/** The words of a statement of SQLite, split where SQLite splits them. Source: sqlite.org/src/file/src/tokenize.c */

export type Token = {
  /** A sign is one character. */
  kind: 'word' | 'name' | 'text' | 'number' | 'sign'
  /** A name without its quotes; in capitals what may be a keyword, so that it compares as one; a sign. Of others nothing. */
  word: string
  start: number
  end: number
}

const code = (character: string) => character.charCodeAt(0)
const [text, name, oldName, bracket] = [code("'"), code('"'), code('`'), code('[')]
const [dot, plus, dash, slash, star] = [code('.'), code('+'), code('-'), code('/'), code('*')]
const [underscore, dollar, smallA] = [code('_'), code('$'), code('a')]
const byteOrderMark = 0xfeff

const isSpace = (at: number) => at === 32 || (at >= 9 && at <= 13) || at === byteOrderMark
const isDigit = (at: number) => at >= 48 && at <= 57
const isPlainLetter = (at: number) => (at >= 97 && at <= 122) || (at >= 65 && at <= 90)
const isLetter = (at: number) => isPlainLetter(at) || at === underscore || (at > 127 && at !== byteOrderMark)
const isOfWord = (at: number) => isLetter(at) || isDigit(at) || at === dollar

/** A file may have anything behind the end of a text, of which SQLite reads nothing. */
export function upToNul(statement: string): string {
  const at = statement.indexOf('\0')
  return at < 0 ? statement : statement.slice(0, at)
}

export function tokensOf(statement: string): Token[] {
  const tokens: Token[] = []
  const { length } = statement
  let end = 0
  while (end < length) {
    const start = end++
    const first = statement.charCodeAt(start)
    const second = statement.charCodeAt(end)
    if (isSpace(first)) continue
    if (first === dash && second === dash) {
      end = endAfter(statement, '\n', end)
    } else if (first === slash && second === star) {
      end = endAfter(statement, '*/', end + 1)
    } else if (isLetter(first)) {
      let mayBeKeyword = isPlainLetter(first)
      let isInCapitals = first < smallA
      for (; end < length; end++) {
        const next = statement.charCodeAt(end)
        if (!isOfWord(next)) break
        if (!isPlainLetter(next)) mayBeKeyword = false
        else if (next >= smallA) isInCapitals = false
      }
      const word = mayBeKeyword ? statement.slice(start, end) : ''
      tokens.push({ kind: 'word', word: isInCapitals ? word : word.toUpperCase(), start, end })
    } else if (isDigit(first) || (first === dot && isDigit(second))) {
      end = endOfNumber(statement, end)
      tokens.push({ kind: 'number', word: '', start, end })
    } else if (first === text) {
      end = endOfQuoted(statement, "'", end)
      tokens.push({ kind: 'text', word: '', start, end })
    } else if (first === name || first === oldName) {
      const mark = statement[start]!
      end = endOfQuoted(statement, mark, end)
      const word = statement.slice(start + 1, end - 1).replaceAll(mark + mark, mark)
      tokens.push({ kind: 'name', word, start, end })
    } else if (first === bracket) {
      end = endAfter(statement, ']', end)
      tokens.push({ kind: 'name', word: statement.slice(start + 1, end - 1), start, end })
    } else {
      tokens.push({ kind: 'sign', word: statement[start]!, start, end })
    }
  }
  return tokens
}

/** Behind the mark, or at the end where it does not come. */
function endAfter(statement: string, mark: string, from: number): number {
  const found = statement.indexOf(mark, from)
  return found < 0 ? statement.length : found + mark.length
}

/** Two marks stand for one of them, and end nothing. */
function endOfQuoted(statement: string, mark: string, from: number): number {
  let end = endAfter(statement, mark, from)
  while (statement[end] === mark) end = endAfter(statement, mark, end + 1)
  return end
}

function endOfNumber(statement: string, from: number): number {
  for (let end = from; ; end++) {
    const next = statement.charCodeAt(end)
    const isExponent = (next === plus || next === dash) && /[eE]/.test(statement[end - 1]!)
    if (!isOfWord(next) && next !== dot && !isExponent) return end
  }
}

/** The tokens between a bracket at `open` and the one that closes it, and where that one is. */
export function within(tokens: Token[], open: number): { inner: Token[]; close: number } {
  let depth = 0
  for (let at = open; at < tokens.length; at++) {
    depth += depthOf(tokens[at]!)
    if (depth === 0) return { inner: tokens.slice(open + 1, at), close: at }
  }
  return { inner: tokens.slice(open + 1), close: tokens.length }
}

/** Split at the commas that stand in no bracket. */
export function partsOf(tokens: Token[]): Token[][] {
  const parts: Token[][] = []
  let depth = 0
  let start = 0
  for (let at = 0; at <= tokens.length; at++) {
    const token = tokens[at]
    if (token) depth += depthOf(token)
    if (token && (depth !== 0 || !isWord(token, ','))) continue
    if (at > start) parts.push(tokens.slice(start, at))
    start = at + 1
  }
  return parts
}

function depthOf({ kind, word }: Token): number {
  if (kind !== 'sign') return 0
  return word === '(' ? 1 : word === ')' ? -1 : 0
}

export const isWord = (token: Token | undefined, word: string): boolean =>
  token !== undefined && token.word === word && token.kind !== 'name'

export const isOneOf = (token: Token | undefined, words: ReadonlySet<string>): boolean =>
  token !== undefined && token.kind === 'word' && words.has(token.word)

/** What can be nothing but a name where one is expected; SQLite takes some texts for names, too. */
export const isName = (token: Token | undefined): boolean => token?.kind === 'name' || token?.kind === 'word'

/** As it stands in the statement: names keep their case. */
export const nameOf = (statement: string, { kind, word, start, end }: Token): string =>
  kind === 'name' ? word : statement.slice(start, end)
