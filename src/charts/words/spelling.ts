import { spoken } from '../columns/abbreviations.ts'
import type { Column } from '../columns/column.ts'
import { nameWords } from '../columns/names.ts'

/** Words of ours that are long enough to be known with a slip in them. */
const own =
  'chart graph diagram scatter scatterplot histogram stacked grouped heatmap doughnut boxplot horizontal vertical average median maximum minimum number numbers total highest lowest largest smallest ascending descending sorted ordered ranked alphabetical percentage proportion correlation relationship distribution compare monthly weekly quarterly yearly weekday quarter against different colored coloured without instead'.split(
    ' ',
  )
const marks = ['pie', 'bar', 'line', 'area']
const drawings = /^(charts?|graphs?|plots?|diagrams?)$/i
/** Words of their own that look like a slip in another. */
const words = new Set(
  'county counties charter charters grape grapes plane planes planet planets score scores store stores are bare bear boar lane pine weakly totally numbered sorter older quartet quartets sported'.split(
    ' ',
  ),
)

/**
 * The text with slips in its words mended: "avrage", "contry" where there is a column country. One letter too many or too few
 * or two that changed places; another letter only in long words, because those of a few letters are too much alike.
 */
export function spelled(text: string, columns: readonly Column[]): string {
  const named = columns.flatMap(({ name }) => nameWords(name).flatMap((word) => [word, spoken(word) ?? word]))
  const known = [...own, ...named.filter((word) => word.length >= 4)]
  const isKnown = (word: string) =>
    words.has(word) || [...known, ...marks].some((one) => one === word || stem(one) === stem(word))
  return text.replace(/\p{L}{3,}(?=(\s+\p{L}+)?)/gu, (word, next: string | undefined) => {
    const small = word.toLowerCase()
    if (isKnown(small)) return word
    const near =
      next !== undefined && drawings.test(mended(next.trim().toLowerCase(), ['chart', 'graph', 'plot']))
        ? marks.find((mark) => small.length <= mark.length + 1 && isSlip(small, mark))
        : undefined
    return near ?? mended(small, known, word)
  })
}

function mended(word: string, known: readonly string[], otherwise = word): string {
  if (word.length < 4) return otherwise
  const found = new Set(
    known.filter((one) => one.length >= 4 && one[0] === word[0] && isSlip(stem(word), stem(one))),
  )
  return found.size === 1 ? [...found][0]! : otherwise
}

const stem = (word: string) => (word.length > 4 ? word.replace(/(?:ies|y)$/, 'i').replace(/s$/, '') : word)

function isSlip(word: string, meant: string): boolean {
  if (word === meant) return false
  const [a, b] = [word.length, meant.length]
  let at = 0
  while (at < Math.min(a, b) && word[at] === meant[at]) at++
  const same = (from: number, to: number) => word.slice(from) === meant.slice(to)
  if (a === b) {
    const swapped = word[at] === meant[at + 1] && word[at + 1] === meant[at] && same(at + 2, at + 2)
    // Near its end a word may well be bent: managed is no manager.
    return swapped || (a >= 7 && at < a - 2 && same(at + 1, at + 1))
  }
  const short = Math.min(a, b) < 4 && !marks.includes(meant)
  return !short && Math.abs(a - b) === 1 && (a > b ? same(at + 1, at) : same(at, at + 1))
}
