export type Token = {
  /** As it stands in the prompt. */
  text: string
  /** Lower case, without apostrophes of possession; corrected where it was misspelt. */
  word: string
  kind: 'word' | 'number' | 'date' | 'quoted' | 'mark'
  start: number
  end: number
  number?: number
  /** A number that a hyphen joins to the next word: `5-star`. */
  joined?: boolean
  /** What stands next to the digits: `$5`, `5%`, `5th`, `1990s`, `5+`. */
  sign?: 'money' | 'percent' | 'ordinal' | 'decade' | 'plus'
}

const date = String.raw`\d{4}-\d{1,2}-\d{1,2}(?:T[\d:.]+Z?)?|\d{1,2}\/\d{1,2}\/\d{4}|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-(?:0[1-9]|1[0-2])(?![\d-])`
const number = String.raw`(?:[$€£¥]\s?)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?`
const word = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_]*(?:['’][\p{L}]+|[-/&][\p{L}\p{N}][\p{L}\p{M}\p{N}_]*)*`
const pattern = new RegExp(
  `(?<quoted>"[^"]+"|“[^”]+”|(?<=^|[\\s(])'[^']+'(?=$|[\\s,.;:?!)]))|(?<date>${date})|(?<number>${number})|(?<word>${word})|(?<mark>>=|<=|<>|!=|[^\\s])`,
  'gu',
)
const numberTail =
  /^(?:(?<thousand>[kK])|(?<million>[mM]))?(?:(?<plus>\+)|(?<percent>\s?%)|(?<money>\s?[€$£])|(?<ordinal>st|nd|rd|th)|(?<decade>'?s))?(?![\p{L}\p{N}])-?/u
const splitEndings = /^(.+)-(rated|based|born|located|priced|made|only|related)$/
const contracted: Record<string, string[]> = {
  "won't": ['will', 'not'],
  "can't": ['can', 'not'],
  cannot: ['can', 'not'],
  wont: ['will', 'not'],
  cant: ['can', 'not'],
  'and/or': ['or'],
}
const endings: Record<string, string> = { s: 'is', re: 'are', ve: 'have', d: 'would', m: 'am', ll: 'will' }
const subjects = new Set(['i', 'we', 'you', 'they', 'it', 'he', 'she', 'who', 'that', 'there', 'what'])
const negated = /^(do|does|did|have|has|had|is|are|was|were|would|could|should)n['’]?t$/

/** The tokens of a prompt; contractions come apart ("haven't": have, not), `non-` becomes a word of its own. */
export function tokenize(prompt: string): Token[] {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(prompt); match; match = pattern.exec(prompt)) {
    const text = match[0]
    const at = { text, start: match.index, end: match.index + text.length }
    const groups = match.groups!
    if (groups.quoted) tokens.push({ ...at, kind: 'quoted', word: text.slice(1, -1).toLowerCase() })
    else if (groups.date) tokens.push({ ...at, kind: 'date', word: text })
    else if (groups.number) {
      const token = numberOf(prompt, at)
      pattern.lastIndex = token.end
      tokens.push(token)
    } else if (groups.word) tokens.push(...wordsOf(at))
    else tokens.push({ ...at, kind: 'mark', word: text })
  }
  return tokens
}

function numberOf(prompt: string, at: Pick<Token, 'text' | 'start' | 'end'>): Token {
  const tail = numberTail.exec(prompt.slice(at.end))
  const groups = tail?.groups ?? {}
  const factor = groups.thousand ? 1000 : groups.million ? 1_000_000 : 1
  const kinds = ['plus', 'percent', 'money', 'ordinal', 'decade'] as const
  const sign = /^[$€£¥]/.test(at.text) ? 'money' : kinds.find((kind) => groups[kind])
  const text = at.text + (tail?.[0] ?? '').replace(/-$/, '')
  const plus = groups.plus !== undefined
  const end = at.end + (tail?.[0].replace(/-$/, '').length ?? 0)
  const hyphen = prompt[end] === '-' && /\p{L}/u.test(prompt[end + 1] ?? '') ? 1 : 0
  const value = Number(at.text.replace(/[^\d.]/g, '')) * factor
  return {
    ...at,
    text,
    word: text,
    kind: 'number',
    end: end + hyphen,
    number: value,
    joined: hyphen === 1,
    sign: plus ? 'plus' : sign,
  }
}

function wordsOf(at: Pick<Token, 'text' | 'start' | 'end'>): Token[] {
  const lower = at.text.toLowerCase().replaceAll('’', "'")
  const token = (word: string): Token => ({ ...at, kind: 'word', word })
  if (Object.hasOwn(contracted, lower)) return contracted[lower]!.map(token)
  const negation = negated.exec(lower)
  if (negation) return [token(negation[1]!), token('not')]
  const [, before, ending] = /^(.+)'(s|re|ve|d|m|ll)$/.exec(lower) ?? []
  if (before && ending)
    return subjects.has(before) ? [token(before), token(endings[ending]!)] : [token(before)]
  if (lower.startsWith('non-')) return [part(at, 0, 3, 'not'), part(at, 4, lower.length)]
  const [, head, tail] = splitEndings.exec(lower) ?? []
  if (head && tail) return [part(at, 0, head.length), part(at, head.length + 1, lower.length)]
  return [token(lower)]
}

function part(
  { text, start }: Pick<Token, 'text' | 'start'>,
  from: number,
  to: number,
  word?: string,
): Token {
  const own = text.slice(from, to)
  return { text: own, word: word ?? own.toLowerCase(), kind: 'word', start: start + from, end: start + to }
}

/** Letters and digits in lower case without accents; all else is one space: what values and words are compared by. */
export const normalize = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
