import { textWidth } from '../fonts/text-width.ts'
import { axisTitle } from './axis-titles.ts'
import { numberFormat } from './numbers.ts'
import { type Drawing, rowOf, type Scene } from './scene.ts'
import { labelSize } from './theme.ts'

const mostWide = 900

export function heat(scene: Scene): Drawing {
  const { arranged, fields, titles, seriesNames } = scene
  const labels = [...new Set(arranged.points.map((point) => scene.label(point.x)))]
  const longest = labels.reduce((most, one) => Math.max(most, textWidth(one, labelSize)), 0)
  const widestRow = seriesNames.reduce((most, one) => Math.max(most, textWidth(one, labelSize)), 0)
  const beside = 170 + Math.min(200, widestRow)
  const upright = beside + labels.length * (longest + 10)
  const fits = upright <= mostWide
  const width = Math.max(560, fits ? upright : Math.min(1200, beside + labels.length * 22))
  const height = Math.max(300, 180 + seriesNames.length * 24)
  const values = arranged.points.map(({ y }) => y as number)
  const hasBothSigns = values.some((value) => value < 0) && values.some((value) => value > 0)
  return {
    data: arranged.points.map((point) => rowOf(scene, point, scene.label)),
    spec: {
      width,
      height,
      mark: { type: 'rect' },
      encoding: {
        x: {
          field: fields.x,
          type: 'ordinal',
          sort: null,
          title: axisTitle(titles.x, width - 200),
          axis: { labelAngle: fits ? 0 : -45, labelLimit: 140, grid: false },
        },
        y: {
          field: fields.series,
          type: 'ordinal',
          sort: null,
          scale: { domain: seriesNames },
          title: axisTitle(titles.series, height - 100),
          axis: { labelLimit: 200, grid: false },
        },
        color: {
          field: fields.y,
          type: 'quantitative',
          title: axisTitle(titles.y, 120),
          scale: hasBothSigns ? { scheme: 'blueorange', domainMid: 0 } : { scheme: 'blues', zero: true },
          legend: { ...numberFormat(values), tickCount: 5 },
        },
      },
    },
  }
}
