import type { Box } from './model.ts'

/** In units of the drawing, which are pixels where it is not zoomed. */
export const measures = {
  head: 30,
  row: 20,
  padding: 10,
  gap: 14,
  /** Of a letter of the monospaced font that rows are written in, and of the title. */
  letter: 7.3,
  titleLetter: 7.9,
  /** So long is the straight end of a line, which its sign stands on. */
  stub: 24,
}

const mostLetters = { title: 38, name: 26, type: 22 }

/** Letters of scripts that are written in squares take two. */
const width = (text: string) => [...text].reduce((sum, letter) => sum + (letter > '\u2e7f' ? 2 : 1), 0)

/** As much of a text as there is room for. */
export function fitted(text: string, what: keyof typeof mostLetters): string {
  const most = mostLetters[what]
  if (width(text) <= most) return text
  let fits = ''
  for (const letter of text) {
    if (width(fits) + width(letter) > most - 1) break
    fits += letter
  }
  return `${fits}…`
}

const widest = (texts: string[]) => Math.max(0, ...texts.map(width))

/** Where the columns of a box begin, and how large it is. */
export function sizeOf({ title, rows, more }: Box) {
  const { letter, titleLetter, padding, gap, head, row } = measures
  const keys = widest(rows.map(({ keys }) => keys))
  const names = widest(rows.map(({ name }) => fitted(name, 'name')))
  const types = widest(rows.map(({ type }) => fitted(type, 'type')))
  const nameAt = padding + (keys > 0 ? keys * letter + gap * 0.7 : 0)
  const typeAt = nameAt + names * letter + gap
  return {
    nameAt,
    typeAt,
    width: Math.max(
      90,
      width(fitted(title, 'title')) * titleLetter + 2 * padding,
      rows.length > 0 ? typeAt + types * letter + padding : 0,
    ),
    height: head + (rows.length + (more > 0 ? 1 : 0)) * row + (rows.length > 0 || more > 0 ? 6 : 0),
  }
}
