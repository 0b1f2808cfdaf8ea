import { describe, expect, it } from 'vitest'
import { drawSvg } from '../../src/charts/render/draw.ts'
import { charted } from './charted.ts'
import { hardRows } from './hard-rows.ts'
import { overlaps, textBoxes } from './layout.ts'

describe('a picture of rows that are hard to draw', () => {
  it.each(Object.entries(hardRows))(
    'has all its texts within it, and none over another: %s',
    async (_, { question, rows }) => {
      const { svg, warnings } = await drawSvg(charted(question, rows).chart.spec)
      expect(warnings).toEqual([])
      const [, width, height] = /^<svg[^>]*? width="([\d.]+)" height="([\d.]+)"/.exec(svg)!.map(Number)
      const boxes = textBoxes(svg)
      expect(boxes.length).toBeGreaterThan(1)
      const outside = boxes.filter(
        ({ left, right, top, bottom }) => left < -1 || top < -1 || right > width! + 1 || bottom > height! + 1,
      )
      expect(outside.map(({ text }) => text)).toEqual([])
      expect(overlaps(boxes)).toEqual([])
      expect(width! * height!).toBeLessThan(16_000_000 / 4)
    },
  )
})
