import { charts as texts } from '../../texts/charts.ts'

export type Cell = { text: string; quoted: boolean }
export type Line = { number: number; cells: Cell[] }
export type Delimiter = ',' | ';' | '\t'

const names = texts.rows.delimiters

/**
 * Lines of cells by RFC 4180, with the delimiter that is given: a cell in quotes may hold delimiters, line ends, and quotes
 * that are doubled. Empty lines are left out.
 * @returns the lines, each with the number of the line that it begins in, from 1; or what is wrong, with its line
 */
export function readDelimited(text: string, delimiter: Delimiter): Line[] | { wrong: string } {
  const lines: Line[] = []
  let number = 1
  let at = 0

  /** The cell that begins here; afterwards `at` stands behind it. */
  function cell(): Cell | { wrong: string } {
    if (text[at] !== '"') {
      const from = at
      while (at < text.length && text[at] !== delimiter && text[at] !== '\n' && text[at] !== '\r') at++
      return { text: text.slice(from, at), quoted: false }
    }
    const opened = number
    let value = ''
    for (at++; at < text.length; at++) {
      const character = text[at]
      if (character === '\n') number++
      if (character !== '"') value += character
      else if (text[at + 1] === '"') value += text[at++]
      else {
        at++
        const isEnd = at === text.length || text[at] === delimiter || text[at] === '\n' || text[at] === '\r'
        return isEnd
          ? { text: value, quoted: true }
          : { wrong: texts.rows.afterQuote(number, names[delimiter]) }
      }
    }
    return { wrong: texts.rows.unclosed(opened) }
  }

  while (at < text.length) {
    const line: Line = { number, cells: [] }
    for (;;) {
      const read = cell()
      if ('wrong' in read) return read
      line.cells.push(read)
      if (text[at] !== delimiter) break
      at++
    }
    if (text[at] === '\r') at++
    if (text[at] === '\n') at++
    number++
    if (line.cells.length > 1 || line.cells[0]!.quoted || line.cells[0]!.text.trim() !== '') lines.push(line)
  }
  return lines
}

/** A tab where there is one, for that is what spreadsheets copy; else whichever of comma and semicolon comes more often. */
export function delimiterOf(text: string): Delimiter {
  const firstLine = text.slice(0, text.search(/[\r\n]|$/))
  const unquoted = firstLine.replace(/"(?:[^"]|"")*"/g, '')
  if (unquoted.includes('\t')) return '\t'
  const times = (character: string) => unquoted.split(character).length
  return times(';') > times(',') ? ';' : ','
}
