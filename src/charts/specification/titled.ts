import { wrapped } from '../fonts/text-width.ts'
import { subtitleSize, titleSize } from './theme.ts'

/** The title in lines that fit above the chart, and the notes below it. */
export function titled(title: string, notes: readonly string[], width: number) {
  const room = width - 40
  const text = wrapped(title, room, titleSize, 3, true)
  const subtitle = notes.length === 0 ? [] : wrapped(`${notes.join('. ')}.`, room, subtitleSize, 4)
  return { text: oneOrMore(text), ...(subtitle.length > 0 && { subtitle: oneOrMore(subtitle) }) }
}

const oneOrMore = (lines: string[]) => (lines.length === 1 ? lines[0]! : lines)
