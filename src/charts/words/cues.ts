import type { Column } from '../columns/column.ts'
import { isDuration } from '../columns/roles.ts'
import type { ChartIntent } from '../intent.ts'
import { type AggregateCue, takeAggregates } from './aggregate-words.ts'
import { type MarkCue, takeBareMark, takeNamedMark } from './chart-words.ts'
import { markMentions, mentionPattern } from './mentions.ts'
import { type Places, readPlaces, takeSeries } from './places.ts'
import { type Purposes, readPurposes } from './purposes.ts'
import { countIn, numberPattern, type Reading, take } from './reading.ts'
import { type SortCue, takeSort } from './sorting.ts'
import { spelled } from './spelling.ts'
import { asksWhich, highest, lowest, paced } from './superlatives.ts'
import { type TimeCue, takeTimeUnit } from './time-words.ts'
import { type TopCue, takeTop } from './tops.ts'
import { word } from './word.ts'

/** What a question says of its chart. Columns are their indexes. */
export type Cues = {
  mark: MarkCue | null
  aggregates: AggregateCue[]
  timeUnit: TimeCue | null
  /** Whether the words speak of bins: of a histogram rather than of what goes on. */
  binned: boolean
  /** Into how many intervals numbers are to be put. */
  bins: number | null
  sort: SortCue | null
  top: TopCue | null
  stack: ChartIntent['stack']
  horizontal: boolean | null
  series: number | null
  places: Places
  /** In the order in which the question names them. */
  mentioned: number[]
} & Purposes

/** What the words of a question say of its chart; the rest of them say something of the data. */
export function readCues(question: string, columns: readonly Column[]): Cues {
  const asked = withoutValues(question.normalize('NFKC').replaceAll('§', ' '), columns)
  const text = paced(asked, columns.some(isDuration))
  const reading: Reading = { text: ` ${spelled(text, columns)} ` }
  const named = takeNamedMark(reading)
  markMentions(reading, columns)
  const whole = reading.text
  const mentioned = [
    ...new Set([...whole.matchAll(new RegExp(mentionPattern, 'gu'))].map(([, at]) => Number(at))),
  ]
  const top = takeTop(reading)
  const sort = takeSort(reading)
  const mark = named ?? bareMark(reading, whole)
  // "Which takes the longest?" asks for an order of them all, not for the longest time of each.
  if (ofWhich.test(reading.text)) take(reading, superlative)
  return {
    mark,
    sort,
    top,
    mentioned,
    stack: mark?.stack ?? takeStack(reading),
    horizontal: mark?.horizontal ?? takeHorizontal(reading),
    binned: word('bins?|binned|binning|buckets?|intervals?').test(whole),
    bins: takeBins(reading),
    timeUnit: takeTimeUnit(reading),
    series: takeSeries(reading),
    places: readPlaces(reading),
    aggregates: takeAggregates(reading),
    ...readPurposes(whole),
  }
}

const ofWhich = new RegExp(asksWhich, 'i')
const superlative = word(`${highest}|${lowest}`)

/** What stands in quotes is a value, and says nothing of the chart, unless it is a column or a kind of chart. */
function withoutValues(text: string, columns: readonly Column[]): string {
  const isOurs = (inner: string) => {
    const reading = { text: inner.trim() }
    const chart = { text: inner }
    if (takeNamedMark(chart) && chart.text.trim() === '') return true
    markMentions(reading, columns)
    return /^§\d+§$/.test(reading.text)
  }
  const kept = (whole: string, ...inner: (string | undefined)[]) =>
    inner.slice(0, 4).some((one) => one !== undefined && isOurs(one)) ? whole.replace(/["“”]/g, ' ') : ' '
  return text.replace(
    /"([^"]{1,80})"|“([^”]{1,80})”|(?<!\w)'([^']{1,80})'(?!\w)|(?<!\w)‘([^’]{1,80})’(?!\w)/g,
    kept,
  )
}

/** "bars" in "sort the bars" mean bars, too, "line" in "product line" means none. */
function bareMark(reading: Reading, whole: string): MarkCue | null {
  if (
    word('bars').test(whole) ||
    word('by (?:the )?bar|(?:order|display|sort|show|list|rank) (?:the )?bar').test(whole)
  )
    return { mark: 'bar' }
  const asked = word(
    '(?:as|with|in|using|by|employing) (?:a |an |the )?(?:stacked |single |simple )?(line|scatter|bar|area|point|dot)s?',
  ).exec(reading.text)
  if (asked) return takeBareMark({ text: ` ${asked[1]} ` })
  return word('matrix|grid|cross-?tab(?:le|ulation)?').test(reading.text) ? { mark: 'rect' } : null
}

export function takeStack(reading: Reading): ChartIntent['stack'] {
  if (
    take(
      reading,
      word(
        '(?:stack(?:ed)? (?:them |it |to |at |up )*)?100 ?(?:%|percent|per cent)(?: stacked)?|normali[sz]ed?|as (?:shares|percentages?)',
      ),
    )
  )
    return 'normalize'
  const apart =
    "side[- ]by[- ]side|next to (?:each other|one another)|beside (?:each other|one another)|clustered|unstack(?:ed)?(?: (?:it|them))?|(?:not|without|don['’]?t|do not) (?:stack(?:ed|ing)?|pile)(?: (?:it|them))?"
  if (take(reading, word(apart))) return 'group'
  return take(reading, word('stack(?:ed|ing)?(?: (?:it|them))?(?: up)?|on top of (?:each other|one another)'))
    ? 'zero'
    : null
}

export function takeBins(reading: Reading): number | null {
  const found = take(reading, word(`(?:with |in |into |use )?(${numberPattern}) (?:bins|intervals|buckets)`))
  return found && Math.max(2, Math.min(100, countIn(found[1]!.toLowerCase())))
}

export function takeHorizontal(reading: Reading): boolean | null {
  if (take(reading, word('horizontal(?:ly)?|lying|lie(?:s)?(?: down)?'))) return true
  return take(reading, word('vertical(?:ly)?|upright|standing')) ? false : null
}
