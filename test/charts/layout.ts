import { textWidth } from '../../src/charts/fonts/text-width.ts'

export type Box = { text: string; left: number; right: number; top: number; bottom: number; upright: boolean }

const number = (value: string | undefined) => Number(value ?? 0)

/** Where each text of an SVG of Vega's stands. Texts on their side have a box as well, slanted ones that of their middle line. */
export function textBoxes(svg: string): Box[] {
  const boxes: Box[] = []
  const origins: [number, number][] = []
  let [x, y] = [0, 0]
  for (const [, closes, name, attributes, , content] of svg.matchAll(
    /<(\/?)(g|svg|text)\b([^>]*?)(\/?)>(?:((?:[^<]|<tspan[^>]*>|<\/tspan>)*)(?=<\/text>))?/g,
  )) {
    if (name === 'text') {
      if (!closes) boxes.push(...linesOf(attributes!, content ?? '', x, y))
      continue
    }
    if (closes) {
      ;[x, y] = origins.pop()!
      continue
    }
    origins.push([x, y])
    const moved = /translate\(([-\d.]+),([-\d.]+)\)/.exec(attributes!)
    if (moved) [x, y] = [x + number(moved[1]), y + number(moved[2])]
  }
  return boxes
}

function linesOf(attributes: string, content: string, x: number, y: number): Box[] {
  const attribute = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(attributes)?.[1]
  const transform = attribute('transform') ?? ''
  const [, dx, dy] = /translate\(([-\d.]+),([-\d.]+)\)/.exec(transform) ?? []
  const angle = number(/rotate\(([-\d.]+)/.exec(transform)?.[1])
  const size = number(attribute('font-size')?.replace('px', ''))
  const bold = number(attribute('font-weight')) >= 600
  const anchor = attribute('text-anchor')
  const lines = content.includes('<tspan')
    ? [...content.matchAll(/<tspan([^>]*)>([^<]*)<\/tspan>/g)].map(([, of, text]) => ({
        text: text!,
        down: number(/dy="([-\d.]+)"/.exec(of!)?.[1]),
      }))
    : [{ text: content, down: 0 }]
  let below = 0
  return lines.flatMap(({ text, down }): Box[] => {
    below += down
    const plain = text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
    if (plain.trim() === '' || attribute('opacity') === '0') return []
    const width = textWidth(plain, size, bold)
    const from = anchor === 'middle' ? -width / 2 : anchor === 'end' ? -width : 0
    const corners = [
      [from, below - 0.75 * size],
      [from + width, below - 0.75 * size],
      [from, below + 0.1 * size],
      [from + width, below + 0.1 * size],
    ].map(([along, across]) => {
      const turn = (angle * Math.PI) / 180
      return [
        x + number(dx) + along! * Math.cos(turn) - across! * Math.sin(turn),
        y + number(dy) + along! * Math.sin(turn) + across! * Math.cos(turn),
      ] as const
    })
    const [xs, ys] = [corners.map(([at]) => at), corners.map(([, at]) => at)]
    return [
      {
        text: plain,
        left: Math.min(...xs),
        right: Math.max(...xs),
        top: Math.min(...ys),
        bottom: Math.max(...ys),
        upright: angle % 90 === 0,
      },
    ]
  })
}

/** Pairs of texts that cover one another, but for slanted ones, whose boxes say little. */
export function overlaps(boxes: readonly Box[]): string[] {
  const straight = boxes.filter(({ upright }) => upright)
  return straight.flatMap((a, at) =>
    straight
      .slice(at + 1)
      .filter((b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
      .map((b) => `${a.text} / ${b.text}`),
  )
}
