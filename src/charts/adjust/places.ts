import { mentionPattern } from '../words/mentions.ts'
import { takeSeries } from '../words/places.ts'
import { take } from '../words/reading.ts'
import { word } from '../words/word.ts'
import { measureOf } from './measures.ts'
import { columnAt, columnNamed, onX, type Request, type Wish } from './wish.ts'

export function withoutWish({ reading, columns, intent }: Request): Wish | null {
  const colors =
    '(?:different |several |the |any )*(?:colou?rs?|colou?ring|series|splits?|splitting|grouping|breakdown|legend)'
  const gone = take(
    reading,
    word(
      `(?:without|no|remove|drop|get rid of|not?) ${colors}(?: by §\\d+§)?|(?:(?:in|with|use|only|just) )+(?:one|a single|the same) colou?r(?! (?:per|for|by))|(?:don['’]?t|do not) (?:split|colou?r|group)(?: it| them)?(?: by §\\d+§)?`,
    ),
  )
  if (gone) return () => ({ series: null, stack: null, size: null })
  const before = reading.text
  const named = take(
    reading,
    word(
      `(?:without|remove|drop|leave out|no|hide|get rid of|take (?:out|away|off)|lose) (?:the )?${mentionPattern}`,
    ),
  )
  if (!named) return null
  const { name } = columnAt(columns, named[1])
  if (intent.series === name) return () => ({ series: null, stack: null })
  if (intent.size === name) return () => ({ size: null })
  if (intent.also.some(({ field }) => field === name))
    return ({ also }) => ({ also: also.filter(({ field }) => field !== name) })
  reading.text = before
  return null
}

export function seriesWish({ reading, columns, intent }: Request): Wish | null {
  const x = columnNamed(columns, intent.x?.field)
  // Over time what is compared are the lines; elsewhere it may well be the bars.
  const compared = x?.kind === 'time' ? take(reading, word(`compare (?:the )?${mentionPattern}`)) : null
  const index = compared ? Number(compared[1]) : takeSeries(reading)
  return index === null ? null : () => ({ series: columns[index]!.name, also: [] })
}

export function sizeWish({ reading, columns }: Request): Wish | null {
  const found = take(
    reading,
    word(
      `(?:(?:bubble )?sizes?d?(?: (?:it|them|(?:of )?(?:the )?(?:points|dots|bubbles)))? (?:by|for|showing)|bubble size) (?:the )?${mentionPattern}`,
    ),
  )
  return found && (() => ({ size: columnAt(columns, found[1]).name }))
}

/** "weight against height": the first is measured, the second is what it is by. */
export function againstWish({ reading, columns }: Request): Wish | null {
  const found = take(
    reading,
    word(`${mentionPattern} (?:vs\\.?|versus|against|over) (?:the )?${mentionPattern}`),
  )
  if (!found) return null
  const [y, x] = [columnAt(columns, found[1]), columnAt(columns, found[2])]
  return (now) => ({
    x: now.x?.field === x.name ? now.x : { field: x.name, timeUnit: null, bins: null },
    y: measureOf(y, now),
    also: [],
  })
}

/** "by product and region": by the first, split by the second. */
export function byBothWish({ reading, columns, intent }: Request): Wish | null {
  const found = take(
    reading,
    word(
      `(?:by|per|for each) (?:the )?${mentionPattern}(?:,| and| &| by| per)+ (?:by |per )?(?:the )?${mentionPattern}`,
    ),
  )
  if (!found) return null
  const [first, second] = [columnAt(columns, found[1]), columnAt(columns, found[2])]
  // Of a time and a name the time is the axis.
  const [x, series] = second.kind === 'time' && first.kind !== 'time' ? [second, first] : [first, second]
  const timeUnit = intent.x?.field === x.name ? intent.x.timeUnit : null
  return () => ({ x: { field: x.name, timeUnit, bins: null }, series: series.name, also: [] })
}

/** A column that is only named: a number is what is measured, everything else is what it is by. */
export function mentionWish({ reading, columns, intent }: Request): Wish | null {
  const found = take(
    reading,
    /(?:(?<ahead>[xy])(?:[- ]?axis)?\s*[:=]\s*)?(?:(?:put|move|show|with|use)\s+)?(?<by>(?<!\w)(?:by|per|over|for each|along)\s+)?(?:the\s+)?§(?<index>\d+)§(?:\s+(?:on|as|along|for) (?:the )?(?<axis>[xy]|horizontal|vertical)(?:[- ]?axis)?(?!\w))?/i,
  )
  if (!found) return null
  const { by, index, ahead, axis = ahead } = found.groups!
  const column = columnAt(columns, index)
  const onY = axis === 'y' || axis === 'vertical'
  if (onY || (axis === undefined && by === undefined && column.kind === 'number'))
    return (now) => ({ y: measureOf(column, now), also: [] })
  return (now) => {
    const x = columns.find(({ name }) => name === now.x?.field)
    // "Stacked by region" over time: the time stays, and the region is what is stacked.
    const stacks =
      now.stack !== null && now.stack !== intent.stack && x?.kind === 'time' && column.kind !== 'time'
    return stacks && axis === undefined ? { series: column.name } : onX(column)(now)
  }
}
