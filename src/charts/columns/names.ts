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

const abbreviations = new Set([
  'id',
  'url',
  'ip',
  'usd',
  'eur',
  'gbp',
  'vat',
  'gdp',
  'sku',
  'iso',
  'uuid',
  'api',
  'cpu',
])

/** The words of a name, in lower case: snake_case, camelCase and plain words. */
export function nameWords(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}%]+/u)
    .filter(Boolean)
}

/** The words without a unit of measure at their end: "weight" for weight_kg. */
export function withoutUnit(words: readonly string[]): readonly string[] {
  return words.length > 1 && isUnit(words.at(-1)!) ? words.slice(0, -1) : words
}

const isUnit = (word: string) => Object.hasOwn(units, word) || /^[a-z]$/.test(word)

/** "Date of birth" and null for date_of_birth, "Weight" and "kg" for weight_kg. Names that are no words stay as they are. */
export function labelOf(name: string, numeric: boolean): Pick<Column, 'label' | 'unit'> {
  const words = nameWords(name)
  const unit = numeric && words.length > 0 ? (units[words.at(-1)!] ?? null) : null
  const shown = unit !== null && words.length > 1 ? words.slice(0, -1) : words
  const spoken = shown.map((word) => (abbreviations.has(word) ? word.toUpperCase() : word)).join(' ')
  const isPlain = /^[\p{L}\p{N}_ -]+$/u.test(name)
  if (!isPlain || spoken === '') return { label: name.trim() || 'Value', unit }
  return { label: spoken[0]!.toUpperCase() + spoken.slice(1), unit }
}

/** The label with its unit, as an axis says it. */
export function titleOf({ label, unit }: Pick<Column, 'label' | 'unit'>): string {
  return unit === null ? label : `${label} (${unit})`
}
