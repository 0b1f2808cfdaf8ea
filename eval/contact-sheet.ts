import { typeColumns } from '../src/charts/columns/type.ts'
import { designChart } from '../src/charts/design/design.ts'
import { wrapped } from '../src/charts/fonts/text-width.ts'
import { drawSvg } from '../src/charts/render/draw.ts'
import type { Result } from '../src/charts/result.ts'
import { specify } from '../src/charts/specification/specify.ts'
import { messageOf } from '../src/platform/errors.ts'

export type Asked = { question: string; result: Result }
type Cell = { lines: string[]; svg: string; width: number; height: number; error: string | null }

const gap = 24
/** The width of most charts. */
const ordinary = 720
const questionSize = 13
const lineHeight = 18
const mostLines = 5

/**
 * One SVG of many charts as the rules choose them, each below its question, `columns` beside one another and each at most
 * `width` pixels wide. A row is as high as its highest chart; what ends in an error is shown as its message.
 */
export async function contactSheet(
  asked: readonly Asked[],
  { columns, width: most }: { columns: number; width: number },
): Promise<string> {
  const parts: string[] = []
  let top = gap
  for (let at = 0; at < asked.length; at += columns) {
    const row: Cell[] = []
    for (const one of asked.slice(at, at + columns)) row.push(await cellOf(one, most))
    const below = top + Math.max(...row.map(({ lines }) => lines.length)) * lineHeight + 6
    for (const [place, cell] of row.entries()) {
      const left = gap + place * (most + gap)
      for (const [line, words] of cell.lines.entries())
        parts.push(textAt(words, left, top + (line + 1) * lineHeight - 4, '#52606d'))
      if (cell.error !== null) parts.push(textAt(cell.error, left, below + lineHeight, '#a61b1b'))
      const [width, height] = [shown(cell.width, cell, most), shown(cell.height, cell, most)]
      parts.push(
        cell.svg.replace(
          /^<svg([^>]*?) width="[\d.]+" height="[\d.]+"/,
          `<svg$1 x="${left}" y="${below}" width="${width}" height="${height}"`,
        ),
      )
    }
    top = below + Math.max(...row.map((cell) => shown(cell.height, cell, most))) + gap + 12
  }
  const width = gap + Math.min(columns, asked.length) * (most + gap)
  const names = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
  return `<svg ${names} width="${width}" height="${top}">${parts.join('')}</svg>`
}

/** All charts at one scale, by which an ordinary one fills its column; only what is larger is made smaller. */
const shown = (length: number, { width, height }: Cell, most: number) =>
  length * Math.min(most / Math.max(ordinary, width), most / height)

async function cellOf({ question, result }: Asked, width: number): Promise<Cell> {
  const lines = wrapped(question, width, questionSize, mostLines, true)
  try {
    const typed = typeColumns(result)
    const { intent, notes } = designChart(question, typed)
    const { svg } = await drawSvg(specify(intent, typed, { question, notes }).spec)
    const [, wide, high] = /^<svg[^>]*? width="([\d.]+)" height="([\d.]+)"/.exec(svg)!.map(Number)
    return { lines, svg, width: wide!, height: high!, error: null }
  } catch (error) {
    return { lines, svg: '', width, height: 60, error: messageOf(error) }
  }
}

function textAt(text: string, x: number, y: number, color: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const font = `font-family="Noto Sans" font-size="${questionSize}" font-weight="600"`
  return `<text x="${x}" y="${y}" ${font} fill="${color}">${escaped}</text>`
}
