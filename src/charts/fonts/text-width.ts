import { fontFiles } from './font-files.ts'
import { type Glyphs, readGlyphs } from './glyphs.ts'

let loaded: { regular: Glyphs; bold: Glyphs; fallback: Glyphs } | null = null

function fonts() {
  loaded ??= {
    regular: readGlyphs(fontFiles.regular),
    bold: readGlyphs(fontFiles.bold),
    fallback: readGlyphs(fontFiles.fallback),
  }
  return loaded
}

/** The width of a text in the bundled fonts, in pixels; characters of none of them count as one em, as in Chinese. */
export function textWidth(text: string, size: number, bold = false): number {
  const { regular, bold: heavy, fallback } = fonts()
  const own = bold ? heavy : regular
  let width = 0
  for (const character of text) {
    const code = character.codePointAt(0)!
    if (/\p{Mn}|\p{Cf}/u.test(character)) continue
    width += own.advance(code) ?? fallback.advance(code) ?? 1
  }
  return width * size
}

/** Lines of at most that width; what does not fit in so many of them ends in an ellipsis. */
export function wrapped(
  text: string,
  width: number,
  size: number,
  mostLines: number,
  bold = false,
): string[] {
  const lines: string[] = []
  let line = ''
  const words = text.split(/\s+/).filter(Boolean)
  for (const [at, word] of words.entries()) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line === '' || textWidth(longer, size, bold) <= width) {
      line = longer
      continue
    }
    if (lines.length === mostLines - 1)
      return [...lines, shortened([line, ...words.slice(at)].join(' '), width, size, bold)]
    lines.push(shortened(line, width, size, bold))
    line = word
  }
  return line === '' ? lines : [...lines, shortened(line, width, size, bold)]
}

/** The same number of lines as `wrapped` gives, as even in length as they get: no word stands alone in the last one. */
export function balanced(...[text, width, size, mostLines, bold]: Parameters<typeof wrapped>): string[] {
  const lines = wrapped(text, width, size, mostLines, bold)
  if (lines.length < 2 || lines.at(-1)!.endsWith('…')) return lines
  let [low, high] = [width / lines.length, width]
  while (high - low > 4) {
    const middle = (low + high) / 2
    const narrower = wrapped(text, middle, size, mostLines, bold)
    const isWhole = narrower.length === lines.length && !narrower.some((line) => line.endsWith('…'))
    if (isWhole) high = middle
    else low = middle
  }
  return wrapped(text, high, size, mostLines, bold)
}

/** The text itself where it fits, else its beginning and an ellipsis. */
export function shortened(text: string, width: number, size: number, bold = false): string {
  if (textWidth(text, size, bold) <= width) return text
  const characters = [...text]
  let [low, high] = [0, characters.length]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (textWidth(`${characters.slice(0, middle).join('').trimEnd()}…`, size, bold) <= width) low = middle
    else high = middle - 1
  }
  return `${characters.slice(0, low).join('').trimEnd()}…`
}
