import { shortened, textWidth } from '../fonts/text-width.ts'
import { written } from './numbers.ts'
import type { Scene } from './scene.ts'
import type { Drawing } from './specify.ts'

const width = 480
const room = width - 60
const [largest, smallest] = [64, 28]

export function bigNumber({ arranged, fields, y }: Scene): Drawing {
  const { x, y: value } = arranged.points[0]!
  const unit = y?.unit && arranged.measures[0]?.aggregate !== 'count' ? ` ${y.unit}` : ''
  const whole = value === null ? String(x) : `${written(value)}${unit}`
  const fitting = Math.floor((largest * room) / textWidth(whole, largest, true))
  const fontSize = Math.max(smallest, Math.min(largest, fitting))
  const text = shortened(whole, room, fontSize, true)
  return {
    data: [{ [fields.y]: value, [fields.share]: text }],
    spec: {
      width,
      height: 220,
      view: { stroke: null },
      mark: { type: 'text', fontSize, fontWeight: 600, align: 'center', baseline: 'middle' },
      encoding: { text: { field: fields.share, type: 'nominal' } },
    },
  }
}
