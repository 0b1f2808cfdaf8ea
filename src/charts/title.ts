import { cycleOf } from './arrange/buckets.ts'
import type { Column, TypedResult } from './columns/column.ts'
import { lowered } from './columns/names.ts'
import type { ChartIntent, Measure, TimeUnit } from './intent.ts'

export { lowered }

const aggregateWords = {
  sum: 'Total',
  mean: 'Average',
  median: 'Median',
  min: 'Lowest',
  max: 'Highest',
} as const

const bareWords = { ...aggregateWords, count: 'Count', mean: 'Average' } as const

const unitWords: Record<TimeUnit, string> = {
  year: 'year',
  yearquarter: 'quarter',
  yearmonth: 'month',
  yearweek: 'week',
  yearmonthdate: 'day',
  yearmonthdatehours: 'hour',
  quarter: 'quarter of the year',
  month: 'month of the year',
  day: 'day of the week',
  date: 'day of the month',
  hours: 'hour of the day',
}

/** What a measure is called: "Average salary", "Number of orders" where the question says so, "Number of rows". */
export function measureLabel(
  { field, aggregate }: Measure,
  { columns }: TypedResult,
  question: string,
): string {
  const column = columns.find(({ name }) => name === field)
  if (!column || aggregate === 'count')
    return countedThings(question) ?? namedFirst(question) ?? 'Number of rows'
  if (isBare(column)) return fromQuestion(column, question) ?? bareWords[column.aggregated!]
  if (aggregate === 'none' || (aggregate === 'sum' && column.aggregated !== null)) return column.label
  const said = aggregateWords[aggregate]
  return column.label.startsWith(`${said} `) ? column.label : `${said} ${lowered(column.label)}`
}

/** A title of what is drawn, in words of our own: what is measured, by what. */
export function titleFor(intent: ChartIntent, typed: TypedResult, question: string): string {
  const find = (name: string | null | undefined) => typed.columns.find((column) => column.name === name)
  const { mark, x, y, also, series } = intent
  const [by, split] = [find(x?.field), find(series)]
  const measured = y ? measureLabel(y, typed, question) : ''
  const all = [measured, ...also.map((measure) => lowered(measureLabel(measure, typed, question)))]
  const what = all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : measured
  if (!by) return mark === 'boxplot' ? `Distribution of ${lowered(what)}` : what
  if (x?.bins) return `Distribution of ${lowered(by.label)}`
  if (mark === 'point') return `${what} and ${lowered(by.label)}${split ? ` by ${lowered(split.label)}` : ''}`
  const unit = x?.timeUnit ? unitWords[x.timeUnit] : null
  const sameWord = unit !== null && lowered(by.label).includes(unit)
  const byWhat =
    unit === null || sameWord
      ? lowered(by.label)
      : isCycle(x!.timeUnit!) || typed.columns.filter(({ kind }) => kind === 'time').length > 1
        ? `${unit} (${lowered(by.label)})`
        : unit
  const title = mark === 'boxplot' ? `Distribution of ${lowered(what)} by ${byWhat}` : `${what} by ${byWhat}`
  return split ? `${title} and ${lowered(split.label)}` : title
}

const isCycle = (unit: TimeUnit) => cycleOf(unit) !== null

const isBare = ({ name, aggregated }: Column) =>
  aggregated !== null &&
  /^(count|cnt|num|n|number|sum|total|avg|average|mean|min|max|minimum|maximum|median|count\s*\(\s*[*1]\s*\))$/i.test(
    name.trim(),
  )

const stop =
  /^(of|from|in|for|by|per|each|every|with|that|who|which|are|is|was|were|do|does|did|have|has|having|using|on|and|or|to|as|at|across|over|among|between|whose|where|when|show|there|records?|the|we|bin|group|grouped|draw|plot|visuali[sz]e|sort|order|created|used|made|held|different|distinct|all|a|an|please|colou?red|versus|vs|than|into|stacked|can|could|would|will|got|get|belong|live|they|we|you|it|he|she|departs?|uses?|owns?|teach|works?|plays?|takes?|joins?|comes?|goes|stays?)$/i

function nounAfter(pattern: RegExp, question: string, end = stop): string | null {
  const match = pattern.exec(question)
  if (!match) return null
  const rest = question
    .slice(match.index + match[0].length)
    .replace(/^\s*(?:(?:of|the|all|different|distinct|total|value|amount|quantity|number|count)\s+)*/i, '')
  const words: string[] = []
  for (const [, word, after] of rest.matchAll(/([\p{L}\p{N}_'’-]+)(\W*)/gu)) {
    if (stop.test(word!) || words.length === 3 || (words.length > 0 && end.test(word!))) break
    words.push(word!.replaceAll('_', ' '))
    if (/[^\s]/.test(after!)) break
  }
  const noun = words.join(' ').toLowerCase()
  return noun.length >= 2 && noun.length <= 40 ? noun : null
}

function countedThings(question: string): string | null {
  const noun = nounAfter(
    /\b(?:how many|number of|count of|counts of|quantity of|frequency of)\b/i,
    question,
    /ed$/,
  )
  return noun && `Number of ${noun}`
}

/** "matches" in "matches per season": what the rows are that are counted. */
function namedFirst(question: string): string | null {
  const match =
    /^\W*(?:(?:show|give|draw|plot|me|us|a|an|the|pie|bars?|lines?|chart|graph|histogram|of|for|new|daily|weekly|monthly|yearly)\s+)*((?:\p{L}+\s+)?\p{L}+s)\s*(?:(?:per|by|each|every|on each|in each|over time)(?!\p{L})|a (?:day|week|month|year)|\/)/iu.exec(
      question,
    )
  const noun = match?.[1]?.toLowerCase()
  return noun && !stop.test(noun.split(/\s+/)[0]!) ? `Number of ${noun}` : null
}

function fromQuestion({ aggregated }: Column, question: string): string | null {
  if (aggregated === 'count') return countedThings(question)
  const words = {
    sum: 'total|sum',
    mean: 'average|avg|mean',
    median: 'median',
    min: 'minimum|minimal|lowest|smallest|min',
    max: 'maximum|maximal|highest|largest|max',
  }
  const noun = nounAfter(new RegExp(`\\b(?:${words[aggregated!]})\\b`, 'i'), question)
  return noun && !/^(number|amount|total)\b/.test(noun) ? `${aggregateWords[aggregated!]} ${noun}` : null
}
