import type { TimeUnit } from '../../plan.ts'
import { type Span, shift, unitSpan } from './calendar.ts'
import { type Moment, momentAt } from './moments.ts'
import { numberAt } from './numbers.ts'
import { phrases } from './phrases.ts'
import { type Reading, reading } from './reading.ts'
import type { Token } from './tokens.ts'
import { timeUnitOf } from './units.ts'

/**
 * When. `from` is included, `to` is not, `until` is; null leaves that end open. ROLLING goes back from the plan's asOf.
 * `bare`: stands without a preposition or word of time before it, as a plain year would.
 */
export type When =
  | { kind: 'RANGE'; from: number | null; to: number | null; until: number | null }
  | { kind: 'ROLLING'; amount: number; unit: TimeUnit }
  | { kind: 'ANY'; spans: Span[] }

const range = (from: number | null, to: number | null, until: number | null = null): When => ({
  kind: 'RANGE',
  from,
  to,
  until,
})

const within = phrases(
  'in',
  'during',
  'within',
  'over',
  'from',
  'for',
  'throughout',
  'in the course of',
  'of',
  'on',
  'at',
  'dated',
  'dating from',
  'any time in|during',
  'within the',
  'sometime in|during',
)
const rolling = phrases(
  'the last|past|previous|preceding|latest|recent|trailing',
  'last|past|previous|preceding',
  'the most recent',
  'these last|past',
)
const rollingOne = phrases('the past', 'past', 'the trailing', 'the preceding')
const calendar = phrases('the last|previous', 'last|previous')
const current = phrases('this', 'the current', 'current', 'the present', 'this current')
const next = phrases('the next|coming|following', 'next|coming', 'upcoming')
const earlier = phrases('earlier this', 'so far this', 'already this')
const toDate = phrases(
  'year to date',
  'ytd',
  'so far this year',
  'this year so far',
  'the current year to date',
)
const since = phrases(
  'since',
  'ever since',
  'starting',
  'starting from|in|on',
  'beginning in|on|with',
  'on or after',
  'as of',
  'no|not earlier than',
  'not before',
  'since the',
  'in or after',
  'from or after',
  '>=',
)
const onwards = phrases(
  'on',
  'onward|onwards',
  'forward|forwards',
  'and later|after|onwards|newer',
  'or later|after|newer',
  'on out',
  'and up',
  'until|till now|today',
  'to date',
  'to now|today',
)
const afterIt = phrases(
  'after',
  'later than',
  'past',
  'following',
  'more recent|recently than',
  'newer than',
  '>',
)
const before = phrases('before', 'prior to', 'earlier than', 'older than', 'preceding', 'ahead of', '<')
const until = phrases(
  'until',
  'till',
  'through',
  'up to',
  'up until',
  'no|not later than',
  'on or before',
  'by',
  'by the end of',
  'not after',
  'up to and including',
  'until the end of',
  '<=',
)
const orBefore = phrases('or earlier|before|older', 'and earlier|before|older')
const between = phrases('between', 'from', 'in between', 'anywhere between')
const betweenPlain = phrases('in', 'during')
const and = phrases('and', 'to', 'until', 'till', 'through', '-', '–', '—', 'up to', 'thru')
const or = phrases(
  'or',
  'and',
  ',',
  'or in',
  'and in',
  ', or',
  ', and',
  'as well as',
  'or from',
  'and from',
  'or since',
)
const longAgo = phrases(
  'more than',
  'over',
  'at least',
  'longer than',
  'upward of',
  'earlier than',
  'older than',
  'before',
  'more',
)
const recently = phrases(
  'less than',
  'no|not more than',
  'under',
  'at most',
  'within',
  'within the',
  'not longer than',
)
const ago = phrases('ago', 'before now', 'back', 'in the past')
const inFrom = phrases('in', 'from', 'on', 'of', 'at', 'since', 'during')
const included = phrases('inclusive', ', inclusive', '( inclusive )', ', both included', 'both included')

/** Every way to read a time at a position, prepositions included. */
export function whenAt(tokens: readonly Token[], at: number, asOf: Date): Reading<When>[] {
  const found = [...relative(tokens, at, asOf), ...open(tokens, at, asOf), ...ranges(tokens, at, asOf)]
  for (const start of [...within(tokens, at), at]) {
    const cost = start === at ? 0.4 : 0
    for (const one of momentAt(tokens, start, asOf)) {
      // "Over a year ago" is longer ago.
      if (tokens[at]!.word === 'over' && start > at && /^(ago|back)$/.test(tokens[one.end - 1]!.word))
        continue
      if (!('span' in one.value)) {
        found.push(...withoutYear(tokens, start, one, start > at, asOf, cost))
        continue
      }
      const { from, to } = one.value.span
      const now =
        from <= asOf.getTime() &&
        to > asOf.getTime() &&
        /^(this|current)$/.test(tokens[one.end - 2]?.word ?? '')
      // What is under way goes up to now, as there is nothing later to keep.
      found.push(reading(one.end, now ? range(from, null, asOf.getTime()) : range(from, to), cost + one.cost))
      found.push(...lists(tokens, one.end, [one.value.span], cost, asOf))
    }
  }
  return found.flatMap((one) => [
    one,
    ...included(tokens, one.end).map((end) => reading(end, one.value, one.cost)),
  ])
}

/** "in January and February 1997" is of one year; "in January", without any, is the one that began last. */
function withoutYear(
  tokens: readonly Token[],
  start: number,
  { end, value }: Reading<Moment>,
  led: boolean,
  asOf: Date,
  cost: number,
): Reading<When>[] {
  if ('span' in value) return []
  const together = or(tokens, end).flatMap((next) =>
    whenAt(tokens, next, asOf).flatMap((later) => {
      const spans =
        later.value.kind === 'ANY'
          ? later.value.spans
          : later.value.kind === 'RANGE' && later.value.from !== null && later.value.to !== null
            ? [{ from: later.value.from, to: later.value.to }]
            : []
      const own = spans[0] && value.ofYear(new Date(spans[0].from).getUTCFullYear())
      return own ? [reading<When>(later.end, { kind: 'ANY', spans: [own, ...spans] }, cost)] : []
    }),
  )
  const written = tokens
    .slice(start, end)
    .some(({ kind, text }) => kind === 'number' || /^\p{Lu}/u.test(text))
  const span = led || written ? lately(value, asOf) : null
  return span ? [...together, reading<When>(end, range(span.from, span.to), cost + noYear)] : together
}
const noYear = 0.3
/** Times side by side are rather one list than conditions of their own. */
const oneList = 0.3

/** "in 1996 or 1997": further moments after the first. */
function lists(
  tokens: readonly Token[],
  at: number,
  spans: Span[],
  cost: number,
  asOf: Date,
): Reading<When>[] {
  return or(tokens, at).flatMap((start) =>
    momentAt(tokens, start, asOf).flatMap((one) => {
      if (!('span' in one.value)) return []
      const all = [...spans, one.value.span]
      return [
        reading<When>(one.end, { kind: 'ANY', spans: all }, cost - oneList),
        ...lists(tokens, one.end, all, cost, asOf),
      ]
    }),
  )
}

/** Counted from asOf: "the last 6 months", "this year", "more than 2 years ago". */
function relative(tokens: readonly Token[], at: number, asOf: Date): Reading<When>[] {
  const found: Reading<When>[] = []
  const now = asOf.getTime()
  const counted = (start: number) => {
    const one = /^(a|an|one)$/.test(tokens[start]?.word ?? '') && timeUnitOf(tokens[start + 1]?.word)
    if (one) return [{ end: start + 2, amount: 1, unit: one }]
    return numberAt(tokens, start).flatMap(({ end, value }) => {
      const unit = value.unit === null && timeUnitOf(tokens[end]?.word)
      return unit && Number.isInteger(value.number) && value.number > 0
        ? [{ end: end + 1, amount: value.number, unit }]
        : []
    })
  }
  for (const start of [...within(tokens, at), at]) {
    for (const next of rolling(tokens, start))
      for (const { end, amount, unit } of counted(next))
        found.push(reading(end, { kind: 'ROLLING', amount, unit }))
    for (const next of rollingOne(tokens, start)) {
      const unit = timeUnitOf(tokens[next]?.word)
      if (unit) found.push(reading(next + 1, { kind: 'ROLLING', amount: 1, unit }))
    }
    for (const after of calendar(tokens, start)) {
      const unit = timeUnitOf(tokens[after]?.word)
      const span = unit && !tokens[after]!.word.endsWith('s') ? unitSpan(unit, asOf, -1) : null
      if (span) found.push(reading(after + 1, range(span.from, span.to)))
    }
    for (const after of current(tokens, start)) {
      const unit = timeUnitOf(tokens[after]?.word)
      if (unit) found.push(reading(after + 1, range(unitSpan(unit, asOf, 0).from, null, now)))
    }
    for (const after of next(tokens, start)) {
      const unit = timeUnitOf(tokens[after]?.word)
      const span = unit ? unitSpan(unit, asOf, 1) : null
      if (span) found.push(reading(after + 1, range(span.from, span.to)))
      for (const { end, amount, unit } of counted(after))
        found.push(reading(end, range(now, null, shift(asOf, unit, amount))))
    }
  }
  for (const start of earlier(tokens, at)) {
    const unit = timeUnitOf(tokens[start]?.word)
    if (unit) found.push(reading(start + 1, range(unitSpan(unit, asOf, 0).from, null, now)))
  }
  for (const end of toDate(tokens, at))
    found.push(reading(end, range(unitSpan('YEAR', asOf, 0).from, null, now)))
  for (const start of recently(tokens, at))
    for (const { end, amount, unit } of counted(start)) {
      const within = tokens[at]!.word === 'within'
      const stops = within ? [end, ...ago(tokens, end)] : ago(tokens, end)
      for (const stop of stops) found.push(reading(stop, { kind: 'ROLLING', amount, unit }))
    }
  for (const start of longAgo(tokens, at))
    for (const { end, amount, unit } of counted(start))
      for (const stop of ago(tokens, end)) found.push(reading(stop, range(null, shift(asOf, unit, -amount))))
  return found
}

const spanOf = (moment: Moment) => ('span' in moment ? moment.span : null)

/** "September" is the one that began last. */
function lately(moment: Moment, asOf: Date): Span | null {
  if ('span' in moment) return moment.span
  const year = asOf.getUTCFullYear()
  const own = moment.ofYear(year)
  return own && own.from <= asOf.getTime() ? own : moment.ofYear(year - 1)
}

/** Ranges with one end: "since March 2005", "before 1997", "from 2005 on". */
function open(tokens: readonly Token[], at: number, asOf: Date): Reading<When>[] {
  const found: Reading<When>[] = []
  const each = (starts: number[], make: (span: Span) => When) => {
    for (const start of starts)
      for (const { end, value } of momentAt(tokens, start, asOf)) {
        const span = lately(value, asOf)
        if (span) found.push(reading(end, make(span), 'span' in value ? 0 : noYear))
      }
  }
  each(since(tokens, at), ({ from }) => range(from, null))
  each(afterIt(tokens, at), ({ to }) => range(to, null))
  each(before(tokens, at), ({ from }) => range(null, from))
  each(until(tokens, at), ({ to }) => range(null, to))
  for (const start of [...inFrom(tokens, at), at])
    for (const { end, value } of momentAt(tokens, start, asOf)) {
      const span = lately(value, asOf)
      if (!span) continue
      for (const stop of onwards(tokens, end)) found.push(reading(stop, range(span.from, null)))
      for (const stop of orBefore(tokens, end)) found.push(reading(stop, range(null, span.to)))
    }
  return found
}

/** "between 1 June 2005 and 10 June 2005", "from March to May 2005", "1-10 June 2005". */
function ranges(tokens: readonly Token[], at: number, asOf: Date): Reading<When>[] {
  const found: Reading<When>[] = []
  const starts = [...between(tokens, at), ...betweenPlain(tokens, at), at]
  for (const start of starts)
    for (const first of [...momentAt(tokens, start, asOf), ...dayNumber(tokens, start)])
      for (const middle of and(tokens, first.end)) {
        // "in 1996 and 1997" is a list, and only "between" makes a range of it.
        if (tokens[first.end]!.word === 'and' && !between(tokens, at).includes(start)) continue
        for (const second of momentAt(tokens, middle, asOf)) {
          const pair = together(first.value, second.value, asOf)
          if (pair && pair.from < pair.to) found.push(reading(second.end, range(pair.from, pair.to), 0))
        }
      }
  return found
}

type Ends = Moment | { day: number }

function dayNumber(tokens: readonly Token[], at: number): Reading<Ends>[] {
  const token = tokens[tokens[at]?.word === 'the' ? at + 1 : at]
  return token?.kind === 'number' && token.number! >= 1 && token.number! <= 31
    ? [reading(token === tokens[at] ? at + 1 : at + 2, { day: token.number! })]
    : []
}

/** The first end takes the year, or the month and year, that only the second one states. */
function together(first: Ends, second: Moment, asOf: Date): Span | null {
  const last = lately(second, asOf)
  if (!last) return null
  const end = new Date(last.from)
  const isDay = last.to - last.from === 86_400_000
  if ('day' in first) {
    const from = Date.UTC(end.getUTCFullYear(), end.getUTCMonth(), first.day)
    return isDay ? { from, to: last.to } : null
  }
  const span = spanOf(first) ?? ('ofYear' in first ? first.ofYear(end.getUTCFullYear()) : null)
  return span && { from: span.from, to: last.to }
}
