import { shortened } from '../fonts/text-width.ts'
import { written } from './numbers.ts'
import type { Scene } from './scene.ts'
import type { Drawing } from './specify.ts'

const width = 480
const fontSize = 64

export function bigNumber({ arranged, fields, y }: Scene): Drawing {
  const { x, y: value } = arranged.points[0]!
  const unit = y?.unit && arranged.measures[0]?.aggregate !== 'count' ? ` ${y.unit}` : ''
  const text = shortened(value === null ? String(x) : `${written(value)}${unit}`, width - 60, fontSize, true)
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
