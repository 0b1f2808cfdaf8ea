import type { ComparisonOperator } from '../../plan.ts'
import { after, grammarWords, phrases } from './phrases.ts'
import { type Reading, reading } from './reading.ts'
import type { Token } from './tokens.ts'
import { type Unit, unitAt } from './units.ts'

/** A number as it compares: "3+" is GE 3. `stated`: the prompt says how ("at least"), so it is no name or number of something. */
export type Amount = { operator: ComparisonOperator; values: number[]; unit: Unit | null; stated: boolean }

const spelled = new Map(
  `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
   eighteen nineteen twenty`
    .split(/\s+/)
    .map((word, value): [string, number] => [word, value]),
)
for (const [word, value] of [
  ['thirty', 30],
  ['forty', 40],
  ['fifty', 50],
  ['sixty', 60],
  ['seventy', 70],
] as const)
  spelled.set(word, value)
for (const [word, value] of [
  ['eighty', 80],
  ['ninety', 90],
  ['nil', 0],
] as const)
  spelled.set(word, value)
const scales = new Map([
  ['hundred', 100],
  ['thousand', 1000],
  ['million', 1_000_000],
  ['dozen', 12],
])
for (const word of [...spelled.keys(), ...scales.keys()]) grammarWords.add(word)

type Bare = { number: number; unit: Unit | null; plus: boolean }

/** A number in digits or words, with its unit: `$1,000`, `5k`, `twenty`, `a hundred`, `3 hours`, `an hour`. */
export function numberAt(tokens: readonly Token[], at: number): Reading<Bare>[] {
  const found: Reading<Bare>[] = []
  const first = tokens[at]
  if (!first) return found
  const add = (end: number, number: number, token?: Token) => {
    const money = token?.sign === 'money'
    const percent = token?.sign === 'percent'
    const plus = token?.sign === 'plus'
    if (money || percent)
      found.push(reading(end, { number, unit: unitAt.sign(money ? 'money' : 'percent'), plus }))
    const unit = unitAt(tokens, end)
    if (unit && !percent && (!money || unit.value.kind === 'money'))
      found.push(reading(unit.end, { number, unit: unit.value, plus }))
    if (!money && !percent) found.push(reading(end, { number, unit: null, plus }, unit ? 0.2 : 0))
  }
  const scale = scales.get(tokens[at + 1]?.word ?? '')
  const negative =
    first.word === '-' && tokens[at + 1]?.kind === 'number' && tokens[at + 1]!.start === first.end
  if (negative) add(at + 2, -tokens[at + 1]!.number!, tokens[at + 1])
  else if (first.kind === 'number' && !['ordinal', 'decade'].includes(first.sign ?? ''))
    scale ? add(at + 2, first.number! * scale, first) : add(at + 1, first.number!, first)
  else if (first.kind === 'word') {
    const value = spelled.get(first.word)
    if (value !== undefined) scale ? add(at + 2, value * scale) : add(at + 1, value)
    const article = first.word === 'a' || first.word === 'an'
    if (article && scale) add(at + 2, scale)
    const unit = article || first.word === 'one' ? unitAt(tokens, at + 1) : null
    if (unit && article) found.push(reading(unit.end, { number: 1, unit: unit.value, plus: false }))
    found.push(...halfAt(tokens, at))
  }
  return found
}

/** "half a ton", "half an hour". */
const halfAt = (tokens: readonly Token[], at: number): Reading<Bare>[] =>
  half(tokens, at).flatMap((next) => {
    const unit = unitAt(tokens, next)
    return unit ? [reading(unit.end, { number: 0.5, unit: unit.value, plus: false })] : []
  })
const half = phrases('half a|an', 'half', 'a half')

const operatorsBefore: [ComparisonOperator, ReturnType<typeof phrases>][] = [
  [
    'GT',
    phrases(
      'more|greater|higher|larger|bigger than',
      'over',
      'above',
      'exceeding',
      'upward|upwards of',
      'in excess of',
      'beyond',
      '>',
      'exceed|exceeds',
    ),
  ],
  [
    'GE',
    phrases(
      'at least',
      'no|not less|fewer|lower than',
      'a minimum of',
      'minimum of',
      'minimum',
      'min',
      'at the least',
      '>=',
      '≥',
      'from',
      'starting at|from',
    ),
  ],
  ['LT', phrases('less|fewer|lower|smaller than', 'under', 'below', '<', 'short of')],
  [
    'LE',
    phrases(
      'at most',
      'no|not more|greater|higher than',
      'up to',
      'a maximum of',
      'maximum of',
      'maximum',
      'max',
      'at the most',
      '<=',
      '≤',
    ),
  ],
  [
    'EQ',
    phrases('exactly', 'precisely', 'equal|equals to', 'equal|equals', '=', 'exactly equal to', 'a total of'),
  ],
  ['NE', phrases('!=', '<>', 'not equal to', 'other|different than|from', 'not exactly')],
]
const onlyBefore = phrases('only', 'just', 'a single', 'one single')
const operatorsAfter: [ComparisonOperator, ReturnType<typeof phrases>][] = [
  [
    'GE',
    phrases(
      'or more|above|greater|higher|longer|over|older|larger|bigger|up|better|upwards|heavier',
      'and more|above|up|over|higher|upwards',
      'plus',
      'minimum',
      'at least',
      '+',
    ),
  ],
  [
    'LE',
    phrases(
      'or less|fewer|below|under|lower|shorter|cheaper|younger|smaller|lighter|lesser',
      'and below|under|less|lower',
      'maximum',
      'at most',
      'tops',
    ),
  ],
]
const between = phrases(
  'between',
  'from',
  'in the range',
  'ranging from',
  'in the range of',
  'anywhere between|from',
)
const to = phrases('and', 'to', '-', '–', 'through', 'up to')
const clarifications = phrases(
  ', inclusive',
  'inclusive',
  '( inclusive )',
  'both included',
  ', both included',
  ', no more and no less|fewer',
  'no more and no less|fewer',
  ', no more , no less|fewer',
  'each way',
)

/** How a number compares: "more than 10", "3+", "5 or more", "between 10 and 20 dollars", "exactly 12", or only "7". */
export function amountAt(tokens: readonly Token[], at: number): Reading<Amount>[] {
  const found: Reading<Amount>[] = []
  const add = (end: number, value: Amount, cost = 0) => {
    found.push(reading(end, value, cost))
    const clarified = after(clarifications, tokens, end)
    if (clarified > end) found.push(reading(clarified, value, cost))
  }
  for (const [operator, phrase] of operatorsBefore)
    for (const start of phrase(tokens, at))
      for (const { end, value, cost } of numberAt(tokens, start))
        if (!value.plus) add(end, { operator, values: [value.number], unit: value.unit, stated: true }, cost)
  for (const start of onlyBefore(tokens, at))
    for (const { end, value, cost } of numberAt(tokens, start))
      add(end, { operator: 'EQ', values: [value.number], unit: value.unit, stated: true }, cost)
  if (tokens[at]?.word === 'a' && tokens[at + 1]?.word === 'single')
    add(at + 2, { operator: 'EQ', values: [1], unit: null, stated: true })
  for (const { end, value, cost } of numberAt(tokens, at)) {
    const { number, unit, plus } = value
    if (plus) add(end, { operator: 'GE', values: [number], unit, stated: true }, cost)
    else add(end, { operator: 'EQ', values: [number], unit, stated: false }, cost)
    for (const [operator, phrase] of operatorsAfter)
      for (const stop of phrase(tokens, end)) {
        const late = unit ? null : unitAt(tokens, stop)
        add(stop, { operator, values: [number], unit, stated: true }, cost)
        if (late) add(late.end, { operator, values: [number], unit: late.value, stated: true }, cost)
      }
  }
  for (const start of [...between(tokens, at), at]) found.push(...rangeAt(tokens, start, start === at))
  return found
}

/** "10 and 20 dollars" after "between", "10-20" or "10 to 20" by itself. */
function rangeAt(tokens: readonly Token[], at: number, alone: boolean): Reading<Amount>[] {
  const found: Reading<Amount>[] = []
  for (const low of numberAt(tokens, at))
    for (const middle of to(tokens, low.end)) {
      if (alone && tokens[low.end]!.word === 'and') continue
      for (const high of numberAt(tokens, middle)) {
        if (low.value.plus || high.value.plus) continue
        const unit = high.value.unit ?? low.value.unit
        const values = [low.value.number, high.value.number]
        const range: Amount = { operator: 'BETWEEN', values, unit, stated: true }
        const cost = low.cost + high.cost
        found.push(reading(high.end, range, cost))
        const clarified = after(clarifications, tokens, high.end)
        if (clarified > high.end) found.push(reading(clarified, range, cost))
      }
    }
  return found
}
