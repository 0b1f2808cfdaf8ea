import {
  daySpan,
  decadeSpan,
  halfSpan,
  monthSpan,
  quarterSpan,
  type Span,
  shift,
  unitSpan,
  yearSpan,
} from './calendar.ts'
import { after, grammarWords, phrases } from './phrases.ts'
import { type Reading, reading } from './reading.ts'
import type { Token } from './tokens.ts'
import { timeUnitOf } from './units.ts'

/** A date, month, quarter, year … as a span; without its year it is a function of one. */
export type Moment = { span: Span } | { ofYear: (year: number) => Span | null }

const months = new Map<string, number>()
for (const [index, names] of [
  'january jan',
  'february feb',
  'march mar',
  'april apr',
  'may',
  'june jun',
  'july jul',
  'august aug',
  'september sep sept',
  'october oct',
  'november nov',
  'december dec',
].entries())
  for (const name of names.split(' ')) {
    months.set(name, index)
    grammarWords.add(name)
  }
const ordinals = new Map(['first', 'second', 'third', 'fourth'].map((word, index) => [word, index + 1]))
for (const word of ordinals.keys()) grammarWords.add(word)
const decades = ['fifties', 'sixties', 'seventies', 'eighties', 'nineties']
for (const word of decades) grammarWords.add(word)
const weekday = phrases(
  'monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|thu|fri|sat|sun ,',
  'monday|tuesday|wednesday|thursday|friday|saturday|sunday',
)
const the = phrases('the')
const theOrThis = phrases('the', 'this', 'the current')
const of = phrases('of', ',', "'")
const theYear = phrases('the year', 'year', 'calendar year', 'the calendar year')
const theDay = phrases('today', 'now', 'the present', 'the current date')
const yesterday = phrases('yesterday')
const edge = phrases('the start|beginning of', 'start|beginning of')
const last = phrases('the last', 'last', 'the previous', 'previous')
const current = phrases('this', 'the current', 'current')
const ago = phrases('ago', 'before now', 'back')

export function momentAt(tokens: readonly Token[], start: number, asOf: Date): Reading<Moment>[] {
  const found: Reading<Moment>[] = []
  const add = (end: number, span: Span | null) => span && found.push(reading(end, { span }))
  const at = after(the, tokens, start)
  const first = tokens[at]
  if (!first) return found
  if (first.kind === 'date') add(at + 1, writtenSpan(first.word))
  for (const end of yearEnds(tokens, start)) add(end.at, yearSpan(end.year))
  if (first.sign === 'decade')
    add(at + 1, decadeSpan(first.number! < 100 ? 1900 + first.number! : first.number!))
  const decade = decades.indexOf(first.word)
  if (decade >= 0) add(at + 1, decadeSpan(1950 + decade * 10))
  found.push(...partOfYear(tokens, at), ...dayAt(tokens, at))
  for (const end of theDay(tokens, start)) add(end, unitSpan('DAY', asOf, 0))
  for (const end of yesterday(tokens, start)) add(end, unitSpan('DAY', asOf, -1))
  for (const [phrase, offset] of [
    [last, -1],
    [current, 0],
  ] as const)
    for (const end of phrase(tokens, start)) {
      const unit = timeUnitOf(tokens[end]?.word)
      if (unit && !tokens[end]!.word.endsWith('s')) add(end + 1, unitSpan(unit, asOf, offset))
    }
  const unit = timeUnitOf(tokens[at + 1]?.word)
  const amount = first.word === 'a' || first.word === 'one' || first.word === 'an' ? 1 : first.number
  if (unit && amount !== undefined)
    for (const end of ago(tokens, at + 2)) add(end, unitSpan('DAY', new Date(shift(asOf, unit, -amount)), 0))
  for (const next of edge(tokens, start)) {
    const running = timeUnitOf(tokens[after(theOrThis, tokens, next)]?.word)
    if (running && after(theOrThis, tokens, next) > next)
      add(after(theOrThis, tokens, next) + 1, unitSpan('DAY', new Date(unitSpan(running, asOf, 0).from), 0))
    for (const inner of momentAt(tokens, next, asOf))
      if ('span' in inner.value)
        add(inner.end, { from: inner.value.span.from, to: inner.value.span.from + 86_400_000 })
  }
  return found
}

const isYear = (token: Token | undefined) =>
  token?.kind === 'number' && !token.sign && /^[12]\d{3}$/.test(token.word) && token.number! < 2200

function yearEnds(tokens: readonly Token[], at: number): { at: number; year: number }[] {
  return [...theYear(tokens, at), at]
    .filter((index) => isYear(tokens[index]))
    .map((index) => ({ at: index + 1, year: tokens[index]!.number! }))
}

/** Months, quarters and halves, with their year or without. */
function partOfYear(tokens: readonly Token[], at: number): Reading<Moment>[] {
  const first = tokens[at]!
  const month = months.get(first.word)
  const quarter = /^q([1-4])$/.exec(first.word)?.[1]
  const half = /^h([12])$/.exec(first.word)?.[1]
  const ordinal = ordinals.get(first.word) ?? (first.sign === 'ordinal' ? first.number! : undefined)
  const unit = tokens[at + 1]?.word
  let part: { end: number; of: (year: number) => Span } | undefined
  // "may" and "mar" are words, too: alone and in lower case they are no month.
  if (month !== undefined) part = { end: at + 1, of: (year) => monthSpan(year, month) }
  else if (quarter) part = { end: at + 1, of: (year) => quarterSpan(year, Number(quarter)) }
  else if (half) part = { end: at + 1, of: (year) => halfSpan(year, Number(half)) }
  else if (ordinal && ordinal < 5 && unit === 'quarter')
    part = { end: at + 2, of: (year) => quarterSpan(year, ordinal) }
  else if (ordinal && ordinal < 3 && unit === 'half')
    part = { end: at + 2, of: (year) => halfSpan(year, ordinal) }
  if (!part) return isYear(first) ? quarterAfterYear(tokens, at) : []
  const { end, of: ofYear } = part
  const years = [end, ...of(tokens, end)].flatMap((next) => yearEnds(tokens, next))
  if (years.length > 0) return years.map((year) => reading(year.at, { span: ofYear(year.year) }))
  return [reading(end, { ofYear })]
}

function quarterAfterYear(tokens: readonly Token[], at: number): Reading<Moment>[] {
  const quarter = /^q([1-4])$/.exec(tokens[at + 1]?.word ?? '')?.[1]
  return quarter ? [reading(at + 2, { span: quarterSpan(tokens[at]!.number!, Number(quarter)) })] : []
}

/** "1 January 1997", "2nd of Aug 2005", "March 5, 2005", without the year as well. */
function dayAt(tokens: readonly Token[], start: number): Reading<Moment>[] {
  const at = after(weekday, tokens, start)
  const isDay = (token: Token | undefined) =>
    token?.kind === 'number' &&
    (!token.sign || token.sign === 'ordinal') &&
    token.number! >= 1 &&
    token.number! <= 31
  let day: number | undefined
  let month: number | undefined
  let end = at
  if (isDay(tokens[at])) {
    day = tokens[at]!.number!
    end = after(of, tokens, at + 1)
    month = months.get(tokens[end]?.word ?? '')
    end++
  } else if (months.has(tokens[at]?.word ?? '')) {
    month = months.get(tokens[at]!.word)
    end = after(the, tokens, at + 1)
    day = isDay(tokens[end]) ? tokens[end]!.number : undefined
    end++
  }
  if (day === undefined || month === undefined) return []
  const ofYear = (year: number) => daySpan(year, month, day)
  const years = [end, ...of(tokens, end)].flatMap((next) => yearEnds(tokens, next))
  if (years.length === 0) return [reading(end, { ofYear })]
  return years.flatMap((year) => {
    const span = ofYear(year.year)
    return span ? [reading(year.at, { span })] : []
  })
}

/** ISO dates and months; of dates with slashes or dots only those that can be read in one way. */
export function writtenSpan(text: string): Span | null {
  const [, year, month, day] = /^(\d{4})-(\d{1,2})(?:-(\d{1,2}))?/.exec(text) ?? []
  if (year && month) {
    if (!day) return monthSpan(Number(year), Number(month) - 1)
    return daySpan(Number(year), Number(month) - 1, Number(day))
  }
  const [, a, mark, b, last] = /^(\d{1,2})([/.])(\d{1,2})[/.](\d{4})$/.exec(text) ?? []
  if (!a || !b || !last) return null
  // With dots, the day comes first wherever dates are written so.
  if (mark === '.' || Number(a) > 12 || a === b) return daySpan(Number(last), Number(b) - 1, Number(a))
  return Number(b) > 12 ? daySpan(Number(last), Number(a) - 1, Number(b)) : null
}
