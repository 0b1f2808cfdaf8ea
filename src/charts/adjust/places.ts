import type { Column } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import { mentionPattern } from '../words/mentions.ts'
import { takeSeries } from '../words/places.ts'
import { take } from '../words/reading.ts'
import { measureOf } from './measures.ts'
import { type Request, type Wish, word } from './wish.ts'

const at = (index: string | undefined, columns: readonly Column[]) => columns[Number(index)]!

export function swapWish({ reading, columns }: Request): Wish | null {
  const named = take(
    reading,
    word(
      `(?:swap|flip|exchange|switch) (?:the )?${mentionPattern} (?:and|with|for) (?:the )?${mentionPattern}`,
    ),
  )
  if (named) {
    const [a, b] = [at(named[1], columns).name, at(named[2], columns).name]
    const other: Record<string, string> = { [a]: b, [b]: a }
    return ({ x, y, series }) => ({
      x: x && {
        ...x,
        field: other[x.field] ?? x.field,
        ...(other[x.field] && { timeUnit: null, bins: null }),
      },
      y: y && y.field !== null ? { ...y, field: other[y.field] ?? y.field } : y,
      series: series && (other[series] ?? series),
    })
  }
  const axes = '(?:x and y(?: axes)?|(?:the )?axes|it|them|x with y|x-? and y-?ax[ei]s)'
  if (take(reading, word(`(?:swap|flip|exchange|transpose|switch) (?:the )?${axes}`))) return turned
  const colors = '(?:colou?rs?|series|legend)'
  return take(
    reading,
    word(
      `(?:swap|flip|exchange|switch) (?:the )?(?:x(?: axis)? and (?:the )?${colors}|${colors} and (?:the )?x(?: axis)?)`,
    ),
  )
    ? splitAndX
    : null
}

const splitAndX: Wish = ({ x, series }) =>
  x && series ? { x: { field: series, timeUnit: null, bins: null }, series: x.field } : {}

const turned: Wish = (intent) => {
  const { mark, x, y } = intent
  if (mark === 'point' && x && y?.field)
    return { x: { field: y.field, timeUnit: null, bins: null }, y: { field: x.field, aggregate: 'none' } }
  return mark === 'rect' ? splitAndX(intent) : { horizontal: !intent.horizontal }
}

/** "product instead of region": it takes the other's place, wherever that is. */
export function replaceWish({ reading, columns, intent }: Request): Wish | null {
  const instead = '(?:instead of|rather than|in place of|not)'
  const by = '(?:(?:by|per|use|show|with|take)\\s+)?(?:the\\s+)?'
  const forward = take(
    reading,
    new RegExp(`${by}${mentionPattern}\\s+${instead}\\s+${by}${mentionPattern}`, 'iu'),
  )
  const backward = forward
    ? null
    : take(
        reading,
        word(
          `(?:replace|change|exchange) (?:the )?${mentionPattern} (?:with|by|to|for|into) (?:the )?${mentionPattern}`,
        ),
      )
  if (!forward && !backward) return null
  const [to, from] = forward
    ? [at(forward[1], columns), at(forward[2], columns)]
    : [at(backward![2], columns), at(backward![1], columns)]
  return standsIn(intent, from)
    ? (now) => {
        if (now.series === from.name) return { series: to.name }
        if (now.size === from.name) return { size: to.name }
        if (now.y?.field === from.name) return { y: { ...now.y, field: to.name } }
        return { x: { field: to.name, timeUnit: null, bins: null }, ...withoutTwice(now, to) }
      }
    : onlyNamed(to)
}

const standsIn = ({ x, y, series, size }: ChartIntent, { name }: Column) =>
  [x?.field, y?.field, series, size].includes(name)

/** "Colour by product instead of region": the place is named, so what stood there says nothing more. */
export function takeFormerColumn({ reading, columns, intent }: Request): void {
  const before = reading.text
  const former = take(
    reading,
    new RegExp(`(?:instead of|rather than|not) (?:by |per )?(?:the )?${mentionPattern}`, 'iu'),
  )
  if (former && !standsIn(intent, at(former[1], columns))) reading.text = before
}

/** What a chart is by splits it no more. */
const withoutTwice = ({ series }: ChartIntent, { name }: Column): Partial<ChartIntent> =>
  series === name ? { series: null, stack: null } : {}

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
  const { name } = at(named[1], columns)
  if (intent.series === name) return () => ({ series: null, stack: null })
  if (intent.size === name) return () => ({ size: null })
  if (intent.also.some(({ field }) => field === name))
    return ({ also }) => ({ also: also.filter(({ field }) => field !== name) })
  reading.text = before
  return null
}

export function seriesWish({ reading, columns }: Request): Wish | null {
  const index = takeSeries(reading)
  return index === null ? null : () => ({ series: columns[index]!.name, also: [] })
}

export function sizeWish({ reading, columns }: Request): Wish | null {
  const found = take(
    reading,
    word(
      `(?:(?:bubble )?sizes?d?(?: (?:it|them|the (?:points|dots|bubbles)))? (?:by|for|showing)|bubble size) (?:the )?${mentionPattern}`,
    ),
  )
  return found && (() => ({ size: at(found[1], columns).name }))
}

/** "weight against height": the first is measured, the second is what it is by. */
export function againstWish({ reading, columns }: Request): Wish | null {
  const found = take(
    reading,
    word(`${mentionPattern} (?:vs\\.?|versus|against|over) (?:the )?${mentionPattern}`),
  )
  if (!found) return null
  const [y, x] = [at(found[1], columns), at(found[2], columns)]
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
  const [first, second] = [at(found[1], columns), at(found[2], columns)]
  // Of a time and a name the time is the axis.
  const [x, series] = second.kind === 'time' && first.kind !== 'time' ? [second, first] : [first, second]
  const timeUnit = intent.x?.field === x.name ? intent.x.timeUnit : null
  return () => ({ x: { field: x.name, timeUnit, bins: null }, series: series.name, also: [] })
}

/** A column that is only named: a number is what is measured, everything else is what it is by. */
export function mentionWish({ reading, columns, intent }: Request): Wish | null {
  const found = take(
    reading,
    /(?:(?<ahead>[xy])(?:[- ]?axis)?\s*[:=]\s*)?(?:(?:put|move|show|with|use)\s+)?(?<by>(?<!\p{L})(?:by|per|over|for each|along)\s+)?(?:the\s+)?§(?<index>\d+)§(?:\s+(?:on|as|along|for) (?:the )?(?<axis>[xy]|horizontal|vertical)(?:[- ]?axis)?(?!\p{L}))?/iu,
  )
  if (!found) return null
  const { by, index, ahead, axis = ahead } = found.groups!
  const column = at(index, columns)
  const onY = axis === 'y' || axis === 'vertical'
  if (onY || (axis === undefined && by === undefined && column.kind === 'number'))
    return (now) => ({ y: measureOf(column, now), also: [] })
  return (now) => {
    const x = columns.find(({ name }) => name === now.x?.field)
    // "Stacked by region" over time: the time stays, and the region is what is stacked.
    const stacks =
      now.stack !== null && now.stack !== intent.stack && x?.kind === 'time' && column.kind !== 'time'
    return stacks && axis === undefined ? { series: column.name } : onlyNamed(column)(now)
  }
}

const onlyNamed =
  (column: Column): Wish =>
  (now) => {
    // The time that it is by already keeps its unit.
    if (now.x?.field === column.name) return {}
    return { x: { field: column.name, timeUnit: null, bins: null }, ...withoutTwice(now, column) }
  }
