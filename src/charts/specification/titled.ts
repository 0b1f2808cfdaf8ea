import { balanced, wrapped } from '../fonts/text-width.ts'
import { subtitleLine, subtitleSize, titleLine, titleSize } from './theme.ts'

/** The title in lines that fit above the chart, and the notes below it; `height` is what more than one line of it takes. */
export function titled(title: string, notes: readonly string[], width: number) {
  const room = width - 40
  const text = balanced(title, room, titleSize, 3, true)
  const subtitle = notes.length === 0 ? [] : wrapped(`${notes.join('. ')}.`, room, subtitleSize, 4)
  return {
    title: { text: oneOrMore(text), ...(subtitle.length > 0 && { subtitle: oneOrMore(subtitle) }) },
    height: (text.length - 1) * titleLine + subtitle.length * subtitleLine,
  }
}

const oneOrMore = (lines: string[]) => (lines.length === 1 ? lines[0]! : lines)
