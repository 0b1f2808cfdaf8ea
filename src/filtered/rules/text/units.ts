import type { TimeUnit } from '../../plan.ts'
import { grammarWords } from './phrases.ts'
import { type Reading, reading } from './reading.ts'
import type { Token } from './tokens.ts'

/** `factor`: how many of the kind's smallest unit it is. */
export type Unit = { kind: UnitKind; name: string; factor: number }
export type UnitKind = 'money' | 'percent' | 'time' | 'mass' | 'length' | 'bytes' | 'area' | 'volume'

const families: Record<Exclude<UnitKind, 'percent'>, [factor: number, names: string][]> = {
  money: [
    [1, 'dollar dollars usd euro euros eur pound pounds gbp buck bucks chf yen'],
    [0.01, 'cent cents'],
  ],
  time: [
    [1, 'millisecond milliseconds ms'],
    [1000, 'second seconds sec secs'],
    [60_000, 'minute minutes min mins'],
    [3_600_000, 'hour hours hr hrs h'],
    [86_400_000, 'day days night nights'],
    [604_800_000, 'week weeks'],
    [2_629_800_000, 'month months'],
    [31_557_600_000, 'year years yrs'],
  ],
  mass: [
    [0.001, 'milligram milligrams mg'],
    [1, 'gram grams g'],
    [1000, 'kilogram kilograms kilo kilos kg kgs'],
    [1_000_000, 'ton tons tonne tonnes'],
  ],
  length: [
    [1, 'millimeter millimeters millimetre millimetres mm'],
    [10, 'centimeter centimeters centimetre centimetres cm'],
    [1000, 'meter meters metre metres m'],
    [1_000_000, 'kilometer kilometers kilometre kilometres km kms'],
    [1_609_344, 'mile miles mi'],
  ],
  bytes: [
    [1, 'byte bytes'],
    [1024, 'kb kilobyte kilobytes'],
    [1_048_576, 'mb megabyte megabytes'],
    [1_073_741_824, 'gb gigabyte gigabytes'],
  ],
  area: [
    [1, 'm2 sqm'],
    [0.092903, 'sqft ft2'],
    [4046.86, 'acre acres'],
    [10_000, 'hectare hectares ha'],
    [1_000_000, 'km2 sqkm'],
    [2_589_988, 'sqmi mi2'],
  ],
  volume: [
    [1, 'milliliter milliliters ml'],
    [1000, 'liter liters litre litres'],
    [1_000_000, 'm3 cbm'],
  ],
}
const units = new Map<string, Unit>()
for (const [kind, members] of Object.entries(families) as [UnitKind, [number, string][]][])
  for (const [factor, names] of members) {
    const [name, ...others] = names.split(' ')
    for (const word of [name!, ...others]) {
      units.set(word, { kind, name: name!, factor })
      grammarWords.add(word)
    }
  }
grammarWords.add('percent')
grammarWords.add('square')
const squares: Record<string, string> = {
  meter: 'm2',
  m: 'm2',
  kilometer: 'km2',
  km: 'km2',
  foot: 'ft2',
  feet: 'ft2',
  mile: 'mi2',
}

export function unitAt(tokens: readonly Token[], at: number): Reading<Unit> | null {
  const token = tokens[at]
  if (token?.kind !== 'word') return null
  if (token.word === 'percent') return reading(at + 1, unitAt.sign('percent'))
  if (token.word === 'square') {
    const side = tokens[at + 1]?.word.replace(/s$/, '').replace(/re$/, 'er') ?? ''
    return Object.hasOwn(squares, side) ? reading(at + 2, units.get(squares[side]!)!) : null
  }
  const unit = units.get(token.word)
  return unit ? reading(at + 1, unit) : null
}
unitAt.sign = (kind: 'money' | 'percent'): Unit => ({ kind, name: kind, factor: 1 })

/** The unit that a column's own words state: `duration_minutes`, `weight in kg`. */
export const statedUnit = (words: Iterable<string>): Unit | null =>
  Iterator.from(words)
    .map((word) => units.get(word))
    .find((unit) => unit !== undefined && unit.kind !== 'money' && unit.name.length > 1) ?? null

/** All units of a kind, smallest first. */
export const unitsOf = (kind: UnitKind): Unit[] => [
  ...new Map(
    units
      .values()
      .filter((unit) => unit.kind === kind)
      .map((unit) => [unit.name, unit]),
  ).values(),
]

const timeUnits: Record<string, TimeUnit> = {
  minute: 'MINUTE',
  minutes: 'MINUTE',
  hour: 'HOUR',
  hours: 'HOUR',
  day: 'DAY',
  days: 'DAY',
  week: 'WEEK',
  weeks: 'WEEK',
  month: 'MONTH',
  months: 'MONTH',
  quarter: 'QUARTER',
  quarters: 'QUARTER',
  year: 'YEAR',
  years: 'YEAR',
}
for (const word of Object.keys(timeUnits)) grammarWords.add(word)
export const timeUnitOf = (word: string | undefined): TimeUnit | null =>
  word !== undefined && Object.hasOwn(timeUnits, word) ? timeUnits[word]! : null
