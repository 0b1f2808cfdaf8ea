import type { Column } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import { type AggregateCue, takeAggregates } from './aggregate-words.ts'
import { type MarkCue, takeBareMark, takeNamedMark } from './chart-words.ts'
import { markMentions, mentionPattern } from './mentions.ts'
import { countIn, numberPattern, type Reading, take, takeAll } from './reading.ts'
import { type SortCue, takeSort } from './sorting.ts'
import { type TimeCue, takeTimeUnit } from './time-words.ts'

/** What a question says of its chart. Columns are their indexes. */
export type Cues = {
  mark: MarkCue | null
  aggregates: AggregateCue[]
  timeUnit: TimeCue | null
  sort: SortCue | null
  top: { count: number; bottom: boolean } | null
  stack: ChartIntent['stack']
  horizontal: boolean | null
  series: number | null
  /** The column that something is "per", "by" or "for each". */
  by: number | null
  /** In the order in which the question names them. */
  mentioned: number[]
  share: boolean
  distribution: boolean
  relation: boolean
  trend: boolean
  compare: boolean
  outliers: boolean
}

const word = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}_§])(?:${source})(?![\\p{L}\\p{N}_§])`, 'iu')

/** What the words of a question say of its chart; the rest of them say something of the data. */
export function readCues(question: string, columns: readonly Column[]): Cues {
  const reading: Reading = { text: ` ${question.normalize('NFKC').replace(/[§"“”]/g, ' ')} ` }
  const named = takeNamedMark(reading)
  markMentions(reading, columns)
  const whole = reading.text
  const mentioned = [
    ...new Set([...whole.matchAll(new RegExp(mentionPattern, 'gu'))].map(([, at]) => Number(at))),
  ]
  const top = takeTop(reading)
  const sort = takeSort(reading)
  const mark = named ?? bareMark(reading, whole)
  return {
    mark,
    sort,
    top,
    mentioned,
    stack: mark?.stack ?? takeStack(reading),
    horizontal: mark?.horizontal ?? takeHorizontal(reading),
    timeUnit: takeTimeUnit(reading),
    series: takeSeries(reading),
    by: columnAfter(reading, 'for each|per|by|each|across|over|from each|of each|in each|different|against'),
    aggregates: takeAggregates(reading),
    share: word(
      'shares?|proportions?|percentages?|breakdown|composition|make-?up|ratio of|what (?:percent|fraction)',
    ).test(whole),
    distribution: word('distributions?|distributed|spread|histogram').test(whole),
    relation: word(
      'correlations?|correlate[sd]?|relationships?|relations?|relate[sd]?|versus|vs|against|depend(?:s|ing)? on',
    ).test(whole),
    trend: word(
      'trends?|over time|over the (?:years|months|weeks|days)|evolution|evolve[sd]?|develop(?:ment|ed)|changed?|changes|growth|time series',
    ).test(whole),
    compare: word('compare[sd]?|comparing|comparisons?|side by side|next to each other').test(whole),
    outliers: word('outliers?|medians? and quartiles?|quartiles?|box').test(whole),
  }
}

/** "bars" in "sort the bars" mean bars, too, "line" in "product line" means none. */
function bareMark(reading: Reading, whole: string): MarkCue | null {
  if (
    word('bars').test(whole) ||
    word('by (?:the )?bar|(?:order|display|sort|show|list|rank) (?:the )?bar').test(whole)
  )
    return { mark: 'bar' }
  const asked = word('(?:as|with|in|using|by) (?:a |an )?(line|scatter|bar|area)s?').exec(reading.text)
  return asked ? takeBareMark({ text: ` ${asked[1]} ` }) : null
}

export function takeTop(reading: Reading): Cues['top'] {
  const best = '(?:largest|highest|biggest|best|greatest|most \\p{L}+|leading)'
  const worst = '(?:smallest|lowest|worst|least \\p{L}+)'
  const count = `(${numberPattern})`
  const top =
    take(reading, word(`(?:top|best|largest|biggest)[- ]${count}`)) ?? take(reading, word(`${count} ${best}`))
  if (top) return { count: countIn(top[1]!.toLowerCase()), bottom: false }
  const bottom =
    take(reading, word(`(?:bottom|worst|lowest)[- ]${count}`)) ?? take(reading, word(`${count} ${worst}`))
  return bottom ? { count: countIn(bottom[1]!.toLowerCase()), bottom: true } : null
}

export function takeStack(reading: Reading): ChartIntent['stack'] {
  if (
    take(
      reading,
      word('(?:stacked (?:to |at )?)?100 ?%(?: stacked)?|normali[sz]ed?|as (?:shares|percentages?)'),
    )
  )
    return 'normalize'
  if (take(reading, word('stack(?:ed|ing)?'))) return 'zero'
  return take(reading, word('side[- ]by[- ]side|clustered|unstacked?|not stacked')) ? 'group' : null
}

export function takeHorizontal(reading: Reading): boolean | null {
  if (take(reading, word('horizontal(?:ly)?'))) return true
  return take(reading, word('vertical(?:ly)?|upright')) ? false : null
}

const article = '(?:(?:the|their|its|attribute|column|each|different|and)\\s+)*'

export function takeSeries(reading: Reading): number | null {
  const [match] = takeAll(
    reading,
    new RegExp(
      `(?:group(?:ed|ing|s)?(?: (?:it|them|the data))?(?: based)? (?:by|on)|categori[sz]ed? by|colou?r(?:ed|ing)?(?: it)? by|by colou?r|split(?: it)? by|stacked by|broken down by|break(?: it)? down by|separated? by|one line (?:per|for each)|a line (?:per|for each)|by major \\p{L}+)\\s+${article}['‘’]?${mentionPattern}`,
      'iu',
    ),
  )
  return match ? Number(match[1]) : null
}

export function columnAfter({ text }: Reading, words: string): number | null {
  const match = new RegExp(`(?<![\\p{L}])(?:${words})\\s+${article}['‘’]?${mentionPattern}`, 'iu').exec(text)
  return match ? Number(match[1]) : null
}
