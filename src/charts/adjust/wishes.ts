import { noFiner, unitForSpan } from '../arrange/buckets.ts'
import type { Column, TypedResult } from '../columns/column.ts'
import { isAdditive } from '../columns/roles.ts'
import type { ChartIntent } from '../intent.ts'
import { takeAggregates } from '../words/aggregate-words.ts'
import { type MarkCue, takeBareMark, takeNamedMark } from '../words/chart-words.ts'
import { takeHorizontal, takeStack } from '../words/cues.ts'
import { markMentions } from '../words/mentions.ts'
import { takeSeries } from '../words/places.ts'
import { countIn, numberPattern, type Reading, take } from '../words/reading.ts'
import { takeSort } from '../words/sorting.ts'
import { takeTimeUnit } from '../words/time-words.ts'
import { takeTop } from '../words/tops.ts'

/** One change; what it was made of is gone from the text. */
export type Wish = (intent: ChartIntent) => Partial<ChartIntent>

const word = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}_§])(?:${source})(?![\\p{L}\\p{N}_§])`, 'iu')

const noise = new Set(
  `a an the it its this that them these those chart charts graph plot diagram picture please kindly make made making turn change
  convert switch use using show showing display draw redraw be is are as in into to of on for with by per and or but then also
  instead just only now can could you i we want would like need should let lets s have has give me put set get do so each every
  all values value rows data axis axes bars bar order sorted sort rather than type kind version from at one same number counts`.split(
    /\s+/,
  ),
)

export function readWishes(words: string, intent: ChartIntent, typed: TypedResult) {
  const { columns } = typed
  const reading: Reading = { text: ` ${words.normalize('NFKC').replaceAll('§', ' ')} ` }
  const wishes: Wish[] = []
  const wish = (one: Wish | null) => {
    if (one) wishes.push(one)
  }
  wish(title(reading))
  reading.text = reading.text.replace(/["“”‘]/g, ' ')
  wish(withoutColor(reading))
  wish(swap(reading))
  wish(kind(takeNamedMark(reading)))
  markMentions(reading, columns)
  wish(order(reading, intent, columns))
  wish(top(reading))
  wish(bins(reading))
  wish(stack(reading))
  wish(direction(reading))
  wish(series(reading, columns))
  wish(time(reading, intent, columns))
  wish(kind(takeBareMark(reading)))
  wish(aggregate(reading, intent, columns))
  for (let one = mentioned(reading, columns); one; one = mentioned(reading, columns)) wish(one)
  return { wishes, unknown: leftOver(reading, columns) }
}

/** Words that no wish was made of, those that stand together as one. */
function leftOver({ text }: Reading, columns: readonly Column[]): string[] {
  const unknown: string[] = []
  for (const part of text.split(/[,;.!?()]|\s{2,}/)) {
    const words = part
      .trim()
      .split(/\s+/)
      .map((one) => one.replace(/§(\d+)§/g, (_, index) => columns[Number(index)]!.name))
      .filter((one) => /[\p{L}\p{N}]/u.test(one) && !noise.has(one.toLowerCase().replace(/['’]s$/, '')))
    if (words.length > 0) unknown.push(words.join(' '))
  }
  return unknown
}

const quoted = '(?:"([^"]{1,300})"|“([^”]{1,300})”|‘([^’]{1,300})’|\'([^\']{1,300})\')'
const titles = [
  new RegExp(
    `(?<!\\p{L})(?:(?:with|change|set|use) )?(?:the )?title(?:d)?(?:\\s+(?:it|to|as|is|should be))*\\s*:?\\s*${quoted}`,
    'iu',
  ),
  new RegExp(`(?<!\\p{L})(?:call|name|rename) (?:it|the chart|this)(?:\\s+(?:to|as))?\\s*${quoted}`, 'iu'),
  /(?<!\p{L})(?:set )?(?:the )?title(?:\s+to)?:\s*([^,;"“”‘]{1,300})/iu,
]

function title(reading: Reading): Wish | null {
  for (const pattern of titles) {
    const text = take(reading, pattern)?.slice(1).find(Boolean)?.trim()
    if (text) return () => ({ title: text })
  }
  return take(reading, word('(?:default|automatic|usual) title')) && (() => ({ title: null }))
}

function withoutColor(reading: Reading): Wish | null {
  const colors =
    '(?:different |several |the |any )*(?:colou?rs?|colou?ring|series|splits?|splitting|grouping|breakdown|legend)'
  const found = take(
    reading,
    word(
      `(?:without|no|remove|drop|not?) ${colors}|(?:in|with|use) (?:one|a single|the same) colou?r|don['’]t split(?: it)?`,
    ),
  )
  return found && (() => ({ series: null, stack: null, size: null }))
}

function swap(reading: Reading): Wish | null {
  const found = take(
    reading,
    word('(?:swap|flip|exchange|transpose|switch) (?:the )?(?:x and y(?: axes)?|axes|it|x with y)'),
  )
  if (!found) return null
  return (intent) =>
    intent.mark === 'point' && intent.x && intent.y?.field
      ? {
          x: { field: intent.y.field, timeUnit: null, bins: null },
          y: { field: intent.x.field, aggregate: 'none' },
        }
      : intent.mark === 'rect' && intent.x && intent.series
        ? { x: { ...intent.x, field: intent.series, timeUnit: null }, series: intent.x.field }
        : { horizontal: !intent.horizontal }
}

function kind(cue: MarkCue | null): Wish | null {
  if (!cue) return null
  return () => ({
    mark: cue.mark,
    ...(cue.stack !== undefined && { stack: cue.stack }),
    ...(cue.horizontal !== undefined && { horizontal: cue.horizontal }),
  })
}

function order(reading: Reading, intent: ChartIntent, columns: readonly Column[]): Wish | null {
  if (take(reading, word('(?:reverse|invert|turn around) (?:the )?(?:order|sort(?:ing)?)')))
    return ({ sort }) => ({
      sort: {
        by: sort?.by ?? usualAxis(intent, columns),
        order: sort?.order === 'ascending' ? 'descending' : 'ascending',
      },
    })
  if (take(reading, word('unsorted|natural order|without sort(?:ing)?'))) return () => ({ sort: null })
  const cue = takeSort(reading)
  if (!cue) return null
  return ({ x, y, sort }) => {
    const named = typeof cue.by === 'number' ? columns[cue.by]!.name : null
    const axis =
      named !== null
        ? named === x?.field
          ? 'x'
          : named === y?.field
            ? 'y'
            : 'x'
        : (cue.by as 'x' | 'y' | null)
    const by = axis ?? sort?.by ?? usualAxis(intent, columns)
    return { sort: { by, order: cue.order ?? (by === 'y' ? 'descending' : 'ascending') } }
  }
}

const usualAxis = ({ x }: ChartIntent, columns: readonly Column[]) =>
  columns.find(({ name }) => name === x?.field)?.kind === 'time' ? ('x' as const) : ('y' as const)

function top(reading: Reading): Wish | null {
  if (
    take(
      reading,
      word('(?:show )?(?:all|everything)(?: of them)?|no limit|without (?:a |the )?limit|not only the top'),
    )
  )
    return () => ({ top: null, other: false, bottom: false })
  const found = takeTop(reading)
  if (found) return topWish(found.count, found.bottom)
  const first = take(
    reading,
    word(
      `(?:only|first|limit(?:ed)? to|at most|just)(?: the)?(?: first| greatest)? (${numberPattern})(?: bars| slices| values| categories)?`,
    ),
  )
  return first ? topWish(countIn(first[1]!.toLowerCase()), false) : null
}

const topWish =
  (count: number, bottom: boolean): Wish =>
  ({ mark }) => ({ top: Math.max(1, Math.min(200, count)), bottom, other: mark === 'arc' })

function bins(reading: Reading): Wish | null {
  const found = take(reading, word(`(?:with |in |into |use )?(${numberPattern}) (?:bins|intervals|buckets)`))
  return (
    found &&
    (({ x }) => ({ x: x && { ...x, bins: Math.max(2, Math.min(100, countIn(found[1]!.toLowerCase()))) } }))
  )
}

function stack(reading: Reading): Wish | null {
  const found = takeStack(reading) ?? (take(reading, word('grouped')) ? 'group' : null)
  return found && (() => ({ stack: found }))
}

function direction(reading: Reading): Wish | null {
  const found = takeHorizontal(reading)
  return found === null ? null : () => ({ horizontal: found })
}

function series(reading: Reading, columns: readonly Column[]): Wish | null {
  const index = takeSeries(reading)
  return index === null ? null : () => ({ series: columns[index]!.name, also: [] })
}

function time(reading: Reading, intent: ChartIntent, columns: readonly Column[]): Wish | null {
  const before = reading.text
  const overTime = take(reading, word('over time|as a time series'))
  const unit = takeTimeUnit(reading) ?? (overTime ? 'over time' : null)
  if (!unit) return null
  const own = columns.find(({ name, kind }) => name === intent.x?.field && kind === 'time')
  const column = own ?? columns.find(({ kind, distinct }) => kind === 'time' && distinct > 0)
  if (!column || unit === 'by time') {
    reading.text = before
    return null
  }
  const timeUnit =
    unit === 'over time' ? unitForSpan(column.min!, column.max!, column.grain) : noFiner(unit, column.grain)
  return () => ({ x: { field: column.name, timeUnit, bins: null } })
}

function aggregate(reading: Reading, intent: ChartIntent, columns: readonly Column[]): Wish | null {
  const [found] = takeAggregates(reading)
  if (!found) return null
  const { aggregate, column } = found
  if (column !== null) take(reading, new RegExp(`§${column}§`))
  const usual = intent.y?.field ?? numbersOf(columns, intent)[0]?.name ?? null
  const field = column === null ? usual : columns[column]!.name
  return ({ also }) => ({
    y: { field: aggregate === 'count' && column === null ? null : field, aggregate },
    also: aggregate === 'count' ? [] : also.map((one) => ({ ...one, aggregate })),
  })
}

const numbersOf = (columns: readonly Column[], { x }: ChartIntent) =>
  columns.filter(({ kind, name, distinct }) => kind === 'number' && name !== x?.field && distinct > 0)

/** A column that is only named: a number is what is measured, everything else is what it is by. */
function mentioned(reading: Reading, columns: readonly Column[]): Wish | null {
  const found = take(
    reading,
    /(?<by>(?<!\p{L})(?:by|per|over|for each|along)\s+)?(?:the\s+)?§(?<index>\d+)§(?:\s+on (?:the )?(?<axis>[xy])[- ]?axis)?/iu,
  )
  if (!found) return null
  const { by, index, axis } = found.groups!
  const column = columns[Number(index)]!
  const measures = axis === 'y' || (axis !== 'x' && by === undefined && column.kind === 'number')
  if (measures)
    return ({ y, mark }) => ({
      y: {
        field: column.name,
        aggregate: mark === 'point' || mark === 'boxplot' ? 'none' : aggregateFor(y, column),
      },
      also: [],
    })
  return ({ series }) => ({
    x: { field: column.name, timeUnit: null, bins: null },
    ...(series === column.name && { series: null, stack: null }),
  })
}

function aggregateFor(y: ChartIntent['y'], column: Column): NonNullable<ChartIntent['y']>['aggregate'] {
  if (y && y.field !== null) return y.aggregate
  return isAdditive(column) ? 'sum' : 'mean'
}
