import { spoken } from './abbreviations.ts'
import type { Column, Role } from './column.ts'
import { nameWords } from './names.ts'

const quantityWords =
  /^(prices?|amounts?|salary|salaries|wages?|costs?|counts?|totals?|sums?|avg|average|mean|median|min|minimum|max|maximum|num|population|weights?|heights?|lengths?|sales|revenues?|profits?|budgets?|capacity|quantity|qty|enrol+ments?|attendance|points|scores?|credits|value|balance|distance|duration|size|area|volume|speed|views|votes|visits|orders|passengers|students|employees|units|elevation|altitude|gross|income|rate|ratio|percent|pct|share)$/
const idWords = /^(id|ids|key|code|codes|zip|zipcode|postcode|phone|fax|isbn|sku|uuid|guid|ssn|ean)$/
const rankWords =
  /^(rank|grade|level|rating|stars?|class|tier|floor|month|week|weekday|day|hour|quarter|season|round|position|stage|step|priority|generation|age_?group)$/
const yearWords = /^(year|years|yr|yyyy|season|decade)$/
const placeWords =
  /^(country|countries|state|province|region|city|cities|county|continent|district|town|nation|nationality)$/
const latitude = /^(lat|latitude)$/
const longitude = /^(lon|lng|long|longitude)$/

const made: readonly [RegExp, NonNullable<Column['aggregated']>][] = [
  [/^(count|counts|cnt|num|number|n|how_many)$/, 'count'],
  [/^(sum|total)$/, 'sum'],
  [/^(avg|average|mean)$/, 'mean'],
  [/^(median)$/, 'median'],
  [/^(min|minimum|lowest)$/, 'min'],
  [/^(max|maximum|highest)$/, 'max'],
]

/** What a column of this name holds already: count for "count", "count(*)", "num_orders", "order_count". */
export function aggregatedIn(name: string): Column['aggregated'] {
  const words = nameWords(name)
  for (const word of [words[0], words.at(-1)])
    for (const [pattern, aggregate] of made) if (word !== undefined && pattern.test(word)) return aggregate
  return null
}

export type Numbers = { name: string; values: readonly number[]; distinct: number; integer: boolean }

/** Whole numbers that are years: by name, or all of them in the last five centuries and close together. */
export function areYears({ name, values, integer }: Numbers): boolean {
  if (!integer || values.length === 0) return false
  const [min, max] = range(values)
  if (min < 1000 || max > 2200) return false
  const words = nameWords(name)
  if (words.some((word) => yearWords.test(word))) return true
  return min >= 1500 && max <= 2100 && max - min <= 300 && !words.some((word) => quantityWords.test(word))
}

export function roleOfNumbers({ name, values, distinct, integer }: Numbers): Role {
  const words = nameWords(name)
  const [min, max] = range(values)
  if (words.some((word) => latitude.test(word)) && min >= -90 && max <= 90) return 'geographic'
  if (words.some((word) => longitude.test(word)) && min >= -180 && max <= 180) return 'geographic'
  if (aggregatedIn(name) !== null || !integer || words.includes('per')) return 'quantity'
  if (
    idWords.test(words.at(-1) ?? '') ||
    idWords.test(words[0] ?? '') ||
    /[a-z]id$/i.test(words.at(-1) ?? '')
  )
    return 'id'
  if (rankWords.test(words.at(-1) ?? '') && distinct <= 60) return 'ordinal'
  return 'quantity'
}

export function roleOfTexts(name: string, ordered: boolean, distinct: number, present: number): Role {
  const words = nameWords(name)
  if (ordered) return 'ordinal'
  if (words.some((word) => placeWords.test(word))) return 'geographic'
  const isKey = idWords.test(words.at(-1) ?? '') && distinct === present && distinct > 20
  return isKey ? 'id' : 'category'
}

export const isCoordinate = (column: Column, of: 'latitude' | 'longitude') =>
  column.kind === 'number' &&
  column.role === 'geographic' &&
  nameWords(column.name).some((word) => (of === 'latitude' ? latitude : longitude).test(word))

const additiveWords =
  /^(amounts?|sales|revenues?|profits?|quantity|quantities|qty|counts?|totals?|costs?|budgets?|population|passengers|orders|visits|visitors|views|votes|units|credits|points|enrol+ments?|students|employees|income|gross|goals|wins|losses|hours|minutes|nights|sold|seen|cases|output|production|generation|consumption|yield|turnover|expenses?|spending|spend|donations?|deposits?|payments?|trips|rides|sessions|clicks|downloads|conversions|births|deaths|tonnage|emissions|rainfall|precipitation|inches|kwh|mwh|mrr|volume|lit(?:er|re)s?|gallons|tons|tonnes|usage|faults|errors|failures|defects|accidents|incidents|injuries|fatalities|casualties|crashes|calls|tickets|complaints|likes|comments|followers|installs|subscribers|members|returns|refunds|bugs|messages|emails|killed|injured|arrests|thefts)$/
const intensiveWords =
  /^(prices?|rates?|ages?|temperature|temp|rating|ratings|scores?|percent|pct|percentage|ratio|shares?|heights?|lengths?|widths?|speed|humidity|pressure|gpa|salary|salaries|fees?|avg|average|mean|median|level|rank|grade|stars?|index|per|bmi|mpg|size|distance|duration|delay|experience|latitude|longitude|year)$/

const rateWords = /^(per|rate|ratio|avg|average|mean|median|index|percent|pct|percentage|share|price)$/

/** Numbers of which a total makes sense: amounts, not prices, ages or rates. */
export const isAdditive = (column: Column) =>
  column.aggregated === 'count' ||
  column.aggregated === 'sum' ||
  (column.aggregated === null &&
    column.unit !== '%' &&
    !spokenWords(column).some((word) => rateWords.test(word)) &&
    (spokenWords(column).some((word) => additiveWords.test(word)) || isWorth(column)))

/** What a deal or an order is worth; the value of a sensor is none. */
const isWorth = (column: Column) =>
  spokenWords(column).includes('value') &&
  spokenWords(column).some((word) =>
    /^(deal|order|contract|invoice|claim|transaction|purchase|basket|cart|sale|policy|loan|trade)s?$/.test(
      word,
    ),
  )

/** Numbers of which a total says nothing. */
export const isIntensive = (column: Column) =>
  column.unit === '%' || spokenWords(column).some((word) => intensiveWords.test(word))

/** What was paid. */
export const isMoney = (column: Column) =>
  spokenWords(column).some((word) =>
    /^(prices?|amounts?|costs?|fees?|fares?|totals?|value|paid|net|gross)$/.test(word),
  )

/** How long something takes: less of it is faster. */
export const isDuration = (column: Column) =>
  /^(h|min|s|ms|days)$/.test(column.unit ?? '') ||
  spokenWords(column).some((word) =>
    /^(duration|time|delay|wait|latency|hours|minutes|seconds|days)$/.test(word),
  )

const spokenWords = ({ name }: Column) => nameWords(name).map((word) => spoken(word) ?? word)

function range(values: readonly number[]): [number, number] {
  let [min, max] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  return [min, max]
}
