import { blank, type Reading, take } from './reading.ts'
import { asksWhich, highest, highs, lowest, lows } from './superlatives.ts'
import { letter, word } from './word.ts'

export type SortCue = {
  /** A column's index, an axis, or null where the words leave it open. */
  by: number | 'x' | 'y' | null
  order: 'ascending' | 'descending' | null
  /** By rank: the greatest number is the first. */
  ranked?: true
  /** By age: names of ages stand in their own order. */
  aged?: true
}

const to = '\\s*(?:to|through|down to|up to|-|–|→)\\s*(?:the\\s+)?'
const from = '(?:from\\s+)?(?:the\\s+)?'
const low = `${lows}|old(?:est)?|earliest`
const high = `${highs}|new(?:est)?|latest`
const span = (a: string, b: string) => `${from}(?:${a})(?: [${letter}]+)?${to}(?:${b})`
const few = `(?:\\s+[${letter}§]+){0,3}`
const leads = `${few}\\s+(?:first|on top|(?:at|to|on) the (?:very )?(?:top|left|start|front|beginning))`
const trails = `${few}\\s+(?:last|(?:at|to|on) the (?:very )?(?:bottom|right|end))`
const starts = '(?:start(?:s|ing)?|begin(?:s|ning)?) (?:from|with|at|by) (?:the )?'

const ascending = [
  'asc(?:ending)?(?:ly)?',
  span('young(?:est)?', 'old(?:est)?'),
  span(low, high),
  `${from}a\\s*(?:to|-|–)\\s*z`,
  '(?:by )?(?:increasing|rising)(?:ly)?(?= (?:order|manner|sequence|fashion|value|§))',
  'alphabetical(?:ly)?|alphabetic',
  `(?:${low})${leads}`,
  `(?:${highest})${trails}`,
  `${starts}(?:${low})`,
]
const descending = [
  'desc(?:ending|end)?(?:ly)?',
  span('old(?:est)?', 'young(?:est)?'),
  span(high, low),
  `${from}z\\s*(?:to|-|–)\\s*a`,
  '(?:by )?(?:decreasing|falling)(?:ly)?(?= (?:order|manner|sequence|fashion|value|§))',
  `(?:${high})${leads}`,
  `(?:${lowest})${trails}`,
  `${starts}(?:${high})`,
]
// What turns the alphabet round leads before the alphabet itself.
const backwards =
  '(?:revers(?:e|ed|ing)?|inverse|descending|backwards?)\\s+alphabetic(?:al(?:ly)?)?|alphabetical(?:ly)?(?: order)?[^.;]*?(?:from last to first|from the last|revers(?:e|ed)|backwards?|descending)'
const orders = [
  [word(backwards), 'descending'],
  [word(ascending.join('|')), 'ascending'],
  [word(`${descending.join('|')}|revers(?:e|ed)`), 'descending'],
] as const

const verb =
  '(?:re-?)?(?:sort|order|rank|list|arrang|organi[sz]|display|show|present|sequenc)(?:e|es|ed|ing|s)?'
const strongVerb = '(?:re-?)?(?:sort|order|rank|arrange|organi[sz]e)(?:e?d|ing)?'
const measureWords =
  'numbers?|totals?|counts?|amounts?|how many|quantit(?:y|ies)|averages?|avg|means?|sums?|max(?:imum|imal)?|min(?:imum|imal)?|values?|frequenc(?:y|ies)|size|height'
const xWords = 'names?|alphabet(?:ical(?:ly)?)?|labels?|categor(?:y|ies)|titles?'

type Target = [RegExp, (match: RegExpExecArray) => SortCue['by']]
const axes: readonly Target[] = [
  [word('x\\s*-?\\s*ax[ie]s|x|horizontal axis'), () => 'x'],
  [word('y\\s*-?\\s*ax[ie]s|y|vertical axis'), () => 'y'],
  [word('bars?'), () => 'y'],
]
const targets: readonly Target[] = [
  ...axes.slice(0, 2),
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
    if (match) {
      const cue = around(reading, match, order)
      // "Sort by region, descending": what is sorted stands in a part of its own.
      return cue.by === null ? { ...cue, by: takeSortedBy(reading)?.by ?? null } : cue
    }
  }
  const by = takeSortedBy(reading)
  if (by)
    return { by: by.by, order: null, ...(/^\s*(?:re-?)?rank/i.test(by.words) && { ranked: true as const }) }
  if (take(reading, word('ranked|ranking'))) return { by: 'y', order: 'descending' }
  // Who asks which is the least wants to see it first; the greatest are first anyway.
  return asksForLeast.test(reading.text) ? { by: 'y', order: 'ascending' } : null
}

function takeSortedBy(reading: Reading): { by: SortCue['by']; words: string } | null {
  const by = new RegExp(
    `(?<![${letter}§])${strongVerb}\\s+(?:[${letter}]+\\s+){0,2}?(?:by|on|according to|based on)\\s+(?:the\\s+)*`,
    'i',
  ).exec(reading.text)
  if (!by) return null
  const start = by.index + by[0].length
  const target = targetIn(reading, start, clauseEnd(reading.text, start, 6))
  if (target === null) return null
  blank(reading, by.index, start)
  return { by: target, words: by[0] }
}

const asksForLeast = new RegExp(
  `${asksWhich}[^;.!]*?(?<![${letter}]|\\bat )(?:${lowest})(?![${letter}])`,
  'i',
)

function around(reading: Reading, match: RegExpExecArray, order: 'ascending' | 'descending'): SortCue {
  const end = match.index + match[0].length
  const alphabetical = /alphabet|\ba\s*(?:to|-|–)\s*z|z\s*(?:to|-|–)\s*a/i.test(match[0])
  const start = clauseStart(reading.text, match.index)
  const clause = start === null ? '' : reading.text.slice(start, end)
  const isMain = reading.text.slice(0, start ?? 0).trim() === ''
  const verbs = { any: holds(verb, clause), strong: !isMain || holds(strongVerb, clause) }
  blank(reading, match.index, end)
  take(reading, word('(?:in|by|with|from)?\\s*(?:an?\\s+)?order'))
  const after = targetIn(reading, end, clauseEnd(reading.text, end, 8))
  const before =
    after ??
    (start === null
      ? null
      : (targetIn(reading, start, match.index, verbs) ??
        targetIn(reading, subjectStart(reading.text, start), start, verbs)))
  if (start !== null) {
    const found = alone(verb).exec(reading.text.slice(start, end))
    if (found) blank(reading, start + found.index, start + found.index + found[0].length)
  }
  return {
    by: alphabetical ? 'x' : before,
    order,
    ...(/young|old/i.test(match[0]) && { aged: true as const }),
  }
}

const alone = (source: string) => new RegExp(`(?<![${letter}§])${source}(?![${letter}])`, 'i')
const holds = (source: string, text: string) => alone(source).test(text)

/** Where the clause begins that an order ends: at its verb, or at the comma before it; null where the verb is far away. */
function clauseStart(text: string, at: number): number | null {
  const before = text.slice(0, at)
  const verbs = [...before.matchAll(new RegExp(`(?<![${letter}§])${verb}(?![${letter}])`, 'gi'))]
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

/**
 * What is sorted. Without a verb ("total sales by region, desc") the words before the order are the question's own, and only
 * axes are not; after "list" or "show" at the beginning they are that, too, so they stay.
 */
function targetIn(
  reading: Reading,
  from: number,
  to: number,
  verbs = { any: true, strong: true },
): SortCue['by'] {
  const part = reading.text.slice(from, to)
  for (const [pattern, by] of verbs.any ? targets : axes) {
    const match = pattern.exec(part)
    if (!match) continue
    const target = by(match)
    if (verbs.strong || axes.some(([axis]) => axis === pattern))
      blank(reading, from + match.index, from + match.index + match[0].length)
    return target
  }
  return null
}
