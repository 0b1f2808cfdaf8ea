import { blank, type Reading, take } from './reading.ts'

export type SortCue = {
  /** A column's index, an axis, or null where the words leave it open. */
  by: number | 'x' | 'y' | null
  order: 'ascending' | 'descending' | null
}

const [low, high] = [
  'low(?:est|er)?|small(?:est|er)?|least|bottom|min(?:imum|imal)?|few(?:est)?|old(?:est)?|earliest',
  'high(?:est|er)?|large(?:st|r)?|big(?:gest)?|great(?:est)?|most|top|max(?:imum|imal)?|new(?:est)?|latest',
]
const to = '\\s*(?:to|through|down to|up to|-|–)\\s*(?:the\\s+)?'
const ascending = `asc(?:ending)?|(?:from\\s+)?(?:the\\s+)?(?:${low})${to}(?:${high})|a\\s*(?:to|-|–)\\s*z|increasing|alphabetical(?:ly)?|alphabetic|(?:${low}) first`
const descending = `desc(?:ending|end)?|(?:from\\s+)?(?:the\\s+)?(?:${high})${to}(?:${low})|z\\s*(?:to|-|–)\\s*a|decreasing|reverse(?:d)?(?:\\s+alphabetical)?|(?:${high}) first`
const word = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}_§])(?:${source})(?![\\p{L}\\p{N}_§])`, 'iu')
const orders = [
  [word(ascending), 'ascending'],
  [word(descending), 'descending'],
] as const

const verb =
  '(?:re-?)?(?:sort|order|rank|list|arrang|organi[sz]|display|show|present|sequenc)(?:e|es|ed|ing|s)?'
const strongVerb = '(?:re-?)?(?:sort|order|rank|arrange|organi[sz]e)(?:e?d|ing)?'
const measureWords =
  'numbers?|totals?|counts?|amounts?|how many|quantit(?:y|ies)|averages?|avg|means?|sums?|max(?:imum|imal)?|min(?:imum|imal)?|values?|frequenc(?:y|ies)|size|height'
const xWords = 'names?|alphabet|alphabetically|labels?|categor(?:y|ies)|titles?'

const targets: readonly [RegExp, (match: RegExpExecArray) => SortCue['by']][] = [
  [word('x\\s*-?\\s*ax[ie]s|x|horizontal axis'), () => 'x'],
  [word('y\\s*-?\\s*ax[ie]s|y|vertical axis'), () => 'y'],
  [word(measureWords), () => 'y'],
  [/§(\d+)§/u, (match) => Number(match[1])],
  [word(xWords), () => 'x'],
  [word('bars?'), () => 'y'],
  [word('years?|quarters?|months?|weeks?|days?|dates?|time|chronological(?:ly)?'), () => 'x'],
]

/** How a text wants its chart sorted; null where it says nothing of it. */
export function takeSort(reading: Reading): SortCue | null {
  for (const [pattern, order] of orders) {
    const match = pattern.exec(reading.text)
    if (match) return around(reading, match, order)
  }
  const by = new RegExp(
    `(?<![\\p{L}§])${strongVerb}\\s+(?:[\\p{L}]+\\s+){0,2}?(?:by|on|according to|based on)\\s+(?:the\\s+)*`,
    'iu',
  ).exec(reading.text)
  if (by) {
    const start = by.index + by[0].length
    const target = targetIn(reading, start, clauseEnd(reading.text, start, 6))
    if (target === null) return null
    blank(reading, by.index, start)
    return { by: target, order: null }
  }
  return take(reading, word('ranked|ranking')) ? { by: 'y', order: 'descending' } : null
}

function around(reading: Reading, match: RegExpExecArray, order: 'ascending' | 'descending'): SortCue {
  const end = match.index + match[0].length
  const alphabetical = /alphabet|\ba\s*(?:to|-|–)\s*z|z\s*(?:to|-|–)\s*a/i.test(match[0])
  blank(reading, match.index, end)
  take(reading, word('(?:in|by|with|from)?\\s*(?:an?\\s+)?order'))
  const after = targetIn(reading, end, clauseEnd(reading.text, end, 8))
  const start = clauseStart(reading.text, match.index)
  const before =
    after ??
    (start === null
      ? null
      : (targetIn(reading, start, match.index) ??
        targetIn(reading, subjectStart(reading.text, start), start)))
  const verbs = new RegExp(`(?<![\\p{L}§])${verb}(?![\\p{L}])`, 'iu')
  if (start !== null) {
    const found = verbs.exec(reading.text.slice(start, end))
    if (found) blank(reading, start + found.index, start + found.index + found[0].length)
  }
  return { by: alphabetical ? 'x' : before, order }
}

/** Where the clause begins that an order ends: at its verb, or at the comma before it; null where the verb is far away. */
function clauseStart(text: string, at: number): number | null {
  const before = text.slice(0, at)
  const verbs = [...before.matchAll(new RegExp(`(?<![\\p{L}§])${verb}(?![\\p{L}])`, 'giu'))]
  const last = verbs.at(-1)
  const comma = Math.max(...[',', ';', '.', '?', '!'].map((mark) => before.lastIndexOf(mark)))
  const from = Math.max(last?.index ?? 0, comma + 1)
  const near = before.slice(from).split(/\s+/).length <= 14
  return near ? from : null
}

/** "… with the x-axis arranged": what is sorted may stand before the verb, in the same part of the sentence. */
function subjectStart(text: string, verb: number): number {
  const before = text.slice(0, verb)
  const part = Math.max(
    ...[...before.matchAll(/[,;.?!]|\b(?:and|with|that|where|then)\b/gi)].map(({ index }) => index),
    0,
  )
  const words = [...before.slice(part).matchAll(/\S+/g)]
  return words.length > 8 ? part + words.at(-8)!.index : part
}

function clauseEnd(text: string, from: number, words: number): number {
  const rest = text.slice(from)
  const stop = /[,;.?!]|\b(?:and|then|with|but|using|for|in)\b/i.exec(rest)?.index ?? rest.length
  const within = /^(?:\s*\S+){0,8}/.exec(rest.slice(0, stop))?.[0] ?? ''
  const cut = within.trim().split(/\s+/).slice(0, words).join(' ')
  return from + (cut === '' ? 0 : Math.min(within.length, stop))
}

function targetIn(reading: Reading, from: number, to: number): SortCue['by'] {
  const part = reading.text.slice(from, to)
  for (const [pattern, by] of targets) {
    const match = pattern.exec(part)
    if (!match) continue
    const target = by(match)
    blank(reading, from + match.index, from + match.index + match[0].length)
    return target
  }
  return null
}
