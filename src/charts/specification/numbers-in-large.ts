import { textWidth, wrapped } from '../fonts/text-width.ts'
import { written } from '../written.ts'
import type { Drawing, Scene } from './scene.ts'
import { ink } from './theme.ts'

const width = 480
const room = width - 60
const [largest, smallest] = [64, 24]
const mostLines = 4
const lineHeight = 1.25

export function bigNumber({ arranged, fields, y }: Scene): Drawing {
  const { x, y: value } = arranged.points[0]!
  const unit = y?.unit && arranged.measures[0]?.aggregate !== 'count' ? ` ${y.unit}` : ''
  const whole = value === null ? String(x) : `${written(value)}${unit}`
  const fitting = Math.floor((largest * room) / textWidth(whole, largest, true))
  const fontSize = Math.max(smallest, Math.min(largest, fitting))
  const lines = wrapped(whole, room, fontSize, mostLines, true)
  return {
    data: [{ [fields.y]: value, [fields.share]: lines.length > 1 ? lines : (lines[0] ?? '') }],
    spec: {
      width,
      height: 220,
      view: { stroke: null },
      mark: {
        type: 'text',
        color: ink,
        fontSize,
        fontWeight: 600,
        align: 'center',
        baseline: 'middle',
        // The middle of several lines, not of the first one.
        dy: (-(lines.length - 1) * fontSize * lineHeight) / 2,
        lineHeight: fontSize * lineHeight,
      },
      encoding: { text: { field: fields.share, type: 'nominal' } },
    },
  }
}
