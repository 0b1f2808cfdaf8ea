import { countIn, numberPattern, take } from '../words/reading.ts'
import { takeSort } from '../words/sorting.ts'
import { takeTop } from '../words/tops.ts'
import { letter, word } from '../words/word.ts'
import { columnNamed, type Request, type Wish } from './wish.ts'

export function orderWish({ reading, intent, columns }: Request): Wish | null {
  const x = columnNamed(columns, intent.x?.field)
  const usual = x?.kind === 'time' ? ('x' as const) : ('y' as const)
  if (take(reading, word('(?:reverse|invert|turn around|flip) (?:the )?(?:order|sort(?:ing)?)')))
    return ({ sort }) => ({
      sort: { by: sort?.by ?? usual, order: sort?.order === 'ascending' ? 'descending' : 'ascending' },
    })
  const none =
    "unsorted|natural order|(?:without|no|remove the|drop the) (?:sort(?:ing)?|order(?:ing)?)|(?:don['’]?t|do not) (?:sort|order|rank)(?: (?:it|them))?"
  if (take(reading, word(none))) return () => ({ sort: null })
  const cue = takeSort(reading)
  if (cue)
    return (now) => {
      const named = typeof cue.by === 'number' ? columns[cue.by]!.name : null
      const axis = named === null ? (cue.by as 'x' | 'y' | null) : named === now.y?.field ? 'y' : 'x'
      const by = axis ?? now.sort?.by ?? usual
      return { sort: { by, order: cue.order ?? (by === 'y' ? 'descending' : 'ascending') } }
    }
  return take(reading, word('sort(?:ed)?|ordered'))
    ? () => ({ sort: { by: usual, order: usual === 'y' ? 'descending' : 'ascending' } })
    : null
}

export function topWish({ reading }: Request): Wish | null {
  const all = '(?:show )?(?:all|everything)(?: of them)?|no limit|without (?:a |the )?limit|not only the top'
  if (take(reading, word(all))) return () => ({ top: null, other: false, bottom: false })
  const found = takeTop(reading)
  if (found) {
    take(reading, word('(?:limit|restrict|reduce|cut)(?:ed|s)?(?: (?:it|them|this|that))?(?: down)?'))
    return cut(found.count, found.bottom)
  }
  const things = '(?: bars| slices| values| categories| ones)?'
  const only = '(?:(?:show |keep )?(?:only|just)|limit(?:ed)?(?: it)? to|at most)(?: the)?'
  const last = take(reading, word(`(?:${only} )?last (${numberPattern})${things}`))
  if (last) return cut(countIn(last[1]!.toLowerCase()), true)
  const first = take(
    reading,
    word(
      `(?:${only}(?: first| greatest)?|first) (${numberPattern})(?!\\d)(?! (?:chart|number|line|colou?r|bar)(?![${letter}]))${things}`,
    ),
  )
  return first ? cut(countIn(first[1]!.toLowerCase()), false) : null
}

const cut =
  (count: number, bottom: boolean): Wish =>
  ({ mark }) => ({ top: Math.max(1, Math.min(200, count)), bottom, other: mark === 'arc' })

/** What is beyond the top: gone, or one more that stands for all of it. */
export function othersWish({ reading }: Request): Wish | null {
  const rest = '(?:the )?(?:others|other ones|rest|remaining(?: ones)?|remainder)'
  if (take(reading, word(`(?:hide|without|remove|drop|no|skip|leave out|omit) ${rest}`)))
    return () => ({ other: false })
  const kept = take(
    reading,
    word(
      `(?:(?:and|with|show|add|group|sum up|put|combine|collect) )*${rest}(?: (?:together|summed up))?(?: (?:as|in|into|under) (?:one |an? )?(?:others?|bar|slice|one))?`,
    ),
  )
  return kept && (() => ({ other: true }))
}
