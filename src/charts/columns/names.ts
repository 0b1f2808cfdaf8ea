import { spoken } from './abbreviations.ts'
import type { Column } from './column.ts'

const units: Record<string, string> = {
  percent: '%',
  pct: '%',
  percentage: '%',
  usd: 'USD',
  eur: 'EUR',
  gbp: 'GBP',
  chf: 'CHF',
  dollars: 'USD',
  euros: 'EUR',
  kg: 'kg',
  kilograms: 'kg',
  grams: 'g',
  lbs: 'lb',
  lb: 'lb',
  tons: 't',
  km: 'km',
  kilometers: 'km',
  miles: 'mi',
  meters: 'm',
  metres: 'm',
  cm: 'cm',
  mm: 'mm',
  km2: 'km²',
  sqkm: 'km²',
  m2: 'm²',
  sqm: 'm²',
  ha: 'ha',
  acres: 'acres',
  sqft: 'ft²',
  feet: 'ft',
  inches: 'in',
  hours: 'h',
  minutes: 'min',
  mins: 'min',
  seconds: 's',
  secs: 's',
  sec: 's',
  hrs: 'h',
  ms: 'ms',
  millions: 'million',
  million: 'million',
  mio: 'million',
  thousands: 'thousand',
  days: 'days',
  kwh: 'kWh',
  mw: 'MW',
  mwh: 'MWh',
  gwh: 'GWh',
  celsius: '°C',
  fahrenheit: '°F',
  bytes: 'bytes',
  kb: 'kB',
  mb: 'MB',
  gb: 'GB',
  tb: 'TB',
  liters: 'l',
  litres: 'l',
  kph: 'km/h',
  mph: 'mph',
}

/** Single letters are units of what these words say. */
const letterUnits: Record<string, [of: RegExp, unit: string]> = {
  c: [/^temp(erature)?$/, '°C'],
  f: [/^temp(erature)?$/, '°F'],
  m: [/^(height|length|distance|depth|width|altitude|elevation|radius)$/, 'm'],
  s: [/^(dur|duration|time|latency|wait)$/, 's'],
  h: [/^(dur|duration|time)$/, 'h'],
  t: [/^(yield|weight|load|cargo)$/, 't'],
  g: [/^(weight|mass)$/, 'g'],
  l: [/^(volume|water|fuel)$/, 'l'],
}

const capitals = new Set(
  'id url ip usd eur gbp vat gdp sku iso uuid api cpu gpa bmi imdb teu csat arr roi kpi it hr gpu ram ui'.split(
    ' ',
  ),
)

/** Of the names that were asked for last: each column's are, once for each of the others. */
const known = new Map<string, readonly string[]>()
const mostKnown = 2_000

/** The words of a name, in lower case: snake_case, camelCase and plain words. */
export function nameWords(name: string): readonly string[] {
  const before = known.get(name)
  if (before) return before
  if (known.size >= mostKnown) known.clear()
  const words = wordsIn(name)
  known.set(name, words)
  return words
}

const wordsIn = (name: string) =>
  name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}%]+/u)
    .filter(Boolean)

/** The words without a unit of measure at their end: "weight" for weight_kg. */
export function withoutUnit(words: readonly string[]): readonly string[] {
  return words.length > 1 && isUnit(words.at(-1)!) ? words.slice(0, -1) : words
}

const isUnit = (word: string) => Object.hasOwn(units, word) || /^[a-z]$/.test(word)

/**
 * "Date of birth" and null for date_of_birth, "Weight" and "kg" for weight_kg, "Average price" for avg(price), "Branch name"
 * for branch_nm. Names that are no words stay as they are.
 */
export function labelOf(name: string, numeric: boolean): Pick<Column, 'label' | 'unit'> {
  const call = /^\s*([a-z]+)\s*\(\s*(?:distinct\s+)?"?([\p{L}\p{N}_ .]+?)"?\s*\)\s*$/iu.exec(name)
  const calling = call?.[1]?.toLowerCase()
  const called = calling !== undefined && Object.hasOwn(calls, calling) ? calls[calling]! : null
  if (called) {
    const { label, unit } = labelOf(call![2]!.split('.').at(-1)!, numeric)
    return { label: `${called} ${lowered(label)}`, unit: called === 'Number of' ? null : unit }
  }
  const words = nameWords(name)
  const unit = numeric ? unitOf(words) : null
  const bare = unit !== null && words.length > 1 ? words.slice(0, -1) : words
  const shown = /^(time|duration|length|height|weight|worth) in$/.test(bare.join(' '))
    ? bare.slice(0, -1)
    : bare
  const label = shown.map(shownWord).join(' ').replace(/ no$/, ' number')
  const isPlain = /^[\p{L}\p{N}_ -]+$/u.test(name)
  if (!isPlain || label === '') return { label: name.trim() || 'Value', unit }
  const made = shown.length > 1 && numeric ? label.replace(/^number (?!of )/, 'number of ') : label
  return { label: made[0]!.toUpperCase() + made.slice(1), unit }
}

const calls: Record<string, string> = {
  count: 'Number of',
  sum: 'Total',
  avg: 'Average',
  average: 'Average',
  mean: 'Average',
  median: 'Median',
  min: 'Lowest',
  max: 'Highest',
  year: 'Year of',
  quarter: 'Quarter of',
  month: 'Month of',
  week: 'Week of',
  date: 'Day of',
}

function unitOf(words: readonly string[]): string | null {
  const last = words.at(-1)
  if (last === undefined) return null
  const letter = Object.hasOwn(letterUnits, last) ? letterUnits[last]! : null
  if (letter) return words.some((word) => letter[0].test(word)) ? letter[1] : null
  return Object.hasOwn(units, last) ? units[last]! : null
}

function shownWord(word: string): string {
  if (capitals.has(word)) return word.toUpperCase()
  const said = word === 'ts' ? 'time' : spoken(word)
  if (said !== null || Object.hasOwn(units, word)) return said ?? word
  return /^[bcdfghjklmnpqrstvwxz]{2,3}$/.test(word) ? word.toUpperCase() : word
}

/** The first letter small, unless the word is written in capitals. */
export const lowered = (label: string): string =>
  /^\p{Lu}(\p{Lu}|\d|$)/u.test(label) ? label : label[0]!.toLowerCase() + label.slice(1)

/** The label with its unit, as an axis says it. */
export function titleOf({ label, unit }: Pick<Column, 'label' | 'unit'>): string {
  return unit === null ? label : `${label} (${unit})`
}
