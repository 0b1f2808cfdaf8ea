import type { Column } from '../columns/column.ts'
import type { ChartIntent } from '../intent.ts'
import { mentionPattern } from '../words/mentions.ts'
import { take } from '../words/reading.ts'
import { word } from '../words/word.ts'
import { columnAt, onX, type Request, type Wish, withoutTwice } from './wish.ts'

export function swapWish({ reading, columns }: Request): Wish | null {
  const named = take(
    reading,
    word(
      `(?:swap|flip|exchange|switch) (?:the )?${mentionPattern} (?:and|with|for) (?:the )?${mentionPattern}`,
    ),
  )
  if (named) {
    const [a, b] = [columnAt(columns, named[1]).name, columnAt(columns, named[2]).name]
    const other = new Map([
      [a, b],
      [b, a],
    ])
    return ({ x, y, series }) => ({
      x: x && {
        ...x,
        field: other.get(x.field) ?? x.field,
        ...(other.has(x.field) && { timeUnit: null, bins: null }),
      },
      y: y && y.field !== null ? { ...y, field: other.get(y.field) ?? y.field } : y,
      series: series && (other.get(series) ?? series),
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
    ? [columnAt(columns, forward[1]), columnAt(columns, forward[2])]
    : [columnAt(columns, backward![2]), columnAt(columns, backward![1])]
  return standsIn(intent, from)
    ? (now) => {
        if (now.series === from.name) return { series: to.name }
        if (now.size === from.name) return { size: to.name }
        if (now.y?.field === from.name) return { y: { ...now.y, field: to.name } }
        return { x: { field: to.name, timeUnit: null, bins: null }, ...withoutTwice(now, to) }
      }
    : onX(to)
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
  if (former && !standsIn(intent, columnAt(columns, former[1]))) reading.text = before
}
